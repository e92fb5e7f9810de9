#include "proto/base/crypto.hpp"
#include "store/witness.hpp"
#include "tests/store/store_fixture.hpp"
#include "tests/support/power_env.hpp"

#include <gtest/gtest.h>
#include <rocksdb/env.h>

namespace kassa::store {

namespace {

constexpr std::size_t slot_distance = 4096;

class Witness : public ::testing::Test {
protected:
  static witness::head head(seq_t seq) {
    return {seq, hash256("test", {std::to_string(seq)})};
  }

  std::unique_ptr<witness> open() {
    auto out = witness::open(files_, "/witness", deaths_.port());
    EXPECT_TRUE(out) << to_string(out.why());
    return out ? *std::move(out) : nullptr;
  }

  /// Raises to 1, 2, ... n, and closes.
  void raise_to(seq_t n) {
    auto w = open();
    for (seq_t seq = 1; seq <= n; ++seq)
      ASSERT_TRUE(w->raise(head(seq)));
  }

  /// Flips a byte of a slot.
  void tear(std::size_t slot, std::size_t at) {
    auto content = **files_.read("/witness");
    auto& c = content.at(slot * slot_distance + at);
    c = static_cast<char>(c ^ 0x40);
    ASSERT_TRUE(files_.replace("/witness", content));
  }

  std::unique_ptr<rocksdb::Env> memory_{
    rocksdb::NewMemEnv(rocksdb::Env::Default())};
  files files_{memory_.get()};
  deaths deaths_;
};

} // namespace

TEST_F(Witness, HasSeenNothingWithoutAFile) {
  EXPECT_EQ(open()->highest(), witness::head{});
  EXPECT_FALSE(files_.exists("/witness"));
}

TEST_F(Witness, L13_RemembersTheHighestHead) {
  raise_to(1);
  EXPECT_EQ(open()->highest(), head(1));
  raise_to(7);
  EXPECT_EQ(open()->highest(), head(7));
}

TEST_F(Witness, L13_NeverGoesBack) {
  auto w = open();
  ASSERT_TRUE(w->raise(head(5)));
  ASSERT_TRUE(w->raise(head(3)));
  ASSERT_TRUE(w->raise({5, std::string(32, 'x')}));
  EXPECT_EQ(w->highest(), head(5));
  EXPECT_EQ(open()->highest(), head(5));
}

TEST_F(Witness, L13_FallsBackToTheOtherSlotWhenOneIsTorn) {
  // The fourth head lies in slot 0, the third in slot 1.
  for (std::size_t at = 0; at < 88; ++at) {
    raise_to(4);
    tear(0, at);
    EXPECT_EQ(open()->highest(), head(3)) << at;
    ASSERT_TRUE(open()->raise(head(4)));
    EXPECT_EQ(open()->highest(), head(4)) << at;
    tear(1, at);
    EXPECT_EQ(open()->highest(), head(4)) << at;
    ASSERT_TRUE(files_.remove("/witness"));
  }
}

TEST_F(Witness, SaysSoWhenBothSlotsAreDamaged) {
  raise_to(4);
  tear(0, 20);
  tear(1, 30);
  auto out = witness::open(files_, "/witness", deaths_.port());
  ASSERT_FALSE(out);
  EXPECT_EQ(out.why().code, errc::corrupt);
  EXPECT_EQ(out.why().fields.at("what"), "/witness");
}

TEST_F(Witness, L15_FailedWriteKillsOnce) {
  kassa::testing::power_env disk{memory_.get()};
  files failing{&disk};
  auto w = witness::open(failing, "/witness", deaths_.port());
  ASSERT_TRUE(w);
  disk.fail_syncs();
  EXPECT_FALSE((*w)->raise(head(1)));
  EXPECT_FALSE((*w)->raise(head(2)));
  EXPECT_EQ(deaths_.told.size(), 1U);
  EXPECT_EQ((*w)->highest(), witness::head{});
}

} // namespace kassa::store
