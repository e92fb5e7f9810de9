#include "actors/catalog/view.hpp"

#include "actors/catalog/row_key.hpp"

#include <algorithm>

namespace kassa::catalog {

namespace {

result<v1::Row> parse(const std::string& key, const std::string& bytes) {
  v1::Row row;
  if (!row.ParseFromString(bytes))
    return broken_catalog("a row does not decode");
  if (!check_row_key(row.key()) || encode_row_key(row.key()) != key)
    return broken_catalog("a row lies under another's key");
  return row;
}

/// Whether the row holds what its kind says. The oneof's fields are numbered as
/// the kinds are, from 10.
bool content_fits(const v1::Row& row) {
  return static_cast<int>(row.content_case())
         == static_cast<int>(row.key().kind()) + 9;
}

const v1::Row* shown(const v1::Row& row) {
  return row.deleted() || !content_fits(row) ? nullptr : &row;
}

} // namespace

result<view::ptr> view::make(v1::CatalogHead head, std::vector<entry> rows) {
  std::vector<item_ptr> items;
  items.reserve(rows.size());
  for (auto& x : rows) {
    auto row = parse(x.key, x.row);
    if (!row)
      return row.why();
    items.push_back(
      std::make_shared<const item>(item{std::move(x.key), *std::move(row)}));
  }
  auto by_key
    = [](const item_ptr& a, const item_ptr& b) { return a->key < b->key; };
  if (!std::is_sorted(items.begin(), items.end(), by_key))
    std::sort(items.begin(), items.end(), by_key);
  auto same
    = [](const item_ptr& a, const item_ptr& b) { return a->key == b->key; };
  if (std::adjacent_find(items.begin(), items.end(), same) != items.end())
    return broken_catalog("a row comes twice");
  return ptr{new view{std::move(head), std::move(items)}};
}

result<view::ptr> view::with(v1::CatalogHead head,
                             std::vector<change> changes) const {
  std::stable_sort(
    changes.begin(), changes.end(),
    [](const change& a, const change& b) { return a.key < b.key; });
  std::vector<item_ptr> merged;
  merged.reserve(items_.size() + changes.size());
  auto old = items_.begin();
  for (std::size_t i = 0; i < changes.size(); ++i) {
    auto& x = changes[i];
    if (i + 1 < changes.size() && changes[i + 1].key == x.key)
      continue; // The last one counts.
    for (; old != items_.end() && (*old)->key < x.key; ++old)
      merged.push_back(*old);
    if (old != items_.end() && (*old)->key == x.key)
      ++old;
    if (!x.row)
      continue;
    auto row = parse(x.key, *x.row);
    if (!row)
      return row.why();
    merged.push_back(
      std::make_shared<const item>(item{std::move(x.key), *std::move(row)}));
  }
  merged.insert(merged.end(), old, items_.end());
  return ptr{new view{std::move(head), std::move(merged)}};
}

view::view(v1::CatalogHead head, std::vector<item_ptr> sorted)
  : head_(std::move(head)), items_(std::move(sorted)) {
  index_barcodes();
}

void view::index_barcodes() {
  for (const auto& x : items_)
    if (auto* row = shown(x->row);
        row && row->has_article() && !row->article().barcode().empty())
      barcodes_.emplace_back(row->article().barcode(), row->key().id());
  std::sort(barcodes_.begin(), barcodes_.end());
  barcodes_.erase(std::unique(barcodes_.begin(), barcodes_.end()),
                  barcodes_.end());
}

// -- lookups
// --------------------------------------------------------------------

const v1::Row* view::find(v1::RowKind kind, std::string_view id,
                          std::int64_t at_ms) const {
  v1::RowKey wanted;
  wanted.set_kind(kind);
  wanted.set_id(std::string{id});
  wanted.set_effective_from_ms(at_ms);
  if (!check_row_key(wanted))
    return nullptr; // What a person keyed in.
  auto key = encode_row_key(wanted);
  auto after = std::upper_bound(
    items_.begin(), items_.end(), key,
    [](const std::string& k, const item_ptr& x) { return k < x->key; });
  if (after == items_.begin())
    return nullptr;
  const auto& last = **std::prev(after);
  if (row_prefix_of(last.key) != row_prefix_of(key))
    return nullptr;
  return shown(last.row);
}

const v1::Article* view::article(std::string_view no, std::int64_t at) const {
  auto* row = find(v1::ROW_KIND_ARTICLE, no, at);
  return row ? &row->article() : nullptr;
}

std::optional<std::string> view::article_no_of_barcode(std::string_view barcode,
                                                       std::int64_t at) const {
  auto from = std::lower_bound(barcodes_.begin(), barcodes_.end(),
                               std::pair{barcode, std::string_view{}});
  for (; from != barcodes_.end() && from->first == barcode; ++from) {
    auto* found = article(from->second, at);
    if (found && found->barcode() == barcode)
      return std::string{from->second};
  }
  return std::nullopt;
}

const v1::Group* view::group(std::string_view id, std::int64_t at) const {
  auto* row = find(v1::ROW_KIND_GROUP, id, at);
  return row ? &row->group() : nullptr;
}

const v1::VatCode* view::vat_code(std::string_view id, std::int64_t at) const {
  auto* row = find(v1::ROW_KIND_VAT_CODE, id, at);
  return row ? &row->vat_code() : nullptr;
}

const v1::Layout* view::layout(std::string_view id, std::int64_t at) const {
  auto* row = find(v1::ROW_KIND_LAYOUT, id, at);
  return row ? &row->layout() : nullptr;
}

const v1::User* view::user(std::string_view name, std::int64_t at) const {
  auto* row = find(v1::ROW_KIND_USER, name, at);
  return row ? &row->user() : nullptr;
}

const v1::StoreData* view::store(std::int64_t at) const {
  auto all = list(v1::ROW_KIND_STORE, at, &v1::Row::store);
  return all.empty() ? nullptr : all.front().second;
}

result<vat> view::vat_of(const v1::Group& of, v1::SalesMode mode,
                         std::int64_t at) const {
  auto code = of.vat_code();
  if (mode == v1::SALES_MODE_EAT_IN && !of.vat_code_eat_in().empty())
    code = of.vat_code_eat_in();
  if (mode == v1::SALES_MODE_TAKE_AWAY && !of.vat_code_take_away().empty())
    code = of.vat_code_take_away();
  auto* found = vat_code(code, at);
  if (!found)
    return error{errc::not_found, {{"what", "VAT code " + code}}};
  return vat{code, found->basis_points()};
}

// -- lists
// ----------------------------------------------------------------------

template <class T>
view::listing<T> view::list(v1::RowKind kind, std::int64_t at,
                            const T& (v1::Row::*content)() const) const {
  auto first = std::lower_bound(
    items_.begin(), items_.end(), std::string(1, static_cast<char>(kind)),
    [](const item_ptr& x, const std::string& k) { return x->key < k; });
  listing<T> out;
  const item* latest = nullptr; // Of the id at hand, at that time.
  auto close = [&] {
    auto* row = latest ? shown(latest->row) : nullptr;
    if (row)
      out.emplace_back(row->key().id(), &(row->*content)());
    latest = nullptr;
  };
  for (; first != items_.end() && (*first)->row.key().kind() == kind; ++first) {
    const auto& x = **first;
    if (latest && row_prefix_of(latest->key) != row_prefix_of(x.key))
      close();
    if (x.row.key().effective_from_ms() <= at)
      latest = &x;
  }
  close();
  return out;
}

view::listing<v1::Article> view::articles(std::int64_t at) const {
  return list(v1::ROW_KIND_ARTICLE, at, &v1::Row::article);
}

view::listing<v1::Group> view::groups(std::int64_t at) const {
  return list(v1::ROW_KIND_GROUP, at, &v1::Row::group);
}

view::listing<v1::VatCode> view::vat_codes(std::int64_t at) const {
  return list(v1::ROW_KIND_VAT_CODE, at, &v1::Row::vat_code);
}

view::listing<v1::Layout> view::layouts(std::int64_t at) const {
  return list(v1::ROW_KIND_LAYOUT, at, &v1::Row::layout);
}

view::listing<v1::User> view::users(std::int64_t at) const {
  return list(v1::ROW_KIND_USER, at, &v1::Row::user);
}

std::vector<view::dated_article> view::article_rows() const {
  std::vector<dated_article> out;
  for (const auto& x : items_) {
    if (x->row.key().kind() != v1::ROW_KIND_ARTICLE)
      continue;
    auto* row = shown(x->row);
    out.push_back({x->row.key().id(), x->row.key().effective_from_ms(),
                   row ? &row->article() : nullptr});
  }
  return out;
}

std::vector<std::int64_t> view::instants_after(std::int64_t after) const {
  std::vector<std::int64_t> out;
  for (const auto& x : items_)
    if (x->row.key().effective_from_ms() > after)
      out.push_back(x->row.key().effective_from_ms());
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

} // namespace kassa::catalog
