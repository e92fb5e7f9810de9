// What a register refuses, a row each: its code, its exit status, its words in
// both languages with the remedy, and that nothing changed but what the law
// asks to be journaled.

#include "actors/journal/history.hpp"
#include "actors/journal/scribe.hpp"
#include "store/terminal_store.hpp"
#include "tests/support/emulator_program.hpp"
#include "tests/support/shop.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

namespace kassa::testing {
namespace {

/// A shop of one register, with the devices that the refusal needs.
class refusing_shop {
public:
  refusing_shop(bool unit, bool printer) : all{options_of(unit, printer)} {
    all.log_in(0);
    EXPECT_TRUE(eventually([&] {
      return all.kassa_at(0, {"price", "100"}).code == 0;
    }));
    all.must_at(0, {"float", "500"});
    EXPECT_TRUE(eventually([&] { return all.status(0).selling() == "yes"; }));
  }

  void sell() { all.must_at(0, {"sell", "100", "--card", "--electronic"}); }
  void begin_sale() { all.must_at(0, {"sell", "100"}); }

  /// The journal's durable end, with all that was done before: a price inquiry
  /// is synced, and carries the lazy records along.
  std::uint64_t mark() {
    all.must_at(0, {"price", "100"});
    return all.status(0).durable_seq();
  }

  /// Kinds of the records after one, without what the printer does meanwhile.
  words_t kinds_after(std::uint64_t seq) {
    words_t out;
    std::istringstream in{
      all.must_at(0, {"journal", "--after", std::to_string(seq)})};
    for (std::string line; std::getline(in, line);) {
      std::istringstream words{line};
      std::string number, date, time, kind;
      words >> number >> date >> time >> kind;
      if (!kind.starts_with("PRINT_"))
        out.push_back(kind);
    }
    return out;
  }

  /// As a register would have left it whose clock was a day ahead.
  void write_a_record_of_tomorrow() {
    ASSERT_EQ(all.at(0).daemon->stop(), 0);
    {
      store::terminal_store::options with;
      with.path = all.at(0).data + "/store";
      with.must_exist = true;
      with.die = [](std::string_view) { std::abort(); };
      auto disk = store::terminal_store::open(with);
      ASSERT_TRUE(disk) << to_string(disk.why());
      const scope of{"butik", all.at(0).id};
      auto ledger = journal::read_ledger(**disk, of);
      ASSERT_TRUE(ledger);
      auto last = journal::read_body(**disk, of, ledger->seq());
      ASSERT_TRUE(last);
      constexpr std::int64_t day_ms = 86'400'000;
      journal::stamp tomorrow;
      tomorrow.wall_ms = last->wall_ms() + day_ms;
      tomorrow.monotonic_ms = last->monotonic_ms() + day_ms;
      tomorrow.boot_id = last->boot_id();
      tomorrow.zone = "Europe/Stockholm";
      journal::append_request request;
      request.drafts.emplace_back().mutable_drawer_opened()->set_reason(
        "no sale");
      auto made
        = journal::write_records(of, *ledger, journal::mark_of(*last), tomorrow,
                                 request, journal::over(**disk));
      ASSERT_TRUE(made) << to_string(made.why());
      ASSERT_TRUE((*disk)->commit(made->changes, store::durability::synced));
    }
    all.start_all();
    all.log_in(0);
  }

  emulator_program devices;
  shop all;

private:
  shop::options options_of(bool unit, bool printer) const {
    shop::options out;
    out.terminals = 1;
    out.articles
      = std::string(KASSA_SOURCE_DIR) + "/scripts/sample/articles.csv";
    out.clock = "system";
    if (unit)
      out.unit = devices.unit();
    if (printer)
      out.printer = devices.printer();
    return out;
  }
};

struct refusal {
  std::string code;
  int exit;
  words_t command;
  std::string remedy_sv, remedy_en;
  void (*prepare)(refusing_shop&) = nullptr;
  words_t journaled = {}; ///< What the law asks for, each time.
  bool unit = false, printer = false, at_the_hub = false;
};

void PrintTo(const refusal& x, std::ostream* to) {
  *to << x.code;
}

const refusal refusals[]{
  {"return_mixed",
   3,
   {"return", "1"},
   "'kassa exchange'",
   "'kassa exchange'",
   [](refusing_shop& at) {
     at.sell();
     at.begin_sale();
   }},
  {"already_copied",
   3,
   {"copy", "1"},
   "Läs kvittot på skärmen: 'kassa receipt 1'",
   "Read the receipt on the screen: 'kassa receipt 1'",
   [](refusing_shop& at) {
     at.all.must_at(0, {"sell", "100", "--card"});
     at.all.must_at(0, {"copy", "1"});
   }},
  {"return_exceeds",
   3,
   {"return", "1", "--line", "1", "--quantity", "2"},
   "Ange högst det antalet",
   "Give no larger quantity",
   [](refusing_shop& at) { at.sell(); }},
  {"accounts_unset",
   3,
   {"export", "sie", "--from", "2000-01-01", "--to", "2099-12-31", "--accounts",
    "{accounts}", "--out", "{out}"},
   "--print-accounts' visar hur",
   "--print-accounts' shows how",
   [](refusing_shop& at) {
     at.sell();
     at.all.must_at(0, {"z"});
     write_file(at.all.path("accounts"), "[means]\ncash = \"1910\"\n");
   }},
  {.code = "unit_down",
   .exit = 4,
   .command = {"pay", "--card"},
   .remedy_sv = "Parkera köpet eller skriv en kontantnota",
   .remedy_en = "Park the sale or write a cash invoice",
   .prepare =
     [](refusing_shop& at) {
       at.begin_sale();
       at.devices.kill();
       EXPECT_TRUE(eventually([&] { return at.all.status(0).has_outage(); }));
     },
   .unit = true},
  {.code = "printer_offline",
   .exit = 3,
   .command = {"pay"},
   .remedy_sv = "Kontrollera ström och kabel",
   .remedy_en = "Check its power and cable",
   .prepare =
     [](refusing_shop& at) {
       at.begin_sale();
       at.devices.kill();
       EXPECT_TRUE(eventually(
         [&] { return !at.all.status(0).printer_status().online(); }));
       EXPECT_NE(at.all.kassa_at(0, {"pay", "--card"}).code, 0);
     },
   .printer = true},
  {"clock_behind",
   3,
   {"sell", "100", "--card"},
   "Ställ datorns klocka",
   "Set the machine's clock",
   [](refusing_shop& at) { at.write_a_record_of_tomorrow(); }},
  {.code = "unit_clock",
   .exit = 3,
   .command = {"pay"},
   .remedy_sv = "Ställ datorns klocka och betala om",
   .remedy_en = "Set the machine's clock and pay again",
   .prepare =
     [](refusing_shop& at) {
       at.begin_sale();
       EXPECT_TRUE(at.devices.order("kd fault clock always").starts_with("ok"));
       EXPECT_NE(at.all.kassa_at(0, {"pay", "--card"}).code, 0);
     },
   // A number that was taken ends in a void that says why (L2).
   .journaled = {"INTENT", "UNIT_ANSWERED", "VOID"},
   .unit = true},
  {"forbidden",
   3,
   {"return", "1"},
   "Låt någon som får logga in",
   "Let someone who may log in",
   [](refusing_shop& at) {
     at.sell();
     at.all.log_in(0, "bo");
   }},
  {.code = "org_no_locked",
   .exit = 3,
   .command = {"store", "set", "butik", "--org-no", "556016-0680"},
   .remedy_sv = "behöver en ny butik och en ny kassa",
   .remedy_en = "needs a new store and a new register",
   .at_the_hub = true},
};

class Refusals : public ::testing::TestWithParam<refusal> {
protected:
  Refusals() {
    if (GetParam().prepare)
      GetParam().prepare(at);
  }

  outcome ask(words_t how) {
    for (auto word : GetParam().command) {
      if (word == "{accounts}" || word == "{out}")
        word = at.all.path(word.substr(1, word.size() - 2));
      how.push_back(word);
    }
    return GetParam().at_the_hub ? at.all.kassa(how) : at.all.kassa_at(0, how);
  }

  /// The sentence of one language, as a person reads it.
  std::string said(const std::string& lang) {
    const auto how = ask({"--lang", lang});
    EXPECT_EQ(how.code, GetParam().exit) << how.out << how.err;
    const auto end = how.err.find(" [" + GetParam().code + "]");
    EXPECT_NE(end, std::string::npos) << how.err;
    const auto begin = how.err.find(": ");
    return end == std::string::npos
             ? std::string{}
             : how.err.substr(begin + 2, end - begin - 2);
  }

  refusing_shop at{GetParam().unit, GetParam().printer};
};

TEST_P(Refusals, SayWhyInBothLanguagesAndChangeNothing) {
  const auto& want = GetParam();
  const auto before = at.mark();
  const auto status = at.all.status(0);
  const auto sv = said("sv");
  const auto en = said("en");
  const auto json = ask({"--json"});
  EXPECT_EQ(json.code, want.exit) << json.out << json.err;
  const auto why
    = boost::json::parse(json.err).as_object().at("error").as_object();
  EXPECT_EQ(why.at("code").as_string(), want.code);
  EXPECT_FALSE(why.at("sv").as_string().empty());
  EXPECT_NE(why.at("sv"), why.at("en"));
  EXPECT_FALSE(sv.empty());
  EXPECT_NE(sv, en);
  EXPECT_NE(sv.find(want.remedy_sv), std::string::npos) << sv;
  EXPECT_NE(en.find(want.remedy_en), std::string::npos) << en;

  at.mark();
  words_t kinds;
  for (int i = 0; i < 3; ++i)
    kinds.insert(kinds.end(), want.journaled.begin(), want.journaled.end());
  kinds.emplace_back("PRICE_INQUIRED");
  EXPECT_EQ(at.kinds_after(before), kinds);
  const auto after = at.all.status(0);
  EXPECT_EQ(after.receipts(), status.receipts());
  EXPECT_EQ(after.open_sale_lines(), status.open_sale_lines());
  EXPECT_EQ(after.grand().DebugString(), status.grand().DebugString());
  EXPECT_FALSE(std::filesystem::exists(at.all.path("out")));
}

INSTANTIATE_TEST_SUITE_P(Each, Refusals, ::testing::ValuesIn(refusals),
                         [](const auto& row) { return row.param.code; });

/// The remedies that a person gives by a word, tried.
class Remedies : public ::testing::Test {};

TEST_F(Remedies, AManagersWordSetsAClockRightThatWasAhead) {
  refusing_shop at{false, false};
  at.write_a_record_of_tomorrow();
  EXPECT_EQ(at.all.status(0).selling(), "clock_behind");
  at.all.log_in(0, "bo");
  EXPECT_NE(at.all.kassa_at(0, {"confirm-clock"}).err.find("[forbidden]"),
            std::string::npos);
  at.all.log_in(0);
  at.all.must_at(0, {"confirm-clock"});
  EXPECT_EQ(at.all.status(0).selling(), "yes");
  at.sell();
  EXPECT_NE(at.all.must_at(0, {"journal"}).find("by anna"), std::string::npos);
  at.all.must_at(0, {"verify"});
  // A step of its own in the same boot, and the manager's word.
  EXPECT_NE(at.all.must_at(0, {"z"}).find("Ändringar av klockan"),
            std::string::npos);
}

TEST_F(Remedies, AUnitThatTakesTheTimeAgainGivesTheNextNumber) {
  refusing_shop at{true, false};
  at.begin_sale();
  EXPECT_TRUE(at.devices.order("kd fault clock always").starts_with("ok"));
  EXPECT_NE(at.all.kassa_at(0, {"pay", "--card"}).code, 0);
  EXPECT_TRUE(at.devices.order("kd clear").starts_with("ok"));
  at.all.must_at(0, {"pay"});
  const auto list = at.all.receipts(0);
  ASSERT_EQ(list.receipts_size(), 1);
  EXPECT_EQ(list.receipts(0).number(), 2u);
  at.all.must_at(0, {"verify"});
}

} // namespace
} // namespace kassa::testing
