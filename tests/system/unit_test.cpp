// A terminal with a control unit, as real processes: kassa-node, kassa and
// kassa-emulator.

#include "tests/support/emulator_program.hpp"
#include "tests/support/shop.hpp"

#include <gtest/gtest.h>

#include <future>

namespace kassa::testing {
namespace {

using namespace std::chrono_literals;

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
    out.unit = unit.unit();
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

  emulator_program unit;
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
