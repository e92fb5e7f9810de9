#include "hub/backups.hpp"
#include "hub/identity.hpp"
#include "hub/journal_rows.hpp"
#include "hub/keys.hpp"
#include "hub/restore.hpp"
#include "tests/support/hub_records.hpp"
#include "tests/support/temp_dir.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace kassa::hub {

namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;

constexpr std::int64_t noon = 1'777'892'700'000;

/// A hub's folders, with the journals of two terminals.
class Backups : public ::testing::Test {
protected:
  Backups() {
    for (const auto* folder : {"data", "identity"})
      fs::create_directories(dir_ / folder);
    EXPECT_TRUE(signing_key(files_, dir_ / "identity", true, random_));
    data_ = *store::open_hub_storage({.path = dir_ / "data/db"});
    identity_ = *store::open_hub_storage({.path = dir_ / "identity/db"});
    EXPECT_TRUE(init_identity());
    append(one_, 5);
    append(two_, 3);
    open();
  }

  status init_identity() {
    auto who = identity::load(identity_.get());
    if (!who)
      return who.why();
    v1::HubStore store;
    store.set_store("bageri");
    if (auto added = (*who)->add(store); !added)
      return added;
    for (const auto* till : {&one_, &two_}) {
      v1::HubTerminal x;
      x.set_store(till->of().store);
      x.set_terminal(till->of().terminal);
      if (auto added = (*who)->add(x); !added)
        return added;
    }
    return ok;
  }

  void open(std::uint32_t keep = 10) {
    backups_.reset();
    backups_ = std::make_unique<backups>(
      backups::settings{{dir_ / "vault", dir_ / "backup.key"},
                        dir_ / "identity",
                        keep,
                        [] { return true; }},
      files_, random_, *data_, *identity_);
  }

  void put(const scope& of, std::string key, std::string value) {
    store::transaction x{of.store, {}, {{std::move(key), std::move(value)}}};
    ASSERT_TRUE(data_->commit({&x, 1}).front());
  }

  void append(testing::made_journal& to, std::size_t records) {
    const auto first = to.last() + 1;
    to.append_plain(records);
    put(to.of(), keys::run(to.of().terminal, to.last()),
        run_row(to.batch(first, to.last()).run(), 0));
    put(to.of(), keys::head(to.of().terminal), to.head().SerializeAsString());
  }

  v1::BackupReport make(std::int64_t now_ms = noon) {
    auto made = backups_->make(now_ms);
    EXPECT_TRUE(made) << to_string(made.why());
    return made ? made->report : v1::BackupReport{};
  }

  result<restored> bring_back(std::uint32_t backup = 0) {
    return restore({{dir_ / "vault", dir_ / "backup.key"},
                    backup,
                    dir_ / "new-data",
                    dir_ / "new-identity"},
                   files_, random_);
  }

  testing::temp_dir dir_;
  store::files files_;
  testing::seeded_random random_{7};
  testing::made_journal one_{{"bageri", "KASSA1"}, 1};
  testing::made_journal two_{{"bageri", "KASSA2"}, 2};
  std::unique_ptr<store::embedded_storage> data_;
  std::unique_ptr<store::embedded_storage> identity_;
  std::unique_ptr<backups> backups_;
};

TEST_F(Backups, L6_FollowEachChainOnceAndHoldItsHead) {
  auto first = backups_->make(noon);
  ASSERT_TRUE(first) << to_string(first.why());
  EXPECT_EQ(first->report.records(), 8u);
  EXPECT_EQ(first->report.terminals(), 2u);
  EXPECT_EQ(first->inside.at(one_.of()).hash(), one_.head().hash());
  append(two_, 4);
  open(); // What was followed is known after a restart too.
  auto second = backups_->make(noon + 1);
  ASSERT_TRUE(second) << to_string(second.why());
  EXPECT_EQ(second->report.records(), 4u) << "only what is new";
  EXPECT_EQ(second->inside.at(two_.of()).seq(), 7u);
  EXPECT_EQ(backups_->newest().made_ms(), noon + 1);
}

TEST_F(Backups, L6_ABrokenChainIsNoBackup) {
  auto other = testing::made_journal{two_.of(), 9};
  append(two_, 2);
  other.append_receipt(1000);
  other.append_plain(4);
  put(two_.of(), keys::run("KASSA2", 5), run_row(other.batch(4, 5).run(), 0));
  auto made = backups_->make(noon);
  EXPECT_EQ(made.why().code, errc::backup_damaged);
  EXPECT_THAT(made.why().fields.at("what"), ::testing::HasSubstr("KASSA2"));
  EXPECT_EQ(backups_->newest().backup(), 0u);
  EXPECT_EQ(bring_back().why().code, errc::no_backup);
}

TEST_F(Backups, RestoreWritesAllThatWasThere) {
  make();
  append(one_, 4);
  make();
  for (auto backup : {0u, 1u}) {
    fs::remove_all(dir_ / "new-data");
    fs::remove_all(dir_ / "new-identity");
    auto done = bring_back(backup);
    ASSERT_TRUE(done) << to_string(done.why());
    EXPECT_EQ(done->records, backup == 0 ? 12u : 8u);
    EXPECT_TRUE(done->identity);
    auto data = store::open_hub_storage({.path = dir_ / "new-data/db"});
    ASSERT_TRUE(data);
    auto head = read_heads(**data, {one_.of()});
    EXPECT_EQ(head->at(one_.of()).seq(), backup == 0 ? 9u : 5u);
    auto identity = store::open_hub_storage({.path = dir_ / "new-identity/db"});
    ASSERT_TRUE(identity);
    EXPECT_EQ((*identity::load(identity->get()))->terminals("").size(), 2u);
    EXPECT_EQ(signing_key(files_, dir_ / "new-identity", false, random_)->seed,
              signing_key(files_, dir_ / "identity", false, random_)->seed);
  }
}

TEST_F(Backups, L13_ARestoredHubIsANewIncarnation) {
  store::transaction x{"", {}, {{keys::incarnation(), "the one before"}}};
  ASSERT_TRUE(data_->commit({&x, 1}).front());
  make();
  ASSERT_TRUE(bring_back());
  auto data = store::open_hub_storage({.path = dir_ / "new-data/db"});
  ASSERT_TRUE(data);
  EXPECT_EQ(*(*data)->get("", keys::incarnation()), std::nullopt);
}

TEST_F(Backups, L13_AnIdentityThatIsThereIsKept) {
  make();
  fs::create_directories(dir_ / "new-identity/db");
  EXPECT_EQ(bring_back().why().code, errc::folder_in_use) << "another hub's";
  fs::copy_file(dir_ / "identity/hub.key", dir_ / "new-identity/hub.key");
  auto done = bring_back();
  ASSERT_TRUE(done) << to_string(done.why());
  EXPECT_FALSE(done->identity);
  EXPECT_FALSE(fs::exists(dir_ / "new-identity/db/CURRENT"));
}

// However often a bad one is tried, good ones stay.
TEST_F(Backups, L6_WhatCannotBeVerifiedPushesNothingOut) {
  open(2);
  make();
  const auto good = one_.head();
  put(one_.of(), keys::head("KASSA1"), two_.head().SerializeAsString());
  append(two_, 1);
  for (int i = 0; i < 4; ++i)
    EXPECT_EQ(backups_->make(noon).why().code, errc::backup_damaged);
  EXPECT_EQ(backups_->newest().backup(), 1u);
  EXPECT_TRUE(backups_->drill(noon));
  put(one_.of(), keys::head("KASSA1"), good.SerializeAsString());
  EXPECT_GT(make().backup(), 1u);
}

TEST_F(Backups, ADiskThatIsNotThereIsSaidAndTriedAgain) {
  std::ofstream{dir_ / "vault"} << "no folder";
  EXPECT_EQ(backups_->newest().backup(), 0u);
  auto failed = backups_->make(noon);
  EXPECT_EQ(failed.why().code, errc::backup_failed);
  EXPECT_EQ(failed.why().fields.at("folder"), dir_ / "vault");
  fs::remove(dir_ / "vault");
  make();
}

TEST_F(Backups, RestoreOverwritesNothing) {
  make();
  fs::create_directories(dir_ / "new-data/db");
  EXPECT_EQ(bring_back().why().code, errc::folder_in_use);
  fs::remove_all(dir_ / "new-data");
  // What an earlier one left half way is no data.
  fs::create_directories(dir_ / "new-data/restoring/db");
  EXPECT_TRUE(bring_back());
  // Nor what is left of an identity.
  fs::remove_all(dir_ / "new-data");
  fs::remove_all(dir_ / "new-identity/db");
  EXPECT_EQ(bring_back().why().code, errc::folder_in_use);
  EXPECT_FALSE(fs::exists(dir_ / "new-data/db"));
}

TEST_F(Backups, AWrongOrMissingKeyIsSaid) {
  make();
  backups_.reset();
  fs::rename(dir_ / "backup.key", dir_ / "kept.key");
  EXPECT_EQ(bring_back().why().code, errc::backup_key_wrong);
  EXPECT_FALSE(fs::exists(dir_ / "backup.key")) << "none is made up";
  open();
  EXPECT_EQ(backups_->make(noon).why().code, errc::backup_key_wrong);
  std::ofstream{dir_ / "backup.key"} << std::string(64, 'a') << "\n";
  EXPECT_EQ(bring_back().why().code, errc::backup_key_wrong);
  fs::rename(dir_ / "kept.key", dir_ / "backup.key");
  EXPECT_TRUE(bring_back());
}

TEST_F(Backups, ADrillFindsWhatRots) {
  make();
  auto held = backups_->drill(noon + 5);
  ASSERT_TRUE(held) << to_string(held.why());
  EXPECT_EQ(held->records(), 8u);
  EXPECT_EQ(held->checked_ms(), noon + 5);
  EXPECT_FALSE(fs::exists(dir_ / "vault/drill"));
  for (const auto& x :
       fs::recursive_directory_iterator{fs::path{dir_ / "vault/data"}})
    if (x.path().extension() == ".sst") {
      std::fstream file{x.path(),
                        std::ios::in | std::ios::out | std::ios::binary};
      file.seekp(4096 + 40);
      file.put('!');
    }
  auto rotten = backups_->drill(noon + 6);
  EXPECT_EQ(rotten.why().code, errc::backup_damaged);
  EXPECT_FALSE(fs::exists(dir_ / "vault/drill"));
  EXPECT_EQ(bring_back().why().code, errc::backup_damaged);
  EXPECT_FALSE(fs::exists(dir_ / "new-data/db")) << "nothing half good";
}

TEST_F(Backups, L15_AnUnreadableFolderOfSealsRemovesNothing) {
  make();
  fs::rename(dir_ / "vault/seals", dir_ / "vault/away");
  EXPECT_FALSE(backups_->drill(noon));
  std::ofstream{dir_ / "vault/seals"} << "no folder";
  EXPECT_FALSE(backups_->make(noon));
  fs::remove(dir_ / "vault/seals");
  fs::rename(dir_ / "vault/away", dir_ / "vault/seals");
  EXPECT_EQ(backups_->newest().backup(), 1u);
  EXPECT_TRUE(backups_->drill(noon));
}

// A copy is not followed out of its folder.
TEST_F(Backups, ADrillTakesNothingAwayBehindALink) {
  make();
  fs::create_directories(dir_ / "precious");
  std::ofstream{dir_ / "precious/file"} << "kept";
  fs::create_directory_symlink(dir_ / "precious", dir_ / "vault/drill");
  EXPECT_TRUE(backups_->drill(noon));
  EXPECT_TRUE(fs::exists(dir_ / "precious/file"));
}

TEST_F(Backups, AForgedSealIsSaid) {
  make();
  {
    std::fstream file{dir_ / "vault/seals/1",
                      std::ios::in | std::ios::out | std::ios::binary};
    file.seekp(40);
    file.put('!');
  }
  EXPECT_EQ(bring_back(1).why().code, errc::backup_damaged);
}

TEST_F(Backups, KeepTheNewestWithTheirSeals) {
  open(2);
  for (int i = 0; i < 4; ++i) {
    append(one_, 1);
    make(noon + i);
  }
  std::vector<std::string> seals;
  for (const auto& x : fs::directory_iterator{fs::path{dir_ / "vault/seals"}})
    seals.push_back(x.path().filename());
  EXPECT_THAT(seals, ::testing::UnorderedElementsAre("3", "4"));
  auto gone = bring_back(1);
  EXPECT_EQ(gone.why().code, errc::no_backup);
  EXPECT_EQ(gone.why().fields.at("there"), "3, 4");
}

} // namespace

} // namespace kassa::hub
