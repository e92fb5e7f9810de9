#pragma once

#include "node/ports/printers.hpp"

#include <chrono>

namespace kassa::node {

/// How long a printer that answers is waited for.
struct talk_limits {
  std::chrono::milliseconds answer{1'000}; ///< To one question.
  /// Between rounds of questions while a job prints; and how long one that
  /// confirms nothing has to be well after it.
  std::chrono::milliseconds again{2'000};
  /// For the end of a job while the printer says that all is well: then nobody
  /// knows. One that waits for paper has until `whole`.
  std::chrono::milliseconds quiet{15'000};
  /// For all of a job; below the printer actor's own limit.
  std::chrono::milliseconds whole{50'000};
  /// How long a line stays open for the job after a look.
  std::chrono::milliseconds rest{2'000};
};

/// ESC/POS over a line that carries answers: asks how the printer is before and
/// during a job (DLE EOT, GS a) and whether all of it was printed (GS ( H). One
/// that never answered anything is printed to without questions. One that says
/// how it is but passes no mark, as is learnt at the first look that finds it
/// well, is believed by that alone, and its condition says `unconfirmed`.
std::unique_ptr<print_sink> make_talking_tcp_sink(std::string host,
                                                  std::string port,
                                                  talk_limits limits = {});
std::unique_ptr<print_sink> make_talking_device_sink(std::string path,
                                                     talk_limits limits = {});

} // namespace kassa::node
