#include "store/folder.hpp"
#include "tests/store/store_fixture.hpp"
#include "tests/support/temp_dir.hpp"

#include <gtest/gtest.h>
#include <rocksdb/env.h>

#include <map>

namespace kassa::store {

namespace {

/// A machine with the folders that it was given.
class fake_machine : public machine_port {
public:
  std::string machine_id() override { return id; }
  result<std::uint64_t> file_system_id(const std::string& path) override {
    if (!inodes.contains(path))
      return error{errc::not_found, {{"what", path}}};
    return file_system;
  }
  result<std::uint64_t> inode(const std::string& path) override {
    if (!inodes.contains(path))
      return error{errc::not_found, {{"what", path}}};
    return inodes[path];
  }

  std::string id = "machine-1";
  std::uint64_t file_system = 7;
  std::map<std::string, std::uint64_t> inodes{{"/a", 1}, {"/b", 2}, {"/c", 3}};
};

class Registry : public ::testing::Test {
protected:
  errc claim(const scope& who, const std::string& path, bool several = false) {
    auto s = registry_.claim(who, path, several);
    return s ? errc{} : s.why().code;
  }

  static constexpr errc done{};
  std::unique_ptr<rocksdb::Env> memory_{
    rocksdb::NewMemEnv(rocksdb::Env::Default())};
  files files_{memory_.get()};
  fake_machine machine_;
  registry registry_{files_, machine_, "/registry"};
  const scope one_{"odenplan", "KASSA1"};
  const scope two_{"odenplan", "KASSA2"};
  const scope elsewhere_{"soder", "KASSA3"};
};

} // namespace

TEST(Binding, L13_HoldsWhileMachineDiskAndFolderAreTheSame) {
  fake_machine machine;
  auto bound = *binding_of(machine, "/a");
  EXPECT_EQ(bound.machine_id(), "machine-1");
  EXPECT_EQ(bound.path(), "/a");
  EXPECT_EQ(compare_binding(bound, *binding_of(machine, "/a")), place::same);
  EXPECT_EQ(compare_binding(bound, *binding_of(machine, "/b")), place::moved);
  machine.inodes["/renamed"] = 1;
  EXPECT_EQ(compare_binding(bound, *binding_of(machine, "/renamed")),
            place::same);
  machine.file_system = 8;
  EXPECT_EQ(compare_binding(bound, *binding_of(machine, "/a")), place::moved);
  machine.file_system = 7;
  machine.id = "machine-2";
  EXPECT_EQ(compare_binding(bound, *binding_of(machine, "/a")), place::moved);
  EXPECT_EQ(binding_of(machine, "/none").why().code, errc::not_found);
}

TEST(Binding, IsReadFromTheStore) {
  kassa::testing::temp_dir dir;
  auto db = open_at({.path = dir / "db"});
  EXPECT_FALSE(*read_binding(*db));
  EXPECT_FALSE(*read_folder_scope(*db));
  fake_machine machine;
  auto bound = *binding_of(machine, "/a");
  scope till{"odenplan", "KASSA1"};
  write_set changes;
  changes.put(family::state, folder_binding_key(), bound.SerializeAsString());
  changes.put(family::state, folder_scope_key(), encode_scope(till));
  ASSERT_TRUE(db->commit(changes, durability::lazy));
  EXPECT_EQ((*read_binding(*db))->SerializeAsString(),
            bound.SerializeAsString());
  EXPECT_EQ(**read_folder_scope(*db), till);
}

TEST(Binding, SaysSoWhenItIsDamaged) {
  kassa::testing::temp_dir dir;
  auto db = open_at({.path = dir / "db"});
  write_set changes;
  changes.put(family::state, folder_binding_key(), "\xff\xff");
  changes.put(family::state, folder_scope_key(), "nonsense");
  ASSERT_TRUE(db->commit(changes, durability::lazy));
  EXPECT_EQ(read_binding(*db).why().code, errc::corrupt);
  EXPECT_EQ(read_folder_scope(*db).why().code, errc::corrupt);
}

TEST_F(Registry, L13_TakesATerminalAgainAndAgain) {
  EXPECT_EQ(claim(one_, "/a"), done);
  EXPECT_EQ(claim(one_, "/a"), done);
}

TEST_F(Registry, L13_RefusesASecondTerminalOnTheMachine) {
  ASSERT_EQ(claim(one_, "/a"), done);
  auto s = registry_.claim(two_, "/b", false);
  ASSERT_FALSE(s);
  EXPECT_EQ(s.why().code, errc::other_terminal_here);
  EXPECT_EQ(s.why().fields.at("terminal"), "KASSA1");
  EXPECT_EQ(s.why().fields.at("path"), "/a");
}

TEST_F(Registry, L13_TakesSeveralOfOneStoreWhenASettingSaysSo) {
  ASSERT_EQ(claim(one_, "/a", true), done);
  EXPECT_EQ(claim(two_, "/b", true), done);
  EXPECT_EQ(claim(elsewhere_, "/c", true), errc::other_terminal_here);
}

TEST_F(Registry, L13_RefusesACopyBesideTheOriginal) {
  ASSERT_EQ(claim(one_, "/a"), done);
  EXPECT_EQ(claim(one_, "/b"), errc::folder_moved);
  EXPECT_EQ(claim(one_, "/b", true), errc::folder_moved);
}

TEST_F(Registry, FollowsARenamedFolder) {
  ASSERT_EQ(claim(one_, "/a"), done);
  machine_.inodes.erase("/a");
  machine_.inodes["/new"] = 1;
  EXPECT_EQ(claim(one_, "/new"), done);
  EXPECT_EQ(claim(two_, "/b"), errc::other_terminal_here);
}

TEST_F(Registry, ForgetsATerminalWhoseFolderIsGone) {
  ASSERT_EQ(claim(one_, "/a"), done);
  machine_.inodes.erase("/a");
  EXPECT_EQ(claim(two_, "/b"), done);
}

TEST_F(Registry, ForgetsATerminalWhoseFolderBecameAnother) {
  ASSERT_EQ(claim(one_, "/a"), done);
  EXPECT_EQ(claim(two_, "/a"), done);
  EXPECT_EQ(claim(one_, "/b"), errc::other_terminal_here);
}

TEST_F(Registry, ReleasesATerminal) {
  ASSERT_EQ(claim(one_, "/a"), done);
  ASSERT_TRUE(registry_.release(one_));
  EXPECT_EQ(claim(two_, "/b"), done);
}

TEST_F(Registry, PassesOverFilesThatAreNotItsOwn) {
  ASSERT_TRUE(files_.make_folder("/registry"));
  ASSERT_TRUE(files_.replace("/registry/README", "hello"));
  EXPECT_EQ(claim(one_, "/a"), done);
}

} // namespace kassa::store
