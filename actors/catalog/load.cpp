#include "actors/catalog/load.hpp"

#include "actors/catalog/state_hash.hpp"
#include "store/keys.hpp"

#include <kassa/v1/terminal_state.pb.h>

namespace kassa::catalog {

namespace {

error broken(std::string what) {
  return {errc::corrupt, {{"what", "catalog"}}, std::move(what)};
}

result<v1::CatalogActive> read_active(const store::reader& from,
                                      const scope& of) {
  auto bytes = from.get(store::family::state, store::catalog_active_key(of));
  if (!bytes)
    return bytes.why();
  if (!*bytes)
    return errc::no_catalog;
  v1::CatalogActive active;
  if (!active.ParseFromString(**bytes))
    return broken("what names the active version does not decode");
  return active;
}

} // namespace

result<view::ptr> load_view(const store::reader& from, const scope& of) {
  auto active = read_active(from, of);
  if (!active)
    return active.why();
  auto prefix = store::catalog_generation_key(of, active->generation());
  std::vector<entry> rows;
  state_hash hash;
  auto scanned
    = from.scan(store::family::catalog, prefix, store::prefix_end(prefix),
                [&](std::string_view key, std::string_view row) {
                  key.remove_prefix(prefix.size());
                  hash.add(key, row);
                  rows.push_back({std::string{key}, std::string{row}});
                  return true;
                });
  if (!scanned)
    return scanned.why();
  if (rows.size() != active->rows() || hash.bytes() != active->state_hash())
    return broken("the rows are not those of the active version");
  v1::CatalogHead head;
  *head.mutable_name() = active->name();
  head.set_state_hash(active->state_hash());
  head.set_rows(active->rows());
  return view::make(std::move(head), std::move(rows));
}

} // namespace kassa::catalog
