#include "proto/base/console.hpp"
#include "tests/system/bad_input.hpp"

#include <algorithm>

namespace kassa::testing {
namespace {

/// What the law wants to be taken out of a register, by the command line.
class Law : public BadInput {
protected:
  template <class Message>
  Message ask(words_t words) {
    words.insert(words.begin(), "--json");
    Message out;
    auto s = cli::from_json(all.must_at(0, words), out);
    EXPECT_TRUE(s) << to_string(s.why());
    return out;
  }
};

TEST_F(Law, TheRegisterTellsWhatItIsAndWhatItWasBuiltTo) {
  auto who = ask<v1::Identity>({"identity"});
  EXPECT_EQ(who.manufacturing_number(), all.at(0).id);
  EXPECT_NE(who.model().find("SE"), std::string::npos);
  EXPECT_FALSE(who.version().empty());
  EXPECT_FALSE(who.manufacturer().empty());
  const auto table = all.must({"--lang", "en", "status", "--law"});
  for (const auto* said :
       {"7:1 m", "7:3 w", "unit_amount", "unit_registers", "Doubts:"})
    EXPECT_NE(table.find(said), std::string::npos) << said;
  const auto json = all.must({"--json", "status", "--law"});
  EXPECT_NE(json.find(R"("verified":false)"), std::string::npos);
}

TEST_F(Law, TheTableTellsTheValueOfEachSettingThatDecides) {
  for (const auto* said :
       {"refund_rounding = \"nearest\"", "clock_behind_minutes = 10",
        "float_required = true, z_due = \"09:00\""})
    EXPECT_NE(all.must_at(0, {"--lang", "en", "status", "--law"}).find(said),
              std::string::npos)
      << said;
  const auto json = all.must_at(0, {"--json", "status", "--law"});
  EXPECT_NE(json.find("\"z_reprint_mark\":\"\\\"kopia\\\"\""),
            std::string::npos)
    << json;
  const auto alone = all.must({"--lang", "en", "status", "--law", "--terminal",
                               "127.0.0.1:" + std::to_string(free_port())});
  EXPECT_NE(alone.find("No register answers"), std::string::npos);
}

TEST_F(Law, PricesAndTheirHistoryAreTakenOut) {
  auto prices = ask<v1::PriceList>({"prices"});
  EXPECT_EQ(prices.prices_size(), 30);
  auto changes = ask<v1::ChangeList>({"changes"});
  EXPECT_TRUE(std::any_of(
    changes.changes().begin(), changes.changes().end(),
    [](const auto& x) { return x.what().starts_with("price of 100 "); }));
  EXPECT_EQ(
    ask<v1::ChangeList>({"changes", "--to", "2020-01-01"}).changes_size(), 0);
  EXPECT_NE(all.must_at(0, {"--lang", "sv", "outage"}).find("avbrott"),
            std::string::npos);
}

TEST_F(Law, AReceiptIsFoundByWhatStandsOnIt) {
  all.must_at(0, {"sell", "100", "--cash"});
  all.must_at(0, {"sell", "112", "--card"});
  auto found = [&](words_t by) {
    by.insert(by.begin(), "receipts");
    return ask<v1::ReceiptList>(by).receipts_size();
  };
  EXPECT_EQ(found({}), 2);
  EXPECT_EQ(found({"--number", "2"}), 1);
  EXPECT_EQ(found({"--article", "112"}), 1);
  EXPECT_EQ(found({"--amount", "29"}), 1);
  EXPECT_EQ(found({"--amount", "29", "--article", "112"}), 0);
  EXPECT_EQ(found({"--series", "return"}), 0);
}

TEST_F(Law, TheCashierChoosesTheButtonsAtLogIn) {
  const auto second = all.path("second.json");
  write_file(second,
             R"({"name":"Uteserveringen","columns":2,"rows":1,"buttons":[
    {"column":0,"row":0,"articles":{"articles":["100","112"]}},
    {"column":1,"row":0,"menu":"disken"}]})");
  all.must({"layout", "import",
            std::string(KASSA_SOURCE_DIR) + "/scripts/sample/layout.json",
            "--id", "disken", "--store", "butik"});
  all.must({"layout", "import", second, "--id", "ute", "--store", "butik"});
  all.must({"publish", "--store", "butik"});
  const words_t in{"--lang",           "en", "login", "anna", "--password-file",
                   all.password_file()};
  ASSERT_TRUE(eventually([&] {
    return all.must_at(0, in).find(
             "Buttons: disken (Disken, shown), ute (Uteserveringen)")
           != std::string::npos;
  }));
  auto chosen = in;
  chosen.insert(chosen.end(), {"--layout", "ute"});
  EXPECT_NE(all.must_at(0, chosen).find("ute (Uteserveringen, shown)"),
            std::string::npos);
  chosen.back() = "inne";
  expect_refused(all.kassa_at(0, chosen), 3, "not_found", {"layout inne"});
}

TEST_F(Law, ACashNoteIsRefusedWhereThereIsNoUnit) {
  expect_refused(all.kassa_at(0, {"--lang", "en", "cash-note"}), 3, "no_unit",
                 {"no control unit", "Sell at the register"});
}

TEST_F(Law, APinIsForWhoHasLoggedInHere) {
  const auto pin = all.path("pin");
  write_file(pin, "4711\n");
  all.must({"user", "add", "dag", "--store", "butik", "--may", "sell",
            "--password-file", all.password_file(), "--pin-file", pin});
  all.must({"publish", "--store", "butik"});
  const words_t by_pin{"login", "dag", "--pin", "--password-file", pin};
  ASSERT_TRUE(eventually([&] {
    return all.kassa_at(0, by_pin).err.find("[pin_needs_log_in]")
           != std::string::npos;
  }));
  all.log_in(0, "dag");
  all.log_in(0, "anna");
  all.must_at(0, by_pin);
  write_file(pin, "0000\n");
  expect_refused(all.kassa_at(0, by_pin), 3, "wrong_pin");
}

TEST_F(Law, TheHubListsNoReceiptWhereNoneWasReturnedTwice) {
  v1::CitedList out;
  ASSERT_TRUE(cli::from_json(all.must({"--json", "cited", "butik"}), out));
  EXPECT_EQ(out.receipts_size(), 0);
  EXPECT_EQ(out.complete_size(), 1);
}

} // namespace
} // namespace kassa::testing
