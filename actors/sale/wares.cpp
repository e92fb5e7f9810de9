#include "actors/sale/wares.hpp"

#include "actors/sale/scanned.hpp"

namespace kassa::sale {

namespace {

/// Group, VAT and version: the same for articles and groups.
status describe(ware& x, const std::string& group_id, const rating& as,
                const context& with) {
  auto group = with.catalog->group(group_id, as.at_ms);
  if (!group)
    return error{errc::unknown_group, {{"group", group_id}}};
  auto vat = with.catalog->vat_of(*group, as.mode(), as.at_ms);
  if (!vat)
    return vat.why();
  auto& line = x.snapshot;
  line.set_group(group_id);
  line.set_group_name(group->name());
  line.set_vat_code(vat->code);
  line.set_vat_basis_points(vat->basis_points);
  line.set_mode(as.own);
  *line.mutable_priced_by() = with.catalog->head().name();
  if (line.kind() == v1::ARTICLE_KIND_UNSPECIFIED)
    line.set_kind(group->kind());
  if (line.kind() == v1::ARTICLE_KIND_UNSPECIFIED)
    line.set_kind(v1::ARTICLE_KIND_GOODS);
  return ok;
}

result<ware> find_group(const std::string& id, const rating& as,
                        const context& with) {
  ware out;
  out.snapshot.set_unit("st");
  if (auto s = describe(out, id, as, with); !s)
    return s.why();
  auto group = with.catalog->group(id, as.at_ms);
  if (!group->open_price())
    return error{errc::price_not_open, {{"name", group->name()}}};
  out.open_price = true;
  out.snapshot.set_name(group->name());
  return out;
}

} // namespace

result<ware> article_ware(const std::string& no, const std::string& barcode,
                          const rating& as, const context& with) {
  auto article = with.catalog->article(no, as.at_ms);
  if (!article)
    return error{errc::unknown_article, {{"article", no}}};
  ware out;
  out.snapshot.set_article_no(no);
  out.snapshot.set_barcode(barcode);
  out.snapshot.set_name(article->name());
  out.snapshot.set_kind(article->kind());
  out.snapshot.set_unit(article->unit().empty() ? "st" : article->unit());
  out.open_price = article->open_price();
  out.price = article->price_ore();
  out.decimals = article->decimals();
  if (auto s = describe(out, article->group(), as, with); !s)
    return s.why();
  return out;
}

result<ware> find_ware(const v1::AddLineRequest& by, const rating& as,
                       const context& with) {
  switch (by.what_case()) {
  case v1::AddLineRequest::kArticleNo:
    return article_ware(by.article_no(), {}, as, with);
  case v1::AddLineRequest::kBarcode:
    return scanned_ware(by.barcode(), as, with);
  case v1::AddLineRequest::kGroup: return find_group(by.group(), as, with);
  default: return error{errc::invalid, {{"what", "article_no"}}};
  }
}

} // namespace kassa::sale
