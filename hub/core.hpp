#pragma once

#include "actors/sync/hub_service.hpp"
#include "actors/sync/session.hpp"
#include "hub/admission.hpp"
#include "hub/backlog_quota.hpp"
#include "hub/catalog_feed.hpp"
#include "hub/handshake_gate.hpp"
#include "hub/hub.hpp"
#include "hub/identity.hpp"
#include "hub/live_table.hpp"
#include "hub/stream_pool.hpp"
#include "hub/upload_session.hpp"

#include <caf/send.hpp>

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <string>

namespace kassa::hub {

/// Of one terminal at once: its three, and those that it has lost and the hub
/// does not know of yet.
inline constexpr std::size_t streams_of_one = 4 * sync::stream_count;

/// What all actors of a hub share. They hold it together: it goes when the last
/// of them has ended. Members are thread-safe or never change after the start.
struct core {
  core(hub_settings with, hub_ports to)
    : settings(std::move(with)), ports(to), feed(to.data),
      snapshots(settings.snapshots_at_once),
      backlogs(settings.store_bytes_a_second),
      streams(static_cast<std::size_t>(settings.terminals_at_once),
              streams_of_one),
      handshakes_(settings.handshakes_a_second) {}

  hub_settings settings;
  hub_ports ports;
  std::unique_ptr<identity> who;
  live_table live;
  catalog_feed feed;
  admission snapshots;    ///< Of terminals that are getting a whole catalog.
  backlog_quota backlogs; ///< What stores send of what they had kept.
  stream_pool streams;    ///< That are open.
  std::string incarnation;
  std::int64_t started_ms = 0;
  std::atomic<bool> leaving = false; ///< It ends soon.
  std::atomic<std::uint64_t> commits = 0;
  std::atomic<std::uint64_t> committed_records = 0;

  [[nodiscard]] std::string sync_address() const {
    std::lock_guard lock{mutex_};
    return settings.sync_address;
  }
  [[nodiscard]] std::string enrol_address() const {
    std::lock_guard lock{mutex_};
    return settings.enrol_address;
  }
  /// Whether a stream with this certificate may shake hands now.
  [[nodiscard]] bool lets_in(const std::optional<scope>& certified,
                             sync::stream_kind which) {
    std::lock_guard lock{mutex_};
    return handshakes_.lets_in(
      certified ? certified->terminal : std::string{}, which,
      static_cast<std::int64_t>(ports.clock->monotonic_ms()));
  }
  /// How many were let in and sent away, for the operator.
  void tell_gate(v1::HubStatus& out) const {
    std::lock_guard lock{mutex_};
    out.set_busiest_second(handshakes_.busiest_second());
    out.set_turned_away(handshakes_.turned_away());
  }
  /// Over how long all terminals come back, in milliseconds: a quarter more
  /// than the cap would need, for they come by chance.
  [[nodiscard]] std::uint32_t reconnect_spread_ms() const {
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(
      who->terminal_count() * 1250
        / static_cast<std::uint64_t>(settings.handshakes_a_second),
      sync::spread_max_ms));
  }
  /// What a terminal of this store may send without an acknowledgement.
  [[nodiscard]] std::uint32_t window_bytes(const std::string& store) const {
    return std::clamp(settings.store_window_bytes
                        / std::max(1U, live.uploads_of(store)),
                      ingest::window_bytes_min, ingest::window_bytes_max);
  }
  /// How backups are, for the operator.
  [[nodiscard]] v1::BackupStatus backup_status() const {
    std::lock_guard lock{mutex_};
    return backup_status_;
  }
  void set_backup_status(v1::BackupStatus now) {
    std::lock_guard lock{mutex_};
    backup_status_ = std::move(now);
  }
  void set_addresses(std::string sync, std::string enrol) {
    std::lock_guard lock{mutex_};
    settings.sync_address = std::move(sync);
    settings.enrol_address = std::move(enrol);
  }
  log_port& log() const { return ports.log ? *ports.log : no_log(); }
  std::int64_t now_ms() const { return ports.clock->wall_ms(); }

private:
  mutable std::mutex mutex_; ///< Of the addresses and what stands here.
  v1::BackupStatus backup_status_;
  handshake_gate handshakes_;
};
using core_ptr = std::shared_ptr<core>;

/// What a hub says that ends soon: who hears it comes back at a moment of its
/// own, for all others come too.
[[nodiscard]] error leaving_error();

/// A Hello that was checked.
struct admitted {
  scope of;
  v1::HelloClaim claim;
};

/// Checks a Hello: its signature, whose the connection's certificate is, the
/// terminal register, the protocol. A refusal for the terminal when it fails.
[[nodiscard]] result<admitted> admit(core& in, sync::stream_kind stream,
                                     const std::optional<scope>& certified,
                                     const std::string& nonce,
                                     const v1::Hello& hello);

/// That a terminal is to sell no more, as it is told; nothing: it may.
[[nodiscard]] std::optional<v1::Retire> retire_word(const core& in,
                                                    const scope& of);

/// Why nothing is taken from a terminal of ours: its fence, or that it was
/// revoked, or is retired. Asked after the stream has entered the live table,
/// so that a word that comes meanwhile is not missed.
[[nodiscard]] std::optional<v1::Refusal> standing_refusal(const core& in,
                                                          const scope& of);
[[nodiscard]] v1::Refusal refusal_of(const error& why);

/// A session's place in the live table; the one before it is told to go.
/// `superseded`: see `live_table::enter`.
template <class Session>
status take_place(core& in, const scope& of, std::uint64_t session,
                  Session who) {
  auto before = in.live.enter(of, session, std::move(who));
  if (!before)
    return before.why();
  if (*before)
    caf::anon_send(*before, atom::refuse_v, refusal_of({errc::superseded}));
  return ok;
}

/// The last word of a stream. In the log, too: who is turned away is to be
/// seen.
template <class Down>
void turn_away(const core& in, sync::stream_kind stream,
               const sync::stream_peer<Down>& peer, const v1::Refusal& why,
               const error& because) {
  // Who is to come again is nobody's concern; many may.
  in.log().log(row_of(because.code).kind == error_kind::retry ? log_level::info
                                                              : log_level::warn,
               "turned_away",
               {{"stream", std::string{sync::name_of(stream)}},
                {"certificate", peer.certified ? peer.certified->terminal : ""},
                {"why", to_string(because)},
                {"address", peer.address}});
  Down out;
  *out.mutable_refusal() = why;
  peer.send(std::move(out));
  peer.close(because);
}

/// What begins every stream.
[[nodiscard]] v1::Challenge make_challenge(core& in, std::string nonce);

/// The transaction that keeps when a terminal was heard. No expectation: the
/// latest wins.
[[nodiscard]] commit_job contact_job(const scope& of, const v1::HubContact& x);

/// The stored head of a journal; seq 0 when there is none.
struct stored_head {
  v1::Head head;
  std::optional<std::string> row;
};
[[nodiscard]] result<stored_head> read_head(const store::hub_storage& data,
                                            const scope& of);

} // namespace kassa::hub
