#include "proto/base/secret_box.hpp"
#include "store/backup_folder.hpp"
#include "tests/store/store_fixture.hpp"
#include "tests/support/fakes.hpp"
#include "tests/support/temp_dir.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace kassa::store {

namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;

/// An article that stands in the data and must not be read in a backup.
constexpr auto plain = "Kanelbulle, 25 kr; Kanelbulle, 25 kr";

std::vector<fs::path> files_under(const std::string& path) {
  std::vector<fs::path> out;
  for (const auto& x : fs::recursive_directory_iterator{path})
    if (x.is_regular_file())
      out.push_back(x.path());
  return out;
}

std::string content(const fs::path& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

class BackupFolder : public ::testing::Test {
protected:
  BackupFolder() {
    auto db = open_hub_storage({.path = dir_ / "db", .die = died_.port()});
    EXPECT_TRUE(db) << to_string(db.why());
    db_ = *std::move(db);
    open();
  }

  void open(char key = 'k') {
    folder_.reset();
    auto opened = backup_folder::open(
      {dir_ / "backups", std::string(secret_key_size, key), &random_});
    ASSERT_TRUE(opened) << to_string(opened.why());
    folder_ = *std::move(opened);
  }

  void put(const std::string& key, const std::string& value) {
    transaction x{"bageri", {}, {{key, value}}};
    ASSERT_TRUE(db_->commit({&x, 1}).front());
  }

  backup_id add() {
    auto out = folder_->add(*db_);
    EXPECT_TRUE(out) << to_string(out.why());
    return out ? *out : 0;
  }

  static std::string value(const hub_storage& of, const std::string& key) {
    auto got = of.get("bageri", key);
    EXPECT_TRUE(got) << to_string(got.why());
    return got ? got->value_or("absent") : "unread";
  }

  std::string value_in(backup_id which, const std::string& key) {
    auto copy = folder_->read(which);
    EXPECT_TRUE(copy) << to_string(copy.why());
    return copy ? value(**copy, key) : "unread";
  }

  kassa::testing::temp_dir dir_;
  deaths died_;
  kassa::testing::seeded_random random_{1};
  std::unique_ptr<embedded_storage> db_;
  std::unique_ptr<backup_folder> folder_;
};

} // namespace

TEST_F(BackupFolder, EachCopyIsAsTheStorageWasThen) {
  put("article", "old");
  auto first = add();
  put("article", "new");
  auto second = add();
  EXPECT_THAT(folder_->all(), ElementsAre(first, second));
  EXPECT_EQ(value_in(first, "article"), "old");
  EXPECT_EQ(value_in(second, "article"), "new");
  open(); // As after a restart.
  EXPECT_THAT(folder_->all(), ElementsAre(first, second));
  EXPECT_EQ(value_in(first, "article"), "old");
  EXPECT_TRUE(folder_->check(first));
}

TEST_F(BackupFolder, ARestoredCopyIsAStorageThatGoesOn) {
  put("article", "old");
  auto first = add();
  put("article", "new");
  add();
  ASSERT_TRUE(folder_->restore(first, dir_ / "restored"));
  auto db = open_hub_storage({.path = dir_ / "restored", .die = died_.port()});
  ASSERT_TRUE(db) << to_string(db.why());
  EXPECT_EQ(value(**db, "article"), "old");
  transaction x{"bageri", {}, {{"article", "newer"}}};
  EXPECT_TRUE((*db)->commit({&x, 1}).front());
  EXPECT_EQ(value(**db, "article"), "newer");
}

TEST_F(BackupFolder, WhatDidNotChangeIsNotCopiedAgain) {
  for (int i = 0; i < 64; ++i)
    put("row " + std::to_string(i), random_bytes(random_, 16 * 1024));
  add();
  auto bytes = [this] {
    std::uintmax_t out = 0;
    for (const auto& x : files_under(dir_ / "backups"))
      out += fs::file_size(x);
    return out;
  };
  auto before = bytes();
  put("article", "new");
  auto second = add();
  EXPECT_LT(bytes() - before, before / 10);
  EXPECT_GT(*folder_->size(second), before / 2) << "with what it shares";
}

TEST_F(BackupFolder, NothingOfTheDataCanBeReadInIt) {
  put("article", plain);
  put(plain, "key");
  add();
  const auto files = files_under(dir_ / "backups");
  EXPECT_GE(files.size(), 4u);
  for (const auto& x : files)
    EXPECT_EQ(content(x).find("Kanelbulle"), std::string::npos) << x;
}

TEST_F(BackupFolder, ADamagedCopyIsFound) {
  put("article", plain);
  auto first = add();
  std::string table;
  for (const auto& x : files_under(dir_ / "backups"))
    if (x.extension() == ".sst")
      table = x;
  ASSERT_FALSE(table.empty());
  {
    std::fstream file{table, std::ios::in | std::ios::out | std::ios::binary};
    file.seekp(4096 + 20);
    file.put('!');
  }
  open();
  EXPECT_EQ(folder_->check(first).why().code, errc::corrupt);
  fs::remove(table);
  open();
  EXPECT_FALSE(folder_->read(first));
}

TEST_F(BackupFolder, ARemovedCopyTakesNothingOfTheOthers) {
  for (int i = 0; i < 4; ++i) {
    put("article", std::to_string(i));
    add();
  }
  ASSERT_TRUE(folder_->remove(1));
  ASSERT_TRUE(folder_->remove(3));
  EXPECT_THAT(folder_->all(), ElementsAre(2, 4));
  EXPECT_EQ(value_in(2, "article"), "1");
  EXPECT_TRUE(folder_->check(4));
  EXPECT_EQ(folder_->read(1).why().code, errc::not_found);
  put("article", "5");
  EXPECT_EQ(add(), 5u) << "a number is used once";
}

TEST_F(BackupFolder, IsOneProcesssAtATime) {
  auto second = backup_folder::open(
    {dir_ / "backups", std::string(secret_key_size, 'k'), &random_});
  EXPECT_EQ(second.why().code, errc::store_locked);
}

TEST_F(BackupFolder, ATrialCanBeReadAndShowsNothing) {
  put("article", plain);
  auto first = add();
  {
    auto trial = folder_->try_restore(first, dir_ / "trial");
    ASSERT_TRUE(trial) << to_string(trial.why());
    EXPECT_EQ(value(**trial, "article"), plain);
  }
  for (const auto& x : files_under(dir_ / "trial"))
    EXPECT_EQ(content(x).find("Kanelbulle"), std::string::npos) << x;
}

TEST_F(BackupFolder, AnotherKeyReadsNothing) {
  put("article", plain);
  add();
  open('x');
  EXPECT_THAT(folder_->all(), ElementsAre());
}

} // namespace kassa::store
