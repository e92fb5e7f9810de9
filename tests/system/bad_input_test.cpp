#include "tests/support/shop.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace kassa::testing {
namespace {

namespace fs = std::filesystem;

/// Each a clear message, a code and an exit status.
class BadInput : public ::testing::Test {
protected:
  static shop::options one() {
    shop::options out;
    out.terminals = 1;
    out.articles
      = std::string(KASSA_SOURCE_DIR) + "/scripts/sample/articles.csv";
    out.clock = "system";
    return out;
  }

  BadInput() {
    all.log_in(0);
    EXPECT_TRUE(eventually([&] {
      return all.kassa_at(0, {"price", "100"}).code == 0;
    }));
  }

  void expect_refused(const outcome& how, int code, const std::string& name,
                      const words_t& said = {}) {
    EXPECT_EQ(how.code, code) << how.out << how.err;
    EXPECT_NE(how.err.find("[" + name + "]"), std::string::npos) << how.err;
    for (const auto& words : said)
      EXPECT_NE(how.err.find(words), std::string::npos) << how.err;
  }

  outcome import(const std::string& csv) {
    const auto file = all.path("bad.csv");
    write_file(file, csv);
    return all.kassa({"articles", "import", file, "--store", "butik"});
  }

  /// Starts the daemon on its folder in the foreground, to see it refuse.
  outcome start_refused(const words_t& more = {}) {
    words_t command{program("kassa-node"), "run", "--data", all.at(0).data};
    command.insert(command.end(), more.begin(), more.end());
    return run(command, all.environment());
  }

  shop all{one()};
  const std::string head
    = "article_no,name,group,kind,price_ore,vat_basis_points,ean13\n";
};

TEST_F(BadInput, AMalformedCsvChangesNothingAndNamesLineColumnAndRemedy) {
  auto how = import(head
                    + "1,Bulle,Bageri,VARA,2900,600,\n"
                      "2,Limpa,Bageri,VARA,mycket,600,\n");
  expect_refused(how, 3, "bad_csv", {"line 3", "price"});
  auto nothing = all.kassa({"publish", "--store", "butik"});
  expect_refused(nothing, 3, "nothing_to_publish");
}

TEST_F(BadInput, TwoRatesInOneGroupAreRefused) {
  auto how = import(head
                    + "1,Bulle,Nytt,VARA,2900,600,\n"
                      "2,Mugg,Nytt,VARA,9900,2500,\n");
  expect_refused(how, 3, "two_rates", {"Nytt"});
}

TEST_F(BadInput, TheTillRefusesWhatCannotBeSold) {
  expect_refused(all.kassa_at(0, {"sell", "999", "--cash"}), 3,
                 "unknown_article", {"999"});
  expect_refused(all.kassa_at(0, {"sell", "--cash", "--terminal",
                                  all.at(0).address, "--", "-1x100"}),
                 3, "bad_quantity");
  expect_refused(all.kassa_at(0, {"sell", "100", "--card", "1"}), 3,
                 "unbalanced");
  expect_refused(all.kassa_at(0, {"sell", "100", "--card", "500"}), 3,
                 "over_paid");
  expect_refused(all.kassa_at(0, {"sell", "group:Fel@10", "--cash"}), 3,
                 "unknown_group");
  // What a refused command began is not left behind.
  EXPECT_EQ(all.status(0).open_sale_lines(), 0u);
  EXPECT_EQ(all.status(0).receipts(), 0u);
}

TEST_F(BadInput, AWrongPasswordAndNoLogInAreRefused) {
  const auto file = all.path("wrong");
  write_file(file, "fel\n");
  expect_refused(all.kassa_at(0, {"login", "anna", "--password-file", file}), 3,
                 "wrong_password");
  all.must_at(0, {"logout"});
  expect_refused(all.kassa_at(0, {"sell", "100", "--cash"}), 3,
                 "not_logged_in");
}

TEST_F(BadInput, AnAbsentDaemonIsWorthAnotherTryAndARemoteOneIsNot) {
  auto away = all.kassa(
    {"status", "--terminal", "127.0.0.1:" + std::to_string(free_port())});
  expect_refused(away, 4, "unavailable");
  expect_refused(all.kassa({"status", "--terminal", "192.0.2.1:4780"}), 3,
                 "not_loopback");
  EXPECT_EQ(all.kassa({"no-such-command"}).code, 2);
}

TEST_F(BadInput, ACorruptConfigurationNamesItsLine) {
  const auto file = all.path("bad.toml");
  write_file(file, "data = \"x\"\nprinter_columns = \"many\"\n");
  all.at(0).daemon->stop();
  expect_refused(start_refused({"--config", file}), 3, "bad_configuration",
                 {"line 2"});
}

TEST_F(BadInput, ALockedStoreIsNotOpenedTwice) {
  expect_refused(start_refused(), 3, "store_locked");
  expect_refused(all.kassa({"verify", "--data", all.at(0).data}), 3,
                 "store_locked");
  all.at(0).daemon->stop();
  auto verified = all.kassa({"verify", "--data", all.at(0).data});
  EXPECT_EQ(verified.code, 0) << verified.err;
}

TEST_F(BadInput, L13_ACopiedFolderSellsOnlyAfterAManagersWord) {
  all.must_at(0, {"sell", "100", "--card"});
  all.kill_hub(); // The hub's word would do as well as a manager's.
  all.at(0).daemon->stop();
  const auto away = all.at(0).data + "-away";
  fs::copy(all.at(0).data, away, fs::copy_options::recursive);
  fs::remove_all(all.at(0).data);
  fs::rename(away, all.at(0).data);
  all.start_all();
  all.log_in(0);
  expect_refused(all.kassa_at(0, {"sell", "100", "--card"}), 3, "folder_moved");
  EXPECT_EQ(all.status(0).selling(), "folder_moved");
  all.must_at(0, {"confirm-move"});
  all.must_at(0, {"sell", "100", "--card"});
}

TEST_F(BadInput, L4_AFolderOlderThanItsWitnessDoesNotSell) {
  all.at(0).daemon->stop();
  const auto old = all.at(0).data + "-old";
  fs::copy(all.at(0).data + "/store", old, fs::copy_options::recursive);
  all.start_all();
  all.log_in(0);
  all.must_at(0, {"sell", "100", "--card"});
  ASSERT_TRUE(all.converge());
  all.kill_hub();
  all.at(0).daemon->stop();
  fs::remove_all(all.at(0).data + "/store");
  fs::rename(old, all.at(0).data + "/store");
  all.start_all();
  EXPECT_EQ(all.status(0).selling(), "older_than_witness");
}

TEST_F(BadInput, TheReplayNamesTheLineOfABadFile) {
  const auto file = all.path("tickets.csv");
  write_file(file, "Date,Time,Transaction,Item\n2026-99-04,09:00:00,1,Te\n");
  auto how
    = all.kassa({"replay", "--articles",
                 std::string(KASSA_SOURCE_DIR) + "/scripts/sample/articles.csv",
                 "--tickets", file, "--terminals", all.at(0).address, "--user",
                 "anna", "--password-file", all.password_file()});
  expect_refused(how, 3, "bad_csv", {"line 2", "Date"});
}

TEST_F(BadInput, TheTableOfErrorsIsDocumentedAsItIs) {
  EXPECT_EQ(all.kassa({"errors", "--markdown"}).out,
            content_of(std::string(KASSA_SOURCE_DIR) + "/proto/ERRORS.md"));
}

TEST_F(BadInput, JsonErrorsAreForPrograms) {
  auto how = all.kassa_at(0, {"--json", "sell", "999", "--cash"});
  EXPECT_EQ(how.code, 3);
  EXPECT_TRUE(how.out.empty());
  EXPECT_NE(how.err.find("\"code\":\"unknown_article\""), std::string::npos)
    << how.err;
}

} // namespace
} // namespace kassa::testing
