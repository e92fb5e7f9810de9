#include "hub/enrolment.hpp"
#include "hub/statistics_store.hpp"
#include "proto/base/enrol_code.hpp"
#include "tests/support/hub_fixture.hpp"

#include <gtest/gtest.h>

namespace kassa::hub {

namespace {

using testing::download_line;
using testing::made_journal;
using testing::upload_line;

class Hub : public testing::hub_fixture {};

TEST_F(Hub, L6_AcknowledgesWhatItStoredAndCountsIt) {
  add_store("bageri");
  auto till = make_till("bageri", "KASSA1");
  for (int i = 0; i < 10; ++i)
    till.journal.append_receipt(1000);
  upload_line up;
  open(up, till);
  send(up, till, 1, 4);
  send(up, till, 5, 10);
  settle();
  ASSERT_TRUE(up.last().has_ack());
  EXPECT_EQ(up.last().ack().durable().seq(), 10U);
  auto sums = statistics("bageri", false);
  EXPECT_EQ(sums.net_ore(), 10'000);
  ASSERT_EQ(sums.complete_size(), 1);
  EXPECT_EQ(sums.complete(0).counted_seq(), 10U);
  EXPECT_EQ(sums.complete(0).announced_seq(), 10U);
}

TEST_F(Hub, L9_CountsByItselfAndRebuildsTheSame) {
  add_store("bageri");
  auto one = make_till("bageri", "KASSA1");
  auto two = make_till("bageri", "KASSA2", 2);
  upload_line first;
  upload_line second;
  for (int i = 0; i < 30; ++i) {
    one.journal.append_receipt(100 + i);
    two.journal.append_receipt(-50);
  }
  open(first, one);
  open(second, two);
  send(first, one, 1, 30);
  send(second, two, 1, 30);
  settle();
  advance(std::chrono::milliseconds{300});
  auto sums = statistics("bageri", false);
  EXPECT_EQ(sums.receipts(), 60U);
  EXPECT_EQ(statistics("bageri", true).SerializeAsString(),
            sums.SerializeAsString());
}

TEST_F(Hub, L9_CountsInAPauseOrAfterFiveSeconds) {
  add_store("bageri");
  auto till = make_till("bageri", "KASSA1");
  till.journal.append_plain(80);
  upload_line up;
  open(up, till);
  auto counted = [&] { return read_cursor(*data_, till.journal.of())->seq(); };
  send(up, till, 1, 1);
  settle();
  advance(std::chrono::milliseconds{500});
  EXPECT_EQ(counted(), 1U);
  for (seq_t seq = 2; seq <= 80; ++seq) {
    send(up, till, seq, seq);
    settle();
    advance(std::chrono::milliseconds{100});
    if (seq == 40) {
      EXPECT_EQ(counted(), 1U);
    }
  }
  EXPECT_GT(counted(), 40U);
}

TEST_F(Hub, ANewerSessionEndsTheOlderWithoutAnAlarm) {
  add_store("bageri");
  auto till = make_till("bageri", "KASSA1");
  till.journal.append_plain(3);
  upload_line older;
  open(older, till);
  upload_line newer;
  open(newer, till);
  ASSERT_TRUE(older.closed);
  EXPECT_EQ(older.closed->code, errc::superseded);
  EXPECT_EQ(older.last().refusal().code(), "superseded");
  send(newer, till, 1, 3);
  settle();
  EXPECT_EQ(newer.last().ack().durable().seq(), 3U);
}

TEST_F(Hub, LetsSoManyShakeHandsASecondAndTheOthersLater) {
  add_store("bageri");
  auto till = make_till("bageri", "KASSA1");
  end();
  handshakes_ = 20;
  start();
  upload_line lines[4];
  for (auto* x : {&lines[0], &lines[1], &lines[2]})
    open(*x, till);
  EXPECT_TRUE(lines[1].last().has_welcome());
  EXPECT_EQ(lines[2].last().refusal().code(), "busy");
  EXPECT_GT(lines[2].last().refusal().retry_after_ms(), 0U);
  EXPECT_EQ(lines[2].got.front().challenge().reconnect_spread_ms(), 62U);
  // Its other streams came with the first.
  download_line down;
  open(down, till, {});
  EXPECT_FALSE(down.last().has_refusal());
  clock_.advance(100);
  open(lines[3], till);
  EXPECT_TRUE(lines[3].last().has_welcome());
}

TEST_F(Hub, TellsItsTerminalsThatItEndsAndLetsNoneIn) {
  add_store("bageri");
  auto till = make_till("bageri", "KASSA1");
  till.journal.append_plain(3);
  upload_line up;
  open(up, till);
  send(up, till, 1, 2);
  settle();
  hub_->leave();
  settle();
  EXPECT_EQ(up.last().refusal().code(), "unavailable");
  EXPECT_GE(up.last().refusal().retry_after_ms(), 1000U);
  EXPECT_TRUE(up.closed);
  upload_line late;
  open(late, till);
  EXPECT_EQ(late.last().refusal().code(), "unavailable");
  end();
  start();
  upload_line again;
  open(again, till);
  EXPECT_EQ(again.last().welcome().held().seq(), 2U);
}

TEST_F(Hub, L13_AClonesSecondHolderIsFencedOnEveryStream) {
  add_store("bageri");
  auto till = make_till("bageri", "KASSA1");
  till.journal.append_plain(3);
  upload_line first;
  open(first, till);
  auto clone = till;
  upload_line again;
  open(again, till);
  download_line down;
  open(down, till, {});
  upload_line second;
  open(second, clone);
  const auto& refusal = second.last().refusal();
  EXPECT_EQ(refusal.code(), "fenced");
  EXPECT_TRUE(
    sync::fence_holds(refusal.fence(), till.journal.of(), key_.public_key));
  EXPECT_EQ(again.last().refusal().code(), "superseded"); // Told when it comes.

  EXPECT_EQ(down.last().refusal().code(), "fenced");
  end();
  start();
  upload_line later;
  open(later, till);
  EXPECT_EQ(later.last().refusal().code(), "fenced");
  v1::ListTerminalsRequest list;
  list.set_store("bageri");
  EXPECT_TRUE(office<v1::TerminalList>(list)->terminals(0).fenced());
}

TEST_F(Hub, RefusesAStrangerByTheNameOfTheCode) {
  add_store("bageri");
  held_till stranger{made_journal{{"bageri", "KASSA9"}}, {}, {}};
  upload_line up;
  open(up, stranger);
  EXPECT_EQ(up.last().refusal().code(), "unknown_terminal");
  auto till = make_till("bageri", "KASSA1");
  held_till thief{made_journal{{"bageri", "KASSA1"}, 2}, {}, {}};
  EXPECT_EQ(enrol(thief, "guess").why().code, errc::wrong_key);
  EXPECT_EQ(enrol(thief, till.bundle.secret()).why().code, errc::wrong_key);
  upload_line wrong;
  open(wrong, thief);
  EXPECT_EQ(wrong.last().refusal().code(), "wrong_key");
}

TEST_F(Hub, RefusesAHelloThatTheConnectionsCertificateDoesNotCover) {
  add_store("bageri");
  auto till = make_till("bageri", "KASSA1");
  auto other = make_till("bageri", "KASSA2", 2);
  for (const auto& shown :
       {std::optional<scope>{}, std::optional{other.journal.of()}}) {
    upload_line up;
    auto peer = up.peer(till.journal.of());
    peer.certified = shown;
    up.to = hub_->upload(std::move(peer));
    hello<v1::UploadUp>(up, sync::stream_kind::upload, till, till.claim());
    EXPECT_EQ(up.last().refusal().code(), "wrong_certificate");
  }
}

// What was long under way says nothing of a second holder.
TEST_F(Hub, L13_AHelloThatComesLateOnAnOlderStreamIsNoSecondHolder) {
  add_store("bageri");
  auto till = make_till("bageri", "KASSA1");
  till.journal.append_plain(2);
  upload_line first;
  open(first, till); // Confirms token 1.
  upload_line late;
  late.to = hub_->upload(late.peer(till.journal.of()));
  const auto before = till.claim();
  upload_line second;
  open(second, till); // Confirms token 2.
  hello<v1::UploadUp>(late, sync::stream_kind::upload, till, before);
  EXPECT_EQ(late.last().refusal().code(), "superseded");
  send(second, till, 1, 2);
  settle();
  EXPECT_TRUE(second.last().has_ack());
}

TEST_F(Hub, L13_ARevokedTerminalsSecretAndCodeBindNothing) {
  add_store("bageri");
  held_till till{
    made_journal{{"bageri", "KASSA1"}}, add_terminal("bageri", "KASSA1"), {}};
  v1::AddTerminalRequest by_code;
  by_code.set_store("bageri");
  by_code.set_terminal("KASSA2");
  by_code.set_by_code(true);
  auto code = parse_enrol_code(office<v1::AddTerminalAnswer>(by_code)->code());
  ASSERT_TRUE(code);
  for (const auto* id : {"KASSA1", "KASSA2"}) {
    v1::RevokeTerminalRequest revoke;
    revoke.set_store("bageri");
    revoke.set_terminal(id);
    revoke.set_reason("stolen");
    ASSERT_TRUE(office<v1::TerminalSummary>(revoke));
  }
  EXPECT_EQ(enrol(till, till.bundle.secret()).why().code, errc::revoked);
  v1::EnrolClaim claim;
  claim.set_code(code->secret);
  claim.set_device_key(till.journal.key().public_key);
  EXPECT_EQ(ask<v1::Enrolled>(hub_->office(), sync::make_enrol_request(
                                                claim, till.journal.key()))
              .why()
              .code,
            errc::revoked);
  v1::ListTerminalsRequest list;
  list.set_store("bageri");
  const auto listed = *office<v1::TerminalList>(list);
  ASSERT_EQ(listed.terminals_size(), 2);
  for (const auto& one : listed.terminals()) {
    EXPECT_TRUE(one.revoked()) << one.terminal();
    EXPECT_FALSE(one.bound()) << one.terminal();
  }
}

TEST_F(Hub, CertifiesAKeyForWhoItKnows) {
  add_store("bageri");
  auto till = make_till("bageri", "KASSA1");
  auto key = tls::make_key();
  v1::EnrolClaim claim;
  claim.set_store("bageri");
  claim.set_terminal("KASSA1");
  claim.set_device_key(till.journal.key().public_key);
  claim.set_certificate_request(*tls::make_request(*key));
  auto ask_again = [&] {
    return ask<v1::Enrolled>(
      hub_->office(), sync::make_enrol_request(claim, till.journal.key()));
  };
  auto got = ask_again();
  ASSERT_TRUE(got) << to_string(got.why());
  auto says = tls::read(got->certificate());
  ASSERT_TRUE(says);
  EXPECT_EQ(says->name, "KASSA1");
  EXPECT_EQ(says->unit, "bageri");
  const auto now_s = clock_.wall_ms() / 1000;
  EXPECT_EQ(says->lasts.until_ms / 1000, now_s + certificate_ms / 1000);
  EXPECT_LT(says->lasts.from_ms / 1000, now_s);
  claim.set_certificate_request("no request");
  EXPECT_EQ(ask_again().why().code, errc::invalid);
  claim.set_store("kiosk");
  EXPECT_EQ(ask_again().why().code, errc::unknown_terminal);
}

TEST_F(Hub, L6_LostDataAreFilledAgainAndTotalsAreTheSame) {
  add_store("bageri");
  auto till = make_till("bageri", "KASSA1");
  for (int i = 0; i < 5; ++i)
    till.journal.append_receipt(700);
  upload_line up;
  open(up, till);
  send(up, till, 1, 5);
  settle();
  auto before = statistics("bageri", false).net_ore();
  auto incarnation = up.got.front().challenge().incarnation();
  end();
  data_ = store::make_memory_hub_storage();
  start();
  upload_line again;
  open(again, till);
  ASSERT_TRUE(again.got.size() > 1 && again.got[1].has_welcome());
  EXPECT_NE(again.got.front().challenge().incarnation(), incarnation);
  EXPECT_EQ(again.got[1].welcome().held().seq(), 0U);
  send(again, till, 1, 5);
  settle();
  EXPECT_EQ(statistics("bageri", false).net_ore(), before);
}

TEST_F(Hub, L7_APublishReachesLiveDownloads) {
  add_store("bageri");
  auto till = make_till("bageri", "KASSA1");
  v1::CatalogName at;
  at.set_lineage(till.bundle.lineage());
  download_line down;
  open(down, till, at);
  ASSERT_TRUE(down.last().has_current());
  ASSERT_TRUE(import("100,Bulle,Bageri,VARA,2500,1200,\n"));
  auto head = publish();
  settle();
  ASSERT_TRUE(down.last().has_end());
  EXPECT_EQ(down.last().end().to().name().version(), 1U);
  v1::DownloadUp active;
  *active.mutable_applied()->mutable_name() = head.name();
  active.mutable_applied()->set_state(v1::Applied::STATE_ACTIVE);
  down.to.received(active);
  settle();
  down.got.clear();
  ASSERT_TRUE(import("100,Bulle,Bageri,VARA,2600,1200,\n"));
  publish();
  settle();
  ASSERT_FALSE(down.got.empty());
  EXPECT_FALSE(down.got.front().start().snapshot());
}

TEST_F(Hub, SoManyGetAWholeCatalogAtOnceAndTheRestComeAgain) {
  end();
  snapshots_ = 1;
  start();
  add_store("bageri");
  auto one = make_till("bageri", "KASSA1");
  auto two = make_till("bageri", "KASSA2");
  auto head = publish();
  download_line first;
  open(first, one, {});
  ASSERT_TRUE(first.last().has_end());
  download_line second;
  open(second, two, {});
  EXPECT_EQ(second.last().refusal().code(), "busy");
  EXPECT_GT(second.last().refusal().retry_after_ms(), 0U);
  v1::DownloadUp staged;
  *staged.mutable_applied()->mutable_name() = head.name();
  staged.mutable_applied()->set_state(v1::Applied::STATE_STAGED);
  first.to.received(staged);
  settle();
  download_line again;
  open(again, two, {});
  EXPECT_TRUE(again.last().has_end());
  // Who goes leaves the place, too.
  again.to.closed();
  settle();
  download_line third;
  open(third, one, {});
  EXPECT_TRUE(third.last().has_end());
}

TEST_F(Hub, L8_AFailedDeltaBecomesASnapshot) {
  add_store("bageri");
  auto till = make_till("bageri", "KASSA1");
  auto first = publish();
  ASSERT_TRUE(import("100,Bulle,Bageri,VARA,2500,1200,\n"));
  publish();
  download_line down;
  open(down, till, first.name());
  down.got.clear();
  v1::DownloadUp failed;
  failed.mutable_applied()->set_state(v1::Applied::STATE_FAILED);
  down.to.received(failed);
  settle();
  ASSERT_FALSE(down.got.empty());
  EXPECT_TRUE(down.got.front().start().snapshot());
}

TEST_F(Hub, L7_AfterLostDataATerminalKeepsItsCatalogUntilAPublish) {
  add_store("bageri");
  auto till = make_till("bageri", "KASSA1");
  auto head = publish();
  end();
  data_ = store::make_memory_hub_storage();
  start();
  download_line down;
  open(down, till, head.name());
  ASSERT_TRUE(down.last().has_current());
  publish();
  settle();
  EXPECT_TRUE(down.last().has_end());
}

} // namespace

} // namespace kassa::hub
