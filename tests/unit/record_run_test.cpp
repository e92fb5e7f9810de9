#include "proto/base/record_run.hpp"

#include <gtest/gtest.h>
#include <kassa/v1/record.pb.h>

namespace kassa {

namespace {

v1::Record record(const std::string& body) {
  v1::Record out;
  out.set_body(body);
  out.set_hash(std::string(32, 'h'));
  return out;
}

TEST(RecordRun, IsWhatTheMessageSerialisesTo) {
  v1::RecordRun message;
  record_run run;
  for (std::size_t size : {0, 1, 80, 127, 128, 20'000}) {
    *message.add_records() = record(std::string(size, 'b'));
    run.push(record(std::string(size, 'b')).SerializeAsString());
  }
  EXPECT_EQ(run.bytes, message.SerializeAsString());
  EXPECT_EQ(run.count, 6U);
}

TEST(RecordRun, L6_ShowsEachRecordAsItLies) {
  record_run run;
  run.push(record("one").SerializeAsString());
  run.push(record("two").SerializeAsString() + "\x7a\x01z"); // A field 15.
  auto all = view_run(run.bytes);
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 2U);
  EXPECT_EQ((*all)[0].body, "one");
  EXPECT_EQ((*all)[1].body, "two");
  EXPECT_EQ((*all)[1].hash, std::string(32, 'h'));
  EXPECT_EQ((*all)[1].bytes, record("two").SerializeAsString() + "\x7a\x01z");
}

TEST(RecordRun, TellsWhereEachRecordEnds) {
  record_run run;
  run.push(record("one").SerializeAsString());
  auto first = run.bytes.size();
  run.push(record("two").SerializeAsString());
  run_reader in{run.bytes};
  EXPECT_EQ(in.offset(), 0U);
  ASSERT_TRUE(in.next());
  EXPECT_EQ(in.offset(), first);
  ASSERT_TRUE(in.next());
  EXPECT_TRUE(in.at_end());
  EXPECT_FALSE(in.next());
}

TEST(RecordRun, IsNoneWhenItsBytesAreCut) {
  record_run run;
  run.push(record("one").SerializeAsString());
  auto first = run.bytes.size();
  run.push(record("two").SerializeAsString());
  for (std::size_t n = 0; n <= run.bytes.size(); ++n)
    EXPECT_EQ(view_run(run.bytes.substr(0, n)).has_value(),
              n == 0 || n == first || n == run.bytes.size())
      << n;
  EXPECT_FALSE(view_run("no run"));
}

} // namespace

} // namespace kassa
