#include "actors/journal/ledger.hpp"

#include "actors/journal/ledger_step.hpp"

#include <algorithm>

namespace kassa::journal {

v1::LedgerState empty_ledger() {
  v1::LedgerState state;
  state.set_next_sale(1);
  state.set_next_return(1);
  state.set_next_training(1);
  state.set_next_copy(1);
  state.set_next_z(1);
  return state;
}

std::uint64_t next_number(const v1::LedgerState& state, v1::Series series) {
  switch (series) {
  case v1::SERIES_SALE: return state.next_sale();
  case v1::SERIES_RETURN: return state.next_return();
  case v1::SERIES_TRAINING: return state.next_training();
  case v1::SERIES_COPY: return state.next_copy();
  case v1::SERIES_PRO_FORMA: return state.last_pro_forma() + 1;
  default: return 0;
  }
}

numbered held_by(const v1::Intent& intent) {
  if (intent.has_copy())
    return {v1::SERIES_COPY, intent.copy().number()};
  if (intent.has_pro_forma())
    return {v1::SERIES_PRO_FORMA, intent.pro_forma().number()};
  return {intent.receipt().series(), intent.receipt().number()};
}

numbered ended_by(const v1::RecordBody& body) {
  switch (body.payload_case()) {
  case v1::RecordBody::kReceipt:
    return {body.receipt().series(), body.receipt().number()};
  case v1::RecordBody::kVoid:
    return {body.void_().series(), body.void_().number()};
  case v1::RecordBody::kCopy: return {v1::SERIES_COPY, body.copy().number()};
  case v1::RecordBody::kProForma:
    if (auto number = body.pro_forma().number(); number != 0)
      return {v1::SERIES_PRO_FORMA, number};
    return {}; // No unit was told of it.
  default: return {};
  }
}

bool is_first_of_exchange(const v1::Receipt& receipt) {
  return receipt.series() == v1::SERIES_RETURN && receipt.has_counterpart();
}

bool is_first_of_exchange(const v1::RecordBody& body) {
  return is_first_of_exchange(body.receipt());
}

std::int64_t clock_high_after(std::int64_t before, const v1::RecordBody& body) {
  const auto confirmed = !body.clock_stepped().by().empty();
  return confirmed ? body.wall_ms() : std::max(before, body.wall_ms());
}

// A payload's field number is its kind's number and 100.
v1::Kind kind_of_payload(const v1::RecordBody& body) {
  static_assert(v1::RecordBody::kGenesis == v1::KIND_GENESIS + 100);
  static_assert(v1::RecordBody::kLineAdded == v1::KIND_LINE_ADDED + 100);
  static_assert(v1::RecordBody::kReceipt == v1::KIND_RECEIPT + 100);
  static_assert(v1::RecordBody::kPrintEnded == v1::KIND_PRINT_ENDED + 100);
  if (body.payload_case() == v1::RecordBody::PAYLOAD_NOT_SET)
    return v1::KIND_UNSPECIFIED;
  return static_cast<v1::Kind>(body.payload_case() - 100);
}

std::optional<error> closed_by(const scope& of, const v1::LedgerState& state) {
  if (state.fenced())
    return error{errc::fenced, {{"reason", state.fence_reason()}}};
  if (state.retired())
    return error{
      errc::retired,
      {{"terminal", of.terminal}, {"reason", state.retire_reason()}}};
  return std::nullopt;
}

ledger::ledger(scope of, v1::LedgerState from)
  : of_(std::move(of)), state_(std::move(from)) {}

status ledger::fold(const v1::RecordBody& body, std::string_view hash,
                    const lookup_port& stored, store::write_set& out) {
  auto view = over(stored, out);
  return step{of_, state_, body, view, out}.run(hash);
}

} // namespace kassa::journal
