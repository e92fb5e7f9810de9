#pragma once

#include "proto/base/ports.hpp"
#include "proto/base/result.hpp"

#include <memory>
#include <string>

namespace kassa {

/// One JSON object a line: time, level, event and its fields. Thread-safe.
class json_log : public log_port {
public:
  /// @param file appended to; empty: stderr.  Errors: io
  static result<std::unique_ptr<json_log>> open(const std::string& file,
                                                log_level least);
  ~json_log() override;

  void log(log_level level, std::string_view event,
           std::initializer_list<field> fields) override;

  /// Hands everything to the system. Before `_exit`.
  void flush();

private:
  struct sink;
  explicit json_log(std::unique_ptr<sink> to);
  std::unique_ptr<sink> sink_;
};

/// "debug", "info", "warn", "error".
result<log_level> log_level_named(std::string_view name);

} // namespace kassa
