#pragma once

#include "tests/bench/fleet_terminal.hpp"

#include <string>
#include <vector>

namespace kassa::bench {

/// How `main` is told to be the process of `serve_bare`.
inline constexpr auto bare_hub_flag = "--bare-hub";

/// What a connection costs a server that does nothing: our listener with our
/// settings, three streams a connection, an empty answer to each message; no
/// store, no actors. Writes its address to a file and never returns.
/// @param identity the folder of the hub that it stands in for
[[noreturn]] void serve_bare(const std::string& identity,
                             const std::string& address_file);

/// Anonymous KiB that such a process takes for each connection, when so many
/// terminals have three idle streams each that a message went over.
double bare_session_kib(const std::string& programs, const std::string& folder,
                        const std::vector<fleet_identity>& fleet);

} // namespace kassa::bench
