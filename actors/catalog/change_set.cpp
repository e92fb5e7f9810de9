#include "actors/catalog/change_set.hpp"

#include "actors/catalog/embedded.hpp"
#include "actors/catalog/row_key.hpp"
#include "proto/base/money.hpp"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

namespace kassa::catalog {

namespace {

constexpr std::size_t barcode_size_max = 64;
constexpr std::size_t buttons_max = 5000;
constexpr int several_max = 20; ///< Articles of a button, touches of a macro.
constexpr std::uint32_t pages_max = 100;
constexpr std::size_t extensions_max = 8;
constexpr std::size_t extensions_size_max = 1024;
constexpr std::uint32_t basis_points_max = 10'000;
constexpr std::uint32_t decimals_max = 3;

error bad(std::string what) {
  return {errc::bad_catalog, {{"what", std::move(what)}}};
}

/// Characters, not bytes; more than there may be when a control is among them.
std::size_t length_of(std::string_view text) {
  std::size_t n = 0;
  for (auto c : text) {
    auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f)
      return name_length_max + 1;
    n += (byte & 0xc0) != 0x80 ? 1 : 0;
  }
  return n;
}

bool fits(std::string_view text) {
  return length_of(text) <= name_length_max;
}

bool is_name(std::string_view text) {
  return !text.empty() && fits(text);
}

// -- one kind each
// --------------------------------------------------------------

status check_store(const view& rows, std::int64_t at) {
  auto* store = rows.store(at);
  if (!store)
    return bad("there is no store row");
  if (!is_name(store->name()))
    return bad("the store has no name of 1 to 100 characters");
  for (const auto* text :
       {&store->company(), &store->org_no(), &store->address(),
        &store->time_zone(), &store->country()})
    if (!fits(*text))
      return bad("a text of the store has more than 100 characters");
  if (static_cast<std::size_t>(store->footer_size()) > footer_lines_max)
    return bad("the footer has more than 20 lines");
  for (const auto& line : store->footer())
    if (!fits(line))
      return bad("a line of the footer has more than 100 characters");
  return check_embedded(store->embedded_barcodes());
}

status check_vat_codes(const view& rows, std::int64_t at) {
  for (const auto& [id, code] : rows.vat_codes(at)) {
    if (!fits(code->name()))
      return bad("VAT code " + id + ": the name is too long");
    if (code->basis_points() > basis_points_max)
      return bad("VAT code " + id + ": more than 100 %");
  }
  return ok;
}

status check_groups(const view& rows, std::int64_t at) {
  for (const auto& [id, group] : rows.groups(at)) {
    if (!is_name(group->name()))
      return bad("group " + id + ": the name needs 1 to 100 characters");
    if (group->vat_code().empty())
      return bad("group " + id + " has no VAT code");
    for (const auto* code : {&group->vat_code(), &group->vat_code_eat_in(),
                             &group->vat_code_take_away()})
      if (!code->empty() && !rows.vat_code(*code, at))
        return bad("group " + id + ": there is no VAT code " + *code);
  }
  return ok;
}

/// A deposit goes along in the goods' own quantity, at its own price.
status check_deposit(const view& rows, std::int64_t at, const std::string& no,
                     const v1::Article& article) {
  if (article.deposit().empty())
    return ok;
  auto here = "article " + no + ": the deposit " + article.deposit();
  auto* deposit = rows.article(article.deposit(), at);
  if (!deposit)
    return bad(here + " is no article");
  if (!deposit->deposit().empty())
    return bad(here + " has a deposit itself");
  if (deposit->open_price())
    return bad(here + " has no price of its own");
  if (deposit->decimals() < article.decimals())
    return bad(here + " has fewer decimals");
  return ok;
}

status check_article(const view& rows, std::int64_t at, const std::string& no,
                     const v1::Article& article) {
  auto here = "article " + no;
  if (!is_name(article.name()))
    return bad(here + ": the name needs 1 to 100 characters");
  if (!rows.group(article.group(), at))
    return bad(here + ": there is no group " + article.group());
  if (article.price_ore() < 0 || article.price_ore() > amount_max)
    return bad(here + ": the price is out of bounds");
  if (article.purchase_price_ore() < 0
      || article.purchase_price_ore() > amount_max)
    return bad(here + ": the purchase price is out of bounds");
  if (article.decimals() > decimals_max)
    return bad(here + ": more than 3 decimals");
  if (!fits(article.unit()) || article.barcode().size() > barcode_size_max)
    return bad(here + ": the unit or the barcode is too long");
  std::size_t bytes = 0;
  for (const auto& [key, value] : article.extensions())
    bytes += key.size() + value.size();
  if (article.extensions().size() > extensions_max
      || bytes > extensions_size_max)
    return bad(here + ": more than 8 extensions or 1 KiB of them");
  return check_deposit(rows, at, no, article);
}

status check_articles(const view& rows, std::int64_t at) {
  std::map<std::string_view, std::string> taken;
  for (const auto& [no, article] : rows.articles(at)) {
    if (auto checked = check_article(rows, at, no, *article); !checked)
      return checked;
    if (article->barcode().empty())
      continue;
    auto [other, fresh] = taken.emplace(article->barcode(), no);
    if (!fresh)
      return bad("articles " + other->second + " and " + no
                 + " have the same barcode " + article->barcode());
  }
  return ok;
}

status check_several(const view& rows, std::int64_t at, const std::string& here,
                     const v1::Button& button) {
  const auto& all = button.articles().articles();
  if (all.size() < 2 || all.size() > several_max)
    return bad(here + ": a button of several articles has 2 to 20");
  for (const auto& no : all)
    if (!rows.article(no, at))
      return bad(here + ": there is no article " + no);
  return ok;
}

/// A macro touches buttons that do one thing each: so it ends.
status check_macro(const std::string& here, const v1::Layout& layout,
                   const v1::Macro& macro) {
  if (macro.touches_size() < 2 || macro.touches_size() > several_max)
    return bad(here + ": a macro has 2 to 20 touches");
  for (const auto& place : macro.touches()) {
    auto at = std::ranges::find_if(layout.buttons(), [&](const auto& x) {
      return x.page() == place.page() && x.column() == place.column()
             && x.row() == place.row();
    });
    if (at == layout.buttons().end() || at->has_macro() || at->has_menu())
      return bad(here
                 + ": a macro touches a button that is not there, or is a "
                   "macro or a menu itself");
  }
  return ok;
}

status check_button(const view& rows, std::int64_t at, const std::string& here,
                    const v1::Layout& layout, const v1::Button& button) {
  if (button.page() >= pages_max || button.column() >= layout.columns()
      || button.row() >= layout.rows())
    return bad(here + ": a button lies outside the grid");
  if (!fits(button.text()) || !fits(button.colour())
      || !fits(button.function()))
    return bad(here + ": a text of a button is too long");
  switch (button.action_case()) {
  case v1::Button::kArticle:
    if (!rows.article(button.article(), at))
      return bad(here + ": there is no article " + button.article());
    return ok;
  case v1::Button::kGroup:
    if (!rows.group(button.group(), at))
      return bad(here + ": there is no group " + button.group());
    return ok;
  case v1::Button::kArticles: return check_several(rows, at, here, button);
  case v1::Button::kMenu:
    if (!rows.layout(button.menu(), at))
      return bad(here + ": there is no layout " + button.menu());
    return ok;
  case v1::Button::kMacro: return check_macro(here, layout, button.macro());
  case v1::Button::ACTION_NOT_SET: return bad(here + ": a button does nothing");
  default: return ok;
  }
}

status check_layouts(const view& rows, std::int64_t at) {
  std::string usual;
  for (const auto& [id, layout] : rows.layouts(at)) {
    auto here = "layout " + id;
    if (layout->is_default() && !std::exchange(usual, id).empty())
      return bad("two layouts are the default one: " + id + " is the second");
    if (!is_name(layout->name()))
      return bad(here + ": the name needs 1 to 100 characters");
    if (layout->columns() < 1 || layout->columns() > layout_side_max
        || layout->rows() < 1 || layout->rows() > layout_side_max
        || static_cast<std::size_t>(layout->buttons_size()) > buttons_max)
      return bad(here + ": the grid is out of bounds");
    std::set<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>> taken;
    for (const auto& button : layout->buttons()) {
      if (auto checked = check_button(rows, at, here, *layout, button);
          !checked)
        return checked;
      if (!taken.insert({button.page(), button.column(), button.row()}).second)
        return bad(here + ": two buttons share a place");
    }
  }
  return ok;
}

status check_users(const view& rows, std::int64_t at) {
  for (const auto& [id, user] : rows.users(at))
    if (!is_name(user->name()))
      return bad("user " + id + ": the name needs 1 to 100 characters");
  return ok;
}

/// What can be said of a row by itself.
status check_row(const v1::Row& row) {
  if (auto checked = check_row_key(row.key()); !checked)
    return checked;
  const auto& id = row.key().id();
  if (!v1::RowKind_IsValid(row.key().kind()))
    return bad(id + ": an unknown kind of row");
  if (row.key().effective_from_ms() < 0)
    return bad(id + ": holds from before 1970");
  if (row.ByteSizeLong() > row_size_max)
    return bad(id + ": the row is larger than 64 KiB");
  // The oneof's fields are numbered as the kinds are, from 10.
  auto expected = row.deleted() ? 0 : static_cast<int>(row.key().kind()) + 9;
  if (static_cast<int>(row.content_case()) != expected)
    return bad(id + ": the content is not of its kind");
  return ok;
}

result<row_map> put_rows(row_map rows, const v1::ChangeSet& set) {
  std::set<std::string> named;
  bool differs = false;
  for (const auto& row : set.rows()) {
    if (auto checked = check_row(row); !checked)
      return checked.why();
    auto key = encode_row_key(row.key());
    if (!named.insert(key).second)
      return bad(row.key().id() + ": the same row comes twice");
    auto bytes = serialise(row);
    auto& slot = rows[std::move(key)];
    differs = differs || slot != bytes;
    slot = std::move(bytes);
  }
  if (!differs)
    return errc::nothing_to_publish;
  return rows;
}

} // namespace

std::string serialise(const v1::Row& row) {
  std::string out;
  google::protobuf::io::StringOutputStream sink{&out};
  google::protobuf::io::CodedOutputStream coded{&sink};
  coded.SetSerializationDeterministic(true); // Maps come in an order.
  row.SerializeToCodedStream(&coded);
  coded.Trim();
  return out;
}

status check_at(const view& rows, std::int64_t at_ms) {
  for (auto* check : {check_store, check_vat_codes, check_groups,
                      check_articles, check_layouts, check_users})
    if (auto checked = check(rows, at_ms); !checked)
      return checked;
  return ok;
}

result<row_map> validate(const row_map& existing, const v1::ChangeSet& set,
                         std::int64_t now_ms) {
  auto rows = put_rows(existing, set);
  if (!rows)
    return rows.why();
  std::vector<entry> entries;
  entries.reserve(rows->size());
  for (const auto& [key, row] : *rows)
    entries.push_back({key, row});
  auto made = view::make({}, std::move(entries));
  if (!made)
    return made.why();
  if (auto checked = check_at(**made, now_ms); !checked)
    return checked.why();
  // A row of today can leave one of tomorrow without its group: every later
  // instant counts, not only those that the set names.
  for (auto at : (*made)->instants_after(now_ms))
    if (auto checked = check_at(**made, at); !checked)
      return checked.why();
  return rows;
}

} // namespace kassa::catalog
