#include "actors/journal/export/exporter.hpp"

#include "actors/journal/export/totals.hpp"
#include "proto/base/crypto.hpp"
#include "proto/base/time.hpp"

#include <algorithm>

namespace kassa::journal::exporting {

namespace {

error damaged(seq_t seq, std::string detail) {
  return {
    errc::journal_damaged, {{"seq", std::to_string(seq)}}, std::move(detail)};
}

bool is_sale_or_return(const v1::RecordBody& body) {
  return body.has_receipt() && body.receipt().series() != v1::SERIES_TRAINING;
}

} // namespace

result<period> make_period(std::string_view from, std::string_view to) {
  for (auto text : {from, to})
    if (!is_date(text))
      return error{errc::invalid,
                   {{"what", "'" + std::string(text) + "' (2026-05-04)"}}};
  if (to < from)
    return error{
      errc::invalid,
      {{"what", "--to " + std::string(to) + " < --from " + std::string(from)}}};
  return period{std::string(from), std::string(to)};
}

std::string business_date_of(const v1::RecordBody& body,
                             std::string_view sales_day) {
  std::string own;
  if (body.has_receipt())
    own = body.receipt().business_date();
  else if (body.has_z_report())
    own = body.z_report().business_date();
  else if (body.has_x_report())
    own = body.x_report().business_date();
  else if (body.has_day_opened())
    own = body.day_opened().business_date();
  if (!own.empty())
    return own;
  if (!sales_day.empty())
    return std::string{sales_day};
  const auto ms = body.business_ms() == 0 ? body.wall_ms() : body.business_ms();
  return at_offset(ms, body.offset_minutes()).date;
}

exporter::exporter(setting with, std::unique_ptr<writer> into,
                   record_source source)
  : with_(std::move(with)), into_(std::move(into)), source_(std::move(source)) {
  find_ = [this](seq_t seq) -> result<found> {
    auto body = source_(seq);
    if (!body)
      return body.why();
    if (body->seq() != seq || body->store() != of_.store
        || body->terminal() != of_.terminal)
      return damaged(seq, "another record came");
    const auto z = closing_z(seq);
    return found{std::move(*body), z};
  };
  summary_.set_format(std::string(into_->format()));
  summary_.set_from(with_.chosen.from);
  summary_.set_to(with_.chosen.to);
  summary_.set_head_hash(zero_hash());
}

result<v1::RecordBody> exporter::check(const v1::Record& record) const {
  const auto seq = summary_.head_seq() + 1;
  v1::RecordBody body;
  if (record_hash(summary_.head_hash(), record.body()) != record.hash())
    return damaged(seq, "its bytes are not those that were chained");
  if (!body.ParseFromString(record.body()) || body.seq() != seq)
    return damaged(seq, "it is not the next record");
  if (seq == 1 ? !body.has_genesis()
               : body.store() != of_.store || body.terminal() != of_.terminal)
    return damaged(seq, "it belongs to another journal");
  return body;
}

// Zs are numbered from 1 without gaps (L2), so the place among them is the
// number, and the next one's is known before it comes.
std::uint64_t exporter::closing_z(seq_t seq) const {
  const auto at = std::lower_bound(z_seqs_.begin(), z_seqs_.end(), seq);
  const auto z = static_cast<std::uint64_t>(at - z_seqs_.begin()) + 1;
  return z <= std::max<std::uint64_t>(with_.last_z, z_seqs_.size()) ? z : 0;
}

status exporter::count(const v1::RecordBody& body, bool chosen) {
  if (body.has_receipt())
    add_receipt(open_, body.receipt());
  if (body.has_z_report()) {
    const auto& z = body.z_report();
    z_seqs_.push_back(body.seq());
    if (z.number() != z_seqs_.size() || !agrees(open_, z.period()))
      return damaged(body.seq(), "L3: Z " + std::to_string(z.number())
                                   + " and its receipts differ");
    open_.Clear();
    summary_.set_open_receipts(0);
  }
  if (!chosen)
    return ok;
  if (summary_.records() == 0)
    summary_.set_first_seq(body.seq());
  summary_.set_records(summary_.records() + 1);
  summary_.set_last_seq(body.seq());
  if (is_sale_or_return(body))
    summary_.set_open_receipts(summary_.open_receipts() + 1);
  if (body.has_receipt())
    add_receipt(summary_, body.receipt());
  if (body.has_copy())
    summary_.set_copies(summary_.copies() + 1);
  if (body.has_z_report())
    add_z(summary_, body.z_report());
  return ok;
}

result<std::string> exporter::add(const v1::Record& record) {
  auto body = check(record);
  if (!body)
    return body.why();
  summary_.set_head_seq(body->seq());
  summary_.set_head_hash(record.hash());
  std::string out;
  if (body->seq() == 1) {
    of_ = {body->store(), body->terminal()};
    summary_.set_store(of_.store);
    summary_.set_terminal(of_.terminal);
    out = into_->begin(*body);
  }
  const auto date = business_date_of(*body, sales_day_);
  if (body->has_day_opened())
    sales_day_ = date;
  if (body->has_z_report())
    sales_day_.clear();
  const bool chosen = with_.chosen.holds(date);
  if (auto s = count(*body, chosen); !s)
    return s.why();
  auto more = into_->add(
    {*body, record.hash(), date, chosen, closing_z(body->seq())}, find_);
  if (!more)
    return more.why();
  return out + *more;
}

result<std::string> exporter::finish() {
  if (summary_.records() == 0)
    return error{errc::nothing_to_export,
                 {{"from", with_.chosen.from}, {"to", with_.chosen.to}}};
  return into_->finish(summary_);
}

} // namespace kassa::journal::exporting
