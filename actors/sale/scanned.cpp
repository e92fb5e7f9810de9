#include "actors/sale/scanned.hpp"

#include <algorithm>

namespace kassa::sale {

namespace {

std::optional<std::string> article_of(const catalog::embedded& label,
                                      std::int64_t at, const context& with) {
  if (auto no = with.catalog->article_no_of_barcode(label.plain, at))
    return no;
  auto bare = label.article;
  bare.erase(0, std::min(bare.find_first_not_of('0'), bare.size() - 1));
  for (const auto& no : {label.article, bare})
    if (with.catalog->article(no, at))
      return no;
  return std::nullopt;
}

} // namespace

result<scanned> find_scanned(const std::string& barcode, std::int64_t at,
                             const context& with) {
  if (auto no = with.catalog->article_no_of_barcode(barcode, at))
    return scanned{*std::move(no), {}};
  const auto* store = with.catalog->store(at);
  auto label = store
                 ? catalog::decode_embedded(barcode, store->embedded_barcodes())
                 : result<std::optional<catalog::embedded>>{std::nullopt};
  if (!label)
    return label.why();
  if (!*label)
    return error{errc::unknown_article, {{"article", barcode}}};
  auto no = article_of(**label, at, with);
  if (!no)
    return error{errc::bad_barcode,
                 {{"barcode", barcode},
                  {"what", "artikel/article " + (*label)->article + " ?"}}};
  return scanned{*std::move(no), *std::move(label)};
}

result<ware> scanned_ware(const std::string& barcode, const rating& as,
                          const context& with) {
  auto found = find_scanned(barcode, as.at_ms, with);
  if (!found)
    return found.why();
  auto out = article_ware(found->article_no, barcode, as, with);
  if (!out || !found->label)
    return out;
  if (found->label->value == v1::EmbeddedBarcode::VALUE_QUANTITY) {
    out->portion = found->label->amount;
    return out;
  }
  out->price = found->label->amount;
  out->open_price = false; // Nobody else says what it costs.
  out->decimals = 0;
  out->snapshot.set_unit("st");
  return out;
}

} // namespace kassa::sale
