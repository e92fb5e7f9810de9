#pragma once

#include "actors/catalog/row_key.hpp"
#include "actors/catalog/state_hash.hpp"
#include "actors/catalog/view.hpp"
#include "proto/base/crypto.hpp"
#include "store/keys.hpp"
#include "store/terminal_store.hpp"
#include "tests/support/fakes.hpp"

#include <kassa/v1/catalog.pb.h>
#include <kassa/v1/terminal_state.pb.h>

#include <map>
#include <string>
#include <vector>

namespace kassa::testing {

/// A small shop's catalog, row by row: the articles of the sample receipt in
/// Swedish law's chapter on receipts, two open prices, three users.
class sale_shop {
public:
  sale_shop() {
    auto& store = *add(v1::ROW_KIND_STORE, "main").mutable_store();
    store.set_name("Torget");
    store.set_company("Exempelbutiken AB");
    store.set_org_no("5566778899");
    store.set_address("Storgatan 1, 123 45 Exempelby");
    store.set_time_zone("Europe/Stockholm");
    store.add_footer("Öppet köp 30 dagar");
    vat("25", 2500);
    vat("12", 1200);
    vat("6", 600);
    group("kok", "Servering", "12");
    group("bageri", "Bageri", "6");
    group("hem", "Hushåll", "25", /*open_price=*/true);
    article("1", "Kaffe", "kok", 3000);
    article("2", "Bröd", "bageri", 3990, "7310865004703");
    article("3", "Tvål", "hem", 4950);
    article("4", "Ost", "bageri", 12990).set_decimals(3);
    article("5", "Lagning", "hem", 0).set_open_price(true);
    user("anna", "Anna",
         {v1::PERMISSION_SELL, v1::PERMISSION_RETURN, v1::PERMISSION_Z,
          v1::PERMISSION_DRAWER, v1::PERMISSION_DISCOUNT, v1::PERMISSION_CASH,
          v1::PERMISSION_MANAGE, v1::PERMISSION_TRAINING,
          v1::PERMISSION_FREE_RETURN});
    user("bo", "Bo", {v1::PERMISSION_SELL, v1::PERMISSION_Z});
    user("cilla", "Cilla", {v1::PERMISSION_RETURN});
  }

  /// The password of every user.
  static constexpr auto password = "hemligt";

  v1::Row& add(v1::RowKind kind, const std::string& id) {
    auto& row = rows_[std::to_string(kind) + id];
    row.mutable_key()->set_kind(kind);
    row.mutable_key()->set_id(id);
    return row;
  }

  void vat(const std::string& id, std::uint32_t basis_points) {
    auto& x = *add(v1::ROW_KIND_VAT_CODE, id).mutable_vat_code();
    x.set_name(id);
    x.set_basis_points(basis_points);
  }

  void group(const std::string& id, const std::string& name,
             const std::string& vat_code, bool open_price = false) {
    auto& x = *add(v1::ROW_KIND_GROUP, id).mutable_group();
    x.set_name(name);
    x.set_vat_code(vat_code);
    x.set_open_price(open_price);
  }

  v1::Article& article(const std::string& no, const std::string& name,
                       const std::string& of, std::int64_t price,
                       const std::string& barcode = {}) {
    auto& x = *add(v1::ROW_KIND_ARTICLE, no).mutable_article();
    x.set_name(name);
    x.set_group(of);
    x.set_price_ore(price);
    x.set_barcode(barcode);
    return x;
  }

  void user(const std::string& id, const std::string& name,
            const std::vector<v1::Permission>& all) {
    auto& x = *add(v1::ROW_KIND_USER, id).mutable_user();
    seeded_random random;
    x.set_name(name);
    x.set_till_verifier(make_verifier(password, random, password_cost::test));
    for (auto permission : all)
      x.add_permissions(permission);
  }

  std::vector<catalog::entry> entries() const {
    std::vector<catalog::entry> out;
    for (const auto& [id, row] : rows_)
      out.push_back(
        {catalog::encode_row_key(row.key()), row.SerializeAsString()});
    return out;
  }

  v1::CatalogHead head(std::uint64_t version) const {
    catalog::state_hash hash;
    for (const auto& [key, row] : entries())
      hash.add(key, row);
    v1::CatalogHead out;
    out.mutable_name()->set_lineage(std::string(16, 'l'));
    out.mutable_name()->set_version(version);
    out.set_state_hash(hash.bytes());
    out.set_rows(rows_.size());
    return out;
  }

  catalog::view::ptr view(std::uint64_t version) const {
    return *catalog::view::make(head(version), entries());
  }

  v1::CatalogActive active(std::uint64_t version,
                           std::uint64_t generation) const {
    v1::CatalogActive out;
    *out.mutable_name() = head(version).name();
    out.set_generation(generation);
    out.set_state_hash(head(version).state_hash());
    out.set_rows(rows_.size());
    return out;
  }

  store::write_set rows_under(const scope& of, std::uint64_t generation) const {
    store::write_set out;
    for (const auto& [key, row] : entries())
      out.put(store::family::catalog,
              store::catalog_row_key(of, generation, key), row);
    return out;
  }

private:
  std::map<std::string, v1::Row> rows_;
};

} // namespace kassa::testing
