#pragma once

#include "actors/interfaces.hpp"
#include "actors/sync/download.hpp"
#include "actors/sync/hub_link.hpp"
#include "actors/sync/report.hpp"
#include "actors/sync/upload.hpp"
#include "store/terminal_store.hpp"
#include "store/witness.hpp"

#include <functional>
#include <optional>
#include <string>

namespace kassa::sync {

/// What the sync actor needs. The pointers outlive the actor.
struct sync_settings {
  kassa::scope scope;
  key_pair device;
  std::string hub_key; ///< Of the bundle; signs tokens and fences.
  std::string program;
  clock_port* clock = nullptr;
  random_port* random = nullptr;
  log_port* log = nullptr; ///< nullptr: says nothing.
  const store::reader* store = nullptr;
  store::witness* witness = nullptr; ///< nullptr: there is none.
};

/// The SYNC: moves the journal up and the catalog down, and tells how the
/// terminal is. Obeys three machines; decides nothing. Late words of a stream
/// that is over carry its number of life, and are ignored.
class sync_state {
public:
  using handle = sync_actor;
  static constexpr auto name = "sync";

  /// @param link nullptr: a terminal without a hub, standing "none". Its
  ///   callbacks only post; it outlives the actor.
  sync_state(sync_actor::pointer self, sync_settings settings,
             journal_actor journal, sale_actor sale, events_actor events,
             hub_link* link);
  sync_actor::behavior_type make_behavior();

private:
  void start();
  void stop();
  v1::SyncEvent standing() const;

  void run(upload::event what);
  void run(download::event what);
  void run(report::event what);
  /// To the machine of that stream.
  template <class Event>
  void run(stream_kind which, Event what);

  void obey(stream_kind which, const open& x);
  void obey(stream_kind which, const close& x);
  void obey(stream_kind which, const survey& x);
  void obey(stream_kind which, const wait& x);
  void obey(stream_kind which, const ended& x);

  void obey(stream_kind which, upload::send& x);
  void obey(stream_kind which, const upload::keep_token& x);
  void obey(stream_kind which, const upload::read& x);
  void obey(stream_kind which, const upload::read_beyond& x);
  void obey(stream_kind which, const upload::keep_acked& x);
  void obey(stream_kind which, const upload::raise_witness& x);
  void obey(stream_kind which, const upload::note_rewound& x);
  void obey(stream_kind which, const upload::fence& x);
  void obey(stream_kind which, const upload::retire& x);
  void obey(stream_kind which, const upload::vouched& x);
  void obey(stream_kind which, const upload::tell& x);

  void obey(stream_kind which, const download::send& x);
  void obey(stream_kind which, const download::stage& x);
  void obey(stream_kind which, const download::weigh& x);
  void obey(stream_kind which, const download::hand_over& x);

  void obey(stream_kind which, const report::send& x);
  void obey(stream_kind which, const report::gather& x);
  void obey(stream_kind which, const report::told_time& x);

  template <class Link>
  void open_link(Link& link, stream_kind which, std::uint64_t life);
  /// @param then once it is as durable as that
  void append(v1::RecordBody draft, store::durability how,
              std::function<void()> then);
  void tell_standing();
  v1::TerminalStatus status_of(const v1::NodeStatus& node) const;
  std::int64_t oldest_unacked_ms() const;
  moment moment_at(const journal::position& where) const;
  void log(log_level level, std::string_view event, stream_kind which,
           const error& why) const;

  sync_actor::pointer self_;
  sync_settings with_;
  journal_actor journal_;
  sale_actor sale_;
  events_actor events_;
  hub_link* link_;

  // From `start` on; nothing where there is no hub.
  std::optional<upload::machine> upload_;
  std::optional<download::machine> download_;
  std::optional<report::machine> report_;
  std::optional<v1::Token> token_; ///< The newest that is synced.
  seq_t durable_ = 0;
};

} // namespace kassa::sync
