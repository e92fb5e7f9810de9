#include "hub/catalog_history.hpp"

#include "actors/catalog/delta.hpp"
#include "actors/catalog/row_key.hpp"
#include "hub/catalog_store.hpp"
#include "hub/keys.hpp"

namespace kassa::hub {

namespace {

error unreadable_history(const std::string& store) {
  return {errc::corrupt, {{"what", "catalog of " + store}}};
}

status forget(const store::hub_storage& data, const std::string& store,
              std::uint64_t version, store::transaction& into) {
  auto prefix = keys::catalog_former(version, "");
  into.writes.push_back({keys::catalog_version(version), std::nullopt});
  return data.scan(store, prefix, keys::after(prefix),
                   [&into](std::string_view key, std::string_view) {
                     into.writes.push_back({std::string{key}, std::nullopt});
                     return true;
                   });
}

/// Each row that a later version changed, as it was after `version`; empty
/// bytes where there was none.
result<catalog::row_map> former_rows(const store::hub_storage& data,
                                     const std::string& store,
                                     std::uint64_t version) {
  catalog::row_map out;
  bool sound = true;
  const auto size = keys::catalog_former(0, "").size();
  auto seen = data.scan(
    store, keys::catalog_former(version + 1, ""),
    keys::after(keys::catalog_former_prefix()),
    [&](std::string_view key, std::string_view value) {
      v1::FormerRow row;
      sound = row.ParseFromArray(value.data(), static_cast<int>(value.size()));
      // The first change after it found the row as it was.
      out.try_emplace(std::string{key.substr(size)}, row.row());
      return sound;
    });
  if (!seen)
    return seen.why();
  if (!sound)
    return unreadable_history(store);
  return out;
}

/// What held at this key's time though there was no such row: the one before
/// it.
v1::Row in_its_place(const catalog::row_map& then, const std::string& key) {
  v1::Row out;
  const auto prefix = catalog::row_prefix_of(key);
  for (auto at = then.lower_bound(key); at != then.begin();) {
    --at;
    if (catalog::row_prefix_of(at->first) != prefix)
      break;
    out.ParseFromString(at->second);
    break;
  }
  auto named = catalog::decode_row_key(key);
  if (!out.has_key())
    out.set_deleted(true);
  *out.mutable_key() = *std::move(named);
  return out;
}

} // namespace

status write_history(const store::hub_storage& data, store::transaction& into,
                     const std::map<std::string, v1::StoredRow>& before,
                     const std::vector<catalog::change>& changes,
                     const v1::CatalogVersion& version) {
  const auto number = version.head().name().version();
  for (const auto& change : changes) {
    v1::FormerRow row;
    if (auto at = before.find(change.key); at != before.end())
      row.set_row(at->second.row());
    into.writes.push_back(
      {keys::catalog_former(number, change.key), row.SerializeAsString()});
  }
  into.writes.push_back(
    {keys::catalog_version(number), version.SerializeAsString()});
  return number > versions_kept
           ? forget(data, into.partition, number - versions_kept, into)
           : ok;
}

result<v1::VersionList> list_versions(const store::hub_storage& data,
                                      const std::string& store) {
  std::vector<v1::CatalogVersion> all;
  bool sound = true;
  auto seen = data.scan(store, keys::catalog_version(0),
                        keys::after(keys::catalog_version_prefix()),
                        [&](std::string_view, std::string_view value) {
                          sound = all.emplace_back().ParseFromArray(
                            value.data(), static_cast<int>(value.size()));
                          return sound;
                        });
  if (!seen)
    return seen.why();
  if (!sound)
    return unreadable_history(store);
  v1::VersionList out;
  for (auto at = all.rbegin(); at != all.rend(); ++at)
    *out.add_versions() = std::move(*at);
  return out;
}

result<std::vector<v1::Row>> rows_of_version(const store::hub_storage& data,
                                             const std::string& store,
                                             std::uint64_t version) {
  auto all = list_versions(data, store);
  if (!all)
    return all.why();
  auto number
    = [&all](int i) { return all->versions(i).head().name().version(); };
  const int last = all->versions_size() - 1;
  if (last < 1 || version < number(last) || version >= number(0))
    return error{errc::no_version,
                 {{"version", std::to_string(version)},
                  {"first", last < 1 ? "-" : std::to_string(number(last))},
                  {"last", last < 1 ? "-" : std::to_string(number(1))}}};
  auto former = former_rows(data, store, version);
  if (!former)
    return former.why();
  auto then = published_rows(data, store);
  if (!then)
    return then.why();
  for (const auto& [key, row] : *former)
    if (row.empty())
      then->erase(key);
    else
      (*then)[key] = row;
  std::vector<v1::Row> out;
  for (const auto& [key, row] : *former)
    if (row.empty())
      out.push_back(in_its_place(*then, key));
    else if (!out.emplace_back().ParseFromString(row))
      return unreadable_history(store);
  return out;
}

} // namespace kassa::hub
