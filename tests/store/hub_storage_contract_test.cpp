// What every engine behind the hub's storage port must do. Ambiguous outcomes
// are for engines across a network: neither of these two makes one.

#include "store/hub_storage.hpp"
#include "tests/store/store_fixture.hpp"
#include "tests/support/power_env.hpp"
#include "tests/support/temp_dir.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kassa::store {

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

/// Makes an engine with nothing in it.
struct memory_engine {
  std::unique_ptr<hub_storage> make() { return make_memory_hub_storage(); }
};

struct rocks_engine {
  std::unique_ptr<hub_storage> make() {
    auto out = open_hub_storage({.path = dir / "db", .die = died.port()});
    EXPECT_TRUE(out) << to_string(out.why());
    return *std::move(out);
  }
  kassa::testing::temp_dir dir;
  deaths died;
};

transaction put_if(std::string partition, std::string key,
                   std::optional<std::string> before, std::string after) {
  return {std::move(partition),
          {{key, std::move(before)}},
          {{key, std::move(after)}}};
}

rows all_in(const hub_storage& db, std::string_view partition,
            std::string_view from = {}, std::string_view to = {}) {
  rows out;
  EXPECT_TRUE(db.scan(partition, from, to, [&](auto key, auto value) {
    out.emplace_back(key, value);
    return true;
  }));
  return out;
}

std::vector<bool> commit(hub_storage& db, const std::vector<transaction>& all) {
  std::vector<bool> out;
  for (const auto& s : db.commit(all)) {
    EXPECT_TRUE(s || s.why().code == errc::conflict);
    out.push_back(static_cast<bool>(s));
  }
  return out;
}

template <class Engine>
class HubStorage : public ::testing::Test {
protected:
  Engine engine_;
  std::unique_ptr<hub_storage> db_ = engine_.make();
};

using engines = ::testing::Types<memory_engine, rocks_engine>;

struct engine_name {
  template <class T>
  static std::string GetName(int) {
    return std::is_same_v<T, memory_engine> ? "Memory" : "RocksDB";
  }
};

} // namespace

TYPED_TEST_SUITE(HubStorage, engines, engine_name);

TYPED_TEST(HubStorage, HoldsNothingAtFirst) {
  EXPECT_FALSE(*this->db_->get("s", "k"));
  EXPECT_THAT(all_in(*this->db_, "s"), IsEmpty());
  EXPECT_THAT(this->db_->commit({}), IsEmpty());
}

TYPED_TEST(HubStorage, CommitsWhenWhatIsExpectedHolds) {
  auto& db = *this->db_;
  EXPECT_THAT(commit(db, {put_if("s", "k", {}, "1")}), ElementsAre(true));
  EXPECT_THAT(commit(db, {put_if("s", "k", "1", "2")}), ElementsAre(true));
  EXPECT_EQ(**db.get("s", "k"), "2");
}

TYPED_TEST(HubStorage, RefusesWhenItDoesNot) {
  auto& db = *this->db_;
  ASSERT_THAT(commit(db, {put_if("s", "k", {}, "1")}), ElementsAre(true));
  EXPECT_THAT(commit(db, {put_if("s", "k", {}, "2"), put_if("s", "k", "9", "2"),
                          put_if("s", "none", "1", "2")}),
              ElementsAre(false, false, false));
  EXPECT_THAT(all_in(db, "s"), ElementsAre(Pair("k", "1")));
}

TYPED_TEST(HubStorage, RefusesATransactionWhole) {
  auto& db = *this->db_;
  transaction two{"s", {{"a", {}}, {"b", "x"}}, {{"a", "1"}, {"b", "1"}}};
  EXPECT_THAT(commit(db, {two}), ElementsAre(false));
  EXPECT_THAT(all_in(db, "s"), IsEmpty());
}

TYPED_TEST(HubStorage, TellsAnEmptyValueFromNone) {
  auto& db = *this->db_;
  EXPECT_THAT(commit(db, {put_if("s", "k", "", "1")}), ElementsAre(false));
  EXPECT_THAT(commit(db, {put_if("s", "k", {}, "")}), ElementsAre(true));
  EXPECT_EQ(**db.get("s", "k"), "");
  EXPECT_THAT(commit(db, {put_if("s", "k", {}, "1")}), ElementsAre(false));
}

TYPED_TEST(HubStorage, L6_ShowsEachTransactionTheOnesBeforeIt) {
  auto& db = *this->db_;
  transaction erase{"s", {{"k", "2"}}, {{"k", {}}}};
  EXPECT_THAT(
    commit(db, {put_if("s", "k", {}, "1"), put_if("s", "k", {}, "x"),
                put_if("s", "k", "1", "2"), erase, put_if("s", "k", {}, "3")}),
    ElementsAre(true, false, true, true, true));
  EXPECT_EQ(**db.get("s", "k"), "3");
}

TYPED_TEST(HubStorage, DoesNotShowWhatARefusedOneWouldHaveWritten) {
  auto& db = *this->db_;
  transaction refused{"s", {{"a", "no"}}, {{"b", "1"}}};
  EXPECT_THAT(commit(db, {refused, put_if("s", "b", "1", "2"),
                          put_if("s", "b", {}, "3")}),
              ElementsAre(false, false, true));
  EXPECT_EQ(**db.get("s", "b"), "3");
}

TYPED_TEST(HubStorage, AppliesWritesInTheirOrder) {
  auto& db = *this->db_;
  transaction t{"s", {}, {{"a", "1"}, {"a", {}}, {"b", {}}, {"b", "2"}}};
  EXPECT_THAT(commit(db, {t}), ElementsAre(true));
  EXPECT_THAT(all_in(db, "s"), ElementsAre(Pair("b", "2")));
}

TYPED_TEST(HubStorage, KeepsPartitionsApart) {
  auto& db = *this->db_;
  const std::vector<std::string> partitions{"", "a", "ab", "abcdefghijklmnop"};
  for (const auto& p : partitions)
    ASSERT_THAT(commit(db, {put_if(p, "k", {}, p), put_if(p, "\xff", {}, p)}),
                ElementsAre(true, true));
  for (const auto& p : partitions) {
    EXPECT_EQ(**db.get(p, "k"), p);
    EXPECT_THAT(all_in(db, p), ElementsAre(Pair("k", p), Pair("\xff", p)));
  }
}

TYPED_TEST(HubStorage, ScansInTheOrderOfBytesWithinBounds) {
  auto& db = *this->db_;
  using namespace std::string_literals;
  for (const auto& key : {"b"s, "\xff"s, "a"s, "a\0"s, ""s})
    ASSERT_THAT(commit(db, {put_if("s", key, {}, "v")}), ElementsAre(true));
  EXPECT_THAT(all_in(db, "s"),
              ElementsAre(Pair("", "v"), Pair("a", "v"), Pair("a\0"s, "v"),
                          Pair("b", "v"), Pair("\xff", "v")));
  EXPECT_THAT(all_in(db, "s", "a", "b"),
              ElementsAre(Pair("a", "v"), Pair("a\0"s, "v")));
  EXPECT_THAT(all_in(db, "s", "b"),
              ElementsAre(Pair("b", "v"), Pair("\xff", "v")));
  EXPECT_THAT(all_in(db, "s", "b", "a"), IsEmpty());
}

TYPED_TEST(HubStorage, StopsAScanWhenTold) {
  auto& db = *this->db_;
  ASSERT_THAT(commit(db, {put_if("s", "a", {}, ""), put_if("s", "b", {}, "")}),
              ElementsAre(true, true));
  int seen = 0;
  EXPECT_TRUE(db.scan("s", {}, {}, [&](auto, auto) {
    ++seen;
    return false;
  }));
  EXPECT_EQ(seen, 1);
}

TYPED_TEST(HubStorage, MayBeCalledFromAVisitor) {
  auto& db = *this->db_;
  ASSERT_THAT(commit(db, {put_if("s", "a", {}, "1")}), ElementsAre(true));
  EXPECT_TRUE(db.scan("s", {}, {}, [&](std::string_view key, auto) {
    EXPECT_EQ(**db.get("s", key), "1");
    EXPECT_THAT(commit(db, {put_if("s", "b", {}, "2")}), ElementsAre(true));
    return true;
  }));
  EXPECT_EQ(all_in(db, "s").size(), 2U);
}

// -- the engine on disk -------------------------------------------------------

TEST(RocksHubStorage, L6_FindsAllAgainAfterReopening) {
  rocks_engine engine;
  ASSERT_THAT(commit(*engine.make(), {put_if("s", "k", {}, "1")}),
              ElementsAre(true));
  EXPECT_EQ(**engine.make()->get("s", "k"), "1");
}

TEST(RocksHubStorage, L6_SyncsOnceForManyAndKeepsThemThroughAPowerCut) {
  std::unique_ptr<rocksdb::Env> memory{
    rocksdb::NewMemEnv(rocksdb::Env::Default())};
  std::mt19937_64 random{1};
  {
    kassa::testing::power_env disk{memory.get()};
    auto db = *open_hub_storage({.path = "/db", .env = &disk, .die = {}});
    auto before = disk.syncs_of(".log");
    std::vector<transaction> many;
    for (int i = 0; i < 100; ++i)
      many.push_back(put_if("s", std::to_string(i), {}, "1"));
    for (const auto& s : db->commit(many))
      EXPECT_TRUE(s);
    EXPECT_EQ(disk.syncs_of(".log"), before + 1);
    disk.cut(random);
  }
  kassa::testing::power_env disk{memory.get()};
  auto db = *open_hub_storage({.path = "/db", .env = &disk, .die = {}});
  EXPECT_EQ(all_in(*db, "s").size(), 100U);
}

TEST(RocksHubStorage, L15_FailedSyncKillsOnceAndPromisesNothing) {
  std::unique_ptr<rocksdb::Env> memory{
    rocksdb::NewMemEnv(rocksdb::Env::Default())};
  kassa::testing::power_env disk{memory.get()};
  deaths died;
  auto db
    = *open_hub_storage({.path = "/db", .env = &disk, .die = died.port()});
  disk.fail_syncs();
  std::vector<transaction> two{put_if("s", "a", {}, "1"),
                               put_if("s", "b", "x", "1")};
  auto out = db->commit(two);
  EXPECT_EQ(out[0].why().code, errc::io);
  EXPECT_EQ(out[1].why().code, errc::conflict);
  EXPECT_EQ(db->commit(two)[0].why().code, errc::io);
  EXPECT_EQ(died.told.size(), 1U);
}

TEST(RocksHubStorage, NamesTheFolderThatAnotherHolds) {
  rocks_engine engine;
  auto first = engine.make();
  auto second
    = open_hub_storage({.path = engine.dir / "db", .die = engine.died.port()});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.why().code, errc::store_locked);
}

} // namespace kassa::store
