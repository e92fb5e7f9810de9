#pragma once

#include "actors/sync/proof.hpp"
#include "hub/journal_rows.hpp"
#include "hub/keys.hpp"
#include "hub/upload_session.hpp"
#include "tests/support/fakes.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

/// The hub's half of a world that is struck (token_world.hpp): its real machine
/// over its real storage twin, and the fewest words of a shell around them.
namespace kassa::token_campaign {

/// Where an exchange can be struck: what was about to happen.
enum class stage : std::uint8_t {
  challenge,
  hello,
  issue, ///< The hub's disk: the token that goes out next.
  welcome,
  keep_token, ///< The terminal's disk.
  confirm,
  save_confirm, ///< The hub's disk.
  batch,
  append, ///< The hub's disk.
  ack,
  keep_acked, ///< The terminal's disk.
  other,      ///< Not struck: a survey, a read, a refusal, a stream's end.
};
inline constexpr std::array<const char*, 12> stage_names{
  "challenge",    "hello", "issue",  "welcome", "keep_token", "confirm",
  "save_confirm", "batch", "append", "ack",     "keep_acked", "other"};
inline constexpr std::size_t stages = 11;

/// One thing that is about to happen.
struct job {
  stage at = stage::other;
  std::function<void()> act = [] {};  ///< On a disk.
  std::function<void()> word = [] {}; ///< To whoever waits for it.
};

class token_hub {
public:
  struct stream {
    std::uint64_t number = 0;
    std::string nonce;
    std::optional<hub::ingest::machine> machine;
    bool confirming = false;
    bool over = false;
  };
  using stream_ptr = std::shared_ptr<stream>;
  using wire = std::function<void(const stream_ptr&, v1::UploadDown)>;

  token_hub(scope of, std::string device_key, std::mt19937_64& luck, wire down)
    : of_(std::move(of)), device_key_(std::move(device_key)), luck_(luck),
      down_(std::move(down)) {}

  void opened(const stream_ptr& by) {
    by->number = ++opened_;
    by->nonce = random_bytes(random_, sync::nonce_size);
    v1::UploadDown down;
    auto& challenge = *down.mutable_challenge();
    challenge.set_nonce(by->nonce);
    challenge.set_incarnation(incarnation_);
    challenge.set_protocol_min(sync::protocol_version);
    challenge.set_protocol_max(sync::protocol_version);
    down_(by, std::move(down));
  }

  void received(const stream_ptr& from, const v1::UploadUp& x) {
    if (from->over)
      return;
    if (x.has_hello())
      return hello(from, x.hello());
    if (!from->machine)
      return; // Its hello was lost on the way: the stream is a torn one.
    switch (x.message_case()) {
    case v1::UploadUp::kConfirm:
      from->confirming = true;
      return feed(from, from->machine->confirmed(x.confirm()));
    case v1::UploadUp::kBatch:
      return feed(from, from->machine->batch(x.batch(), 0));
    default: return feed(from, from->machine->signed_head(x.head()));
    }
  }

  /// What is being written may be on the disk or not; nobody hears of it.
  void crash() {
    for (auto n = luck_() % (disk.size() + 1); n > 0; --n, disk.pop_front())
      disk.front().act();
    disk.clear();
    for (auto& x : streams_)
      x->over = true;
    streams_.clear();
  }

  v1::Head head() const { return held().head; }
  std::optional<v1::Fence> fenced() const { return fence_; }
  const v1::FenceEntry& evidence() const { return evidence_; }
  const std::string& public_key() const { return key_.public_key; }
  const store::hub_storage& storage() const { return *storage_; }

  std::deque<job> disk; ///< What the committer has yet to do, in order.
  std::vector<std::string> alarms;

private:
  void hello(const stream_ptr& from, const v1::Hello& x) {
    auto claim = sync::check_hello(sync::stream_kind::upload, from->nonce, x);
    if (!claim) {
      alarms.push_back("hello: " + to_string(claim.why()));
      return;
    }
    if (from->number < newest_)
      return refuse(from, {errc::superseded});
    newest_ = from->number;
    for (auto& before : streams_)
      // Another actor: what it has in hand may come through before the word.
      before->over = before->over || luck_() % 2 == 0;
    std::erase_if(streams_, [](const auto& s) { return s->over; });
    streams_.push_back(from);
    if (fence_)
      return refuse(from, {errc::fenced});
    from->machine.emplace(
      hub::ingest::machine::setup{of_, device_key_, key_, incarnation_,
                                  [this](seq_t seq) { return hash_at(seq); }});
    feed(from, from->machine->begin(*claim, held(), random_bytes(random_, 16)));
  }

  void feed(const stream_ptr& to, hub::ingest::effects todo) {
    for (auto& effect : todo)
      std::visit([&](auto& x) { perform(to, x); }, effect);
  }

  void perform(const stream_ptr& to, hub::ingest::send& x) {
    if (!to->over)
      down_(to, std::move(x.message));
  }

  void perform(const stream_ptr& to, hub::ingest::commit& x) {
    const auto tokens
      = x.what.writes.front().key == hub::keys::token(of_.terminal);
    auto at = !tokens          ? stage::append
              : to->confirming ? stage::save_confirm
                               : stage::issue;
    auto outcome = std::make_shared<status>(error{errc::internal});
    auto act = [this, outcome, what = std::move(x.what)] {
      // The weakest storage: now and then nobody knows whether it happened.
      const auto lost = luck_() % 16;
      if (lost != 0)
        *outcome = storage_->commit({&what, 1}).front();
      if (lost <= 1)
        *outcome = error{errc::ambiguous};
    };
    disk.push_back({at, std::move(act), [this, to, outcome] {
                      if (!to->over)
                        feed(to, to->machine->committed(*outcome));
                    }});
  }

  void perform(const stream_ptr& to, hub::ingest::read_head&) {
    auto now = held();
    feed(to, to->machine->head_read(now.head, now.head_row));
  }

  void perform(const stream_ptr&, hub::ingest::grown&) {}
  /// That the terminal is to be retired, or is.
  template <class Effect>
  void perform(const stream_ptr&, Effect&) {
    alarms.push_back("the hub says what nobody said");
  }

  void perform(const stream_ptr& to, hub::ingest::fence& x) {
    evidence_ = std::move(x.evidence);
    fence_ = sync::make_fence(of_, evidence_.fence().reason(), 1, key_);
    alarms.push_back("the hub fences: " + fence_->reason());
    refuse(to, {errc::fenced});
  }

  void perform(const stream_ptr& to, hub::ingest::end& x) {
    if (x.why.code != errc::superseded && x.why.code != errc::busy)
      alarms.push_back("the hub ends a stream: " + to_string(x.why));
    refuse(to, x.why);
  }

  void refuse(const stream_ptr& to, const error& why) {
    v1::UploadDown down;
    down.mutable_refusal()->set_code(std::string{row_of(why.code).name});
    if (why.code == errc::fenced)
      *down.mutable_refusal()->mutable_fence() = *fence_;
    down_(to, std::move(down));
    to->over = true;
  }

  result<std::optional<std::string>> hash_at(seq_t seq) const {
    auto record = hub::find_record(*storage_, of_, seq);
    if (!record)
      return record.why();
    return *record ? std::optional{(*record)->hash()} : std::nullopt;
  }

  hub::ingest::held_state held() const {
    hub::ingest::held_state out{hub::ingest::empty_head(), {}, {}, {}};
    out.head_row = *storage_->get(of_.store, hub::keys::head(of_.terminal));
    out.tokens_row = *storage_->get(of_.store, hub::keys::token(of_.terminal));
    if ((out.head_row && !out.head.ParseFromString(*out.head_row))
        || (out.tokens_row && !out.tokens.ParseFromString(*out.tokens_row)))
      std::abort();
    return out;
  }

  std::uint64_t opened_ = 0;
  std::uint64_t newest_ = 0;
  scope of_;
  std::string device_key_;
  std::mt19937_64& luck_;
  wire down_;
  testing::seeded_random random_{7};
  key_pair key_ = make_key_pair(random_);
  std::string incarnation_ = std::string(sync::incarnation_size, 'i');
  std::unique_ptr<store::hub_storage> storage_
    = store::make_memory_hub_storage();
  std::vector<stream_ptr> streams_; ///< That said hello and go on.
  std::optional<v1::Fence> fence_;
  v1::FenceEntry evidence_;
};

} // namespace kassa::token_campaign
