#include "hub/store_rows.hpp"

#include "hub/catalog_store.hpp"

namespace kassa::hub {

result<std::vector<v1::Row>>
changed_store(const store::hub_storage& data, const std::string& store,
              const std::function<void(v1::StoreData&)>& change) {
  auto rows = published_rows(data, store);
  if (!rows)
    return rows.why();
  auto waiting = pending_rows(data, store);
  if (!waiting)
    return waiting.why();
  for (auto& [key, row] : *waiting)
    (*rows)[key] = row;
  std::vector<v1::Row> out;
  for (const auto& [key, bytes] : *rows) {
    v1::Row row;
    if (!row.ParseFromString(bytes))
      return error{errc::corrupt, {{"what", "catalog"}}};
    if (row.key().kind() != v1::ROW_KIND_STORE || row.deleted())
      continue;
    change(*row.mutable_store());
    out.push_back(std::move(row));
  }
  return out;
}

result<std::vector<v1::Row>>
with_embedded_barcodes(const store::hub_storage& data, const std::string& store,
                       const catalog::embedded_table& table) {
  return changed_store(data, store, [&table](v1::StoreData& x) {
    *x.mutable_embedded_barcodes() = table;
  });
}

} // namespace kassa::hub
