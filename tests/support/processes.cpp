#include "tests/support/processes.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <iostream>
#include <poll.h>
#include <signal.h>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <unistd.h>

namespace kassa::testing {

namespace {

using namespace std::chrono_literals;

int code_of(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// What a child becomes, laid out before the fork: between fork and exec
/// nothing may be allocated, since another thread of the test may have held
/// the allocator's lock.
class child_image {
public:
  child_image(const words_t& command, const variables& environment)
    : words_(command) {
    for (auto** at = environ; *at != nullptr; ++at) {
      const std::string_view held{*at};
      if (!environment.contains(std::string{held.substr(0, held.find('='))}))
        settings_.emplace_back(held);
    }
    for (const auto& [name, value] : environment)
      settings_.push_back(name + '=' + value);
    point(words_, arguments_);
    point(settings_, variables_);
  }
  child_image(const child_image&) = delete;
  child_image& operator=(const child_image&) = delete;

  /// In the child.
  [[noreturn]] void become() {
    prctl(PR_SET_PDEATHSIG, SIGKILL); // A test that dies leaves nobody behind.
    execve(arguments_[0], arguments_.data(), variables_.data());
    _exit(127);
  }

private:
  static void point(words_t& from, std::vector<char*>& to) {
    for (auto& text : from)
      to.push_back(text.data());
    to.push_back(nullptr);
  }

  words_t words_;
  words_t settings_;
  std::vector<char*> arguments_;
  std::vector<char*> variables_;
};

struct pipe_ends {
  int read = -1;
  int write = -1;
};

pipe_ends make_pipe() {
  int both[2];
  if (pipe2(both, O_CLOEXEC) != 0)
    throw std::runtime_error("no pipe");
  return {both[0], both[1]};
}

/// Feeds and drains until both outputs are closed.
void exchange(int in, int out, int err, const std::string& input,
              outcome& into) {
  if (!input.empty())
    (void)!write(in, input.data(), input.size());
  close(in);
  pollfd ends[] = {{out, POLLIN, 0}, {err, POLLIN, 0}};
  std::string* texts[] = {&into.out, &into.err};
  for (int open_ends = 2; open_ends > 0;) {
    poll(ends, 2, -1);
    for (int i = 0; i < 2; ++i) {
      if (ends[i].fd < 0 || ends[i].revents == 0)
        continue;
      char buffer[65536];
      const auto n = read(ends[i].fd, buffer, sizeof buffer);
      if (n > 0) {
        texts[i]->append(buffer, static_cast<std::size_t>(n));
        continue;
      }
      close(ends[i].fd);
      ends[i].fd = -1;
      --open_ends;
    }
  }
}

} // namespace

std::string program(const std::string& name) {
  return std::string(KASSA_BIN_DIR) + "/" + name;
}

outcome run(const words_t& command, const variables& environment,
            const std::string& input) {
  const auto in = make_pipe();
  const auto out = make_pipe();
  const auto err = make_pipe();
  child_image child{command, environment};
  const auto id = fork();
  if (id == 0) {
    dup2(in.read, STDIN_FILENO);
    dup2(out.write, STDOUT_FILENO);
    dup2(err.write, STDERR_FILENO);
    child.become();
  }
  close(in.read);
  close(out.write);
  close(err.write);
  outcome result;
  exchange(in.write, out.read, err.read, input, result);
  int status = 0;
  waitpid(id, &status, 0);
  result.code = code_of(status);
  return result;
}

process::process(const words_t& command, const std::string& log,
                 const variables& environment)
  : log_(log) {
  const int to
    = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  child_image child{command, environment};
  id_ = fork();
  if (id_ == 0) {
    dup2(to, STDOUT_FILENO);
    dup2(to, STDERR_FILENO);
    child.become();
  }
  close(to);
}

process::~process() {
  kill();
}

bool process::runs() {
  int status = 0;
  if (!ended_ && waitpid(id_, &status, WNOHANG) == id_) {
    ended_ = true;
    code_ = code_of(status);
  }
  return !ended_;
}

void process::signal(int number) {
  if (runs())
    ::kill(id_, number);
}

int process::wait(std::chrono::seconds limit) {
  if (!runs())
    return code_;
  const int end = static_cast<int>(syscall(SYS_pidfd_open, id_, 0));
  pollfd ended{end, POLLIN, 0};
  poll(&ended, 1, static_cast<int>(std::chrono::milliseconds{limit}.count()));
  close(end);
  return runs() ? -1 : code_;
}

void process::kill() {
  if (!runs())
    return;
  ::kill(id_, SIGKILL);
  int status = 0;
  waitpid(id_, &status, 0);
  ended_ = true;
  code_ = code_of(status);
}

int process::stop() {
  signal(SIGTERM);
  const int code = wait(60s);
  if (code != 0)
    std::cerr << "ended with " << code << ":\n" << content_of(log_);
  return code;
}

bool eventually(const std::function<bool()>& holds,
                std::chrono::seconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  auto pause = 2ms;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end)
      return false;
    std::this_thread::sleep_for(pause);
    pause = std::min(2 * pause, 100ms);
  }
  return true;
}

std::string content_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return std::move(out).str();
}

void write_file(const std::string& path, const std::string& content) {
  std::ofstream(path, std::ios::binary) << content;
}

namespace {

/// A socket that holds a port of loopback; -1: somebody else has it.
int hold_port(int port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0)
    return fd;
  close(fd);
  return -1;
}

/// The first port of a block that is this process's: it holds that one for as
/// long as it lives.
int own_block(int first, int blocks, int block) {
  for (int i = getpid();; ++i)
    if (const int port = first + i % blocks * block; hold_port(port) >= 0)
      return port;
}

} // namespace

int free_port() {
  // A block a process, each port of it once: neither tests side by side nor two
  // programs of one test are given the same.
  constexpr int first = 15'000, blocks = 160, block = 100;
  static const int mine = own_block(first, blocks, block);
  static int given = 0;
  for (;;) {
    const int port = mine + 1 + given++ % (block - 1);
    if (const int fd = hold_port(port); fd >= 0) {
      close(fd);
      return port;
    }
  }
}

} // namespace kassa::testing
