#pragma once

#include "proto/base/result.hpp"

#include <kassa/v1/catalog.pb.h>
#include <kassa/v1/record.pb.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kassa::catalog {

/// The terminal's own catalog does not hold together.
[[nodiscard]] inline error broken_catalog(std::string what) {
  return {errc::corrupt, {{"what", "catalog"}}, std::move(what)};
}

/// A stored row: the encoded key and the serialised v1::Row.
struct entry {
  std::string key;
  std::string row;

  bool operator==(const entry&) const = default;
};

/// One row put, or erased where there is no row.
struct change {
  std::string key;
  std::optional<std::string> row;

  bool operator==(const change&) const = default;
};

/// The VAT that a group's articles carry.
struct vat {
  std::string code;
  std::uint32_t basis_points = 0;

  bool operator==(const vat&) const = default;
};

/// One catalog version, to look things up in: at time t the row with the
/// greatest effective_from <= t counts, and a deletion hides what was before.
/// Never changes; any thread may read. Lookups cost O(log rows). What is
/// pointed to lives as long as the view.
class view {
public:
  using ptr = std::shared_ptr<const view>;
  template <class T>
  using listing = std::vector<std::pair<std::string, const T*>>;

  /// @param rows in any order. `corrupt` when one does not decode, or a key
  ///   comes twice.
  static result<ptr> make(v1::CatalogHead head, std::vector<entry> rows);

  /// The version that a delta leads to. Shares what stays; costs a merge.
  result<ptr> with(v1::CatalogHead head, std::vector<change> changes) const;

  [[nodiscard]] const v1::CatalogHead& head() const noexcept { return head_; }
  [[nodiscard]] std::size_t rows() const noexcept { return items_.size(); }

  // -- at a time, UTC milliseconds
  // --------------------------------------------- Nothing (nullptr) where there
  // is no such row at that time.

  [[nodiscard]] const v1::Article* article(std::string_view no,
                                           std::int64_t at_ms) const;
  [[nodiscard]] std::optional<std::string>
  article_no_of_barcode(std::string_view barcode, std::int64_t at_ms) const;
  [[nodiscard]] const v1::Group* group(std::string_view id,
                                       std::int64_t at_ms) const;
  [[nodiscard]] const v1::VatCode* vat_code(std::string_view id,
                                            std::int64_t at_ms) const;
  [[nodiscard]] const v1::Layout* layout(std::string_view id,
                                         std::int64_t at_ms) const;
  [[nodiscard]] const v1::User* user(std::string_view name,
                                     std::int64_t at_ms) const;
  /// The first row of its kind; a catalog that was validated has one.
  [[nodiscard]] const v1::StoreData* store(std::int64_t at_ms) const;

  /// The group's code for this sales mode, else its general one. `not_found`
  /// when the code does not exist at that time.
  [[nodiscard]] result<vat> vat_of(const v1::Group& of, v1::SalesMode mode,
                                   std::int64_t at_ms) const;

  [[nodiscard]] listing<v1::Article> articles(std::int64_t at_ms) const;
  [[nodiscard]] listing<v1::Group> groups(std::int64_t at_ms) const;
  [[nodiscard]] listing<v1::VatCode> vat_codes(std::int64_t at_ms) const;
  [[nodiscard]] listing<v1::Layout> layouts(std::int64_t at_ms) const;
  [[nodiscard]] listing<v1::User> users(std::int64_t at_ms) const;

  /// An article's row, now or later in effect; nullptr: there is none from then
  /// on.
  struct dated_article {
    std::string_view no;
    std::int64_t from_ms = 0;
    const v1::Article* what = nullptr;
  };
  /// Every article row, by number and time of effect.
  [[nodiscard]] std::vector<dated_article> article_rows() const;

  /// Every effective_from after `after_ms`, ascending, each once.
  [[nodiscard]] std::vector<std::int64_t>
  instants_after(std::int64_t after_ms) const;

  /// One row with its parsed content.
  struct item {
    std::string key;
    v1::Row row;
  };

private:
  using item_ptr = std::shared_ptr<const item>;

  view(v1::CatalogHead head, std::vector<item_ptr> sorted);
  void index_barcodes();

  [[nodiscard]] const v1::Row* find(v1::RowKind kind, std::string_view id,
                                    std::int64_t at_ms) const;
  template <class T>
  listing<T> list(v1::RowKind kind, std::int64_t at_ms,
                  const T& (v1::Row::*content)() const) const;

  v1::CatalogHead head_;
  std::vector<item_ptr> items_; ///< By key.
  /// Barcode, article number: of every article row there is, at any time.
  std::vector<std::pair<std::string_view, std::string_view>> barcodes_;
};

} // namespace kassa::catalog
