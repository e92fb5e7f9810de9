#include "hub/catalog_feed.hpp"

#include "actors/catalog/delta.hpp"
#include "hub/catalog_store.hpp"

namespace kassa::hub {

namespace {

constexpr std::size_t kept_max = 8;
constexpr int tries_max = 5;

std::vector<v1::DownloadDown>
messages_of(const v1::CatalogName* from, const v1::CatalogHead& to,
            std::span<const catalog::change> changes) {
  std::vector<v1::DownloadDown> out(1);
  auto& start = *out.front().mutable_start();
  if (from)
    *start.mutable_from() = *from;
  *start.mutable_to() = to;
  start.set_snapshot(from == nullptr);
  for (auto& chunk : catalog::pack(changes))
    *out.emplace_back().mutable_chunk() = std::move(chunk);
  *out.emplace_back().mutable_end()->mutable_to() = to;
  return out;
}

} // namespace

feeding judge_catalog(const v1::CatalogName& at_terminal,
                      const v1::CatalogName& at_hub) {
  if (at_hub.version() == 0)
    return feeding::current;
  if (at_terminal.lineage() != at_hub.lineage() || at_terminal.version() == 0)
    return feeding::snapshot;
  return at_terminal.version() < at_hub.version() ? feeding::delta
                                                  : feeding::current;
}

result<encoded_ptr> catalog_feed::next(const std::string& store,
                                       const v1::CatalogName& from,
                                       bool whole) {
  for (int i = 0; i < tries_max; ++i) {
    auto now = read_published(*data_, store);
    if (!now)
      return now.why();
    auto how = judge_catalog(from, now->head.name());
    if (how == feeding::current && !(whole && now->head.name().version() > 0))
      return encoded_ptr{};
    bool all = whole || how == feeding::snapshot;
    auto key = store + '\0' + (all ? "" : from.SerializeAsString()) + '\0'
               + now->head_row;
    if (auto found = find(key))
      return found;
    auto made = encode(store, from, now->head, all);
    if (!made)
      return made.why();
    // A publish in between would mix two versions.
    auto after = read_published(*data_, store);
    if (after && after->head_row == now->head_row) {
      keep(std::move(key), *made);
      return *made;
    }
  }
  return errc::busy;
}

result<encoded_ptr> catalog_feed::encode(const std::string& store,
                                         const v1::CatalogName& from,
                                         const v1::CatalogHead& to,
                                         bool whole) const {
  auto out = std::make_shared<encoded_catalog>();
  out->to = to;
  std::size_t delta_size = 0;
  if (!whole) {
    auto delta = changes_after(*data_, store, from.version());
    if (!delta)
      return delta.why();
    delta_size = catalog::size_of(*delta);
    // A delta of few of the rows is smaller than all of them.
    if (delta_size <= delta_size_max && delta->size() * 2 <= to.rows()) {
      out->messages = messages_of(&from, to, *delta);
      return encoded_ptr{std::move(out)};
    }
    auto rows = published_rows(*data_, store);
    if (!rows)
      return rows.why();
    if (delta_size <= delta_size_max
        && delta_size < catalog::size_of(catalog::snapshot_of(*rows))) {
      out->messages = messages_of(&from, to, *delta);
      return encoded_ptr{std::move(out)};
    }
  }
  auto rows = published_rows(*data_, store);
  if (!rows)
    return rows.why();
  out->snapshot = true;
  out->messages = messages_of(nullptr, to, catalog::snapshot_of(*rows));
  return encoded_ptr{std::move(out)};
}

encoded_ptr catalog_feed::find(const std::string& key) const {
  std::lock_guard lock{mutex_};
  for (const auto& one : kept_)
    if (one.key == key)
      return one.what;
  return nullptr;
}

void catalog_feed::keep(std::string key, encoded_ptr what) {
  std::lock_guard lock{mutex_};
  kept_.push_back({std::move(key), std::move(what)});
  if (kept_.size() > kept_max)
    kept_.pop_front();
}

} // namespace kassa::hub
