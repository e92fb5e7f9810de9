// A terminal with a control unit, as real processes: kassa-node, kassa and
// kassa-emulator.

#include "tests/support/shop.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <filesystem>
#include <future>
#include <unistd.h>

namespace kassa::testing {
namespace {

using namespace std::chrono_literals;

/// The emulated Skattedosan, on ports that stay when it comes back.
class emulator {
public:
  emulator() { start(); }

  void start() {
    const auto file = folder_ / "addresses";
    std::filesystem::remove(file);
    process_ = std::make_unique<process>(
      words_t{program("kassa-emulator"), "--kd", std::to_string(kd_),
              "--control", std::to_string(control_), "--addresses", file},
      folder_ / "log");
    EXPECT_TRUE(eventually([&] { return std::filesystem::exists(file); }))
      << content_of(folder_ / "log");
  }
  void kill() { process_->kill(); }
  std::string setting() const {
    return "kd:tcp:127.0.0.1:" + std::to_string(kd_);
  }

  /// One line to its control port; what it says back.
  std::string order(const std::string& line) const {
    const int to = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_port = htons(static_cast<std::uint16_t>(control_));
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    std::string said;
    const auto text = line + "\n";
    if (::connect(to, reinterpret_cast<sockaddr*>(&where), sizeof where) == 0
        && ::write(to, text.data(), text.size()) > 0)
      for (char c = 0; ::read(to, &c, 1) == 1 && c != '\n';)
        said += c;
    ::close(to);
    return said;
  }

private:
  temp_dir folder_;
  int kd_ = free_port();
  int control_ = free_port();
  std::unique_ptr<process> process_;
};

class Units : public ::testing::Test {
protected:
  Units() {
    all.log_in(0);
    EXPECT_TRUE(eventually([&] {
      return all.kassa_at(0, {"price", "100"}).code == 0;
    }));
    all.must_at(0, {"float", "500"});
    EXPECT_TRUE(eventually([&] { return sells(); }));
  }

  shop::options with_unit() const {
    shop::options out;
    out.terminals = 1;
    out.articles
      = std::string(KASSA_SOURCE_DIR) + "/scripts/sample/articles.csv";
    out.clock = "system";
    out.unit = unit.setting();
    return out;
  }

  bool sells() { return all.status(0).unit_status().sells(); }
  std::string printed() { return content_of(all.at(0).printout); }

  static std::size_t count_of(const std::string& what, const std::string& in) {
    std::size_t n = 0;
    for (auto at = in.find(what); at != std::string::npos;
         at = in.find(what, at + 1))
      ++n;
    return n;
  }

  emulator unit;
  shop all{with_unit()};
};

TEST_F(Units, PrintsTheCodeAndTheUnitsNumber) {
  all.must_at(0, {"sell", "100", "--card"});
  EXPECT_TRUE(eventually([&] {
    return count_of("Kontrollenhet: EMUKD000000000001", printed()) == 1;
  }))
    << printed();
  EXPECT_EQ(count_of("Kontrollkod:", printed()), 1u);
  EXPECT_EQ(all.status(0).unit_status().number(), "EMUKD000000000001");
  const auto shown = all.must_at(0, {"--lang", "sv", "unit"});
  EXPECT_NE(shown.find("redo, EMUKD000000000001"), std::string::npos) << shown;
  all.must_at(0, {"verify"});
}

TEST_F(Units, TakesNoMoneyWhileTheUnitIsDownAndSaysWhy) {
  unit.kill();
  ASSERT_TRUE(eventually([&] { return !sells(); }));
  const auto told = all.kassa_at(0, {"--lang", "sv", "sell", "100", "--card"});
  EXPECT_EQ(told.code, 4);
  EXPECT_NE((told.out + told.err).find("Ta inte betalt"), std::string::npos)
    << told.out << told.err;
  EXPECT_EQ(all.status(0).selling(), "unit_down");
  all.must_at(0, {"sell", "100", "--park", "bord 4"});
  all.must_at(0, {"x"});
  unit.start();
  all.must_at(0, {"unit", "check"});
  ASSERT_TRUE(eventually([&] { return sells(); }));
  all.must_at(0, {"fetch", "bord 4"});
  all.must_at(0, {"pay", "--card"});
  EXPECT_EQ(all.status(0).receipts(), 1u);
}

TEST_F(Units, L2_AKillWhileTheAnswerIsWithheldLeavesOneReceipt) {
  all.must_at(0, {"sell", "100", "--card"});
  EXPECT_TRUE(unit.order("kd fault lost always").starts_with("ok"));
  auto paying = std::async(std::launch::async, [&] {
    return all.kassa_at(0, {"sell", "101", "--card"});
  });
  ASSERT_TRUE(eventually([&] { return all.status(0).has_pending(); }));
  EXPECT_EQ(all.status(0).pending().number(), 2u);
  all.at(0).daemon->kill();
  EXPECT_NE(paying.get().code, 0);
  EXPECT_TRUE(unit.order("kd clear").starts_with("ok"));
  all.start(0);
  ASSERT_TRUE(eventually([&] {
    return all.kassa_at(0, {"status"}).code == 0
           && !all.status(0).has_pending();
  }));
  all.log_in(0);
  EXPECT_EQ(all.status(0).receipts(), 2u);
  EXPECT_TRUE(
    eventually([&] { return count_of("Kvittonr: 2 ", printed()) == 1; }))
    << printed();
  all.must_at(0, {"sell", "100", "--card"});
  EXPECT_EQ(all.status(0).receipts(), 3u);
  all.must_at(0, {"verify"});
}

} // namespace
} // namespace kassa::testing
