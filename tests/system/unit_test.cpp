// A terminal with a control unit, as real processes: kassa-node, kassa and
// kassa-emulator.

#include "tests/support/emulator_program.hpp"
#include "tests/support/shop.hpp"

#include <gtest/gtest.h>

#include <future>
#include <map>

namespace kassa::testing {
namespace {

using namespace std::chrono_literals;

class Units : public ::testing::Test {
protected:
  explicit Units(words_t settings = {}) : all(with_unit(std::move(settings))) {
    all.log_in(0);
    EXPECT_TRUE(eventually([&] {
      return all.kassa_at(0, {"price", "100"}).code == 0;
    }));
    all.must_at(0, {"float", "500"});
    EXPECT_TRUE(eventually([&] { return sells(); }));
  }

  shop::options with_unit(words_t settings) const {
    shop::options out;
    out.settings = std::move(settings);
    out.terminals = 1;
    out.articles
      = std::string(KASSA_SOURCE_DIR) + "/scripts/sample/articles.csv";
    out.clock = "system";
    out.unit = unit.unit();
    return out;
  }

  bool sells() { return all.status(0).unit_status().sells(); }
  std::string printed() { return content_of(all.at(0).printout); }

  /// How often each text stands on the paper.
  void expect_counts(const std::map<std::string, std::size_t>& wanted) {
    const auto paper = printed();
    for (const auto& [text, times] : wanted)
      EXPECT_EQ(count_of(text, paper), times) << text << " on\n" << paper;
  }

  static std::size_t count_of(const std::string& what, const std::string& in) {
    std::size_t n = 0;
    for (auto at = in.find(what); at != std::string::npos;
         at = in.find(what, at + 1))
      ++n;
    return n;
  }

  /// A copy, a pro forma and a training receipt, beside one sale.
  void make_one_of_each() {
    all.must_at(0, {"sell", "100", "--card"});
    all.must_at(0, {"copy", "1"});
    all.must_at(0, {"sell", "101"});
    all.must_at(0, {"proforma"});
    all.must_at(0, {"abort"});
    all.must_at(0, {"training", "on"});
    all.must_at(0, {"sell", "101", "--card"});
    all.must_at(0, {"training", "off"});
    EXPECT_TRUE(eventually([&] { return all.status(0).print_queue() == 0; }));
  }

  emulator_program unit;
  shop all;
};

/// The unit is told of sales and returns only.
class UnitsOfSales : public Units {
protected:
  UnitsOfSales() : Units({"--unit-registers", "sales"}) {}
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

TEST_F(Units, GivesNoCashNoteWhileTheUnitAnswers) {
  const auto refused = all.kassa_at(0, {"cash-note"});
  EXPECT_EQ(refused.code, 3);
  EXPECT_NE(refused.err.find("[unit_is_up]"), std::string::npos) << refused.err;
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
  all.restart(0);
  ASSERT_TRUE(eventually([&] { return !all.status(0).has_pending(); }));
  all.log_in(0);
  EXPECT_EQ(all.status(0).receipts(), 2u);
  EXPECT_TRUE(
    eventually([&] { return count_of("Kvittonr: 2 ", printed()) == 1; }))
    << printed();
  all.must_at(0, {"sell", "100", "--card"});
  EXPECT_EQ(all.status(0).receipts(), 3u);
  all.must_at(0, {"verify"});
}

TEST_F(Units, KeepTheSaleThatTheyDidNotTakeForItsTime) {
  EXPECT_TRUE(unit.order("kd fault clock always").starts_with("ok"));
  const auto refused = all.kassa_at(0, {"sell", "100", "--card"});
  EXPECT_EQ(refused.code, 3);
  EXPECT_NE(refused.err.find("[unit_clock]"), std::string::npos) << refused.err;
  EXPECT_TRUE(unit.order("kd clear").starts_with("ok"));
  all.must_at(0, {"pay"});
  EXPECT_EQ(all.status(0).receipts(), 1u);
}

TEST_F(Units, AreToldOfCopiesTrainingAndProForma) {
  make_one_of_each();
  EXPECT_EQ(unit.order("kd kinds"), "ok kopia=1 normal=1 ovning=1 profo=1");
  expect_counts({{"Kontrollenhet: EMUKD000000000001", 4},
                 {"Kontrollkod:", 4},
                 {"Kontrollkod, kopian:", 1},
                 {"Proforma nr: 1", 1}});
  const auto changes = all.must_at(0, {"journal"});
  EXPECT_NE(changes.find("copy 1 of 1"), std::string::npos) << changes;
  all.must_at(0, {"verify"});
}

TEST_F(Units, ThatGiveNoCodeOrTakeNoneOfItsKindAreLivedWith) {
  EXPECT_EQ(unit.order("kd kind kopia bare"), "ok");
  EXPECT_EQ(unit.order("kd kind profo refuse"), "ok");
  EXPECT_EQ(unit.order("kd kind ovning refuse"), "ok");
  make_one_of_each();
  EXPECT_EQ(unit.order("kd kinds"), "ok kopia=1 normal=1");
  expect_counts({{"Kontrollkod:", 2},
                 {"kopian", 0},
                 {"EJ KVITTO", 2},
                 {"ÖVNINGSKVITTO", 1}});
  all.must_at(0, {"verify"});
}

TEST_F(Units, L2_L11_AKillWhileACopyWaitsLeavesOneCopy) {
  all.must_at(0, {"sell", "100", "--card"});
  EXPECT_TRUE(unit.order("kd fault lost always").starts_with("ok"));
  auto copying = std::async(std::launch::async, [&] {
    return all.kassa_at(0, {"copy", "1"});
  });
  ASSERT_TRUE(eventually([&] { return all.status(0).has_pending(); }));
  EXPECT_EQ(all.status(0).pending().series(), v1::SERIES_COPY);
  all.at(0).daemon->kill();
  EXPECT_NE(copying.get().code, 0);
  EXPECT_EQ(count_of("KOPIA", printed()), 0u);
  unit.kill();
  all.restart(0);
  ASSERT_TRUE(eventually([&] { return all.status(0).has_pending(); }));
  unit.start();
  ASSERT_TRUE(eventually([&] { return !all.status(0).has_pending(); }));
  all.log_in(0);
  EXPECT_TRUE(
    eventually([&] { return count_of("Kopia nr: 1 ", printed()) == 1; }))
    << printed();
  const auto again = all.kassa_at(0, {"copy", "1"});
  EXPECT_NE(again.err.find("[already_copied]"), std::string::npos) << again.err;
  all.must_at(0, {"verify"});
}

TEST_F(Units, MakeNoCopyWhileTheyAreDown) {
  all.must_at(0, {"sell", "100", "--card"});
  unit.kill();
  ASSERT_TRUE(eventually([&] { return !sells(); }));
  const auto told = all.kassa_at(0, {"copy", "1"});
  EXPECT_EQ(told.code, 4);
  EXPECT_NE(told.err.find("[unit_down]"), std::string::npos) << told.err;
  EXPECT_FALSE(all.status(0).has_pending());
  unit.start();
  all.must_at(0, {"unit", "check"});
  ASSERT_TRUE(eventually([&] { return sells(); }));
  all.must_at(0, {"copy", "1"});
}

TEST_F(UnitsOfSales, HearOfNothingElse) {
  make_one_of_each();
  EXPECT_EQ(unit.order("kd kinds"), "ok normal=1");
  EXPECT_EQ(count_of("Proforma nr", printed()), 0u);
  all.must_at(0, {"verify"});
}

} // namespace
} // namespace kassa::testing
