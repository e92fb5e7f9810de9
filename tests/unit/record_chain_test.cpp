#include "proto/base/crypto.hpp"
#include "proto/base/record_chain.hpp"
#include "tests/support/hub_records.hpp"

#include <gtest/gtest.h>

namespace kassa {

namespace {

struct Chain : ::testing::Test {
  Chain() {
    journal.append_plain(4);
    run = journal.batch(1, journal.last()).run();
    records = *view_run(run);
  }

  testing::made_journal journal{{"bageri", "KASSA1"}};
  std::string run;
  std::vector<record_view> records; ///< Into the run.
  record_chain chain;
};

TEST_F(Chain, FollowsAJournalAndLearnsWhoseItIs) {
  for (const auto& x : records)
    ASSERT_TRUE(chain.add(x));
  EXPECT_EQ(chain.seq(), records.size());
  EXPECT_EQ(chain.hash(), records.back().hash);
  EXPECT_EQ(*chain.of(), (scope{"bageri", "KASSA1"}));
}

TEST_F(Chain, RefusesWhatDoesNotFollowAndStaysWhereItIs) {
  ASSERT_TRUE(chain.add(records[0]));
  for (auto wrong : {records[0], records[2]})
    EXPECT_EQ(chain.add(wrong).why().code, errc::corrupt);
  auto changed = std::string{records[1].body};
  changed.back() = static_cast<char>(changed.back() ^ 1);
  EXPECT_EQ(chain.add({records[1].bytes, changed, records[1].hash}).why().code,
            errc::corrupt);
  EXPECT_EQ(chain.seq(), 1U);
  EXPECT_TRUE(chain.add(records[1]));
}

TEST_F(Chain, RefusesAnothersRecordAndOneThatIsTooLarge) {
  ASSERT_TRUE(chain.add(records[0]));
  testing::made_journal other{{"bageri", "KASSA2"}, 2};
  other.append_plain(2);
  const auto theirs = other.batch(1, other.last()).run();
  EXPECT_EQ(chain.add(view_run(theirs)->at(1)).why().code, errc::corrupt);
  const std::string large(record_size_max + 1, 'x');
  EXPECT_EQ(chain.add({large, large, records[1].hash}).why().code,
            errc::too_large);
}

} // namespace

} // namespace kassa
