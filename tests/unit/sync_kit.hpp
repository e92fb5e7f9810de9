#pragma once

#include "actors/sync/download.hpp"
#include "actors/sync/report.hpp"
#include "actors/sync/upload.hpp"
#include "tests/support/fakes.hpp"

#include <deque>
#include <string>
#include <type_traits>
#include <vector>

/// Keys, records and transcripts for tests of the sync machines.
namespace kassa::sync::testing {

using kassa::testing::seeded_random;

inline const key_pair& hub_keys() {
  static const key_pair keys = [] {
    seeded_random random{7};
    return make_key_pair(random);
  }();
  return keys;
}

inline identity till(std::uint64_t seed = 8) {
  seeded_random random{seed};
  return {*make_scope("bageriet", "TILL1"), make_key_pair(random),
          hub_keys().public_key, "0.1"};
}

/// A journal of `n` records with bodies of so many bytes.
inline std::vector<v1::Record> records(std::size_t n, std::size_t bytes = 20,
                                       char salt = 'r') {
  std::vector<v1::Record> out;
  auto previous = zero_hash();
  for (std::size_t i = 0; i < n; ++i) {
    v1::Record x;
    x.set_body(std::to_string(i + 1) + std::string(bytes, salt));
    x.set_hash(record_hash(previous, x.body()));
    previous = x.hash();
    out.push_back(std::move(x));
  }
  return out;
}

inline v1::Head head_of(const std::vector<v1::Record>& all, seq_t seq) {
  return make_head(seq, seq == 0 ? zero_hash() : all[seq - 1].hash());
}

inline v1::Challenge challenge(const std::string& incarnation = "one") {
  v1::Challenge out;
  out.set_nonce(std::string(nonce_size, 'n'));
  out.set_incarnation(incarnation);
  out.set_protocol_min(1);
  out.set_protocol_max(1);
  return out;
}

inline v1::Token token(std::uint64_t n, const key_pair& by = hub_keys()) {
  v1::Token out;
  out.set_incarnation("one");
  out.set_n(n);
  out.set_random(std::string(token_random_size, 'r'));
  sign_token(out, till().of, by);
  return out;
}

inline v1::Refusal refusal(errc code, std::uint32_t retry_after_ms = 0) {
  v1::Refusal out;
  out.set_code(std::string{row_of(code).name});
  out.set_retry_after_ms(retry_after_ms);
  return out;
}

// -- transcripts: one word an effect
// --------------------------------------------

inline std::string word(const open& x) {
  return "open" + std::to_string(x.life);
}
inline std::string word(const close&) {
  return "close";
}
inline std::string word(const survey&) {
  return "survey";
}
inline std::string word(const wait& x) {
  return "wait:" + std::to_string(x.floor_ms) + "+"
         + std::to_string(x.jitter_ms);
}
inline std::string word(const ended& x) {
  return "ended:" + std::string{row_of(x.why.code).name};
}
inline std::string word(const upload::send& x) {
  switch (x.message.message_case()) {
  case v1::UploadUp::kHello: return "hello";
  case v1::UploadUp::kConfirm:
    return "confirm:" + std::to_string(x.message.confirm().n());
  case v1::UploadUp::kBatch:
    return "batch:" + std::to_string(x.message.batch().first_seq()) + "x"
           + std::to_string(view_run(x.message.batch().run())->size());
  case v1::UploadUp::kEvidence:
    return "evidence:" + std::to_string(x.message.evidence().hole_first()) + "-"
           + std::to_string(x.message.evidence().hole_last()) + ">"
           + std::to_string(x.message.evidence().head().seq());
  default: return "head:" + std::to_string(x.message.head().head().seq());
  }
}
inline std::string word(const upload::keep_token& x) {
  return "keep-token:" + std::to_string(x.token.n());
}
inline std::string word(const upload::read& x) {
  return "read:" + std::to_string(x.after);
}
inline std::string word(const upload::read_beyond& x) {
  return "read-beyond:" + std::to_string(x.after);
}
inline std::string word(const upload::keep_acked& x) {
  return "acked:" + std::to_string(x.acked.seq());
}
inline std::string word(const upload::raise_witness& x) {
  return "witness:" + std::to_string(x.head.seq());
}
inline std::string word(const upload::note_rewound& x) {
  return "rewound:" + std::to_string(x.what.acknowledged_seq()) + ">"
         + std::to_string(x.what.hub_seq());
}
inline std::string word(const upload::fence& x) {
  return "fence:" + std::string{row_of(x.why.code).name};
}
inline std::string word(const upload::retire& x) {
  return "retire:" + x.what.reason();
}
inline std::string word(const upload::vouched&) {
  return "vouched";
}
inline std::string word(const upload::tell& x) {
  return "tell:" + x.standing;
}
inline std::string word(const download::send& x) {
  if (x.message.has_hello())
    return "hello";
  return "applied:" + std::to_string(x.message.applied().state());
}
inline std::string word(const download::stage& x) {
  return "stage:" + std::to_string(x.rows.ops.size());
}
inline std::string word(const download::weigh& x) {
  return "weigh:" + std::to_string(x.changes.size());
}
inline std::string word(const download::hand_over& x) {
  return "hand-over:" + std::to_string(x.head.name().version()) + "@"
         + std::to_string(x.activation.next.generation());
}
inline std::string word(const report::send& x) {
  return x.message.has_hello() ? "hello" : "status";
}
inline std::string word(const report::told_time& x) {
  return "time:" + std::to_string(x.time.at_ms());
}
inline std::string word(const report::gather&) {
  return "gather";
}

template <class Effects>
std::string words(const Effects& all) {
  std::string out;
  for (const auto& effect : all) {
    if (!out.empty())
      out += ' ';
    out += std::visit([](const auto& x) { return word(x); }, effect);
  }
  return out;
}

/// The last effect of a kind, or nothing.
template <class Effect, class Effects>
std::optional<Effect> last(const Effects& all) {
  std::optional<Effect> out;
  for (const auto& effect : all)
    if (auto* x = std::get_if<Effect>(&effect))
      out = *x;
  return out;
}

} // namespace kassa::sync::testing
