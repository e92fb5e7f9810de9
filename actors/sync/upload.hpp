#pragma once

#include "actors/sync/session.hpp"
#include "proto/base/record_run.hpp"

#include <kassa/v1/record.pb.h>
#include <kassa/v1/terminal_state.pb.h>

#include <deque>
#include <variant>

/// Moves a journal to the hub (design, section 6; law L6). Pure.
namespace kassa::sync::upload {

inline constexpr std::uint32_t batch_bytes_target = 512 * 1024;
inline constexpr std::uint32_t batch_bytes_max = 1024 * 1024;
inline constexpr std::uint32_t window_bytes_default = 4 * 1024 * 1024;
/// Of the longest silence while batches wait for their acknowledgement.
inline constexpr std::uint32_t ack_ms_max = 30'000;
/// So long the evidence of a second holder may take to be answered.
inline constexpr std::uint32_t evidence_ms_max = 10'000;
inline constexpr std::uint32_t rewinds_max = 64; ///< In a row.
/// The witness is raised when all is acknowledged, or after so many bytes.
inline constexpr std::uint64_t witness_bytes = 8 * 1024 * 1024;

// -- events
// ---------------------------------------------------------------------

struct arrived {
  std::uint64_t life;
  v1::UploadDown message;
};
/// The answer to `keep_token`: it is synced.
struct token_kept {
  std::uint64_t life;
};
/// The journal is durable so far.
struct grown {
  seq_t durable;
};
/// The answer to `read`; the records chain on each other.
struct records_read {
  std::uint64_t life;
  seq_t after;
  record_run run;
};
/// The answer to `read_beyond`; unsigned.
struct beyond_read {
  std::uint64_t life;
  v1::Evidence what;
};
/// The answer to `retire`: that the terminal is retired is durable.
struct retired_kept {};

using event
  = std::variant<started, stopped, closed, stood, failed, due, arrived,
                 token_kept, grown, records_read, beyond_read, retired_kept>;

// -- effects, to be carried out in order
// ----------------------------------------

struct send {
  v1::UploadUp message;
};
/// Sync the token, then answer `token_kept`.
struct keep_token {
  std::uint64_t life;
  v1::Token token;
};
/// Read durable records, at least one; answer `records_read`.
struct read {
  std::uint64_t life;
  seq_t after;
  std::uint32_t bytes;
  bool followed; ///< Their chain; else the hub finds what is damaged.
  bool operator==(const read&) const = default;
};
/// Find what verifies beyond the hole that follows; answer `beyond_read`.
struct read_beyond {
  std::uint64_t life;
  seq_t after;
  bool operator==(const read_beyond&) const = default;
};
struct keep_acked {
  v1::Acked acked;
};
struct raise_witness {
  v1::Head head;
};
/// Journal that the hub fell behind what it once acknowledged.
struct note_rewound {
  v1::HubRewound what;
};
/// Stop selling for this reason, and journal why, synced.
struct fence {
  error why;
  v1::Fenced what;
};
/// Stop selling for this reason, and journal it, synced: the journal ends with
/// it, and goes up to there. Answer `retired_kept`.
struct retire {
  v1::Retired what;
};
/// The hub has heard our head and token and found no other holder.
struct vouched {
  bool operator==(const vouched&) const = default;
};
/// "connected", "offline", "fenced", "retired", or the error code that only a
/// person can mend.
struct tell {
  std::string standing;
  bool operator==(const tell&) const = default;
};

using effect = std::variant<open, close, survey, wait, ended, send, keep_token,
                            read, read_beyond, keep_acked, raise_witness,
                            note_rewound, fence, retire, vouched, tell>;
using effects = std::vector<effect>;

/// Decides what a terminal does on its upload stream. Several batches are in
/// flight within the hub's window; acknowledgements are cumulative. Whatever is
/// lost, repeated or cut, the hub's word about its head decides where to go on.
/// While records wait and the hub can be reached, some timer or answer is
/// always outstanding: progress needs no new local event.
class machine {
public:
  struct settings {
    identity who;
    v1::Acked acked;      ///< As it was kept.
    bool fenced = false;  ///< By an earlier life of the process.
    bool retired = false; ///< The same.
  };
  explicit machine(settings with);

  [[nodiscard]] effects step(event what);

  [[nodiscard]] seq_t acked() const noexcept { return acked_.seq(); }
  [[nodiscard]] seq_t durable() const noexcept { return durable_; }
  [[nodiscard]] const std::string& standing() const noexcept {
    return standing_;
  }
  [[nodiscard]] bool fenced() const noexcept { return standing_ == "fenced"; }

private:
  enum class talk : std::uint8_t {
    silent,    ///< No hello yet.
    welcoming, ///< Waits for the hub's welcome.
    comparing, ///< Reads its own record at the hub's head.
    keeping,   ///< The token is on its way to the disk.
    sending,
    proving,  ///< Retired: delivers what lies beyond a hole.
    accusing, ///< Fenced; the hub has to hear why before the stream ends.
  };
  struct in_flight {
    seq_t last;         ///< Of a batch.
    std::string hashes; ///< One a record: any may be acknowledged.
    std::size_t bytes;
  };

  void on(const started&);
  void on(const stopped&);
  void on(const closed&);
  void on(const stood&);
  void on(const failed&);
  void on(const due&);
  void on(const arrived&);
  void on(const token_kept&);
  void on(const grown&);
  void on(records_read& x);
  void on(const beyond_read& x);
  void on(const retired_kept&);

  void on_down(const v1::Welcome& x);
  void on_down(const v1::Ack& x);
  void on_down(const v1::Rewind& x);
  void on_down(const v1::Refusal& x);
  void on_down(const v1::Retire& x);
  void on_down(const v1::EvidenceTaken& x);

  void compare(const v1::Head& held, const std::string& countersignature);
  void compared(std::string_view run);
  [[nodiscard]] bool is_covered(const error& why) const;
  void restart_compare();
  void resume();
  void adopt_held();
  void set_acked(const v1::Head& head, const std::string& countersignature);
  void ask_for(seq_t after, std::uint32_t bytes, bool followed);
  void pump();
  [[nodiscard]] std::size_t size_to_send(std::string_view run) const;
  void send_batch(record_run run);
  [[nodiscard]] std::string_view hash_in_flight(seq_t seq) const;
  void take_ack(const v1::Ack& x);
  void witness(bool at_once);
  [[nodiscard]] bool is_hole(const error& why) const;
  void reach_hole();
  void send_evidence();
  void stop_as_fork(const v1::Head& held, const v1::Head& own);
  void stop_as_older(const v1::Head& held);
  void shut(const error& why, v1::Fenced what);
  void close_retired(const error& why);
  void end(const error& why, std::uint32_t floor_ms = 0);
  void say(std::string standing);
  [[nodiscard]] bool has_something_pending() const;

  dialer dialer_;
  bool retired_;         ///< It is journaled, or on its way there.
  bool closed_;          ///< It is durable that it is.
  bool careful_ = false; ///< The hub found damage: it is looked for here.
  talk talk_ = talk::silent;
  std::string standing_ = "offline";
  v1::Acked acked_;
  seq_t durable_ = 0;

  // Of the stream at hand.
  v1::Welcome welcome_;
  v1::Head held_;              ///< The hub's head as it last said it.
  std::string held_signature_; ///< Its countersignature; empty: it has none.
  bool confirmed_ = false;
  bool reading_ = false;
  bool moved_ = false; ///< The cursor moved while a read was under way.
  bool heard_ = false; ///< An acknowledgement came since the timer was armed.
  seq_t sent_ = 0;
  std::string sent_hash_;
  std::deque<in_flight> in_flight_; ///< Batches up to sent_.
  std::size_t in_flight_bytes_ = 0;
  std::uint32_t rewinds_ = 0;
  std::uint64_t unwitnessed_bytes_ = 0;
  seq_t evidence_held_ = 0; ///< Up to where the hub has evidence.

  effects out_;
};

} // namespace kassa::sync::upload
