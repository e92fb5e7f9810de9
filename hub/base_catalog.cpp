#include "hub/base_catalog.hpp"

#include "actors/catalog/row_key.hpp"
#include "proto/base/money.hpp"

namespace kassa::hub {

v1::Row make_row(v1::RowKind what, std::string id,
                 std::int64_t effective_from_ms) {
  v1::Row out;
  out.mutable_key()->set_kind(what);
  out.mutable_key()->set_id(std::move(id));
  out.mutable_key()->set_effective_from_ms(effective_from_ms);
  return out;
}

std::string vat_code_id(std::uint32_t basis_points) {
  return "VAT" + std::to_string(basis_points);
}

v1::Row vat_code_row(std::uint32_t basis_points) {
  auto out = make_row(v1::ROW_KIND_VAT_CODE, vat_code_id(basis_points));
  out.mutable_vat_code()->set_name("Moms " + print_rate(basis_points) + " %");
  out.mutable_vat_code()->set_basis_points(basis_points);
  return out;
}

std::vector<v1::Row> base_rows(const v1::StoreData& store) {
  std::vector<v1::Row> out;
  out.push_back(make_row(v1::ROW_KIND_STORE, "store", 0));
  *out.back().mutable_store() = store;
  for (std::uint32_t points : {2500U, 1200U, 600U, 0U}) {
    out.push_back(vat_code_row(points));
    auto percent = std::to_string(points / 100);
    auto row = make_row(v1::ROW_KIND_GROUP, "moms-" + percent);
    row.mutable_group()->set_name("Varor " + percent + " %");
    row.mutable_group()->set_vat_code(vat_code_id(points));
    row.mutable_group()->set_kind(v1::ARTICLE_KIND_GOODS);
    row.mutable_group()->set_open_price(true);
    out.push_back(std::move(row));
  }
  return out;
}

} // namespace kassa::hub
