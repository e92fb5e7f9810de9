#include "actors/sale/signing.hpp"

#include "actors/sale/limits.hpp"
#include "proto/base/crypto.hpp"

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
           {"number", std::to_string(of.intent.receipt().number())}}};
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
  end.set_series(of.intent.receipt().series());
  end.set_reason(std::move(reason));
  end.set_detail(cut(detail));
  end.set_in_doubt(in_doubt);
  out.set_user(of.user);
  return out;
}

verdict receipt_with(const pending_code& of, const std::string& code,
                     const std::string& number, bool buffered) {
  auto out = draft_of(of, v1::KIND_RECEIPT);
  *out.mutable_receipt() = of.intent.receipt();
  auto& answer = *out.mutable_receipt()->mutable_unit();
  answer.set_unit(cut(number.empty() ? of.intent.unit() : number));
  answer.set_code(cut(code, code_max));
  answer.set_buffered(buffered);
  return {std::move(out), {}};
}

} // namespace

status nothing_pending(const state& of) {
  return of.pending ? status{errc::payment_pending} : ok;
}

bool needs_code(const state& of, const context& with) {
  return with.unit && of.sale && !of.sale->training();
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
  return needs_code(of, with) ? why_not(*with.unit) : ok;
}

v1::RecordBody intent_of(v1::Receipt receipt, const context& with) {
  auto out = draft(with, v1::KIND_INTENT);
  *out.mutable_intent()->mutable_receipt() = std::move(receipt);
  out.mutable_intent()->set_unit(cut(with.unit->unit));
  return out;
}

std::string ask_id(const v1::Intent& of) {
  const auto& receipt = of.receipt();
  auto hash
    = hash256("kassa.ask.1", {receipt.sale(), std::to_string(receipt.series()),
                              ":", std::to_string(receipt.number())});
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
  to.return_amount = data.return_ore();
  to.sale_amount = data.sale_ore();
  to.address = of.receipt().address();
  for (const auto& row : data.vat())
    to.vat.push_back({row.basis_points(), row.vat_ore(), row.gross_ore()});
  return out;
}

verdict judge(const pending_code& of, const unit::outcome& what,
              bool asked_before) {
  if (auto x = std::get_if<unit::accepted>(&what))
    return receipt_with(of, x->code, x->unit, false);
  if (auto x = std::get_if<unit::buffered>(&what))
    return receipt_with(of, x->code, x->unit, true);
  if (auto x = std::get_if<unit::refused>(&what)) {
    auto words = text_of(*x);
    return {
      void_draft(of, "refused", words, x->earlier_in_doubt || asked_before),
      told(errc::unit_refused, of, words)};
  }
  // Nothing of it is registered: the number is given up at once, and the
  // cashier knows. After an ask that went unanswered nobody can say so.
  if (auto x = std::get_if<unit::unavailable>(&what); x && !asked_before)
    return {void_draft(of, "unavailable", x->detail, false),
            told(errc::unit_silent, of, x->detail)};
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
    said.set_series(of.pending->intent.receipt().series());
    said.set_number(of.pending->intent.receipt().number());
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
