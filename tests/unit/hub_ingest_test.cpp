#include "hub/journal_rows.hpp"
#include "hub/keys.hpp"
#include "hub/upload_session.hpp"
#include "tests/support/hub_records.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace kassa::hub {

namespace {

using testing::made_journal;

/// Runs a machine against a storage twin, committing at once or when told.
class Ingest : public ::testing::Test {
protected:
  Ingest() { open(); }

  void open() {
    machine_.emplace(ingest::machine::setup{
      till_.of(), till_.key().public_key, hub_key_, std::string(16, 'i'),
      [this](seq_t seq) { return hash_at(seq); }});
    over_ = fenced_ = false;
    sent_.clear();
    waiting_.clear();
  }

  result<std::optional<std::string>> hash_at(seq_t seq) {
    auto record = find_record(*storage_, till_.of(), seq);
    if (!record || !*record)
      return std::optional<std::string>{};
    return std::optional{(*record)->hash()};
  }

  std::optional<std::string> get(const std::string& key) {
    return *storage_->get(till_.of().store, key);
  }

  ingest::held_state held() {
    ingest::held_state out{ingest::empty_head(), {}, {}, {}};
    out.head_row = get(keys::head(till_.of().terminal));
    if (out.head_row)
      out.head.ParseFromString(*out.head_row);
    out.tokens_row = get(keys::token(till_.of().terminal));
    if (out.tokens_row)
      out.tokens.ParseFromString(*out.tokens_row);
    return out;
  }

  void run(ingest::effects todo) {
    for (auto& effect : todo) {
      if (auto* x = std::get_if<ingest::send>(&effect))
        sent_.push_back(x->message);
      else if (auto* c = std::get_if<ingest::commit>(&effect))
        commit(std::move(c->what));
      else if (std::holds_alternative<ingest::read_head>(effect))
        run(machine_->head_read(held().head, held().head_row));
      else if (std::holds_alternative<ingest::fence>(effect))
        fenced_ = true;
      else if (auto* e = std::get_if<ingest::end>(&effect)) {
        over_ = true;
        why_ = e->why;
      }
    }
  }

  void commit(store::transaction what) {
    if (hold_)
      return waiting_.push_back(std::move(what));
    run(machine_->committed(storage_->commit({&what, 1}).front()));
  }

  void release() {
    hold_ = false;
    for (auto todo = std::exchange(waiting_, {}); auto& what : todo)
      run(machine_->committed(storage_->commit({&what, 1}).front()));
  }

  /// From hello to the confirmed token.
  void begin() {
    auto claim = till_.claim();
    if (token_)
      *claim.mutable_token() = *token_;
    run(machine_->begin(claim, held(), random_bytes(random_, 16)));
    if (over_ || fenced_)
      return;
    token_ = sent_.back().welcome().token();
    v1::TokenConfirm confirm;
    confirm.set_n(token_->n());
    run(machine_->confirmed(confirm));
  }

  void send(seq_t first, seq_t last) {
    run(machine_->batch(till_.batch(first, last), 0));
  }

  seq_t held_seq() { return held().head.seq(); }
  seq_t acked() {
    for (auto at = sent_.rbegin(); at != sent_.rend(); ++at)
      if (at->has_ack())
        return at->ack().durable().seq();
    return 0;
  }

  testing::seeded_random random_{7};
  key_pair hub_key_ = make_key_pair(random_);
  std::unique_ptr<store::hub_storage> storage_
    = store::make_memory_hub_storage();
  made_journal till_{{"bageri", "KASSA1"}};
  std::optional<ingest::machine> machine_;
  std::optional<v1::Token> token_;
  std::vector<v1::UploadDown> sent_;
  std::vector<store::transaction> waiting_;
  bool hold_ = false;
  bool over_ = false;
  bool fenced_ = false;
  error why_{errc::internal};
};

TEST_F(Ingest, L6_StoresABatchByteForByteAndSignsItsHead) {
  till_.append_plain(5);
  begin();
  send(1, 5);
  EXPECT_EQ(held_seq(), 5U);
  const auto& ack = sent_.back().ack();
  EXPECT_TRUE(ack_holds(ack.durable(), till_.of(), hub_key_.public_key,
                        ack.countersignature()));
  auto third = find_record(*storage_, till_.of(), 3);
  ASSERT_TRUE(third && *third);
  EXPECT_EQ((*third)->SerializeAsString(), till_.record(3).SerializeAsString());
}

TEST_F(Ingest, CountersignsTheHeadThatItWelcomesWith) {
  till_.append_plain(3);
  begin();
  EXPECT_TRUE(sent_.front().welcome().countersignature().empty());
  send(1, 3);
  open();
  begin();
  const auto& welcome = sent_.front().welcome();
  EXPECT_EQ(welcome.held().seq(), 3U);
  EXPECT_TRUE(ack_holds(welcome.held(), till_.of(), hub_key_.public_key,
                        welcome.countersignature()));
}

TEST_F(Ingest, L6_TakesARepeatedBatchOnce) {
  till_.append_plain(5);
  begin();
  send(1, 5);
  sent_.clear();
  send(1, 5);
  send(2, 4);
  EXPECT_EQ(acked(), 5U);
  EXPECT_EQ(held_seq(), 5U);
  EXPECT_FALSE(over_ || fenced_);
}

TEST_F(Ingest, L6_TrimsAnOverlap) {
  till_.append_plain(8);
  begin();
  send(1, 5);
  send(3, 8);
  EXPECT_EQ(held_seq(), 8U);
}

TEST_F(Ingest, L6_AsksToRewindOnceForAGap) {
  till_.append_plain(9);
  begin();
  send(1, 2);
  sent_.clear();
  send(5, 6);
  send(7, 9);
  ASSERT_EQ(sent_.size(), 1U);
  EXPECT_EQ(sent_[0].rewind().held().seq(), 2U);
  send(3, 9);
  EXPECT_EQ(held_seq(), 9U);
}

TEST_F(Ingest, L13_FencesAForkAtTheHead) {
  till_.append_plain(3);
  begin();
  send(1, 3);
  made_journal other{till_.of()};
  for (int i = 0; i < 5; ++i)
    other.append(other.body(v1::KIND_CASH_MOVED));
  run(machine_->batch(other.batch(4, 5), 0));
  EXPECT_TRUE(fenced_);
  EXPECT_EQ(held_seq(), 3U);
}

TEST_F(Ingest, L13_FencesAForkWithinWhatIsHeld) {
  till_.append_plain(6);
  begin();
  send(1, 6);
  made_journal other{till_.of()};
  other.append_plain(2);
  for (int i = 0; i < 2; ++i)
    other.append(other.body(v1::KIND_CASH_MOVED));
  run(machine_->batch(other.batch(1, 4), 0));
  EXPECT_TRUE(fenced_);
}

TEST_F(Ingest, L13_FencesAnotherHeadAtTheHello) {
  till_.append_plain(6);
  begin();
  send(1, 6);
  made_journal other{till_.of()};
  for (int i = 0; i < 4; ++i)
    other.append(other.body(v1::KIND_CASH_MOVED));
  open();
  auto claim = other.claim();
  *claim.mutable_token() = *token_;
  run(machine_->begin(claim, held(), random_bytes(random_, 16)));
  EXPECT_TRUE(fenced_);
}

TEST_F(Ingest, RefusesABrokenChainWithoutAFence) {
  till_.append_plain(4);
  begin();
  auto batch = till_.batch(1, 4);
  v1::RecordRun broken;
  ASSERT_TRUE(broken.ParseFromString(batch.run()));
  (*broken.mutable_records(2)->mutable_body()) += "x";
  batch.set_run(broken.SerializeAsString());
  run(machine_->batch(batch, 0));
  EXPECT_EQ(why_.code, errc::corrupt);
  EXPECT_FALSE(fenced_);
  EXPECT_EQ(held_seq(), 0U);
}

TEST_F(Ingest, RefusesAHeadThatTheDeviceDidNotSign) {
  till_.append_plain(4);
  begin();
  auto batch = till_.batch(1, 4);
  batch.set_head_signature(std::string(64, 'x'));
  run(machine_->batch(batch, 0));
  EXPECT_EQ(why_.code, errc::bad_signature);
}

TEST_F(Ingest, L1_RefusesARecordOfAnotherScope) {
  made_journal other{{"bageri", "KASSA2"}};
  other.append_plain(1);
  begin();
  auto batch = other.batch(1, 1);
  batch.set_head_signature(sign_head(other.head(1), till_.of(), till_.key()));
  run(machine_->batch(batch, 0));
  EXPECT_EQ(why_.code, errc::corrupt);
}

TEST_F(Ingest, L14_StoresWhatItCannotInterpretAndWhatFollows) {
  till_.append_plain(1);
  auto strange = till_.body(static_cast<v1::Kind>(9999));
  till_.append_bytes(strange.SerializeAsString()
                     + std::string("\xba\x3e\x01?"));
  till_.append_plain(1);
  begin();
  send(1, 3);
  EXPECT_EQ(held_seq(), 3U);
}

TEST_F(Ingest, TakesNoBatchBeforeTheTokenIsConfirmed) {
  till_.append_plain(1);
  run(machine_->begin(till_.claim(), held(), random_bytes(random_, 16)));
  send(1, 1);
  EXPECT_EQ(why_.code, errc::protocol);
  EXPECT_EQ(held_seq(), 0U);
}

TEST_F(Ingest, TellsWhatIsArchivedAndNeverMoreThanIsDurable) {
  till_.append_plain(4);
  begin();
  send(1, 3);
  auto told = [this](seq_t seq) {
    auto todo = machine_->archived(seq);
    return todo.empty()
             ? seq_t{0}
             : std::get<ingest::send>(todo.at(0)).message.ack().archived_seq();
  };
  EXPECT_EQ(told(2), 2U);
  EXPECT_EQ(told(2), 0U) << "nothing new";
  EXPECT_EQ(told(1), 0U);
  EXPECT_EQ(told(4), 0U) << "not held";
  EXPECT_EQ(told(3), 3U);
}

TEST_F(Ingest, L4_AcknowledgesOnlyWhatIsCommitted) {
  till_.append_plain(6);
  begin();
  hold_ = true;
  send(1, 3);
  send(4, 6);
  EXPECT_EQ(acked(), 0U);
  release();
  EXPECT_EQ(acked(), 6U);
}

TEST_F(Ingest, L6_ReadsTheHeadAfterAnAmbiguousCommitThatHappened) {
  till_.append_plain(6);
  begin();
  hold_ = true;
  send(1, 3);
  (void)storage_->commit({waiting_.data(), 1});
  waiting_.clear();
  hold_ = false;
  run(machine_->committed(error{errc::ambiguous}));
  EXPECT_EQ(acked(), 3U);
  EXPECT_EQ(sent_.back().rewind().held().seq(), 3U);
  send(4, 6);
  EXPECT_EQ(held_seq(), 6U);
}

TEST_F(Ingest, L6_ReadsTheHeadAfterAnAmbiguousCommitThatDidNotHappen) {
  till_.append_plain(6);
  begin();
  hold_ = true;
  send(1, 3);
  send(4, 6);
  waiting_.erase(waiting_.begin());
  run(machine_->committed(error{errc::ambiguous}));
  send(4, 6); // On its way already: ignored until the head is known.
  release();
  EXPECT_EQ(sent_.back().rewind().held().seq(), 0U);
  send(1, 6);
  EXPECT_EQ(held_seq(), 6U);
}

// Loss, repetition, reordering and crashes leave one copy of each record.
TEST_F(Ingest, L6_HoldsAGaplessPrefixWhateverArrives) {
  auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 luck{seed};
  till_.append_plain(60);
  begin();
  for (int i = 0; i < 400; ++i) {
    if (luck() % 20 == 0) {
      open();
      begin();
    }
    auto first = luck() % 3 != 0 ? held_seq() + 1 : 1 + luck() % 60;
    auto last = std::min<seq_t>(60, first + luck() % 6);
    if (first <= last)
      send(first, last);
    ASSERT_FALSE(over_ || fenced_) << to_string(why_);
    for (seq_t seq = 1; seq <= 60; ++seq)
      ASSERT_EQ(hash_at(seq)->has_value(), seq <= held_seq());
  }
  send(held_seq() + 1 > 60 ? 60 : held_seq() + 1, 60);
  EXPECT_EQ(held_seq(), 60U);
}

} // namespace

} // namespace kassa::hub
