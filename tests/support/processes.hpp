#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <vector>

/// Real processes, for the system tests. Each is ended by the id of a process
/// that this one started.
namespace kassa::testing {

using words_t = std::vector<std::string>;
using variables = std::map<std::string, std::string>;

/// The path of one of our programs, from the tree that the test was built in.
std::string program(const std::string& name);

/// How a command ended.
struct outcome {
  int code = -1; ///< The exit code; 128 + n when signal n ended it.
  std::string out;
  std::string err;
};

/// Runs a command to its end. Standard input is empty unless given.
outcome run(const words_t& command, const variables& environment = {},
            const std::string& input = {});

/// A daemon. Killed with SIGKILL when the object goes and it still runs.
class process {
public:
  /// @param log where both its outputs are appended
  process(const words_t& command, const std::string& log,
          const variables& environment = {});
  ~process();
  process(const process&) = delete;
  process& operator=(const process&) = delete;

  pid_t id() const { return id_; }
  bool runs();
  /// Sends a signal; nothing when it has ended.
  void signal(int number);
  /// Waits for its end. @returns its code as in `outcome`; -1 after `limit`
  int wait(std::chrono::seconds limit);
  /// SIGKILL, and waits.
  void kill();
  /// SIGTERM, and waits; shows the log when it is not 0. @returns its code
  int stop();

private:
  std::string log_;
  pid_t id_ = -1;
  int code_ = -1;
  bool ended_ = false;
};

/// Looks until `holds`, a little later each time. @returns false after `limit`
bool eventually(const std::function<bool()>& holds,
                std::chrono::seconds limit = std::chrono::seconds(60));

std::string content_of(const std::string& path);
void write_file(const std::string& path, const std::string& content);

/// A port of this machine below those that the system hands out, free now: a
/// daemon that comes back finds it as it left it.
int free_port();

} // namespace kassa::testing
