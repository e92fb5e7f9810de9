#include "proto/base/console.hpp"
#include "tests/support/shop.hpp"
#include "tests/support/xml_reader.hpp"

#include <gtest/gtest.h>
#include <kassa/v1/export.pb.h>

#include <filesystem>
#include <map>

namespace kassa::testing {
namespace {

/// `kassa export` at a terminal without a hub.
class Exports : public ::testing::Test {
protected:
  static shop::options alone() {
    shop::options out;
    out.terminals = 0;
    out.clock = "system";
    return out;
  }

  Exports() {
    all.add_till();
    all.kill_hub(); // L5: nothing here needs it.
    all.start_all();
    all.log_in(0);
    all.must_at(0, {"float", "500"});
    all.must_at(0, {"sell", "group:moms-25@125", "--card"});
    all.must_at(0, {"sell", "group:moms-12@39,90", "--cash"});
    all.must_at(0, {"return", "1", "--card"});
    all.must_at(0, {"copy", "2"});
    all.must_at(0, {"z"});
    day = all.zs(0).reports(0).report().business_date();
  }

  outcome run_export(const std::string& format, const words_t& more = {}) {
    words_t words{"export", format, "--from", day,
                  "--to",   day,    "--out",  all.path(format)};
    words.insert(words.end(), more.begin(), more.end());
    return all.kassa_at(0, words);
  }
  std::string exported(const std::string& format, const words_t& more = {}) {
    const auto done = run_export(format, more);
    EXPECT_EQ(done.code, 0) << done.err;
    return content_of(all.path(format));
  }
  void expect_refused(const outcome& how, const std::string& code,
                      const std::string& said) {
    EXPECT_EQ(how.code, 3) << how.out << how.err;
    EXPECT_NE(how.err.find("[" + code + "]"), std::string::npos) << how.err;
    EXPECT_NE(how.err.find(said), std::string::npos) << how.err;
  }

  shop all{alone()};
  std::string day;
};

TEST_F(Exports, L5_AreMadeAtTheTerminalWithoutAHub) {
  const auto z = all.zs(0).reports(0).report();
  const auto root = xml_reader::read(exported("xml"));
  std::map<std::string, int> events;
  for (const auto& event : root.at("RegistreringLISTA").children)
    ++events[event.children.back().name];
  EXPECT_EQ(events["Kassakvitto"], 2);
  EXPECT_EQ(events["Returkvitto"], 1);
  EXPECT_EQ(events["KopiaAvKassakvitto"], 1);
  EXPECT_EQ(events["ZDagrapport"], 1);
  EXPECT_GE(events["InloggningIKassaregister"], 1);
  EXPECT_GE(events["RegistreraArtikel"], 2);

  const auto sie = exported("sie");
  EXPECT_NE(sie.find("#TRANS 1910 {} 40.00\r\n"), std::string::npos) << sie;
  EXPECT_NE(sie.find("#TRANS 3740 {} -0.10\r\n"), std::string::npos) << sie;
  EXPECT_EQ(sie.find("1686"), std::string::npos) << "bought and returned";

  const auto csv = exported("csv");
  EXPECT_NE(csv.find("moms-12"), std::string::npos);
  EXPECT_NE(csv.find("\r\nsummary,"), std::string::npos);

  exported("jsonl");
  auto told = run_export("jsonl", {"--json"});
  ASSERT_EQ(told.code, 0) << told.err;
  v1::ExportSummary summary;
  ASSERT_TRUE(cli::from_json(told.out, summary)) << told.out;
  EXPECT_EQ(summary.zs(), 1u);
  EXPECT_EQ(summary.receipts(), 2u);
  EXPECT_EQ(summary.returns(), 1u);
  EXPECT_EQ(summary.sales_ore(), z.period().sales_ore());
  EXPECT_EQ(summary.grand().net_ore(), z.grand().net_ore());
  EXPECT_EQ(summary.open_receipts(), 0u);
}

TEST_F(Exports, ThatAreRefusedLeaveTheFileAsItWas) {
  const auto accounts = all.path("konton.toml");
  write_file(accounts, "[means]\ncard = \"1686\"\n");
  write_file(all.path("sie"), "before");
  auto refused = run_export("sie", {"--accounts", accounts});
  expect_refused(refused, "accounts_unset",
                 "means.cash, other.rounding, sales.12, vat.12");
  EXPECT_EQ(content_of(all.path("sie")), "before");
  for (const auto& file : std::filesystem::directory_iterator(
         std::filesystem::path(all.path("sie")).parent_path()))
    EXPECT_EQ(file.path().string().find(".part-"), std::string::npos);

  write_file(accounts, "[means]\nkort = \"1686\"\n");
  refused = run_export("sie", {"--accounts", accounts});
  expect_refused(refused, "bad_configuration", "line 2");
  refused
    = all.kassa_at(0, {"export", "xml", "--from", day, "--to", "2026-02-30"});
  expect_refused(refused, "invalid", "2026-02-30");
  refused = all.kassa_at(0, {"export", "csv", "--from", "2001-01-01", "--to",
                             "2001-01-31", "--out", all.path("old")});
  expect_refused(refused, "nothing_to_export", "2001-01-31");
  refused = all.kassa_at(0, {"export", "csv", "--from", day, "--to", day,
                             "--out", all.path("no/such/folder")});
  expect_refused(refused, "no_place_for_file", "no/such/folder");
  all.must_at(0, {"logout"});
  expect_refused(run_export("csv"), "not_logged_in", "");
}

TEST_F(Exports, PrintTheListOfAccountsToBeginWith) {
  write_file(all.path("konton.toml"),
             all.must_at(0, {"export", "sie", "--print-accounts"}));
  const auto own = exported("sie", {"--accounts", all.path("konton.toml")});
  EXPECT_EQ(own, exported("sie"));
}

} // namespace
} // namespace kassa::testing
