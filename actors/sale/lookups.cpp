#include "actors/sale/lookups.hpp"

#include "actors/journal/articles.hpp"
#include "actors/journal/history.hpp"
#include "actors/journal/ledger.hpp"
#include "actors/journal/receipt_filter.hpp"
#include "actors/journal/summary.hpp"
#include "actors/sale/views.hpp"
#include "proto/base/time.hpp"

#include <algorithm>

namespace kassa::sale {

namespace {

error unknown(std::uint64_t number) {
  return {errc::unknown_receipt, {{"number", std::to_string(number)}}};
}

} // namespace

lookups::lookups(const store::reader* from, scope of)
  : from_(from), here_(std::move(of)) {}

result<std::optional<written_receipt>>
lookups::receipt(v1::Series series, std::uint64_t number) const {
  auto found = journal::find_receipt(*from_, here_, series, number);
  if (!found)
    return found.why();
  if (!*found)
    return std::optional<written_receipt>{};
  return std::optional{written_receipt{(*found)->body, (*found)->entry}};
}

result<std::optional<v1::SaleParked>>
lookups::parked(const std::string& name) const {
  return journal::find_parked(*from_, here_, name);
}

result<v1::LedgerState> lookups::ledger() const {
  return journal::read_ledger(*from_, here_);
}

result<std::vector<v1::ArticleRow>> lookups::articles() const {
  auto at = ledger();
  if (!at)
    return at.why();
  return journal::article_rows(*from_, here_, *at);
}

result<std::optional<v1::RecordBody>> lookups::z(std::uint64_t number) const {
  auto found = journal::find_z(*from_, here_, number);
  if (!found)
    return found.why();
  if (!*found)
    return std::optional<v1::RecordBody>{};
  return std::optional{std::move((*found)->body)};
}

result<v1::ReceiptView> lookups::view(const written_receipt& of) const {
  auto job = journal::find_print_job(*from_, here_, of.body.seq());
  if (!job)
    return job.why();
  auto state = of.body.receipt().delivery() == v1::DELIVERY_PAPER
                 ? v1::PRINT_STATE_PRINTED // It has left the queue.
                 : v1::PRINT_STATE_UNSPECIFIED;
  return view_of(of, *job ? (*job)->state() : state);
}

result<v1::ParkedList> lookups::answer(const v1::ListParkedRequest&) const {
  auto all = journal::parked(*from_, here_);
  if (!all)
    return all.why();
  return view_of(*all);
}

/// L11: receipts stay where they were made; the answer says where that is.
status lookups::is_here(const std::string& terminal) const {
  if (!terminal.empty() && terminal != here_.terminal)
    return error{errc::other_terminal, {{"terminal", terminal}}};
  return ok;
}

result<v1::ReceiptView>
lookups::answer(const v1::FindReceiptRequest& by) const {
  if (auto s = is_here(by.terminal()); !s)
    return s.why();
  auto series
    = by.series() == v1::SERIES_UNSPECIFIED ? v1::SERIES_SALE : by.series();
  auto found = receipt(series, by.number());
  if (!found)
    return found.why();
  if (!*found)
    return unknown(by.number());
  return view(**found);
}

result<v1::ReceiptList>
lookups::answer(const v1::ListReceiptsRequest& by) const {
  if (auto s = is_here(by.terminal()); !s)
    return s.why();
  journal::receipt_filter what{by.from_date(), by.to_date(),   by.after_seq(),
                               by.limit(),     by.number(),    by.series(),
                               std::nullopt,   by.article_no()};
  if (by.has_amount_ore())
    what.amount_ore = by.amount_ore();
  return journal::find_receipts(*from_, here_, what);
}

result<v1::ReportView> lookups::answer(const v1::FindZRequest& by) const {
  auto found = journal::find_z(*from_, here_, by.number());
  if (!found)
    return found.why();
  if (!*found)
    return error{errc::not_found,
                 {{"what", "Z " + std::to_string(by.number())}}};
  return report_view((*found)->body);
}

result<v1::ReportList> lookups::answer(const v1::ListZRequest& by) const {
  auto limit = by.limit() == 0 ? journal::list_default
                               : std::min(by.limit(), journal::list_max);
  auto found = journal::list_z(*from_, here_, by.after_number(), limit);
  if (!found)
    return found.why();
  v1::ReportList out;
  for (const auto& z : *found)
    *out.add_reports() = report_view(z.body);
  if (found->size() == limit)
    out.set_next_after_number(found->back().body.z_report().number());
  return out;
}

result<v1::PeriodSummary>
lookups::answer(const v1::SumPeriodRequest& by) const {
  return journal::sum_period(*from_, here_, by.from_date(), by.to_date());
}

result<std::optional<v1::Answered>>
lookups::remembered(const std::string& client_id) const {
  return journal::find_answer(*from_, here_, client_id);
}

result<v1::ReceiptView>
lookups::receipt_answer(const v1::RecordBody& body) const {
  if (body.has_pro_forma())
    return pro_forma_view(body);
  if (body.has_intent())
    return is_aside(body.intent()) ? aside_answer(body) : intent_answer(body);
  auto is_copy = body.has_copy();
  auto series
    = is_copy ? body.copy().original_series() : body.receipt().series();
  auto number
    = is_copy ? body.copy().original_number() : body.receipt().number();
  auto found = receipt(series, number);
  if (!found)
    return found.why();
  if (!*found)
    return unknown(number);
  auto out = view(**found);
  if (out && is_copy) {
    out->set_copy_number(body.copy().number());
    if (body.copy().has_unit())
      *out->mutable_copy_unit() = body.copy().unit();
    out->set_copied_ms(body.business_ms());
    out->set_copied_offset_minutes(body.offset_minutes());
  }
  return out;
}

result<v1::ReceiptView>
lookups::intent_answer(const v1::RecordBody& body) const {
  auto at = ledger();
  if (!at)
    return at.why();
  if (at->open_intent_seq() == body.seq())
    return errc::payment_pending;
  const auto& held = body.intent().receipt();
  auto found = receipt(held.series(), held.number());
  if (!found)
    return found.why();
  if (!*found)
    return error{errc::number_voided,
                 {{"number", std::to_string(held.number())}}};
  return journal::is_first_of_exchange((*found)->body)
           ? exchange_answer(**found, *at)
           : view(**found);
}

// While it is held nothing else takes a number, so its end is near.
result<v1::ReceiptView>
lookups::aside_answer(const v1::RecordBody& intent) const {
  auto at = ledger();
  if (!at)
    return at.why();
  const auto held = journal::held_by(intent.intent());
  for (auto seq = intent.seq() + 1; seq <= at->seq(); ++seq) {
    auto next = body(seq);
    if (!next)
      return next.why();
    if (journal::ended_by(*next) != held)
      continue;
    if (next->has_void_())
      return error{errc::number_voided,
                   {{"number", std::to_string(held.number)}}};
    return receipt_answer(*next);
  }
  return errc::payment_pending;
}

result<v1::ReceiptView>
lookups::exchange_answer(const written_receipt& back,
                         const v1::LedgerState& at) const {
  auto number = back.entry.counterpart();
  if (number == 0 && at.open_intent_seq() != 0)
    return errc::payment_pending;
  if (number == 0)
    return error{errc::exchange_begun,
                 {{"number", std::to_string(back.body.receipt().number())}}};
  auto sold = receipt(v1::SERIES_SALE, number);
  if (!sold)
    return sold.why();
  if (!*sold)
    return unknown(number);
  return view(**sold);
}

result<v1::ReportView>
lookups::report_answer(const v1::RecordBody& body) const {
  if (!body.has_z_reprinted())
    return report_view(body);
  auto z = this->body(body.z_reprinted().z_seq());
  if (!z)
    return z.why();
  auto out = report_view(*z);
  out.set_copy(true);
  return out;
}

result<v1::RecordBody> lookups::body(seq_t seq) const {
  return journal::read_body(*from_, here_, seq);
}

result<state> lookups::open_sale() const {
  state out;
  auto at = ledger();
  if (!at)
    return at.why();
  auto stand = [&at, &out] {
    out.training = at->training();
    out.day = {at->period().business_date(), at->period().day_opened()};
    out.clock_high_ms = at->clock_high_ms();
  };
  stand();
  if (at->sale_first_seq() != 0) {
    auto read = journal::each_body(
      *from_, here_, at->sale_first_seq() - 1, at->seq(),
      [&out](const v1::RecordBody& body) { evolve(out, body); });
    if (!read)
      return read.why();
    stand(); // What happened beside the sale meanwhile is in it already.
  }
  if (at->open_intent_seq() != 0 && !out.pending) {
    auto held = body(at->open_intent_seq());
    if (!held)
      return held.why();
    evolve(out, *held);
  }
  return out;
}

result<v1::NodeStatus> lookups::status() const {
  auto at = ledger();
  if (!at)
    return at.why();
  auto aside = journal::parked(*from_, here_);
  if (!aside)
    return aside.why();
  v1::NodeStatus out;
  out.set_store(here_.store);
  out.set_terminal(here_.terminal);
  out.set_receipts(at->receipts_ever());
  out.set_last_z(at->next_z() - 1);
  *out.mutable_grand() = at->grand();
  out.set_parked(aside->size());
  out.set_fence_reason(at->fence_reason());
  out.set_retire_reason(at->retire_reason());
  if (auto acked = journal::read_acked(*from_, here_); acked && *acked)
    *out.mutable_acked() = **acked;
  return out;
}

} // namespace kassa::sale
