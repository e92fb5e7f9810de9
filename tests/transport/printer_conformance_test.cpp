#include "node/ports/talking_sink.hpp"
#include "tests/support/printer_conformance.hpp"
#include "tests/support/printer_line.hpp"
#include "tests/support/temp_dir.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

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

class tcp_rig : public answering_rig {
public:
  explicit tcp_rig(bool talks)
    : driver_(std::make_unique<node::threaded_printer>(
      talks ? node::make_talking_tcp_sink("127.0.0.1", line_.port(), quick())
            : node::make_tcp_sink("127.0.0.1", line_.port()),
      true, "tcp")) {}

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
  printer_line line_;
  std::unique_ptr<node::threaded_printer> driver_;
};

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

INSTANTIATE_TEST_SUITE_P(
  Ours, PrinterConformance,
  ::testing::Values(
    printer_rig_maker{"tcp", [] { return std::make_unique<tcp_rig>(true); }},
    printer_rig_maker{"tcp_one_way",
                      [] { return std::make_unique<tcp_rig>(false); }},
    printer_rig_maker{"file", [] { return std::make_unique<file_rig>(); }}),
  printer_rig_name<printer_rig_maker>);

INSTANTIATE_TEST_SUITE_P(Ours, AnsweringPrinter,
                         ::testing::Values(answering_rig_maker{
                           "tcp",
                           [] { return std::make_unique<tcp_rig>(true); }}),
                         printer_rig_name<answering_rig_maker>);

} // namespace
} // namespace kassa::testing
