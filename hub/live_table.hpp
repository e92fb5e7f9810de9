#pragma once

#include "hub/interfaces.hpp"
#include "proto/base/ids.hpp"

#include <kassa/v1/hub_state.pb.h>

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace kassa::hub {

/// Which terminals are on the line, and when each was last heard. Thread-safe.
/// Sessions are named by their numbers, so that one that ends late does not
/// take a newer one with it.
class live_table {
public:
  /// The session takes over; answers the one before it, if there was one.
  /// `superseded` where a session that began later was here already: this hello
  /// is one that was long under way, and says nothing of a second holder (L13).
  result<upload_actor> enter(const scope& of, std::uint64_t session,
                             upload_actor who);
  result<download_actor> enter(const scope& of, std::uint64_t session,
                               download_actor who);
  result<report_actor> enter(const scope& of, std::uint64_t session,
                             report_actor who);
  void leave(const scope& of, std::uint64_t session);

  [[nodiscard]] std::uint64_t next_session();

  /// Tells every live stream of a terminal to refuse and end.
  void refuse(const scope& of, const v1::Refusal& why);
  /// And of all terminals.
  void refuse_all(const v1::Refusal& why);
  /// Tells a terminal's upload that it is to sell no more.
  void retire(const scope& of, const v1::Retire& word);
  /// Tells the store's downloads that it published.
  void published(const std::string& store);
  /// Sends all sessions home and forgets them.
  void end_all();

  [[nodiscard]] bool connected(const scope& of) const;
  [[nodiscard]] std::uint32_t connected_count() const;
  [[nodiscard]] std::uint32_t uploads_of(const std::string& store) const;

  /// Up to which record a terminal's journal is archived; its upload is told.
  void archive(const scope& of, std::uint64_t seq);
  [[nodiscard]] std::uint64_t archived(const scope& of) const;

  /// The contact after hearing of it: the highest head and the newest time.
  v1::HubContact heard(const scope& of, const v1::HubContact& news);
  [[nodiscard]] v1::HubContact contact(const scope& of) const;

private:
  template <class Handle>
  struct seat {
    std::uint64_t session = 0;
    Handle who;
    std::uint64_t newest = 0; ///< Of all that were here.
  };
  struct line {
    seat<upload_actor> upload;
    seat<download_actor> download;
    seat<report_actor> report;
    v1::HubContact contact;
    std::uint64_t archived = 0;
  };
  static void tell(const line& all, const v1::Refusal& why);
  template <class Handle>
  result<Handle> take(seat<Handle> line::*which, const scope& of,
                      std::uint64_t session, Handle who);

  mutable std::mutex mutex_;
  std::uint64_t sessions_ = 0;
  std::map<scope, line> lines_;
};

} // namespace kassa::hub
