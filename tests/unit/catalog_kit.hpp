#pragma once

#include "actors/catalog/change_set.hpp"
#include "actors/catalog/row_key.hpp"

#include <string>

/// Rows for tests of the catalog.
namespace kassa::catalog::testing {

inline v1::Row row_of(v1::RowKind kind, const std::string& id,
                      std::int64_t from = 0) {
  v1::Row out;
  out.mutable_key()->set_kind(kind);
  out.mutable_key()->set_id(id);
  out.mutable_key()->set_effective_from_ms(from);
  return out;
}

inline v1::Row deletion(v1::RowKind kind, const std::string& id,
                        std::int64_t from = 0) {
  auto out = row_of(kind, id, from);
  out.set_deleted(true);
  return out;
}

inline v1::Row store_row(const std::string& name = "Bageriet") {
  auto out = row_of(v1::ROW_KIND_STORE, "main");
  out.mutable_store()->set_name(name);
  return out;
}

inline v1::Row vat_row(const std::string& id, std::uint32_t basis_points,
                       std::int64_t from = 0) {
  auto out = row_of(v1::ROW_KIND_VAT_CODE, id, from);
  out.mutable_vat_code()->set_name(id);
  out.mutable_vat_code()->set_basis_points(basis_points);
  return out;
}

inline v1::Row group_row(const std::string& id, const std::string& vat_code,
                         std::int64_t from = 0) {
  auto out = row_of(v1::ROW_KIND_GROUP, id, from);
  out.mutable_group()->set_name("Group " + id);
  out.mutable_group()->set_vat_code(vat_code);
  return out;
}

inline v1::Row article_row(const std::string& no, const std::string& group,
                           std::int64_t price, std::int64_t from = 0,
                           const std::string& barcode = {}) {
  auto out = row_of(v1::ROW_KIND_ARTICLE, no, from);
  out.mutable_article()->set_name("Article " + no);
  out.mutable_article()->set_group(group);
  out.mutable_article()->set_price_ore(price);
  out.mutable_article()->set_barcode(barcode);
  return out;
}

inline v1::Row user_row(const std::string& id, const std::string& name) {
  auto out = row_of(v1::ROW_KIND_USER, id);
  out.mutable_user()->set_name(name);
  return out;
}

inline v1::ChangeSet set_of(std::initializer_list<v1::Row> rows) {
  v1::ChangeSet out;
  for (const auto& x : rows)
    *out.add_rows() = x;
  return out;
}

inline row_map map_of(std::initializer_list<v1::Row> rows) {
  row_map out;
  for (const auto& x : rows)
    out.insert_or_assign(encode_row_key(x.key()), serialise(x));
  return out;
}

/// A small catalog that holds together.
inline row_map small_shop() {
  return map_of({store_row(), vat_row("M25", 2500), vat_row("M12", 1200),
                 group_row("10", "M12"), group_row("20", "M25"),
                 article_row("1001", "10", 3500, 0, "7310000000017"),
                 article_row("1002", "20", 2000), user_row("anna", "Anna")});
}

inline std::vector<entry> entries_of(const row_map& rows) {
  std::vector<entry> out;
  for (const auto& [key, row] : rows)
    out.push_back({key, row});
  return out;
}

inline view::ptr view_of(const row_map& rows) {
  auto made = view::make({}, entries_of(rows));
  assert(made);
  return *made;
}

} // namespace kassa::catalog::testing
