#include "actors/sale/signing.hpp"

#include "actors/journal/ledger.hpp"
#include "actors/sale/charging.hpp"
#include "actors/sale/limits.hpp"
#include "proto/base/crypto.hpp"
#include "proto/base/time.hpp"

#include <algorithm>
#include <utility>

namespace kassa::sale {

namespace {

/// The longest part of a unit's own words, and of a code, that is kept. No
/// known code has more than 113 characters.
constexpr std::size_t detail_max = 200;
constexpr std::size_t code_max = 1000;

std::string cut(std::string text, std::size_t most = detail_max) {
  if (text.size() > most)
    text.resize(most);
  // Bytes of a device: a record's texts are UTF-8.
  std::replace_if(
    text.begin(), text.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return text;
}

std::string text_of(const unit::refused& x) {
  std::string out{to_string(x.why)};
  return x.detail.empty() ? out : out + ": " + x.detail;
}

error told(errc code, const pending_code& of, const std::string& what) {
  return {code,
          {{"what", cut(what)},
           {"number", std::to_string(journal::held_by(of.intent).number)}}};
}

/// A draft at the intent's own business time: what the unit registered is what
/// is printed.
v1::RecordBody draft_of(const pending_code& of, v1::Kind kind) {
  v1::RecordBody out;
  out.set_kind(kind);
  out.set_user(of.user);
  out.set_business_ms(of.since_ms);
  return out;
}

v1::RecordBody void_draft(const pending_code& of, std::string reason,
                          const std::string& detail, bool in_doubt) {
  v1::RecordBody out;
  out.set_kind(v1::KIND_VOID);
  auto& end = *out.mutable_void_();
  end.set_series(journal::held_by(of.intent).series);
  end.set_reason(std::move(reason));
  end.set_detail(cut(detail));
  end.set_in_doubt(in_doubt);
  out.set_user(of.user);
  return out;
}

v1::UnitAnswer answer_with(const pending_code& of, const std::string& code,
                           const std::string& number, bool buffered) {
  v1::UnitAnswer out;
  out.set_unit(cut(number.empty() ? of.intent.unit() : number));
  out.set_code(cut(code, code_max));
  out.set_buffered(buffered);
  out.set_system(of.intent.system());
  return out;
}

v1::UnitAnswer answer_without(const pending_code& of,
                              const std::string& refused) {
  v1::UnitAnswer out;
  out.set_unit(of.intent.unit());
  out.set_refused(cut(refused));
  out.set_system(of.intent.system());
  return out;
}

/// What the intent promised, with what the unit said of it.
verdict made_with(const pending_code& of, v1::UnitAnswer answer) {
  const auto& intent = of.intent;
  if (intent.has_copy()) {
    auto out = draft_of(of, v1::KIND_COPY);
    *out.mutable_copy() = intent.copy();
    *out.mutable_copy()->mutable_unit() = std::move(answer);
    return {std::move(out), {}};
  }
  if (intent.has_pro_forma()) {
    auto out = draft_of(of, v1::KIND_PRO_FORMA);
    *out.mutable_pro_forma() = intent.pro_forma();
    *out.mutable_pro_forma()->mutable_receipt() = intent.receipt();
    *out.mutable_pro_forma()->mutable_receipt()->mutable_unit()
      = std::move(answer);
    return {std::move(out), {}};
  }
  auto out = draft_of(of, v1::KIND_RECEIPT);
  *out.mutable_receipt() = intent.receipt();
  *out.mutable_receipt()->mutable_unit() = std::move(answer);
  return {std::move(out), {}};
}

unit::receipt_kind kind_of(v1::Series series) {
  switch (series) {
  case v1::SERIES_COPY: return unit::receipt_kind::copy;
  case v1::SERIES_TRAINING: return unit::receipt_kind::training;
  case v1::SERIES_PRO_FORMA: return unit::receipt_kind::pro_forma;
  default: return unit::receipt_kind::normal;
  }
}

bool must_have_code(const v1::Intent& of) {
  return kind_of(journal::held_by(of).series) == unit::receipt_kind::normal;
}

/// The unit will not have it, however often it is asked; else the unit itself
/// needs to be seen to, and may take it then.
bool is_not_taken(unit::refusal why) {
  return why == unit::refusal::bad_data || why == unit::refusal::sequence
         || why == unit::refusal::protocol;
}

/// The words fit what was to be made: a sale is open again, a copy is not made.
errc void_code(const pending_code& of, errc of_a_sale) {
  return is_aside(of.intent) ? errc::unit_not_told : of_a_sale;
}

} // namespace

status nothing_pending(const state& of) {
  return of.pending ? status{errc::payment_pending} : ok;
}

bool is_registered(unit::receipt_kind kind, const context& with) {
  return with.unit
         && (kind == unit::receipt_kind::normal || with.rules.registers_all);
}

bool is_registered(const state& of, const context& with) {
  return of.sale
         && is_registered(of.sale->training() ? unit::receipt_kind::training
                                              : unit::receipt_kind::normal,
                          with);
}

status why_not(const unit::condition& now) {
  if (now.sells())
    return ok;
  auto code
    = now.now == unit::state::blocked ? errc::unit_blocked : errc::unit_down;
  auto words = std::string{to_string(now.now)};
  if (!now.detail.empty())
    words += ": " + now.detail;
  return error{code, {{"what", cut(std::move(words))}}};
}

status unit_sells(const state& of, const context& with) {
  return is_registered(of, with) ? why_not(*with.unit) : ok;
}

status may_register(const state& of, const context& with) {
  if (auto s = nothing_pending(of); !s)
    return s;
  if (auto s = no_card_waits(of); !s)
    return s;
  if (auto s = open_for_numbers(with); !s)
    return s;
  return why_not(*with.unit);
}

v1::RecordBody intent_of(v1::Receipt receipt, const context& with) {
  auto out = draft(with, v1::KIND_INTENT);
  *out.mutable_intent()->mutable_receipt() = std::move(receipt);
  out.mutable_intent()->set_unit(cut(with.unit->unit));
  out.mutable_intent()->set_system(with.unit->system);
  return out;
}

v1::RecordBody intent_of(const v1::Copy& copy, const v1::RecordBody& original,
                         const context& with) {
  auto receipt = original.receipt();
  receipt.clear_lines();
  receipt.clear_payments();
  receipt.set_designation(with.designation);
  auto at = at_offset(original.business_ms(), original.offset_minutes());
  v1::UnitData data;
  data.mutable_original()->set_date(at.date);
  data.mutable_original()->set_time(at.time);
  data.mutable_original()->set_number(receipt.number());
  auto out = intent_of(std::move(receipt), with);
  *out.mutable_intent()->mutable_copy() = copy;
  out.mutable_intent()->set_unit_data(data.SerializeAsString());
  return out;
}

v1::RecordBody intent_of(v1::ProForma made, const context& with) {
  auto out = intent_of(std::move(*made.mutable_receipt()), with);
  made.clear_receipt();
  *out.mutable_intent()->mutable_pro_forma() = std::move(made);
  return out;
}

std::string ask_id(const v1::Intent& of) {
  const auto held = journal::held_by(of);
  auto hash
    = hash256("kassa.ask.1", {of.receipt().sale(), std::to_string(held.series),
                              ":", std::to_string(held.number)});
  constexpr char digits[] = "0123456789abcdef";
  std::string out;
  for (std::size_t i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10)
      out += '-';
    auto byte = static_cast<unsigned char>(hash[i]);
    out += digits[byte >> 4U];
    out += digits[byte & 0xfU];
  }
  return out;
}

result<unit::registration> registration_of(const v1::Intent& of,
                                           bool asked_before) {
  v1::UnitData data;
  if (of.unit_data().empty() || !data.ParseFromString(of.unit_data()))
    return error{errc::corrupt, {{"what", "intent"}}};
  unit::registration out{ask_id(of), {}, asked_before};
  auto& to = out.receipt;
  to.date = data.date();
  to.time = data.time();
  to.org_no = data.org_no();
  to.register_name = data.register_name();
  to.number = data.number();
  to.kind = kind_of(data.series());
  if (data.has_original())
    to.original = {data.original().date(), data.original().time(),
                   data.original().number()};
  to.return_amount = data.return_ore();
  to.sale_amount = data.sale_ore();
  to.unsigned_return = data.unsigned_return();
  to.address = of.receipt().address();
  for (const auto& row : data.vat())
    to.vat.push_back({row.basis_points(), row.vat_ore(), row.gross_ore()});
  return out;
}

verdict judge(const pending_code& of, const unit::outcome& what,
              bool asked_before) {
  if (auto x = std::get_if<unit::accepted>(&what))
    return made_with(of, answer_with(of, x->code, x->unit, false));
  if (auto x = std::get_if<unit::buffered>(&what))
    return made_with(of, answer_with(of, x->code, x->unit, true));
  if (auto x = std::get_if<unit::refused>(&what)) {
    auto words = text_of(*x);
    if (!must_have_code(of.intent) && is_not_taken(x->why))
      return made_with(of, answer_without(of, words));
    auto code
      = x->why == unit::refusal::clock ? errc::unit_clock : errc::unit_refused;
    return {
      void_draft(of, "refused", words, x->earlier_in_doubt || asked_before),
      told(void_code(of, code), of, words)};
  }
  // Nothing of it is registered: the number is given up at once, and the
  // cashier knows. After an ask that went unanswered nobody can say so.
  if (auto x = std::get_if<unit::unavailable>(&what); x && !asked_before)
    return {void_draft(of, "unavailable", x->detail, false),
            told(void_code(of, errc::unit_silent), of, x->detail)};
  return {};
}

v1::RecordBody answered_draft(const state& of, const unit::heard& what) {
  v1::RecordBody out;
  out.set_kind(v1::KIND_UNIT_ANSWERED);
  auto& said = *out.mutable_unit_answered();
  said.set_ask(cut(what.id));
  said.set_answer(cut(what.answer));
  said.set_code(cut(what.code, code_max));
  said.set_detail(cut(what.detail));
  said.set_stray(what.stray);
  if (of.pending && ask_id(of.pending->intent) == what.id) {
    auto held = journal::held_by(of.pending->intent);
    said.set_series(held.series);
    said.set_number(held.number);
  }
  return out;
}

std::chrono::milliseconds ask_again_after(std::uint32_t asks) {
  constexpr std::chrono::seconds most{30};
  auto doubled = std::chrono::seconds{1} * (1U << std::min(asks, 5U));
  return std::min<std::chrono::milliseconds>(doubled, most);
}

result<drafts> decide(const state& of, const v1::VoidPendingRequest& by,
                      const context& with) {
  if (auto s = allowed(with, v1::PERMISSION_MANAGE); !s)
    return s.why();
  if (!of.pending)
    return errc::nothing_pending;
  if (by.reason().empty())
    return error{errc::invalid, {{"what", "reason"}}};
  if (auto s = check_text(by.reason()); !s)
    return s.why();
  // Nobody can know by now what the unit holds.
  auto out = void_draft(*of.pending, by.reason(), {}, true);
  out.set_user(with.user);
  out.mutable_void_()->set_by(with.user);
  return drafts{std::move(out)};
}

} // namespace kassa::sale
