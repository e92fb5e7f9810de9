#pragma once

#include "proto/base/ports.hpp"

#include <cstdint>

namespace kassa::hub {

/// Lets this process have as many open files as the machine allows it: each
/// connection of a terminal is one. Says in the log when that is too few for so
/// many terminals. Before the first thread.
void allow_open_files(std::int64_t terminals, log_port& log);

} // namespace kassa::hub
