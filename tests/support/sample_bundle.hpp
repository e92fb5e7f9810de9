#pragma once

#include "proto/base/crypto.hpp"
#include "tests/support/fakes.hpp"

#include <kassa/v1/catalog.pb.h>

#include <string>

namespace kassa::testing {

inline v1::Row make_row(v1::RowKind kind, const std::string& id) {
  v1::Row row;
  row.mutable_key()->set_kind(kind);
  row.mutable_key()->set_id(id);
  return row;
}

inline void add_row(v1::Bundle& to, const v1::Row& row) {
  to.add_rows(row.SerializeAsString());
}

inline void add_user(v1::Bundle& to, const std::string& id,
                     const std::string& name) {
  seeded_random random{id.size()};
  auto row = make_row(v1::ROW_KIND_USER, id);
  row.mutable_user()->set_name(name);
  row.mutable_user()->set_till_verifier(
    make_verifier("hemligt", random, password_cost::test));
  for (auto p :
       {v1::PERMISSION_SELL, v1::PERMISSION_RETURN, v1::PERMISSION_Z,
        v1::PERMISSION_DRAWER, v1::PERMISSION_DISCOUNT, v1::PERMISSION_CASH,
        v1::PERMISSION_MANAGE, v1::PERMISSION_TRAINING})
    row.mutable_user()->add_permissions(p);
  add_row(to, row);
}

/// What a hub would give a new terminal: a bakery with the group "brod" at 6 %,
/// sold at open price, and the user anna, password "hemligt".
inline v1::Bundle sample_bundle(const std::string& terminal = "KASSA1",
                                const std::string& name = "Kassa 1") {
  v1::Bundle out;
  out.set_format(1);
  out.set_store("bageriet");
  out.set_terminal(terminal);
  out.set_terminal_name(name);
  out.set_lineage(std::string(16, 'l'));
  auto shop = make_row(v1::ROW_KIND_STORE, "bageriet");
  shop.mutable_store()->set_name("Bageriet");
  shop.mutable_store()->set_company("Bageriet AB");
  shop.mutable_store()->set_org_no("5566778899");
  shop.mutable_store()->set_address("Storgatan 1, 123 45 Exempelby");
  shop.mutable_store()->set_time_zone("Europe/Stockholm");
  shop.mutable_store()->set_country("SE");
  add_row(out, shop);
  auto vat = make_row(v1::ROW_KIND_VAT_CODE, "6");
  vat.mutable_vat_code()->set_name("6 %");
  vat.mutable_vat_code()->set_basis_points(600);
  add_row(out, vat);
  auto group = make_row(v1::ROW_KIND_GROUP, "brod");
  group.mutable_group()->set_name("Bröd");
  group.mutable_group()->set_vat_code("6");
  group.mutable_group()->set_kind(v1::ARTICLE_KIND_GOODS);
  group.mutable_group()->set_open_price(true);
  add_row(out, group);
  add_user(out, "anna", "Anna");
  return out;
}

} // namespace kassa::testing
