// A hub that loses its data, or all it has, and comes back from a backup.

#include "tests/system/bad_input.hpp"
#include "tests/system/figures.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <filesystem>

namespace kassa::testing {
namespace {

namespace fs = std::filesystem;

class HubBackups : public ::testing::Test {
protected:
  static shop::options options() {
    shop::options out;
    out.terminals = 2;
    out.articles = KASSA_SOURCE_DIR "/scripts/sample/articles.csv";
    return out;
  }

  HubBackups() {
    auto with = options();
    with.hub = {"--backup-folder",        vault_ / "backups",
                "--backup-key",           vault_ / "key",
                "--backup-every-minutes", "0",
                "--backup-same-disk",     "1"};
    all_.emplace(std::move(with));
    EXPECT_TRUE(runs_version(1));
    for (std::size_t i = 0; i < all_->count(); ++i)
      all_->log_in(i);
    sell();
  }

  void sell() {
    for (std::size_t i = 0; i < all_->count(); ++i)
      all_->must_at(i, {"sell", "100", "--card"});
  }

  boost::json::object backup(words_t more = {}) {
    words_t words{"--json", "hub", "backup"};
    words.insert(words.end(), more.begin(), more.end());
    return boost::json::parse(all_->must(words)).as_object();
  }

  outcome restore(words_t more = {}) {
    words_t words{std::string{KASSA_BIN_DIR} + "/kassa-hub",
                  "restore",
                  "--data",
                  all_->hub_data(),
                  "--identity",
                  all_->hub_identity(),
                  "--backup-folder",
                  vault_ / "backups",
                  "--backup-key",
                  vault_ / "key"};
    words.insert(words.end(), more.begin(), more.end());
    return run(words, all_->environment());
  }

  bool archived(std::size_t i, std::uint64_t seq) {
    return eventually(
      [&] { return all_->status(i).acked().archived_seq() >= seq; });
  }

  /// Publishes another price of article 100.
  void reprice(const std::string& ore) {
    const auto file = all_->path("new.csv");
    write_file(file,
               "article_no,name,group,kind,price_ore,vat_basis_points,ean13\n"
               "100,Kanelbulle,Bageri,VARA,"
                 + ore + ",600,2900000010000\n");
    all_->must({"articles", "import", file, "--store", "butik"});
    all_->must({"publish", "--store", "butik"});
  }

  bool runs_version(std::uint64_t version) {
    return eventually([&] {
      for (std::size_t i = 0; i < all_->count(); ++i)
        if (all_->status(i).catalog().name().version() != version)
          return false;
      return true;
    });
  }

  temp_dir vault_;
  std::optional<shop> all_;
};

TEST_F(HubBackups, L6_TerminalsHealAHubThatIsHoursOld) {
  auto& all = *all_;
  ASSERT_TRUE(all.converge());
  const auto before = all.status(1).durable_seq();
  auto made = backup();
  EXPECT_EQ(made.at("terminals").to_number<int>(), 2);
  EXPECT_TRUE(made.at("archived").as_bool());
  EXPECT_TRUE(archived(0, 1) && archived(1, before)) << "open streams are told";
  EXPECT_NE(all.must({"terminals", "--store", "butik"}).find("archived"),
            std::string::npos);

  // What comes after it: sales, a catalog, a revocation.
  sell();
  reprice("3300");
  ASSERT_TRUE(runs_version(2));
  sell();
  ASSERT_TRUE(all.converge());
  const auto catalog = all.status(1).catalog();
  const auto sums = all.statistics();
  all.must(
    {"terminal", "revoke", "KASSA1", "--store", "butik", "--reason", "stulen"});

  all.kill_hub();
  expect_refused(restore(), 3, "folder_in_use", {all.hub_data()});
  fs::remove_all(all.hub_data());
  auto done = restore();
  ASSERT_EQ(done.code, 0) << done.err;
  EXPECT_NE(done.out.find("chains whole"), std::string::npos) << done.out;
  all.start_hub();
  sell();
  // KASSA2 sends again what the hub lost; KASSA1 stays revoked, and the sum
  // says how far it goes.
  ASSERT_TRUE(eventually([&] {
    auto held = all.statistics();
    for (const auto& x : held.complete())
      if (x.terminal() == "KASSA2")
        return x.counted_seq() == all.status(1).durable_seq();
    return false;
  }));
  EXPECT_TRUE(eventually([&] { return all.status(0).hub() == "revoked"; }));
  EXPECT_LT(all.statistics().receipts(), sums.receipts());
  expect_verified(all);
  // L7: the hub's catalog is older; nothing goes down until someone publishes.
  EXPECT_EQ(all.status(1).catalog().state_hash(), catalog.state_hash());
  reprice("3400");
  EXPECT_TRUE(eventually([&] {
    return all.status(1).catalog().state_hash() != catalog.state_hash();
  }));
  // L8: the version that it forgot is named like nothing that it makes now.
  EXPECT_NE(all.status(1).catalog().name().lineage(), catalog.name().lineage());
  backup();
  EXPECT_TRUE(archived(1, before));
}

TEST_F(HubBackups, L13_AFencedTerminalStaysFencedThroughARestore) {
  auto& all = *all_;
  ASSERT_TRUE(all.converge());
  backup();
  const auto& data = all.at(0).data;
  all.at(0).daemon->stop();
  fs::copy(data, data + "-copy", fs::copy_options::recursive);
  all.restart(0);
  all.log_in(0);
  all.must_at(0, {"sell", "100", "--card"});
  ASSERT_TRUE(all.converge());
  {
    const auto copy = all.start_copy(0);
    ASSERT_TRUE(eventually([&] { return all.status(0).hub() == "fenced"; }));
  }
  all.kill_hub();
  fs::remove_all(all.hub_data());
  ASSERT_EQ(restore().code, 0);
  all.start_hub();
  EXPECT_NE(all.must({"terminals", "--store", "butik"}).find("fenced"),
            std::string::npos);
  // What the fence came after is not taken now either, of either holder.
  const auto copy = all.start_copy(0);
  all.restart(0);
  all.log_in(0);
  all.must_at(1, {"sell", "100", "--card"});
  expect_refused(all.kassa_at(0, {"sell", "100", "--card"}), 5, "fenced");
  ASSERT_TRUE(eventually([&] {
    return all.status(1).acked().seq() == all.status(1).durable_seq();
  }));
  const auto sums = all.statistics();
  for (const auto& x : sums.complete())
    if (x.terminal() == "KASSA1") {
      EXPECT_TRUE(x.fenced());
      EXPECT_LT(x.held_seq(), all.status(0).durable_seq());
    }
}

TEST_F(HubBackups, L6_AHubThatLostAllComesBackWithItsKey) {
  auto& all = *all_;
  reprice("3300");
  ASSERT_TRUE(runs_version(2));
  ASSERT_TRUE(all.converge());
  backup();
  const auto drill = backup({"--drill"});
  EXPECT_GT(std::stoi(std::string{drill.at("records").as_string()}), 0);
  EXPECT_NE(all.must({"hub", "status"}).find("last drill"), std::string::npos);
  sell();
  ASSERT_TRUE(all.converge());
  const auto sums = all.statistics();
  all.kill_hub();
  fs::remove_all(all.hub_data());
  fs::remove_all(all.hub_identity());
  expect_refused(restore({"--backup", "7"}), 3, "no_backup", {"7", "1"});
  auto done = restore({"--json"});
  ASSERT_EQ(done.code, 0) << done.err;
  EXPECT_EQ(boost::json::parse(done.out).at("identity"), "restored");
  all.start_hub();
  ASSERT_TRUE(all.converge());
  EXPECT_EQ(all.statistics().receipts(), sums.receipts());
  EXPECT_EQ(all.statistics().net_ore(), sums.net_ore());
  EXPECT_EQ(all.statistics(true).net_ore(), sums.net_ore());
  expect_verified(all);
}

TEST_F(HubBackups, AStoppedHubMakesThemToo) {
  auto& all = *all_;
  ASSERT_TRUE(all.converge());
  words_t words{std::string{KASSA_BIN_DIR} + "/kassa-hub",
                "backup",
                "--data",
                all.hub_data(),
                "--identity",
                all.hub_identity(),
                "--backup-folder",
                vault_ / "backups",
                "--backup-key",
                vault_ / "key"};
  expect_refused(run(words, all.environment()), 3, "store_locked",
                 {all.hub_identity()});
  all.kill_hub();
  auto made = run(words, all.environment());
  EXPECT_EQ(made.code, 0) << made.err;
  words.emplace_back("--drill");
  auto drill = run(words, all.environment());
  EXPECT_EQ(drill.code, 0) << drill.err;
  EXPECT_NE(drill.out.find("as a drill"), std::string::npos) << drill.out;
  fs::rename(vault_ / "key", vault_ / "away");
  expect_refused(run(words, all.environment()), 3, "backup_key_wrong",
                 {vault_ / "key"});
}

TEST(HubBackup, WithoutAFolderItIsSaid) {
  shop::options with;
  with.terminals = 0;
  shop all(with);
  expect_refused(all.kassa({"hub", "backup"}), 3, "no_backup_folder");
  EXPECT_NE(all.must({"hub", "status"}).find("backup_folder"),
            std::string::npos);
}

} // namespace
} // namespace kassa::testing
