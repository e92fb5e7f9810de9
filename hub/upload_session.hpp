#pragma once

#include "hub/append_rule.hpp"
#include "hub/token_rule.hpp"
#include "proto/base/crypto.hpp"
#include "store/hub_storage.hpp"

#include <kassa/v1/hub_state.pb.h>
#include <kassa/v1/sync.pb.h>

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// One upload stream, from an admitted Hello to its end. Pure.
namespace kassa::hub::ingest {

/// What a hub holds of a terminal when the session begins.
struct held_state {
  v1::Head head; ///< Durable; seq 0 and zeros when there is none.
  std::optional<std::string> head_row; ///< As it lies in the storage.
  v1::TokenState tokens;
  std::optional<std::string> tokens_row;
  seq_t archived = 0; ///< At most the head's seq.
};

// -- effects: what the shell must do, in this order ---------------------------

struct send {
  v1::UploadDown message;
};
/// Commit; the outcome comes back by `committed`, in order.
struct commit {
  store::transaction what;
  std::uint64_t bytes = 0;
  std::uint32_t records = 0;
};
/// The outcome of a commit is unknown or it collided: read the head; it
/// decides. Comes back by `head_read`.
struct read_head {};
/// Journals up to here are durable: tell who counts them.
struct grown {};
/// Log the entry synced, then refuse every stream of this terminal.
struct fence {
  v1::FenceEntry evidence;
};
/// Refuse and close.
struct end {
  error why;
};
using effect = std::variant<send, commit, read_head, grown, fence, end>;
using effects = std::vector<effect>;

/// Of a terminal, without an acknowledgement.
inline constexpr std::uint32_t window_bytes_min = 256 * 1024;
inline constexpr std::uint32_t window_bytes_max = 4 * 1024 * 1024;
/// A terminal that sends far beyond its window is cut off.
inline constexpr std::uint64_t in_flight_max = 8ULL * 1024 * 1024;

class machine {
public:
  struct setup {
    scope of;
    std::string device_key;
    key_pair hub_key;
    std::string incarnation;
    hash_lookup held; ///< Reads the stored journal; durable records only.
    std::uint32_t window_bytes = window_bytes_max;
  };

  explicit machine(setup with) : with_(std::move(with)) {}

  /// @param claim admitted: signed by the terminal's key
  /// @param random 16 fresh bytes
  effects begin(const v1::HelloClaim& claim, held_state held,
                std::string random);
  effects confirmed(const v1::TokenConfirm& x);
  /// @param now_ms when it came; UTC
  effects batch(v1::Batch x, std::int64_t now_ms);
  effects signed_head(const v1::SignedHead& x);

  /// The outcome of the oldest commit that has none yet.
  effects committed(const status& outcome);
  /// Whether the token is confirmed, and appends are taken.
  [[nodiscard]] bool is_open() const noexcept { return phase_ == phase::open; }
  effects head_read(v1::Head head, std::optional<std::string> row);
  /// A backup has the journal up to there.
  effects archived(seq_t seq);

private:
  enum class phase { fresh, welcoming, unconfirmed, open, over };
  /// A commit without an outcome. Of tokens there is no head.
  struct pending {
    std::optional<v1::Head> head;
    std::string head_row;
    std::uint64_t bytes = 0;
  };

  effects save_tokens(v1::TokenState next);
  effects store(v1::Batch& x, std::size_t skip, const checked_batch& all,
                std::int64_t now_ms);
  effects tokens_saved(const status& outcome);
  effects records_saved(const pending& what, const status& outcome);
  effects settle();
  effects stop(error why);
  effects second_holder(std::string reason, const v1::Head& shown,
                        const v1::Head& held);
  send acknowledge() const;
  send rewind();

  setup with_;
  phase phase_ = phase::fresh;
  v1::HelloClaim claim_;
  v1::Head durable_;
  v1::Head tip_; ///< With what is being committed.
  std::optional<std::string> tip_row_;
  seq_t archived_ = 0;
  v1::TokenState tokens_;
  std::optional<std::string> tokens_row_;
  std::deque<pending> pending_;
  std::uint64_t in_flight_ = 0;
  bool rewinding_ = false; ///< Told to rewind; what does not fit is ignored.
  bool doubtful_ = false;  ///< A commit failed: the head must be read.
};

/// v1::Head{0, zeros}
[[nodiscard]] v1::Head empty_head();

} // namespace kassa::hub::ingest
