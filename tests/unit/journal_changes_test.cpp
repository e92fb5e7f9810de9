#include "actors/journal/changes.hpp"
#include "actors/journal/verify.hpp"
#include "tests/support/journal_world.hpp"

namespace kassa::journal {

namespace {

using testing::journal_world;

v1::RecordBody setting(const std::string& name, const std::string& after) {
  v1::RecordBody out;
  out.mutable_setting_changed()->set_name(name);
  out.mutable_setting_changed()->set_after(after);
  return out;
}

v1::RecordBody started(const std::string& before, const std::string& now) {
  v1::RecordBody out;
  out.mutable_started()->set_previous_program(before);
  out.mutable_started()->set_program(now);
  return out;
}

v1::RecordBody outage(bool over) {
  v1::RecordBody out;
  out.mutable_outage()->set_device("control unit");
  out.mutable_outage()->set_detail("no answer");
  out.mutable_outage()->set_over(over);
  out.mutable_outage()->set_began_ms(1'777'892'700'000);
  return out;
}

v1::RecordBody prices() {
  v1::RecordBody out;
  auto& x = *out.mutable_prices_changed()->add_changes();
  x.set_article_no("1");
  x.set_name("Kaffe");
  x.set_before_ore(3000);
  x.set_after_ore(3250);
  auto& y = *out.mutable_prices_changed()->add_changes();
  y.set_article_no("2");
  y.set_name("Te");
  y.set_after_ore(2000);
  y.set_added(true);
  return out;
}

struct Changes : journal_world, ::testing::Test {
  v1::ChangeList all(const std::string& from = "", const std::string& to = "") {
    auto out = list_changes(disk, of, from, to);
    EXPECT_TRUE(out) << to_string(out.why());
    return out ? *out : v1::ChangeList{};
  }

  void expect_verified() {
    auto report = verify(disk, of, {});
    ASSERT_TRUE(report);
    for (const auto& x : report->findings)
      ADD_FAILURE() << x.words;
  }
};

TEST_F(Changes, TellWhoChangedWhatFromWhatToWhat) {
  must(setting("z_due", "10:00"));
  must(prices());
  must(testing::make_x()); // No change.
  auto list = all();
  ASSERT_EQ(list.changes_size(), 4);
  EXPECT_EQ(list.changes(0).what(), "program"); // The journal's beginning.
  EXPECT_EQ(list.changes(1).what(), "z_due");
  EXPECT_EQ(list.changes(1).after(), "10:00");
  EXPECT_EQ(list.changes(2).what(), "price of 1 Kaffe");
  EXPECT_EQ(list.changes(2).before(), "30,00");
  EXPECT_EQ(list.changes(2).after(), "32,50");
  EXPECT_EQ(list.changes(3).before(), "");
  EXPECT_EQ(list.changes(3).after(), "20,00");
  expect_verified();
}

TEST_F(Changes, HoldAStartOnlyWhereTheProgramIsAnother) {
  must(started("test 1", "test 1"));
  must(started("test 1", "test 2"));
  auto list = all();
  ASSERT_EQ(list.changes_size(), 2);
  EXPECT_EQ(list.changes(1).before(), "test 1");
  EXPECT_EQ(list.changes(1).after(), "test 2");
}

TEST_F(Changes, AreFoundByTheDaysTheyHappenedOn) {
  must(setting("z_due", "10:00"));
  clock.advance(86'400'000);
  must(setting("z_due", "11:00"));
  EXPECT_EQ(all("2026-05-05", "").changes_size(), 1);
  EXPECT_EQ(all("", "2026-05-04").changes_size(), 2);
  EXPECT_EQ(all("2026-05-06", "2026-05-07").changes_size(), 0);
  auto wrong = list_changes(disk, of, "i går", "");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.why().code, errc::invalid);
}

TEST_F(Changes, AMissingOrStrangeRowOfTheirsIsFound) {
  auto seq = must(setting("z_due", "10:00")).seq();
  store::write_set harm;
  harm.erase(store::family::index, store::change_key(of, "2026-05-04", seq));
  v1::ReceiptEntry stranger;
  stranger.set_seq(seq);
  harm.put(store::family::index, store::change_key(of, "2026-01-01", seq),
           stranger.SerializeAsString());
  ASSERT_TRUE(disk.commit(harm, store::durability::synced));
  auto report = verify(disk, of, {});
  ASSERT_TRUE(report);
  EXPECT_GE(report->findings.size(), 1U);
}

TEST_F(Changes, AnOutageStandsInTheLedgerUntilItIsOver) {
  must(outage(false));
  ASSERT_TRUE(ledger().has_outage());
  EXPECT_EQ(ledger().outage().detail(), "no answer");
  expect_verified();
  must(outage(true));
  EXPECT_FALSE(ledger().has_outage());
  auto list = all();
  EXPECT_EQ(list.changes(1).what(), "outage of control unit");
  EXPECT_EQ(list.changes(2).before(), "2026-05-04 13:05");
  EXPECT_EQ(list.changes(2).after(), "over");
  expect_verified();
}

TEST_F(Changes, AWrongPinCountsAsAWrongPassword) {
  v1::RecordBody attempt;
  attempt.mutable_log_in()->set_user("bo");
  attempt.mutable_log_in()->set_refused(true);
  attempt.mutable_log_in()->set_reason("wrong_pin");
  must(attempt);
  attempt.mutable_log_in()->set_reason("pin_needs_log_in");
  must(attempt);
  ASSERT_EQ(ledger().lock_outs_size(), 1);
  EXPECT_EQ(ledger().lock_outs(0).wrong(), 1U);
}

} // namespace

} // namespace kassa::journal
