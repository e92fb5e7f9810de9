#include "hub/catalog_store.hpp"

#include "actors/catalog/delta.hpp"
#include "actors/catalog/row_key.hpp"
#include "hub/catalog_history.hpp"
#include "hub/keys.hpp"

namespace kassa::hub {

namespace {

error corrupt(std::string what) {
  return {errc::corrupt, {{"what", std::move(what)}}};
}

// Visits (row key, value) under a prefix.
template <class Visit>
status scan_rows(const store::hub_storage& data, const std::string& store,
                 const std::string& prefix, Visit visit) {
  return data.scan(store, prefix, keys::after(prefix),
                   [&](std::string_view key, std::string_view value) {
                     return visit(key.substr(prefix.size()), value);
                   });
}

result<std::map<std::string, v1::StoredRow>>
stored_rows(const store::hub_storage& data, const std::string& store) {
  std::map<std::string, v1::StoredRow> out;
  bool sound = true;
  auto seen = scan_rows(data, store, keys::catalog_row(""),
                        [&](std::string_view key, std::string_view value) {
                          sound = out[std::string{key}].ParseFromArray(
                            value.data(), static_cast<int>(value.size()));
                          return sound;
                        });
  if (!seen)
    return seen.why();
  if (!sound)
    return corrupt("catalog of " + store);
  return out;
}

} // namespace

result<published> read_published(const store::hub_storage& data,
                                 const std::string& store) {
  auto row = data.get(store, keys::catalog_head());
  if (!row)
    return row.why();
  if (!*row)
    return error{errc::unknown_store, {{"store", store}}};
  published out{{}, **row};
  if (!out.head.ParseFromString(out.head_row))
    return corrupt("catalog of " + store);
  return out;
}

result<catalog::row_map> published_rows(const store::hub_storage& data,
                                        const std::string& store) {
  auto stored = stored_rows(data, store);
  if (!stored)
    return stored.why();
  catalog::row_map out;
  for (auto& [key, what] : *stored)
    out.emplace_hint(out.end(), key, std::move(*what.mutable_row()));
  return out;
}

result<catalog::row_map> pending_rows(const store::hub_storage& data,
                                      const std::string& store) {
  catalog::row_map out;
  auto seen = scan_rows(data, store, keys::pending(""),
                        [&](std::string_view key, std::string_view value) {
                          out.emplace_hint(out.end(), key, value);
                          return true;
                        });
  if (!seen)
    return seen.why();
  return out;
}

store::transaction found_catalog(const std::string& store,
                                 const std::string& lineage) {
  v1::CatalogHead head;
  head.mutable_name()->set_lineage(lineage);
  head.set_state_hash(catalog::state_hash{}.bytes());
  store::transaction out;
  out.partition = store;
  out.expect.push_back({keys::catalog_head(), std::nullopt});
  out.writes.push_back({keys::catalog_head(), head.SerializeAsString()});
  return out;
}

namespace {

v1::ChangeSet as_change_set(const catalog::row_map& rows) {
  v1::ChangeSet out;
  for (const auto& [key, row] : rows)
    out.add_rows()->ParseFromString(row);
  return out;
}

// One row joins those that wait, or leaves them since it is published as it is.
void pend(pended& out, const catalog::row_map& live, catalog::row_map& waiting,
          const v1::Row& row) {
  auto key = catalog::encode_row_key(row.key());
  auto bytes = catalog::serialise(row);
  auto at = waiting.find(key);
  auto held = live.find(key);
  bool published = held != live.end() && held->second == bytes;
  if (published ? at == waiting.end()
                : at != waiting.end() && at->second == bytes)
    return;
  ++out.changed;
  if (published) {
    waiting.erase(at);
    out.change.writes.push_back({keys::pending(key), std::nullopt});
  } else {
    out.change.writes.push_back({keys::pending(key), bytes});
    waiting[std::move(key)] = std::move(bytes);
  }
}

} // namespace

result<pended> pend_rows(const store::hub_storage& data,
                         const std::string& store,
                         const std::vector<v1::Row>& rows,
                         std::int64_t now_ms) {
  auto live = published_rows(data, store);
  if (!live)
    return live.why();
  auto waiting = pending_rows(data, store);
  if (!waiting)
    return waiting.why();
  pended out;
  out.change.partition = store;
  for (const auto& row : rows) {
    if (auto named = catalog::check_row_key(row.key()); !named)
      return named.why();
    pend(out, *live, *waiting, row);
  }
  auto whole = catalog::validate(*live, as_change_set(*waiting), now_ms);
  if (!whole && whole.why().code != errc::nothing_to_publish)
    return whole.why();
  out.rows = waiting->size();
  return out;
}

namespace {

v1::CatalogName next_name(const v1::CatalogName& now,
                          const publish_request& what) {
  v1::CatalogName out;
  bool behind = what.restored || what.seen_version > now.version();
  out.set_lineage(behind ? what.fresh_lineage : now.lineage());
  out.set_version(now.version() + 1);
  return out;
}

void write_rows(store::transaction& into,
                const std::map<std::string, v1::StoredRow>& before,
                const std::vector<catalog::change>& changes,
                std::uint64_t version) {
  for (const auto& change : changes) {
    if (auto at = before.find(change.key); at != before.end())
      into.writes.push_back(
        {keys::catalog_change(at->second.version(), change.key), std::nullopt});
    v1::StoredRow row;
    row.set_row(change.row.value_or(""));
    row.set_version(version);
    into.writes.push_back(
      {keys::catalog_row(change.key), row.SerializeAsString()});
    into.writes.push_back({keys::catalog_change(version, change.key), ""});
  }
}

} // namespace

result<publication> prepare_publish(const store::hub_storage& data,
                                    const publish_request& what) {
  auto now = read_published(data, what.store);
  if (!now)
    return now.why();
  auto version = now->head.name().version();
  if (what.base_version != 0 && what.base_version != version)
    return error{errc::base_version, {{"version", std::to_string(version)}}};
  auto stored = stored_rows(data, what.store);
  if (!stored)
    return stored.why();
  auto waiting = pending_rows(data, what.store);
  if (!waiting)
    return waiting.why();
  if (waiting->empty())
    return errc::nothing_to_publish;
  catalog::row_map live;
  for (const auto& [key, row] : *stored)
    live.emplace_hint(live.end(), key, row.row());
  auto next = catalog::validate(live, as_change_set(*waiting), what.now_ms);
  if (!next)
    return next.why();
  auto changes = catalog::difference(live, *next);
  publication out;
  out.changed = changes.size();
  out.head = catalog::head_of(*next, next_name(now->head.name(), what));
  out.change.partition = what.store;
  out.change.expect.push_back({keys::catalog_head(), now->head_row});
  write_rows(out.change, *stored, changes, out.head.name().version());
  v1::CatalogVersion made;
  *made.mutable_head() = out.head;
  made.set_at_ms(what.now_ms);
  made.set_changed_rows(changes.size());
  if (auto kept = write_history(data, out.change, *stored, changes, made);
      !kept)
    return kept.why();
  for (const auto& [key, row] : *waiting)
    out.change.writes.push_back({keys::pending(key), std::nullopt});
  out.change.writes.push_back(
    {keys::catalog_head(), out.head.SerializeAsString()});
  if (what.restored)
    out.change.writes.push_back({keys::catalog_restored(), std::nullopt});
  return out;
}

result<std::vector<catalog::change>>
changes_after(const store::hub_storage& data, const std::string& store,
              std::uint64_t after) {
  std::vector<std::string> changed;
  auto seen = data.scan(store, keys::catalog_change(after + 1, ""),
                        keys::after("kv"), [&](std::string_view key, auto) {
                          changed.emplace_back(key.substr(10));
                          return true;
                        });
  if (!seen)
    return seen.why();
  std::vector<catalog::change> out;
  for (auto& key : changed) {
    auto row = data.get(store, keys::catalog_row(key));
    v1::StoredRow stored;
    if (!row)
      return row.why();
    if (!*row || !stored.ParseFromString(**row))
      return corrupt("catalog of " + store);
    out.push_back({std::move(key), std::move(*stored.mutable_row())});
  }
  return out;
}

result<coming> coming_until(const store::hub_storage& data,
                            const std::string& store, std::int64_t now_ms,
                            std::int64_t until_ms) {
  auto rows = stored_rows(data, store);
  if (!rows)
    return rows.why();
  coming out;
  for (const auto& [key, row] : *rows) {
    auto named = catalog::decode_row_key(key);
    if (!named)
      return named.why();
    if (named->effective_from_ms() > until_ms)
      continue;
    out.version = std::max(out.version, row.version());
    out.rows += named->effective_from_ms() > now_ms ? 1 : 0;
  }
  return out;
}

} // namespace kassa::hub
