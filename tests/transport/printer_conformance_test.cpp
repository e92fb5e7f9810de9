#include "node/ports/talking_sink.hpp"
#include "tests/support/printer_conformance.hpp"
#include "tests/support/printer_line.hpp"
#include "tests/support/pty_line.hpp"
#include "tests/support/temp_dir.hpp"

#include <sys/stat.h>

#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <unistd.h>

namespace kassa::testing {
namespace {

using namespace std::chrono_literals;

/// Short where a test waits for the end of it, long elsewhere.
node::talk_limits quick() {
  node::talk_limits out;
  out.answer = 2s;
  out.again = 100ms;
  out.quiet = 5s;
  out.whole = 60s;
  return out;
}

/// The emulated printer behind one of its lines.
template <class Line>
class emulated_rig : public answering_rig {
public:
  /// @param make the driver's end of a line
  explicit emulated_rig(
    const std::function<std::unique_ptr<node::print_sink>(const Line&)>& make)
    : driver_(
      std::make_unique<node::threaded_printer>(make(line_), true, "rig")) {}

  printer::printer_port& printer() override { return *driver_; }
  void end_driver() override { driver_.reset(); }
  std::string paper() override {
    return line_.with([](auto& x) { return x.text(); });
  }
  void reachable(bool yes) override { line_.reachable(yes); }
  void paper_out(bool yes) override {
    line_.with([yes](auto& x) { yes ? void(x.paper_out = true) : x.load(); });
  }
  void cover_open(bool yes) override {
    line_.with([yes](auto& x) { x.cover_open = yes; });
  }
  void cutter_stuck(bool yes) override {
    line_.with([yes](auto& x) { x.failed = yes; });
  }
  void last_rows(unsigned n) override {
    line_.with([n](auto& x) { x.rows_left = n; });
  }
  void break_line() override {
    line_.with([](auto& x) { x.breaks_after = 20; });
  }
  void keep_marks() override {
    line_.with([](auto& x) { x.marks = false; });
  }
  void late_marks() override {
    line_.with([](auto& x) { x.late_ms = 700; });
  }
  void silent(bool yes) override {
    line_.with([yes](auto& x) { x.silent = yes; });
  }

private:
  Line line_;
  std::unique_ptr<node::threaded_printer> driver_;
};

using tcp_rig = emulated_rig<printer_line>;
using device_rig = emulated_rig<pty_line>;

std::unique_ptr<answering_rig> over_tcp() {
  return std::make_unique<tcp_rig>([](const printer_line& to) {
    return node::make_talking_tcp_sink("127.0.0.1", to.port(), quick());
  });
}

std::unique_ptr<answering_rig> over_a_device() {
  return std::make_unique<device_rig>([](const pty_line& to) {
    return node::make_talking_device_sink(to.path(), quick());
  });
}

std::unique_ptr<answering_rig> over_tcp_one_way() {
  return std::make_unique<tcp_rig>([](const printer_line& to) {
    return node::make_tcp_sink("127.0.0.1", to.port());
  });
}

std::unique_ptr<answering_rig> over_a_device_one_way() {
  return std::make_unique<device_rig>(
    [](const pty_line& to) { return node::make_device_sink(to.path()); });
}

class file_rig : public printer_rig {
public:
  file_rig() {
    std::filesystem::create_directory(folder_ / "there");
    driver_ = std::make_unique<node::threaded_printer>(
      node::make_file_sink(folder_ / "there/paper"), false, "file");
  }

  printer::printer_port& printer() override { return *driver_; }
  void end_driver() override { driver_.reset(); }
  std::string paper() override {
    std::ifstream in(folder_ / "there/paper", std::ios::binary);
    return {std::istreambuf_iterator<char>{in}, {}};
  }
  void reachable(bool yes) override {
    std::filesystem::rename(folder_ / (yes ? "gone" : "there"),
                            folder_ / (yes ? "there" : "gone"));
  }

private:
  temp_dir folder_;
  std::unique_ptr<node::threaded_printer> driver_;
};

/// A named pipe and who reads it.
class pipe_rig : public printer_rig {
public:
  pipe_rig() {
    EXPECT_EQ(mkfifo((folder_ / "pipe").c_str(), 0600), 0);
    reachable(true);
    driver_ = std::make_unique<node::threaded_printer>(
      node::make_file_sink(folder_ / "pipe"), false, "pipe");
  }
  ~pipe_rig() override {
    end_driver();
    reachable(false);
  }

  printer::printer_port& printer() override { return *driver_; }
  void end_driver() override { driver_.reset(); }
  std::string paper() override {
    char some[256];
    for (ssize_t n = 0; (n = read(reader_, some, sizeof some)) > 0;)
      paper_.append(some, static_cast<std::size_t>(n));
    return paper_;
  }
  void reachable(bool yes) override {
    if (reader_ >= 0)
      close(reader_);
    reader_ = yes ? open((folder_ / "pipe").c_str(),
                         O_RDONLY | O_NONBLOCK | O_CLOEXEC)
                  : -1;
  }

private:
  temp_dir folder_;
  int reader_ = -1;
  std::string paper_;
  std::unique_ptr<node::threaded_printer> driver_;
};

INSTANTIATE_TEST_SUITE_P(
  Ours, PrinterConformance,
  ::testing::Values(
    printer_rig_maker{"tcp", over_tcp},
    printer_rig_maker{"tcp_one_way", over_tcp_one_way},
    printer_rig_maker{"device", over_a_device},
    printer_rig_maker{"device_one_way", over_a_device_one_way},
    printer_rig_maker{"file", [] { return std::make_unique<file_rig>(); }},
    printer_rig_maker{"pipe", [] { return std::make_unique<pipe_rig>(); }}),
  printer_rig_name<printer_rig_maker>);

INSTANTIATE_TEST_SUITE_P(Ours, AnsweringPrinter,
                         ::testing::Values(answering_rig_maker{"tcp", over_tcp},
                                           answering_rig_maker{"device",
                                                               over_a_device}),
                         printer_rig_name<answering_rig_maker>);

} // namespace
} // namespace kassa::testing
