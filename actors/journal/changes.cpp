#include "actors/journal/changes.hpp"

#include "actors/journal/history.hpp"
#include "proto/base/money.hpp"
#include "proto/base/time.hpp"
#include "store/keys.hpp"

#include <vector>

namespace kassa::journal {

namespace {

constexpr std::string_view first_date = "0000-00-00";
constexpr std::string_view last_date = "9999-99-99";

std::string version_of(const v1::CatalogName& name) {
  return "version " + std::to_string(name.version());
}

std::string minute_of(std::int64_t utc_ms, std::int32_t offset_minutes) {
  return print_minute(at_offset(utc_ms, offset_minutes));
}

v1::Change& add(v1::ChangeList& to, const v1::RecordBody& of, std::string what,
                std::string before, std::string after) {
  auto& out = *to.add_changes();
  out.set_seq(of.seq());
  out.set_wall_ms(of.wall_ms());
  out.set_offset_minutes(of.offset_minutes());
  out.set_user(of.user());
  out.set_what(std::move(what));
  out.set_before(std::move(before));
  out.set_after(std::move(after));
  return out;
}

void add_price(v1::ChangeList& to, const v1::RecordBody& of,
               const v1::PriceChange& x) {
  auto after = x.removed() ? std::string{} : print_kronor(x.after_ore());
  if (x.effective_from_ms() > of.wall_ms())
    after += " ("
             + minute_of(x.effective_from_ms(), x.effective_offset_minutes())
             + ")";
  add(to, of, "price of " + x.article_no() + ' ' + x.name(),
      x.added() ? std::string{} : print_kronor(x.before_ore()),
      std::move(after));
}

void add_outage(v1::ChangeList& to, const v1::RecordBody& of,
                const v1::Outage& x) {
  auto what = "outage of " + x.device();
  if (x.over())
    add(to, of, std::move(what), minute_of(x.began_ms(), of.offset_minutes()),
        "over");
  else
    add(to, of, std::move(what), {}, x.detail());
}

} // namespace

bool is_change(const v1::RecordBody& body) {
  switch (body.payload_case()) {
  case v1::RecordBody::kGenesis:
  case v1::RecordBody::kSettingChanged:
  case v1::RecordBody::kCatalogSwitched:
  case v1::RecordBody::kPricesChanged:
  case v1::RecordBody::kOutage: return true;
  case v1::RecordBody::kStarted:
    return body.started().program() != body.started().previous_program();
  default: return false;
  }
}

std::string change_date(const v1::RecordBody& body) {
  auto date = at_offset(body.wall_ms(), body.offset_minutes()).date;
  // A clock that is out of its mind must not break the key.
  return date.size() == last_date.size() ? date : std::string{last_date};
}

void add_changes(v1::ChangeList& to, const v1::RecordBody& body) {
  switch (body.payload_case()) {
  case v1::RecordBody::kGenesis:
    add(to, body, "program", {}, body.genesis().program());
    break;
  case v1::RecordBody::kStarted:
    if (is_change(body))
      add(to, body, "program", body.started().previous_program(),
          body.started().program());
    break;
  case v1::RecordBody::kSettingChanged:
    add(to, body, body.setting_changed().name(),
        body.setting_changed().before(), body.setting_changed().after());
    break;
  case v1::RecordBody::kCatalogSwitched:
    add(to, body, "catalog", version_of(body.catalog_switched().before()),
        version_of(body.catalog_switched().after()));
    break;
  case v1::RecordBody::kPricesChanged:
    for (const auto& x : body.prices_changed().changes())
      add_price(to, body, x);
    break;
  case v1::RecordBody::kOutage: add_outage(to, body, body.outage()); break;
  default: break;
  }
}

result<v1::ChangeList> list_changes(const store::reader& from, const scope& of,
                                    std::string_view from_date,
                                    std::string_view to_date) {
  for (auto date : {from_date, to_date})
    if (!date.empty() && !is_date(date))
      return error{errc::invalid, {{"what", std::string{date}}}};
  std::vector<seq_t> found;
  auto done = from.scan(
    store::family::index,
    store::change_key(of, from_date.empty() ? first_date : from_date, 0),
    store::change_key(of, to_date.empty() ? last_date : to_date, ~seq_t{0}),
    [&found](std::string_view key, std::string_view) {
      found.push_back(store::read_be64(key.substr(key.size() - 8)));
      return found.size() <= changes_max;
    });
  if (!done)
    return done.why();
  v1::ChangeList out;
  for (auto seq : found) {
    auto body = read_body(from, of, seq);
    if (!body)
      return body.why();
    add_changes(out, *body);
    if (out.changes_size() > changes_max)
      return error{
        errc::too_large,
        {{"what", "--from --to"}, {"limit", std::to_string(changes_max)}}};
  }
  return out;
}

} // namespace kassa::journal
