#include "tests/support/hub_fixture.hpp"

#include <gtest/gtest.h>

namespace kassa::testing {
namespace {

/// Says that it made what a test says.
class played_backups : public hub::backup_port {
public:
  result<made> make(std::int64_t now_ms) override {
    ++asked;
    if (fails)
      return error{errc::backup_failed, {{"folder", at}, {"what", "full"}}};
    made out;
    out.report.set_backup(++number_);
    out.report.set_made_ms(now_ms);
    out.report.set_archived(apart);
    out.inside = inside;
    return out;
  }
  result<v1::BackupReport> drill(std::int64_t now_ms) override {
    ++drills;
    if (rotten)
      return error{errc::backup_damaged,
                   {{"backup", "1"}, {"folder", at}, {"what", "table"}}};
    v1::BackupReport out;
    out.set_backup(number_);
    out.set_checked_ms(now_ms);
    return out;
  }
  v1::BackupReport newest() override { return {}; }
  const std::string& folder() const override { return at; }

  hub::heads inside;
  bool apart = true;
  bool fails = false;
  bool rotten = false;
  int asked = 0;
  int drills = 0;

  std::string at = "/backups";

private:
  std::uint32_t number_ = 0;
};

class HubBackup : public hub_fixture {
protected:
  HubBackup() {
    end();
    backups_ = &played_;
    start();
    add_store("bageri");
    till_.emplace(make_till("bageri", "KASSA1"));
    till_->journal.append_plain(6);
    open(up_, *till_);
    send(up_, *till_, 1, 4);
    settle();
  }
  ~HubBackup() override { end(); } // Before what its backups are.

  result<v1::BackupReport> make() {
    return office<v1::BackupReport>(v1::MakeBackupRequest{});
  }

  std::uint64_t listed() {
    v1::ListTerminalsRequest list;
    list.set_store("bageri");
    return office<v1::TerminalList>(list)->terminals(0).archived_seq();
  }

  played_backups played_;
  std::optional<held_till> till_;
  upload_line up_;
};

TEST_F(HubBackup, L6_TellsAnOpenStreamWhatIsArchivedAndALaterOneToo) {
  EXPECT_EQ(up_.last().ack().archived_seq(), 0u);
  played_.inside[till_->journal.of()] = till_->journal.head(3);
  ASSERT_TRUE(make());
  settle();
  EXPECT_EQ(up_.last().ack().archived_seq(), 3u);
  EXPECT_EQ(up_.last().ack().durable().seq(), 4u);
  EXPECT_EQ(listed(), 3u);
  end(); // It is kept.
  start();
  upload_line again;
  open(again, *till_);
  EXPECT_EQ(again.last().welcome().archived_seq(), 3u);
  send(again, *till_, 5, 6);
  settle();
  EXPECT_EQ(again.last().ack().archived_seq(), 3u);
}

TEST_F(HubBackup, L6_OnTheDiskOfTheDataNothingIsArchived) {
  played_.inside[till_->journal.of()] = till_->journal.head(3);
  played_.apart = false;
  ASSERT_TRUE(make());
  settle();
  EXPECT_EQ(up_.last().ack().archived_seq(), 0u);
  EXPECT_EQ(listed(), 0u);
}

TEST_F(HubBackup, L15_AFailureIsSaidUntilOneSucceeds) {
  auto backups = [this] {
    return office<v1::HubStatus>(v1::GetHubStatusRequest{})->backups();
  };
  EXPECT_EQ(backups().folder(), "/backups");
  played_.fails = true;
  EXPECT_EQ(make().why().code, errc::backup_failed);
  EXPECT_NE(backups().failed_ms(), 0);
  EXPECT_NE(backups().failure().find("full"), std::string::npos);
  EXPECT_EQ(listed(), 0u);
  played_.fails = false;
  ASSERT_TRUE(make());
  EXPECT_EQ(backups().failed_ms(), 0);
  EXPECT_EQ(backups().last().backup(), 1u);
}

TEST_F(HubBackup, MakesThemAndDrillsAsOftenAsItIsSet) {
  using std::chrono::minutes;
  auto pass
    = [this](minutes by) { // Both clocks: what is due, and when to look.
        clock_.advance(std::chrono::milliseconds{by}.count());
        advance(minutes{1});
      };
  end();
  backup_every_ = minutes{60};
  drill_every_ = minutes{150};
  start();
  pass(minutes{1});
  EXPECT_EQ(played_.asked, 1) << "none was made yet";
  pass(minutes{30});
  EXPECT_EQ(played_.drills, 1);
  EXPECT_EQ(played_.asked, 1);
  pass(minutes{31});
  EXPECT_EQ(played_.asked, 2);
  played_.fails = true;
  pass(minutes{61});
  EXPECT_EQ(played_.asked, 3);
  pass(minutes{1});
  EXPECT_EQ(played_.asked, 3) << "a disk that is gone is not asked at once";
  pass(minutes{6});
  EXPECT_EQ(played_.asked, 4);
}

TEST_F(HubBackup, L15_AfterADrillThatFailedNothingMoreIsArchived) {
  played_.inside[till_->journal.of()] = till_->journal.head(3);
  ASSERT_TRUE(make());
  v1::MakeBackupRequest drill;
  drill.set_drill(true);
  played_.rotten = true;
  EXPECT_EQ(office<v1::BackupReport>(drill).why().code, errc::backup_damaged);
  played_.inside[till_->journal.of()] = till_->journal.head(4);
  EXPECT_FALSE(make()->archived());
  EXPECT_EQ(listed(), 3u);
  EXPECT_NE(
    office<v1::HubStatus>(v1::GetHubStatusRequest{})->backups().failed_ms(), 0)
    << "a backup does not mend it";
  end(); // A restart forgets nothing of it.
  start();
  EXPECT_FALSE(make()->archived());
  played_.at = "/other"; // Another folder shares no file with it.
  end();
  start();
  EXPECT_TRUE(make()->archived());
  played_.at = "/backups";
  end();
  start();
  EXPECT_FALSE(make()->archived());
  played_.rotten = false;
  ASSERT_TRUE(office<v1::BackupReport>(drill));
  EXPECT_TRUE(make()->archived());
  EXPECT_EQ(listed(), 4u);
}

TEST_F(HubBackup, ADrillIsRememberedAcrossARestart) {
  ASSERT_TRUE(make());
  v1::MakeBackupRequest drill;
  drill.set_drill(true);
  ASSERT_TRUE(office<v1::BackupReport>(drill));
  end();
  start();
  auto now = office<v1::HubStatus>(v1::GetHubStatusRequest{})->backups();
  EXPECT_EQ(now.drill().backup(), 1u);
}

} // namespace
} // namespace kassa::testing
