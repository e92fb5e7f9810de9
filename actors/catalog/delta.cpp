#include "actors/catalog/delta.hpp"

#include "actors/catalog/row_key.hpp"

namespace kassa::catalog {

namespace {

/// Tags and lengths of protobuf around one change, at most.
constexpr std::size_t frame_size = 16;

std::size_t size_of(const change& x) {
  return frame_size + (x.row ? x.row->size() : x.key.size());
}

} // namespace

std::vector<change> difference(const row_map& from, const row_map& to) {
  std::vector<change> out;
  auto a = from.begin();
  auto b = to.begin();
  while (a != from.end() || b != to.end()) {
    if (b == to.end() || (a != from.end() && a->first < b->first)) {
      out.push_back({a->first, std::nullopt});
      ++a;
    } else if (a == from.end() || b->first < a->first) {
      out.push_back({b->first, b->second});
      ++b;
    } else {
      if (a->second != b->second)
        out.push_back({b->first, b->second});
      ++a;
      ++b;
    }
  }
  return out;
}

std::vector<change> snapshot_of(const row_map& rows) {
  std::vector<change> out;
  out.reserve(rows.size());
  for (const auto& [key, row] : rows)
    out.push_back({key, row});
  return out;
}

std::size_t size_of(std::span<const change> changes) {
  std::size_t sum = 0;
  for (const auto& x : changes)
    sum += size_of(x);
  return sum;
}

std::vector<v1::CatalogChunk> pack(std::span<const change> changes) {
  std::vector<v1::CatalogChunk> out;
  std::size_t room = 0;
  for (const auto& x : changes) {
    auto size = size_of(x);
    assert(size <= chunk_bytes_max);
    if (size > room) {
      out.emplace_back();
      room = chunk_bytes_max;
    }
    room -= size;
    if (x.row) {
      out.back().add_rows(*x.row);
    } else {
      auto key = decode_row_key(x.key);
      assert(key);
      *out.back().add_erased() = *std::move(key);
    }
  }
  return out;
}

result<std::vector<change>> unpack(const v1::CatalogChunk& chunk) {
  const error broken{errc::corrupt, {{"what", "catalog chunk"}}};
  std::vector<change> out;
  for (const auto& bytes : chunk.rows()) {
    v1::Row row;
    if (bytes.size() > row_size_max || !row.ParseFromString(bytes)
        || !check_row_key(row.key()))
      return broken;
    out.push_back({encode_row_key(row.key()), bytes});
  }
  for (const auto& key : chunk.erased()) {
    if (!check_row_key(key))
      return broken;
    out.push_back({encode_row_key(key), std::nullopt});
  }
  return out;
}

void apply_changes(row_map& rows, std::span<const change> changes) {
  for (const auto& x : changes) {
    if (x.row)
      rows.insert_or_assign(x.key, *x.row);
    else
      rows.erase(x.key);
  }
}

state_hash hash_of(const row_map& rows) {
  state_hash out;
  for (const auto& [key, row] : rows)
    out.add(key, row);
  return out;
}

v1::CatalogHead head_of(const row_map& rows, const v1::CatalogName& name) {
  v1::CatalogHead out;
  *out.mutable_name() = name;
  out.set_state_hash(hash_of(rows).bytes());
  out.set_rows(rows.size());
  return out;
}

} // namespace kassa::catalog
