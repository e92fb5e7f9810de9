#pragma once

#include "proto/base/result.hpp"
#include "store/hub_storage.hpp"

#include <kassa/v1/sync.pb.h>

#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace kassa::hub {

/// A delta above this size is sent as a snapshot.
inline constexpr std::size_t delta_size_max = 4 * 1024 * 1024;

enum class feeding { current, delta, snapshot };

/// What a terminal with this catalog gets of a store at that head. Pure.
/// A hub that has published nothing since its data were new has nothing to say,
/// nor has one that is older than the terminal.
[[nodiscard]] feeding judge_catalog(const v1::CatalogName& at_terminal,
                                    const v1::CatalogName& at_hub);

/// The messages that lead from one version to another.
struct encoded_catalog {
  v1::CatalogHead to;
  bool snapshot = false;
  std::vector<v1::DownloadDown> messages;
};
using encoded_ptr = std::shared_ptr<const encoded_catalog>;

/// Encodes each (store, from, to) once and shares it. Thread-safe; reads the
/// storage on the caller's thread.
class catalog_feed {
public:
  explicit catalog_feed(const store::hub_storage* data) : data_(data) {}

  /// What a terminal at `from` gets now; nothing when it is current.
  /// @param whole a snapshot, since what the terminal has is not to be trusted
  [[nodiscard]] result<encoded_ptr>
  next(const std::string& store, const v1::CatalogName& from, bool whole);

private:
  struct kept {
    std::string key;
    encoded_ptr what;
  };
  encoded_ptr find(const std::string& key) const;
  void keep(std::string key, encoded_ptr what);
  result<encoded_ptr> encode(const std::string& store,
                             const v1::CatalogName& from,
                             const v1::CatalogHead& to, bool whole) const;

  const store::hub_storage* data_;
  mutable std::mutex mutex_;
  std::deque<kept> kept_; ///< The newest at the back; a few are enough.
};

} // namespace kassa::hub
