#include "actors/sale/prices.hpp"

#include "proto/base/time.hpp"

#include <algorithm>

namespace kassa::sale {

namespace {

using row = catalog::view::dated_article;
using rows = std::vector<row>;
using cursor = rows::const_iterator;

/// The rows of one article, in the order of their effect.
struct course {
  cursor from, to;

  const v1::Article* at(std::int64_t ms) const {
    const v1::Article* out = nullptr;
    for (auto i = from; i != to && i->from_ms <= ms; ++i)
      out = i->what;
    return out;
  }
};

course course_of(cursor& i, cursor end, std::string_view no) {
  auto from = i;
  while (i != end && i->no == no)
    ++i;
  return {from, i};
}

bool same_price(const v1::Article* a, const v1::Article* b) {
  if ((a == nullptr) != (b == nullptr))
    return false;
  return a == nullptr || a->price_ore() == b->price_ore();
}

class comparison {
public:
  explicit comparison(std::int64_t now_ms) : now_(now_ms) {}

  void article(std::string_view no, const course& before, const course& after) {
    std::vector<std::int64_t> instants{now_};
    for (const auto& one : {before, after})
      for (auto i = one.from; i != one.to; ++i)
        if (i->from_ms > now_)
          instants.push_back(i->from_ms);
    std::sort(instants.begin(), instants.end());
    instants.erase(std::unique(instants.begin(), instants.end()),
                   instants.end());
    const v1::Article *old_before = nullptr, *old_after = nullptr;
    for (auto at : instants) {
      auto *was = before.at(at), *is = after.at(at);
      // Told once, for as long as the two prices stand.
      auto told = at != now_ && same_price(was, old_before)
                  && same_price(is, old_after);
      if (!told && !same_price(was, is))
        add(no, was, is, at);
      old_before = was;
      old_after = is;
    }
  }

  std::vector<v1::PriceChange> finish() && { return std::move(out_); }

private:
  void add(std::string_view no, const v1::Article* was, const v1::Article* is,
           std::int64_t at) {
    auto& x = out_.emplace_back();
    x.set_article_no(std::string{no});
    x.set_name(is ? is->name() : was->name());
    x.set_before_ore(was ? was->price_ore() : 0);
    x.set_after_ore(is ? is->price_ore() : 0);
    x.set_added(was == nullptr);
    x.set_removed(is == nullptr);
    x.set_effective_from_ms(at == now_ ? 0 : at);
  }

  std::int64_t now_;
  std::vector<v1::PriceChange> out_;
};

} // namespace

v1::PriceList price_list(const catalog::view& of, std::int64_t at_ms) {
  v1::PriceList out;
  *out.mutable_catalog() = of.head().name();
  out.set_at_ms(at_ms);
  for (const auto& [no, article] : of.articles(at_ms)) {
    auto& price = *out.add_prices();
    price.set_article_no(no);
    price.set_name(article->name());
    price.set_price_ore(article->price_ore());
    price.set_group(article->group());
    const auto* group = of.group(article->group(), at_ms);
    if (!group)
      continue;
    price.set_group(group->name());
    if (auto vat = of.vat_of(*group, v1::SALES_MODE_UNSPECIFIED, at_ms))
      price.set_vat_basis_points(vat->basis_points);
  }
  return out;
}

std::vector<v1::PriceChange> price_changes(const catalog::view& before,
                                           const catalog::view& after,
                                           std::int64_t now_ms) {
  auto old_rows = before.article_rows();
  auto new_rows = after.article_rows();
  comparison out{now_ms};
  for (cursor a = old_rows.cbegin(), b = new_rows.cbegin();
       a != old_rows.cend() || b != new_rows.cend();) {
    auto no = a == old_rows.cend()   ? b->no
              : b == new_rows.cend() ? a->no
                                     : std::min(a->no, b->no);
    auto old_course = course_of(a, old_rows.cend(), no);
    out.article(no, old_course, course_of(b, new_rows.cend(), no));
  }
  return std::move(out).finish();
}

std::vector<v1::RecordBody> price_drafts(const catalog::view& before,
                                         const catalog::view& after,
                                         std::int64_t now_ms) {
  std::vector<v1::RecordBody> out;
  const auto* store = after.store(now_ms);
  for (auto& change : price_changes(before, after, now_ms)) {
    if (auto from = change.effective_from_ms(); from != 0 && store)
      change.set_effective_offset_minutes(
        to_local(from, store->time_zone()).offset_minutes);
    if (out.empty()
        || out.back().prices_changed().changes_size() >= price_changes_max) {
      auto& body = out.emplace_back();
      body.set_kind(v1::KIND_PRICES_CHANGED);
      *body.mutable_prices_changed()->mutable_before() = before.head().name();
      *body.mutable_prices_changed()->mutable_after() = after.head().name();
    }
    *out.back().mutable_prices_changed()->add_changes() = std::move(change);
  }
  return out;
}

status same_company(const v1::Genesis& of, const catalog::view& next,
                    std::int64_t now_ms) {
  if (of.org_no().empty())
    return ok;
  auto instants = next.instants_after(now_ms);
  instants.insert(instants.begin(), now_ms);
  for (auto at : instants) {
    const auto* store = next.store(at);
    if (store && store->org_no() != of.org_no())
      return error{errc::org_no_locked,
                   {{"org_no", of.org_no()}, {"other", store->org_no()}}};
  }
  return ok;
}

} // namespace kassa::sale
