#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace kassa::printer {

/// What became of one job. `unknown` is an honest answer.
enum class outcome { printed, failed, unknown };

/// One printer. `print` takes a whole job's bytes and answers exactly once, on
/// any thread. Without an answer within the actor's time limit the job is
/// unknown.
class printer_port {
public:
  using answer = std::function<void(outcome, std::string detail)>;
  virtual ~printer_port() = default;
  virtual void print(std::string bytes, answer on) = 0;
  /// Whether this port speaks ESC/POS; otherwise it gets UTF-8 text.
  virtual bool escpos() const = 0;
  /// For status pages: "file /tmp/x", "tcp 127.0.0.1:9100", "none".
  virtual std::string name() const = 0;
};

} // namespace kassa::printer
