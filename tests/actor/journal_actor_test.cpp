#include "actors/journal/journal_actor.hpp"
#include "tests/support/caf_fixture.hpp"
#include "tests/support/world_journal.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace {

using namespace kassa;
using namespace kassa::journal;
using namespace kassa::testing;
using namespace std::chrono_literals;

using told_list = std::shared_ptr<std::vector<std::uint64_t>>;

/// Writes down what it hears.
class listener {
public:
  using handle = watcher_actor;
  static constexpr auto name = "listener";

  listener(watcher_actor::pointer, told_list told) : told_(std::move(told)) {}
  watcher_actor::behavior_type make_behavior() {
    return {[this](atom::grown, std::uint64_t seq) { told_->push_back(seq); }};
  }

private:
  told_list told_;
};

struct journal_actor_test : caf_fixture {
  journal_actor_test() { start(); }

  ~journal_actor_test() override {
    kill(journal);
    if (watcher)
      kill(watcher);
  }

  void start() {
    auto settings = settings_of(world);
    settings.die = [this](std::string_view) { ++deaths; };
    journal = kassa::spawn<journal_state>(sys_, settings);
    settle();
  }

  void watch() {
    watcher = kassa::spawn<listener>(sys_, told);
    self_->send(journal, atom::watch_v, watcher);
    settle();
  }

  result<appended> append(v1::RecordBody draft, store::durability how) {
    append_request request;
    request.drafts.push_back(std::move(draft));
    request.how = how;
    return ask<appended>(journal, atom::append_v, request);
  }

  result<appended> line() {
    v1::RecordBody draft;
    *draft.mutable_line_added()->mutable_line()
      = make_line(1, 1000, 1000, 2500);
    return append(draft, store::durability::lazy);
  }

  result<appended> pay() {
    return append(
      make_receipt(v1::SERIES_SALE, {make_line(1, 1000, 1000, 2500)}),
      store::durability::synced);
  }

  position standing() {
    auto at = ask<position>(journal, atom::standing_v);
    EXPECT_TRUE(at);
    return at ? *at : position{};
  }

  std::size_t readable(std::uint64_t after, std::uint32_t max_bytes) {
    auto got = ask<record_run>(journal, atom::read_v, after, max_bytes, true);
    EXPECT_TRUE(got);
    return got ? got->count : 0;
  }

  journal_world world;
  journal_actor journal;
  watcher_actor watcher;
  told_list told = std::make_shared<std::vector<std::uint64_t>>();
  int deaths = 0;
};

TEST_F(journal_actor_test, AnswersFinishedRecords) {
  auto done = pay();
  ASSERT_TRUE(done);
  EXPECT_EQ(done->first, 2u);
  EXPECT_EQ(done->last, 2u);
  EXPECT_EQ(done->durable, 2u);
  ASSERT_EQ(done->bodies.size(), 1u);
  EXPECT_EQ(done->bodies[0].receipt().number(), 1u);
  EXPECT_EQ(done->bodies[0].seq(), 2u);
}

TEST_F(journal_actor_test, L4_MakesALazyRecordDurableWithinATenthOfASecond) {
  watch();
  auto done = line();
  ASSERT_TRUE(done);
  EXPECT_EQ(done->durable, 1u);
  advance(99ms);
  EXPECT_EQ(standing().durable, 1u);
  EXPECT_EQ(standing().head, 2u);
  EXPECT_EQ(readable(0, 1 << 20), 1u);
  EXPECT_EQ(*told, std::vector<std::uint64_t>{1});
  advance(1ms);
  EXPECT_EQ(standing().durable, 2u);
  EXPECT_EQ(standing().durable_hash, standing().head_hash);
  EXPECT_EQ(readable(0, 1 << 20), 2u);
  EXPECT_EQ(*told, (std::vector<std::uint64_t>{1, 2}));
}

TEST_F(journal_actor_test, SyncsOnceForAllLazyRecordsOfATick) {
  auto syncs = world.disk.syncs;
  for (int i = 0; i < 10; ++i)
    ASSERT_TRUE(line());
  advance(100ms);
  advance(1s);
  EXPECT_EQ(world.disk.syncs, syncs + 1);
}

TEST_F(journal_actor_test, L4_ASyncedRecordCarriesTheLazyOnesBeforeIt) {
  watch();
  ASSERT_TRUE(line());
  ASSERT_TRUE(line());
  ASSERT_TRUE(pay());
  EXPECT_EQ(standing().durable, 4u);
  EXPECT_EQ(*told, (std::vector<std::uint64_t>{1, 4}));
  advance(100ms);
  EXPECT_EQ(told->size(), 2u);
}

TEST_F(journal_actor_test, L4_NobodyHearsOfWhatAPowerCutTakes) {
  world.disk.keep_durable = true;
  ASSERT_TRUE(pay());
  watch();
  ASSERT_TRUE(line());
  kill(journal);
  world.disk.cut_power();
  start();
  EXPECT_EQ(told->back(), 2u);
  EXPECT_EQ(standing().head, 2u);
  EXPECT_EQ(line()->last, 3u);
}

TEST_F(journal_actor_test, SealsAndAnswersHowFar) {
  ASSERT_TRUE(line());
  EXPECT_EQ(*ask<std::uint64_t>(journal, atom::seal_v), 2u);
  EXPECT_EQ(standing().durable, 2u);
}

TEST_F(journal_actor_test, ReadsNoMoreThanItIsAskedFor) {
  for (int i = 0; i < 50; ++i)
    ASSERT_TRUE(pay());
  auto bytes = world.disk.in(store::family::journal).rbegin()->second.size();
  EXPECT_LE(readable(1, static_cast<std::uint32_t>(5 * bytes)), 6u);
  EXPECT_EQ(readable(1, 1), 1u);
  EXPECT_EQ(readable(51, 1 << 20), 0u);
}

TEST_F(journal_actor_test, L2_GoesOnWithTheNextNumberAfterARestart) {
  ASSERT_TRUE(pay());
  kill(journal);
  start();
  EXPECT_EQ(standing().durable, 2u);
  EXPECT_EQ(pay()->bodies[0].receipt().number(), 2u);
}

TEST_F(journal_actor_test, RefusesWithoutAWrite) {
  auto commits = world.disk.commits;
  auto refused = append(v1::RecordBody{}, store::durability::synced);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.why().code, errc::invalid);
  EXPECT_EQ(world.disk.commits, commits);
  EXPECT_TRUE(pay());
}

TEST_F(journal_actor_test, L15_WritesNothingMoreAfterAFailedCommit) {
  world.disk.fail_commits = true;
  EXPECT_FALSE(pay());
  world.disk.fail_commits = false;
  EXPECT_FALSE(pay());
  EXPECT_EQ(standing().head, 1u);
}

TEST_F(journal_actor_test, L2_RefusesToOverwriteARecordBeyondItsLedger) {
  kill(journal);
  world.disk.in(store::family::journal)[store::journal_key(world.of, 2)] = "x";
  start();
  auto refused = pay();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.why().code, errc::journal_damaged);
}

TEST_F(journal_actor_test, DiesWithoutALedger) {
  kill(journal);
  world.disk.in(store::family::state).erase(store::ledger_key(world.of));
  start();
  EXPECT_EQ(deaths, 1);
}

TEST_F(journal_actor_test, KeepsTokenBindingAndAcknowledgement) {
  auto syncs = world.disk.syncs;
  v1::Token token;
  token.set_n(7);
  EXPECT_TRUE(ask<bool>(journal, atom::keep_v, token));
  v1::Binding binding;
  binding.set_inode(8);
  EXPECT_TRUE(ask<bool>(journal, atom::keep_v, binding));
  EXPECT_EQ(world.disk.syncs, syncs + 2);
  v1::Acked acked;
  acked.set_seq(9);
  self_->send(journal, atom::keep_v, acked);
  settle();
  EXPECT_EQ((*read_token(world.disk, world.of))->n(), 7u);
  EXPECT_EQ((*read_acked(world.disk, world.of))->seq(), 9u);
}

TEST_F(journal_actor_test, L7_StagesCatalogRowsButNotOverTheActiveOnes) {
  store::write_set rows;
  rows.put(store::family::catalog, store::catalog_row_key(world.of, 2, "r"),
           "x");
  EXPECT_TRUE(ask<bool>(journal, atom::stage_v, rows));
  rows.put(store::family::catalog, store::catalog_row_key(world.of, 1, "r"),
           "x");
  EXPECT_FALSE(ask<bool>(journal, atom::stage_v, rows));
}

} // namespace
