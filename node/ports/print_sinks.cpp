#include "node/ports/print_io.hpp"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

// Lines that carry no answers: of the printer, only they are known.
namespace kassa::node {

namespace {

using namespace print_io;

printer::condition seen(const descriptor& open, const std::string& why) {
  printer::condition out;
  out.online = !open.bad();
  out.detail = open.bad() ? why : std::string{};
  return out;
}

class file_sink : public print_sink {
public:
  explicit file_sink(std::string path) : path_(std::move(path)) {}

  print_verdict put(std::string_view bytes) override {
    auto file = begin();
    if (file.bad())
      return failed("open " + path_);
    auto said = write_all(file.get(), bytes, false);
    if (said.what == printer::outcome::printed && !kept(file.get()))
      return unsure("sync " + path_);
    return said;
  }

  printer::condition look() override {
    auto file = begin();
    return seen(file, failed("open " + path_).detail);
  }

private:
  /// A pipe that nobody reads is no printer: without O_NONBLOCK the first job
  /// would wait for a reader for ever.
  descriptor begin() const {
    constexpr int how
      = O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
    return descriptor{open(path_.c_str(), how, 0644)};
  }

  /// A pipe or a device keeps nothing, and says so.
  static bool kept(int fd) {
    return fsync(fd) == 0 || errno == EINVAL || errno == EROFS;
  }

  std::string path_;
};

class device_sink : public print_sink {
public:
  explicit device_sink(std::string path) : path_(std::move(path)) {}

  print_verdict put(std::string_view bytes) override {
    auto device = begin();
    if (device.bad())
      return failed("open " + path_);
    return write_all(device.get(), bytes, false);
  }

  printer::condition look() override {
    auto device = begin();
    return seen(device, failed("open " + path_).detail);
  }

private:
  descriptor begin() const {
    descriptor out{
      open(path_.c_str(), O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)};
    if (!out.bad())
      make_raw(out.get());
    return out;
  }

  std::string path_;
};

class tcp_sink : public print_sink {
public:
  tcp_sink(std::string host, std::string port)
    : host_(std::move(host)), port_(std::move(port)) {}

  print_verdict put(std::string_view bytes) override {
    std::string why;
    auto link = connect_to(host_, port_, why);
    if (link.bad())
      return {printer::outcome::failed, why};
    auto said = write_all(link.get(), bytes, true);
    return said.what == printer::outcome::printed ? drain(link.get()) : said;
  }

  printer::condition look() override {
    std::string why;
    auto link = connect_to(host_, port_, why);
    return seen(link, why);
  }

private:
  std::string host_;
  std::string port_;
};

} // namespace

std::unique_ptr<print_sink> make_file_sink(std::string path) {
  return std::make_unique<file_sink>(std::move(path));
}

std::unique_ptr<print_sink> make_device_sink(std::string path) {
  return std::make_unique<device_sink>(std::move(path));
}

std::unique_ptr<print_sink> make_tcp_sink(std::string host, std::string port) {
  return std::make_unique<tcp_sink>(std::move(host), std::move(port));
}

} // namespace kassa::node
