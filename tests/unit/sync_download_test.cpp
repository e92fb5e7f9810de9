#include "store/keys.hpp"
#include "tests/unit/catalog_kit.hpp"
#include "tests/unit/sync_kit.hpp"

#include <gtest/gtest.h>

namespace kassa::sync::download {
namespace {

using namespace testing;
using catalog::row_map;
using catalog::testing::article_row;
using catalog::testing::small_shop;

v1::CatalogName version(std::uint64_t n, const std::string& lineage = "L") {
  v1::CatalogName out;
  out.set_lineage(lineage);
  out.set_version(n);
  return out;
}

class Download : public ::testing::Test {
protected:
  Download() {
    *active_.mutable_name() = version(1);
    active_.set_generation(4);
    active_.set_rows(before_.size());
    active_.set_state_hash(catalog::hash_of(before_).bytes());
    auto row = article_row("1003", "10", 900);
    after_.insert_or_assign(catalog::encode_row_key(row.key()),
                            catalog::serialise(row));
    machine_.emplace(machine::settings{till(), active_});
  }

  std::string step(const event& what) {
    auto out = machine_->step(what);
    if (auto x = last<open>(out))
      life_ = x->life;
    if (auto x = last<wait>(out))
      timer_ = x->timer;
    auto said = words(out);
    last_ = std::move(out);
    return said;
  }
  std::string down(const v1::DownloadDown& x) {
    return step(arrived{life_, x});
  }
  void connect() {
    step(started{});
    v1::DownloadDown x;
    *x.mutable_challenge() = challenge();
    down(x);
    ASSERT_EQ(step(stood{life_, {}}), "hello");
  }
  std::string begin(const v1::CatalogHead& to, bool snapshot,
                    const v1::CatalogName& from = version(1)) {
    v1::DownloadDown x;
    auto& start = *x.mutable_start();
    *start.mutable_to() = to;
    start.set_snapshot(snapshot);
    if (!snapshot)
      *start.mutable_from() = from;
    return down(x);
  }
  std::string chunk(const std::vector<catalog::change>& changes) {
    v1::DownloadDown x;
    *x.mutable_chunk() = catalog::pack(changes).front();
    return down(x);
  }
  std::string end(const v1::CatalogHead& to) {
    v1::DownloadDown x;
    *x.mutable_end()->mutable_to() = to;
    return down(x);
  }
  std::string switch_to(const v1::CatalogName& name,
                        v1::Applied::State state = v1::Applied::STATE_ACTIVE) {
    v1::Applied x;
    *x.mutable_name() = name;
    x.set_state(state);
    return step(switched{x});
  }
  v1::CatalogHead head(std::uint64_t n) const {
    return catalog::head_of(after_, version(n));
  }
  /// Weighs as the shell does.
  std::string weigh_it() {
    auto sum = catalog::hash_of(after_);
    return step(weighed{life_, sum.bytes(), after_.size()});
  }

  row_map before_ = small_shop();
  row_map after_ = before_;
  v1::CatalogActive active_;
  std::optional<machine> machine_;
  std::uint64_t life_ = 0;
  std::uint64_t timer_ = 0;
  effects last_;
};

TEST_F(Download, TakesADelta) {
  connect();
  EXPECT_EQ(begin(head(2), false), "wait:60000+0");
  EXPECT_EQ(chunk(catalog::difference(before_, after_)), "wait:60000+0");
  EXPECT_EQ(end(head(2)), "weigh:1");
  EXPECT_EQ(weigh_it(), "hand-over:2@4 applied:1");
  EXPECT_EQ(last<hand_over>(last_)->activation.rows.ops.size(), 1u);
  EXPECT_EQ(switch_to(version(2)), "applied:2");
  EXPECT_EQ(machine_->active().name().version(), 2u);
}

TEST_F(Download, StagesASnapshotUnderTheNextGeneration) {
  connect();
  EXPECT_EQ(begin(head(2), true), "wait:60000+0 stage:1");
  EXPECT_EQ(chunk(catalog::snapshot_of(after_)), "stage:9 wait:60000+0");
  EXPECT_EQ(end(head(2)), "");
  EXPECT_EQ(step(rows_staged{life_}), "");
  EXPECT_EQ(step(rows_staged{life_}), "hand-over:2@5 applied:1");
  EXPECT_EQ(switch_to(version(2)), "applied:2");
  EXPECT_EQ(machine_->active().generation(), 5u);
}

TEST_F(Download, L8_AsksForASnapshotWhenTheStateHashDiffers) {
  connect();
  begin(head(2), false);
  end(head(2));
  EXPECT_EQ(step(weighed{life_, active_.state_hash(), before_.size()}),
            "applied:3 wait:60000+0");
  EXPECT_EQ(begin(head(2), true), "wait:60000+0 stage:1");
}

TEST_F(Download, L8_ComparesTheNumberOfRowsToo) {
  connect();
  begin(head(2), false);
  end(head(2));
  EXPECT_EQ(step(weighed{life_, head(2).state_hash(), 1}),
            "applied:3 wait:60000+0");
}

TEST_F(Download, GivesUpAStreamThatNeverComesWhole) {
  connect();
  for (int i = 0; i < 3; ++i) {
    begin(head(2), false);
    end(head(2));
    step(weighed{life_, "", 0});
  }
  begin(head(2), false);
  end(head(2));
  EXPECT_EQ(step(weighed{life_, "", 0}),
            "close ended:state_hash_differs wait:0+1000");
}

TEST_F(Download, RefusesADeltaFromAnotherVersion) {
  connect();
  EXPECT_EQ(begin(head(3), false, version(2)), "applied:3 wait:60000+0");
}

TEST_F(Download, RefusesADeltaAboveFourMebibytes) {
  connect();
  begin(head(2), false);
  std::string said;
  for (int i = 0; i < 20 && said.find("applied") == std::string::npos; ++i) {
    std::vector<catalog::change> changes;
    for (int k = 0; k < 4; ++k) {
      auto row = article_row(std::to_string(i * 10 + k), "10", 1);
      row.mutable_article()->set_unit(std::string(60'000, 'x'));
      changes.push_back(
        {catalog::encode_row_key(row.key()), catalog::serialise(row)});
    }
    said = chunk(changes);
  }
  EXPECT_EQ(said, "applied:3 wait:60000+0");
}

TEST_F(Download, L8_NeverGoesToALowerVersionOfItsLineage) {
  connect();
  EXPECT_EQ(begin(catalog::head_of(after_, version(0)), true),
            "close ended:protocol wait:120000+12000");
  machine_.emplace(machine::settings{till(), active_});
  connect();
  EXPECT_EQ(begin(catalog::head_of(after_, version(0, "M")), true),
            "wait:60000+0 stage:1");
}

TEST_F(Download, L8_StagesNothingWhileASwitchIsPending) {
  connect();
  begin(head(2), false);
  end(head(2));
  weigh_it();
  EXPECT_EQ(begin(head(3), true), "");
  EXPECT_EQ(chunk(catalog::snapshot_of(after_)), "");
  EXPECT_EQ(end(head(3)), "");
  EXPECT_EQ(switch_to(version(2)),
            "applied:2 close ended:conflict wait:0+1000");
}

TEST_F(Download, SwitchesWithoutAStreamToo) {
  connect();
  begin(head(2), false);
  end(head(2));
  weigh_it();
  step(closed{life_, errc::unavailable});
  EXPECT_EQ(switch_to(version(2)), "");
  step(due{timer_});
  v1::DownloadDown x;
  *x.mutable_challenge() = challenge();
  down(x);
  step(stood{life_, {}});
  auto claim = check_hello(stream_kind::download, challenge().nonce(),
                           std::get<send>(last_[0]).message.hello());
  ASSERT_TRUE(claim);
  EXPECT_EQ(claim->catalog().version(), 2u);
  EXPECT_EQ(claim->catalog_state_hash(), head(2).state_hash());
}

TEST_F(Download, TellsTheHubWhenTheSaleCouldNotSwitch) {
  connect();
  begin(head(2), false);
  end(head(2));
  weigh_it();
  EXPECT_EQ(switch_to(version(2), v1::Applied::STATE_FAILED),
            "applied:3 wait:60000+0");
  EXPECT_EQ(machine_->active().name().version(), 1u);
}

TEST_F(Download, DialsAgainWhenAVersionStopsInTheMiddle) {
  connect();
  begin(head(2), true);
  EXPECT_EQ(step(due{timer_}), "close ended:unavailable wait:0+1000");
  EXPECT_EQ(step(rows_staged{life_}), "");
  EXPECT_EQ(step(due{timer_}), "open3 wait:20000+0");
}

TEST_F(Download, ListensWithoutATimerWhereThereIsNothingNew) {
  connect();
  v1::DownloadDown x;
  x.mutable_current();
  EXPECT_EQ(down(x), "");
  EXPECT_EQ(step(due{timer_}), "");
}

} // namespace
} // namespace kassa::sync::download
