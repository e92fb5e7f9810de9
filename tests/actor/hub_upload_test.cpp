#include "hub/core.hpp"
#include "proto/base/head_signature.hpp"
#include "tests/support/hub_fixture.hpp"

#include <gtest/gtest.h>

// What a hub keeps and asks of an upload beside the append rule itself.

namespace kassa::hub {

namespace {

using testing::upload_line;

class HubUploads : public testing::hub_fixture {
protected:
  HubUploads() { add_store("bageri"); }

  void retire(const held_till& till) {
    v1::RetireTerminalRequest request;
    request.set_store("bageri");
    request.set_terminal(till.journal.of().terminal);
    request.set_reason("trasig disk");
    ASSERT_TRUE(office<v1::TerminalSummary>(request));
  }

  /// What verifies beyond a hole after record 3.
  v1::Evidence beyond(const held_till& till, seq_t first) {
    v1::Evidence out;
    out.set_hole_first(4);
    out.set_hole_last(first - 1);
    out.set_run(till.journal.batch(first, till.journal.last()).run());
    *out.mutable_head() = till.journal.head();
    out.set_last(true);
    sign_evidence(out, till.journal.of(), till.journal.key());
    return out;
  }

  void send_evidence(upload_line& to, const v1::Evidence& x) {
    v1::UploadUp up;
    *up.mutable_evidence() = x;
    to.to.received(std::move(up));
    settle();
  }

  v1::EvidencePage held_evidence(const held_till& till, seq_t after) {
    v1::ReadEvidenceRequest request;
    request.set_terminal(till.journal.of().terminal);
    request.set_after_seq(after);
    auto out = office<v1::EvidencePage>(request);
    EXPECT_TRUE(out) << to_string(out.why());
    return out ? *out : v1::EvidencePage{};
  }

  std::vector<std::unique_ptr<upload_line>> lines_;
};

// Research, sync-anchors T17: the hub adds when it received what.
TEST_F(HubUploads, L6_KeepsWhenEachPartOfAJournalCame) {
  auto till = make_till("bageri", "KASSA1");
  till.journal.append_plain(5);
  upload_line up;
  open(up, till);
  const auto first = clock_.wall_ms();
  send(up, till, 1, 3);
  settle();
  clock_.advance(5000);
  send(up, till, 2, 5); // Two of them are held.
  settle();
  v1::ListArrivalsRequest request;
  request.set_terminal("KASSA1");
  auto list = office<v1::ArrivalList>(request);
  ASSERT_TRUE(list);
  ASSERT_EQ(list->rows_size(), 2);
  EXPECT_EQ(list->rows(0).first_seq(), 1u);
  EXPECT_EQ(list->rows(0).last_seq(), 3u);
  EXPECT_EQ(list->rows(0).received_ms(), first);
  EXPECT_EQ(list->rows(0).made_ms(),
            till.journal.body(v1::KIND_GENESIS).wall_ms() - 3);
  EXPECT_EQ(list->rows(1).first_seq(), 4u);
  EXPECT_EQ(list->rows(1).received_ms(), first + 5000);
  request.set_after_seq(3);
  EXPECT_EQ(office<v1::ArrivalList>(request)->rows_size(), 1);
  request.set_terminal("KASSA2");
  EXPECT_EQ(office<v1::ArrivalList>(request).why().code,
            errc::unknown_terminal);
}

TEST_F(HubUploads, L4_KeepsEvidenceOfARetiredTerminalApart) {
  auto till = make_till("bageri", "KASSA1");
  till.journal.append_plain(6);
  till.journal.append_receipt(1000);
  retire(till);
  upload_line up;
  open(up, till);
  send(up, till, 1, 3);
  settle();
  send_evidence(up, beyond(till, 6));
  ASSERT_TRUE(up.last().has_evidence_taken());
  EXPECT_EQ(up.last().evidence_taken().seq(), 7u);
  EXPECT_EQ(statistics("bageri", true).receipts(), 0u);
  // It comes again after a lost answer, on this stream and on the next one.
  send_evidence(up, beyond(till, 6));
  EXPECT_EQ(up.last().evidence_taken().seq(), 7u);
  upload_line again;
  open(again, till);
  send_evidence(again, beyond(till, 5));
  EXPECT_EQ(again.last().evidence_taken().seq(), 7u);
  auto held = held_evidence(till, 0);
  EXPECT_EQ(held.held().evidence().hole_last(), 5u);
  EXPECT_EQ(held.held().received_ms(), clock_.wall_ms());
  EXPECT_FALSE(held_evidence(till, 7).has_held());
}

TEST_F(HubUploads, L4_TakesNoEvidenceThatNobodyMayGive) {
  auto till = make_till("bageri", "KASSA1");
  till.journal.append_plain(7);
  upload_line up;
  open(up, till);
  send(up, till, 1, 3);
  settle();
  send_evidence(up, beyond(till, 6));
  EXPECT_EQ(up.last().refusal().code(), "protocol") << "it is not retired";
  retire(till);
  upload_line next;
  open(next, till);
  auto forged = beyond(till, 6);
  forged.set_hole_last(4);
  send_evidence(next, forged);
  EXPECT_EQ(next.last().refusal().code(), "bad_signature");
  EXPECT_FALSE(held_evidence(till, 0).has_held());
}

// A store that is over its quota waits; it loses nothing.
TEST_F(HubUploads, L6_ABacklogWaitsForItsStoresQuota) {
  end();
  store_rate_ = 101'000;
  start();
  auto till = make_till("bageri", "KASSA1");
  for (int i = 0; i < 4; ++i) {
    auto big = till.journal.body(v1::KIND_DRAWER_OPENED);
    big.set_user(std::string(100'000, 'x'));
    till.journal.append(big);
  }
  till.journal.append_plain(1);
  upload_line up;
  open(up, till);
  for (seq_t seq = 1; seq <= 5; ++seq)
    send(up, till, seq, seq);
  settle();
  EXPECT_EQ(up.last().ack().durable().seq(), 2u) << "a second ahead";
  clock_.advance(1100);
  advance(std::chrono::milliseconds{1100});
  EXPECT_EQ(up.last().ack().durable().seq(), 3u);
  clock_.advance(1100);
  advance(std::chrono::milliseconds{1100});
  EXPECT_EQ(up.last().ack().durable().seq(), 5u)
    << "what is small comes after what it follows";
}

// What hangs at one terminal takes no place of another.
TEST_F(HubUploads, ATerminalHasSoManyStreamsAndTheHubSoManyTerminals) {
  end();
  terminals_ = 1;
  start();
  auto one = make_till("bageri", "KASSA1");
  auto two = make_till("bageri", "KASSA2", 2);
  auto stream_of = [this](held_till& till) -> upload_line& {
    auto& up = *lines_.emplace_back(std::make_unique<upload_line>());
    up.to = hub_->upload(up.peer(till.journal.of()));
    settle();
    return up;
  };
  for (std::size_t i = 0; i < streams_of_one; ++i)
    EXPECT_TRUE(stream_of(one).last().has_challenge());
  auto& many = stream_of(one);
  EXPECT_EQ(many.last().refusal().code(), "busy");
  EXPECT_EQ(many.closed->code, errc::busy);
  EXPECT_EQ(stream_of(two).last().refusal().code(), "busy");
  for (auto& x : lines_) {
    if (x->to.closed)
      x->to.closed();
    x->to = {};
  }
  settle();
  EXPECT_TRUE(stream_of(two).last().has_challenge());
}

TEST_F(HubUploads, TheTerminalsOfAStoreShareItsWindow) {
  end();
  store_window_ = 1024 * 1024;
  start();
  auto window_of = [this](const std::string& id) {
    auto till = make_till("bageri", id, id.back() - '0');
    auto* up = lines_.emplace_back(std::make_unique<upload_line>()).get();
    open(*up, till);
    for (const auto& x : up->got)
      if (x.has_welcome())
        return x.welcome().window_bytes();
    return 0U;
  };
  EXPECT_EQ(window_of("KASSA1"), 1024U * 1024U);
  EXPECT_EQ(window_of("KASSA2"), 512U * 1024U);
  EXPECT_EQ(window_of("KASSA3"), 1024U * 1024U / 3);
  for (int i = 4; i <= 6; ++i)
    window_of("KASSA" + std::to_string(i));
  EXPECT_EQ(window_of("KASSA7"), 256U * 1024U) << "not less than that";
}

} // namespace

} // namespace kassa::hub
