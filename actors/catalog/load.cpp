#include "actors/catalog/load.hpp"

#include "actors/catalog/state_hash.hpp"
#include "store/keys.hpp"

#include <map>

namespace kassa::catalog {

namespace {

/// The last word on each row; nothing: it is erased.
using overlay = std::map<std::string, std::optional<std::string>, std::less<>>;

result<v1::CatalogActive> read_active(const store::reader& from,
                                      const scope& of) {
  auto bytes = from.get(store::family::state, store::catalog_active_key(of));
  if (!bytes)
    return bytes.why();
  if (!*bytes)
    return errc::no_catalog;
  v1::CatalogActive active;
  if (!active.ParseFromString(**bytes))
    return broken_catalog("what names the active version does not decode");
  return active;
}

/// The changes to rows under `prefix`, by row key.
overlay changes_under(std::string_view prefix, const store::write_set& all) {
  overlay out;
  for (const auto& op : all.ops) {
    if (op.where != store::family::catalog || !op.key.starts_with(prefix))
      continue;
    auto key = op.key.substr(prefix.size());
    if (op.kind == store::write_op::what::put)
      out[std::move(key)] = op.value;
    else if (op.kind == store::write_op::what::erase)
      out[std::move(key)] = std::nullopt;
  }
  return out;
}

} // namespace

result<view::ptr> load_next(const store::reader& from, const scope& of,
                            const v1::CatalogActive& next,
                            const store::write_set& changes) {
  auto prefix = store::catalog_generation_key(of, next.generation());
  auto changed = changes_under(prefix, changes);
  std::vector<entry> rows;
  state_hash hash;
  auto take = [&](std::string_view key, std::string_view row) {
    hash.add(key, row);
    rows.push_back({std::string{key}, std::string{row}});
  };
  auto scanned
    = from.scan(store::family::catalog, prefix, store::prefix_end(prefix),
                [&](std::string_view key, std::string_view row) {
                  key.remove_prefix(prefix.size());
                  if (!changed.contains(key))
                    take(key, row);
                  return true;
                });
  if (!scanned)
    return scanned.why();
  for (const auto& [key, row] : changed)
    if (row)
      take(key, *row);
  if (rows.size() != next.rows() || hash.bytes() != next.state_hash())
    return broken_catalog(
      "the rows are not those of the version that they should be");
  v1::CatalogHead head;
  *head.mutable_name() = next.name();
  head.set_state_hash(next.state_hash());
  head.set_rows(next.rows());
  return view::make(std::move(head), std::move(rows));
}

result<view::ptr> load_view(const store::reader& from, const scope& of) {
  auto active = read_active(from, of);
  if (!active)
    return active.why();
  return load_next(from, of, *active, {});
}

} // namespace kassa::catalog
