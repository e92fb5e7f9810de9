#pragma once

#include "actors/printer/condition.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace kassa::printer {

/// What became of one job. `unknown` is an honest answer.
enum class outcome { printed, failed, unknown };

/// One printer. `print` takes a whole job's bytes and answers exactly once, on
/// any thread. Without an answer within the actor's time limit the job is
/// unknown. tests/support/printer_conformance.hpp says what else it must do.
class printer_port {
public:
  using answer = std::function<void(outcome, std::string detail)>;
  using hear = std::function<void(const condition&)>;
  virtual ~printer_port() = default;
  virtual void print(std::string bytes, answer on) = 0;
  /// Whether this port speaks ESC/POS; otherwise it gets UTF-8 text.
  virtual bool escpos() const = 0;
  /// For status pages: "file /tmp/x", "tcp 127.0.0.1:9100", "none".
  virtual std::string name() const = 0;

  /// Asks how the printer is, and answers exactly once, on any thread, within
  /// ten seconds or after the job under way. One that nobody can ask is well.
  virtual void look(hear on) { on({}); }
  /// Who hears what the printer says by itself, in the middle of a job too.
  /// Set once, before all else.
  virtual void listen(hear) {}
};

} // namespace kassa::printer
