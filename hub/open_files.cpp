#include "hub/open_files.hpp"

#include <sys/resource.h>

namespace kassa::hub {

namespace {

/// The store's files, listeners, pipes.
constexpr std::int64_t other_files = 1024;

} // namespace

void allow_open_files(std::int64_t terminals, log_port& log) {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0)
    return;
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  getrlimit(RLIMIT_NOFILE, &files);
  const auto allowed = files.rlim_cur == RLIM_INFINITY
                         ? terminals + other_files
                         : static_cast<std::int64_t>(files.rlim_cur);
  if (allowed < terminals + other_files)
    log.log(log_level::warn, "few_open_files",
            {{"allowed", std::to_string(allowed)},
             {"wanted", std::to_string(terminals + other_files)},
             {"remedy", "raise the limit (ulimit -n, or LimitNOFILE of the "
                        "service), or lower terminals_at_once"}});
}

} // namespace kassa::hub
