#pragma once

#include "actors/sync/hub_service.hpp"
#include "hub/core.hpp"

#include <optional>

namespace kassa::hub {

/// One download stream: gives the terminal each version of its store's catalog,
/// one at a time; the next when the last one is active (L7, L8).
class download_state {
public:
  using handle = download_actor;
  static constexpr auto name = "download";

  download_state(download_actor::pointer self, core_ptr in,
                 sync::stream_peer<v1::DownloadDown> peer,
                 std::uint64_t session);
  download_actor::behavior_type make_behavior();

private:
  void hello(const v1::Hello& x);
  void applied(const v1::Applied& x);
  void look(bool whole, bool tell_current);
  void heard();
  void refuse(const v1::Refusal& why, const error& because);
  void leave();

  download_actor::pointer self_;
  core_ptr in_;
  sync::stream_peer<v1::DownloadDown> peer_;
  std::uint64_t session_;
  std::string nonce_;
  std::optional<admitted> who_;
  v1::CatalogName active_;
  bool sending_ = false;       ///< A version is on its way to being active.
  admission::ticket snapshot_; ///< While it is a whole catalog.
  int failures_ = 0;
  bool over_ = false;
};

} // namespace kassa::hub
