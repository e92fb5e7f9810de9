#pragma once

#include "actors/catalog/change_set.hpp"
#include "proto/base/result.hpp"
#include "store/hub_storage.hpp"

#include <kassa/v1/catalog.pb.h>
#include <kassa/v1/hub_state.pb.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// A store's catalog at the hub: published rows with the version that put each
/// there, and rows that wait for Publish. Functions read; what they make of it
/// is a transaction for the committer.
namespace kassa::hub {

struct published {
  v1::CatalogHead head;
  std::string head_row; ///< As it lies there, for the comparison.
};
/// `unknown_store` when the store has no catalog.
[[nodiscard]] result<published> read_published(const store::hub_storage& data,
                                               const std::string& store);
[[nodiscard]] result<catalog::row_map>
published_rows(const store::hub_storage& data, const std::string& store);
[[nodiscard]] result<catalog::row_map>
pending_rows(const store::hub_storage& data, const std::string& store);

/// Version {lineage, 0}, empty, of a store whose data are new.
[[nodiscard]] store::transaction found_catalog(const std::string& store,
                                               const std::string& lineage);

/// Rows that wait from now on; a row that is published as it is waits no more.
struct pended {
  store::transaction change;
  std::uint64_t changed = 0; ///< Rows that wait in another way than before.
  std::uint64_t rows = 0;    ///< That wait after it.
};
/// Validates what waits together with what is published. `bad_catalog`.
[[nodiscard]] result<pended> pend_rows(const store::hub_storage& data,
                                       const std::string& store,
                                       const std::vector<v1::Row>& rows,
                                       std::int64_t now_ms);

/// What a publish writes.
struct publication {
  store::transaction change;
  v1::CatalogHead head;
  std::uint64_t changed = 0;
};
struct publish_request {
  std::string store;
  std::uint64_t base_version = 0; ///< 0: whatever it is.
  std::int64_t now_ms = 0;
  /// The highest version of this lineage that a terminal has shown: a hub that
  /// was restored begins a lineage of its own rather than name two things
  /// alike.
  std::uint64_t seen_version = 0;
  std::string fresh_lineage; ///< 16 random bytes.
  /// It was restored since the last one: terminals may have what it forgot.
  bool restored = false;
};
/// @returns nothing_to_publish, base_version, bad_catalog
[[nodiscard]] result<publication>
prepare_publish(const store::hub_storage& data, const publish_request& what);

/// What a terminal must have so that what holds until an instant is right.
struct coming {
  std::uint64_t version = 0; ///< The last that changed a row of until then.
  std::uint64_t rows = 0;    ///< That take effect after now and until then.
};
[[nodiscard]] result<coming> coming_until(const store::hub_storage& data,
                                          const std::string& store,
                                          std::int64_t now_ms,
                                          std::int64_t until_ms);

/// What version `after` + 1 and later changed, collapsed: key and row.
[[nodiscard]] result<std::vector<catalog::change>>
changes_after(const store::hub_storage& data, const std::string& store,
              std::uint64_t after);

} // namespace kassa::hub
