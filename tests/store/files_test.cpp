#include "store/files.hpp"
#include "tests/support/temp_dir.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rocksdb/env.h>

#include <filesystem>
#include <memory>

namespace kassa::store {

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// The same on a disk and in memory.
class Files : public ::testing::TestWithParam<bool> {
protected:
  std::string path(const std::string& name) { return dir_ / name; }

  kassa::testing::temp_dir dir_;
  std::unique_ptr<rocksdb::Env> memory_{
    rocksdb::NewMemEnv(rocksdb::Env::Default())};
  files files_{GetParam() ? memory_.get() : nullptr};
};

} // namespace

INSTANTIATE_TEST_SUITE_P(Env, Files, ::testing::Bool(), [](const auto& x) {
  return x.param ? "InMemory" : "OnDisk";
});

TEST_P(Files, TellsAMissingFileFromAnEmptyOne) {
  EXPECT_FALSE(*files_.read(path("a")));
  ASSERT_TRUE(files_.make_folder(dir_.path()));
  ASSERT_TRUE(files_.replace(path("a"), ""));
  EXPECT_EQ(**files_.read(path("a")), "");
}

TEST_P(Files, ReplacesAFileWholeAndLeavesNothingBeside) {
  ASSERT_TRUE(files_.make_folder(dir_.path()));
  ASSERT_TRUE(files_.replace(path("a"), "a long first content"));
  ASSERT_TRUE(files_.replace(path("a"), "short"));
  EXPECT_EQ(**files_.read(path("a")), "short");
  EXPECT_THAT(*files_.list(dir_.path()), ElementsAre("a"));
}

TEST_P(Files, WritesInPlace) {
  ASSERT_TRUE(files_.make_folder(dir_.path()));
  ASSERT_TRUE(files_.write_at(path("a"), 0, "abcdef"));
  ASSERT_TRUE(files_.write_at(path("a"), 2, "XY"));
  EXPECT_EQ(**files_.read(path("a")), "abXYef");
}

TEST_P(Files, MakesListsAndRemoves) {
  EXPECT_THAT(*files_.list(path("x")), IsEmpty());
  ASSERT_TRUE(files_.make_folder(path("x/y")));
  ASSERT_TRUE(files_.make_folder(path("x/y")));
  ASSERT_TRUE(files_.replace(path("x/y/b"), "1"));
  ASSERT_TRUE(files_.replace(path("x/y/a"), "1"));
  EXPECT_THAT(*files_.list(path("x/y")), ElementsAre("a", "b"));
  EXPECT_TRUE(files_.exists(path("x/y/a")));
  ASSERT_TRUE(files_.remove(path("x/y/a")));
  ASSERT_TRUE(files_.remove(path("x/y/a")));
  EXPECT_FALSE(files_.exists(path("x/y/a")));
}

TEST(Secrets, AreReadableByTheirOwnerOnly) {
  kassa::testing::temp_dir dir;
  files disk;
  ASSERT_TRUE(disk.replace(dir / "key", "secret", true));
  EXPECT_EQ(std::filesystem::status(dir / "key").permissions(),
            std::filesystem::perms::owner_read
              | std::filesystem::perms::owner_write);
  EXPECT_EQ(**disk.read(dir / "key"), "secret");
}

TEST(FilesOnDisk, SayWhichFileFailed) {
  kassa::testing::temp_dir dir;
  files disk;
  auto s = disk.replace(dir / "none/a", "x");
  ASSERT_FALSE(s);
  EXPECT_EQ(s.why().code, errc::io);
  EXPECT_NE(s.why().detail.find("none/a"), std::string::npos);
}

} // namespace kassa::store
