#pragma once

#include "tests/unit/sync_kit.hpp"

#include <gtest/gtest.h>

namespace kassa::sync::testing {

using namespace upload;

/// Drives one machine by hand: what goes in on the left, the transcript of what
/// comes out on the right.
class Upload : public ::testing::Test {
protected:
  void make(seq_t acked, bool fenced = false) {
    v1::Acked kept;
    kept.set_seq(acked);
    kept.set_hash(head_of(journal_, acked).hash());
    kept.set_incarnation("one");
    machine_.emplace(machine::settings{till(), kept, fenced});
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

  std::string start() { return step(started{}); }
  std::string challenged() {
    v1::UploadDown x;
    *x.mutable_challenge() = challenge(incarnation_);
    return step(arrived{life_, x});
  }
  std::string stand(seq_t durable) {
    return step(stood{life_, {head_of(journal_, durable), {}, {}, {}, 5}});
  }
  std::string welcome(const v1::Head& held, std::uint32_t window = 0,
                      const key_pair* countersigned_by = nullptr) {
    v1::UploadDown x;
    if (countersigned_by)
      x.mutable_welcome()->set_countersignature(
        sign_ack(held, till().of, *countersigned_by));
    *x.mutable_welcome()->mutable_held() = held;
    *x.mutable_welcome()->mutable_token() = token(3);
    x.mutable_welcome()->set_window_bytes(window);
    return step(arrived{life_, x});
  }
  std::string answer(seq_t after, std::size_t n) {
    record_run out;
    for (auto i = after; i < after + n && i < journal_.size(); ++i)
      out.push(journal_[i].SerializeAsString());
    return step(records_read{life_, after, out});
  }
  std::string ack(const v1::Head& durable, const key_pair& by = hub_keys()) {
    v1::UploadDown x;
    *x.mutable_ack()->mutable_durable() = durable;
    x.mutable_ack()->set_countersignature(sign_ack(durable, till().of, by));
    return step(arrived{life_, x});
  }
  std::string rewind(const v1::Head& held) {
    v1::UploadDown x;
    *x.mutable_rewind()->mutable_held() = held;
    return step(arrived{life_, x});
  }
  std::string refuse(const v1::Refusal& why) {
    v1::UploadDown x;
    *x.mutable_refusal() = why;
    return step(arrived{life_, x});
  }
  /// Up to a session in which nothing waits.
  void connect(seq_t seq, std::uint32_t window = 0) {
    start();
    challenged();
    stand(seq);
    welcome(head_of(journal_, seq), window);
    if (seq > 0)
      answer(seq - 1, 1);
    step(token_kept{life_});
    ASSERT_EQ(machine_->standing(), "connected");
  }
  v1::Head head(seq_t seq) { return head_of(journal_, seq); }

  std::vector<v1::Record> journal_ = records(50);
  std::optional<machine> machine_;
  std::string incarnation_ = "one";
  std::uint64_t life_ = 0;
  std::uint64_t timer_ = 0;
  effects last_;
};

} // namespace kassa::sync::testing
