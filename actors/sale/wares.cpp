#include "actors/sale/wares.hpp"

namespace kassa::sale {

namespace {

/// Group, VAT and version: the same for articles and groups.
status describe(ware& x, const std::string& group_id, v1::SalesMode mode,
                std::int64_t at, const context& with) {
  auto group = with.catalog->group(group_id, at);
  if (!group)
    return error{errc::unknown_group, {{"group", group_id}}};
  auto vat = with.catalog->vat_of(*group, mode, at);
  if (!vat)
    return vat.why();
  auto& line = x.snapshot;
  line.set_group(group_id);
  line.set_group_name(group->name());
  line.set_vat_code(vat->code);
  line.set_vat_basis_points(vat->basis_points);
  line.set_mode(mode);
  *line.mutable_priced_by() = with.catalog->head().name();
  if (line.kind() == v1::ARTICLE_KIND_UNSPECIFIED)
    line.set_kind(group->kind());
  if (line.kind() == v1::ARTICLE_KIND_UNSPECIFIED)
    line.set_kind(v1::ARTICLE_KIND_GOODS);
  return ok;
}

result<ware> find_article(const std::string& no, const std::string& barcode,
                          v1::SalesMode mode, std::int64_t at,
                          const context& with) {
  auto article = with.catalog->article(no, at);
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
  if (auto s = describe(out, article->group(), mode, at, with); !s)
    return s.why();
  return out;
}

result<ware> find_group(const std::string& id, v1::SalesMode mode,
                        std::int64_t at, const context& with) {
  ware out;
  out.snapshot.set_unit("st");
  if (auto s = describe(out, id, mode, at, with); !s)
    return s.why();
  auto group = with.catalog->group(id, at);
  if (!group->open_price())
    return error{errc::price_not_open, {{"name", group->name()}}};
  out.open_price = true;
  out.snapshot.set_name(group->name());
  return out;
}

} // namespace

result<ware> find_ware(const v1::AddLineRequest& by, std::int64_t at,
                       const context& with) {
  switch (by.what_case()) {
  case v1::AddLineRequest::kArticleNo:
    return find_article(by.article_no(), {}, by.mode(), at, with);
  case v1::AddLineRequest::kBarcode: {
    auto no = with.catalog->article_no_of_barcode(by.barcode(), at);
    if (!no)
      return error{errc::unknown_article, {{"article", by.barcode()}}};
    return find_article(*no, by.barcode(), by.mode(), at, with);
  }
  case v1::AddLineRequest::kGroup:
    return find_group(by.group(), by.mode(), at, with);
  default: return error{errc::invalid, {{"what", "article_no"}}};
  }
}

} // namespace kassa::sale
