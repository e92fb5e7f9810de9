#pragma once

#include "actors/sync/hub_service.hpp"
#include "hub/authority.hpp"
#include "hub/backup_port.hpp"
#include "hub/interfaces.hpp"
#include "proto/base/crypto.hpp"
#include "proto/base/ports.hpp"
#include "store/hub_storage.hpp"

#include <memory>
#include <string>

namespace kassa::hub {

/// How a hub is set up; values, no files.
struct hub_settings {
  key_pair key; ///< Signs tokens, acknowledgements and fences.
  std::string program = "kassa-hub";
  /// The real address of the sync listener: bundles carry it.
  std::string sync_address;
  /// The same of the listener for enrolment; empty: there is none.
  std::string enrol_address;
  /// Signs terminals' certificates; one-time codes and bundles carry whose it
  /// is. Empty: neither codes nor certificates.
  authority trusted;
  password_cost cost = password_cost::shop;
  /// Blocking work on threads of its own. False under a test scheduler.
  bool detached = false;
  /// New records are counted once none came for so long, in milliseconds: a
  /// backlog reaches the disk first.
  std::uint32_t count_after_ms = 250;
  /// So long they wait at most, in milliseconds. Who asks has them counted at
  /// once.
  std::uint32_t count_within_ms = 5'000;
  /// So many handshakes a second are let in, 1 to 1000; the rest come again.
  std::int64_t handshakes_a_second = 200;
  /// What all terminals of a store may send of their backlogs a second; 0: no
  /// limit.
  std::int64_t store_bytes_a_second = 0;
  /// Shared out as windows, within bounds, over those of a store that are on
  /// the line when one comes: what is without an acknowledgement lies in
  /// memory.
  std::uint32_t store_window_bytes = 32 * 1024 * 1024;
  /// So many terminals are on the line at once; the rest come again.
  std::int64_t terminals_at_once = 10'000;
  /// So many terminals get a whole catalog at once; the rest come again.
  std::int64_t snapshots_at_once = 32;
  /// So often a backup is made, and one is restored aside as a drill, in
  /// milliseconds; 0: only when asked for.
  std::int64_t backup_every_ms = 0;
  std::int64_t drill_every_ms = 0;
};

/// The world, as a hub sees it. Everything outlives the hub.
struct hub_ports {
  store::hub_storage* data = nullptr;     ///< Journals, catalogs, statistics.
  store::hub_storage* identity = nullptr; ///< Stores, users, terminals, fences.
  clock_port* clock = nullptr;
  random_port* random = nullptr;
  log_port* log = nullptr;        ///< nullptr: silence.
  backup_port* backups = nullptr; ///< nullptr: none are made.
};

/// The hub as a library: everything injected, no globals, no signals, no
/// threads but those of the actor system. Streams may come on any thread.
class hub : public sync::hub_service {
public:
  /// Reads the identity, makes what new data need (incarnation, catalog
  /// lineages) and starts the actors. @returns corrupt, io
  static result<std::unique_ptr<hub>> start(caf::actor_system& system,
                                            hub_settings with, hub_ports ports);
  ~hub() override;

  sync::stream_handler<v1::UploadUp>
  upload(sync::stream_peer<v1::UploadDown> peer) override;
  sync::stream_handler<v1::DownloadUp>
  download(sync::stream_peer<v1::DownloadDown> peer) override;
  sync::stream_handler<v1::ReportUp>
  report(sync::stream_peer<v1::ReportDown> peer) override;

  /// Takes every request of the Office service as a message; the gRPC service
  /// is made over it by `make_office_service`.
  [[nodiscard]] office_actor office() const;

  /// Once the listeners' real addresses are known.
  void set_addresses(std::string sync, std::string enrol);

  /// Before `stop`: tells every terminal that it ends, and lets none in.
  void leave();

  /// Ends all sessions and actors. What was acknowledged is durable already.
  /// Idempotent.
  void stop();

private:
  struct parts;
  explicit hub(std::unique_ptr<parts> all);
  std::unique_ptr<parts> all_;
};

/// Makes a hub out of two empty storages: the first admin of the Office.
/// `exists` when there is one.
[[nodiscard]] status init_hub(store::hub_storage& identity,
                              const std::string& admin,
                              const std::string& password, random_port& random,
                              std::int64_t now_ms,
                              password_cost cost = password_cost::shop);

} // namespace kassa::hub
