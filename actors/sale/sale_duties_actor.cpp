// What a register owes without a sale: it tells of itself (prices, identity,
// changes), follows outages, hands out the form for sales by hand, and watches
// the clock of the sales day.

#include "actors/journal/changes.hpp"
#include "actors/printer/layout/cash_note.hpp"
#include "actors/printer/layout/extracts.hpp"
#include "actors/sale/day.hpp"
#include "actors/sale/prices.hpp"
#include "actors/sale/repeats.hpp"
#include "actors/sale/sale_actor.hpp"
#include "proto/base/time.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace kassa::sale {

namespace {

constexpr auto unit_device = "control unit";
/// The clock of the day is looked at so often: a machine that slept, or whose
/// clock was set, is noticed soon.
constexpr std::int64_t day_look_ms = 60'000;
/// Longer, and whoever waits is told that the printer did not answer.
constexpr std::chrono::seconds sheet_timeout{20};

/// A device's own words, as a record may keep them: short, and ASCII.
std::string kept_words(std::string text) {
  constexpr std::size_t words_max = 200;
  text.resize(std::min(text.size(), words_max));
  std::replace_if(
    text.begin(), text.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return text;
}

/// What a printed document is called as a file, and the document.
using sheet = std::pair<std::string, printer::document>;

std::string number_of(const sale_settings& with) {
  return with.unit != nullptr ? with.unit->status().unit : std::string{};
}

} // namespace

// -- what can be taken out ----------------------------------------------------

caf::result<v1::PriceList>
sale_state::get_price_list(const v1::GetPriceListRequest& request) const {
  auto user = caller_of(request.session());
  if (!user)
    return to_caf(user.why());
  return prices();
}

v1::PriceList sale_state::prices() const {
  return price_list(*catalog_, catalog_clock(0));
}

v1::Identity sale_state::identity() const {
  v1::Identity out;
  out.set_manufacturer(with_.manufacturer);
  out.set_program(program_words);
  out.set_version(with_.program);
  out.set_designation(with_.designation);
  if (auto at = lookups_.ledger()) {
    const auto& genesis = at->genesis();
    out.set_model(genesis.model());
    out.set_manufacturing_number(genesis.manufacturing_number());
    out.set_company(genesis.company());
    out.set_org_no(genesis.org_no());
    out.set_address(genesis.address());
  }
  if (const auto* store = catalog_->store(catalog_clock(0))) {
    out.set_company(store->company());
    out.set_address(store->address());
  }
  out.set_unit(with_.unit != nullptr ? with_.unit->name() : "none");
  out.set_unit_number(number_of(with_));
  return out;
}

caf::result<v1::ChangeList>
sale_state::list_changes(const v1::ListChangesRequest& request) const {
  auto user = caller_of(request.session());
  if (!user)
    return to_caf(user.why());
  return to_caf(journal::list_changes(*with_.store, with_.scope,
                                      request.from_date(), request.to_date()));
}

void sale_state::add_law(v1::NodeStatus& out) const {
  if (catalog_trouble_) {
    out.set_catalog_refused(std::string{row_of(catalog_trouble_->code).name});
    out.set_catalog_refused_sv(words(*catalog_trouble_, language::sv));
    out.set_catalog_refused_en(words(*catalog_trouble_, language::en));
  }
  if (auto at = lookups_.ledger(); at && at->has_outage())
    *out.mutable_outage() = at->outage();
}

// -- outages
// --------------------------------------------------------------------

/// A unit that does not answer at once is tried again; down or blocked, it is
/// an outage until it sells (SKVFS 2014:10 4:1). Without a unit there is none.
void sale_state::follow_outage(const unit::condition& now) {
  auto is_down
    = signs()
      && (now.now == unit::state::down || now.now == unit::state::blocked);
  auto is_up = !signs() || now.sells();
  auto at = lookups_.ledger();
  if (!at || (at->has_outage() ? !is_up : !is_down))
    return;
  v1::RecordBody body;
  body.set_kind(v1::KIND_OUTAGE);
  auto& outage = *body.mutable_outage();
  outage.set_device(unit_device);
  outage.set_detail(at->has_outage() ? at->outage().detail()
                                     : kept_words(now.detail));
  outage.set_over(at->has_outage());
  outage.set_began_ms(at->has_outage() ? at->outage().began_ms()
                                       : with_.clock->wall_ms());
  self_
    ->request(journal_, append_timeout, atom::append_v,
              journal::append_request{
                {std::move(body)}, store::durability::synced, {}, {}})
    .await([this](const journal::appended& x) { take_in(x); },
           [this](const caf::error& why) { recover(why); });
}

// -- sheets -------------------------------------------------------------------

/// A document that no record stands behind. The same call prints it once.
/// @param lay_out says what its file is called, and makes it
template <class Request, class LayOut>
caf::result<v1::Document> sale_state::hand_out(const Request& request,
                                               bool print,
                                               const LayOut& lay_out) {
  auto user = caller_of(request.call().session());
  if (!user)
    return to_caf(user.why());
  auto id = request.call().client_id();
  auto mine = fingerprint(request);
  auto before = first_answer(id, mine);
  if (!before)
    return to_caf(before.why());
  auto made = lay_out(make_context(*user, 0));
  if (!made)
    return to_caf(made.why());
  auto& [file, doc] = *made;
  v1::Document out;
  out.set_name(std::move(file));
  out.set_content_type("text/plain; charset=utf-8");
  out.set_text(printer::to_text(doc, with_.paper.columns));
  out.set_content(out.text());
  print_answers_.keep(std::move(id), std::move(mine));
  if (*before || !print || !printer_)
    return out;
  auto promise = self_->make_response_promise<v1::Document>();
  self_->request(printer_, sheet_timeout, atom::job_v, std::move(doc))
    .then([promise, out = std::move(out)](
            bool) mutable { promise.deliver(std::move(out)); },
          [promise](const caf::error& why) mutable { promise.deliver(why); });
  return promise;
}

caf::result<v1::Document>
sale_state::print_cash_note(const v1::PrintCashNoteRequest& request) {
  return hand_out(
    request, request.print(), [this](const context& with) -> result<sheet> {
      if (auto s = allowed(with, v1::PERMISSION_SELL); !s)
        return s.why();
      if (!with.gate && (!with.unit || with.unit->sells()))
        return error{with.unit ? errc::unit_is_up : errc::no_unit};
      auto date = to_local(with.wall_ms, with.rules.zone).date;
      return sheet{"kontantnota-" + with.designation + '-' + date + ".txt",
                   printer::lay_out_cash_note(identity(), date, with_.paper)};
    });
}

caf::result<v1::Document>
sale_state::print_extract(const v1::PrintExtractRequest& request) {
  return hand_out(
    request, true, [this, &request](const context& with) -> result<sheet> {
      auto now = to_local(with.wall_ms, with.rules.zone);
      auto at = print_minute(now);
      auto end = '-' + with.designation + '-' + now.date + ".txt";
      switch (request.extract()) {
      case v1::EXTRACT_PRICES:
        return sheet{
          "prislista" + end,
          printer::lay_out_prices(prices(), identity(), at, with_.paper)};
      case v1::EXTRACT_IDENTITY:
        return sheet{"kassaregister" + end,
                     printer::lay_out_identity(identity(), at, with_.paper)};
      case v1::EXTRACT_CHANGES: {
        auto all = journal::list_changes(
          *with_.store, with_.scope, request.from_date(), request.to_date());
        if (!all)
          return all.why();
        return sheet{"andringar" + end, printer::lay_out_changes(
                                          *all, identity(), at, with_.paper)};
      }
      default: return error{errc::invalid, {{"what", "extract"}}};
      }
    });
}

// -- the sales day's clock
// ------------------------------------------------------

/// In replay the days come from outside, and nobody waits for a clock.
void sale_state::watch_day() {
  if (with_.replay)
    return;
  auto with = make_context({}, 0);
  auto now = day_of(state_, with);
  auto more = (now.past_midnight() && !told_day_.past_midnight())
              || (now.z_forced() && !told_day_.z_forced())
              || (now.clock_doubt_ms() != 0 && told_day_.clock_doubt_ms() == 0);
  auto same = now.business_date() == told_day_.business_date();
  if (!now.business_date().empty() && same && more) {
    v1::Event event;
    *event.mutable_day() = now;
    publish(std::move(event));
  }
  told_day_ = now;
  if (now.business_date().empty() || now.z_forced() || day_armed_)
    return;
  auto next = next_day_change(state_, with).value_or(with.wall_ms);
  auto wait = std::clamp<std::int64_t>(next - with.wall_ms, 1, day_look_ms);
  day_armed_ = true;
  self_->delayed_send(sale_actor{self_}, std::chrono::milliseconds{wait},
                      atom::day_v);
}

} // namespace kassa::sale
