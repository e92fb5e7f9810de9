#include "actors/sale/charging.hpp"

#include "actors/sale/limits.hpp"
#include "proto/base/crypto.hpp"

#include <algorithm>
#include <utility>

namespace kassa::sale {

namespace {

/// Of a device's own words so much is kept.
std::string cut(std::string text) {
  if (text.size() > text_max)
    text.resize(text_max);
  // Bytes of a device: a record's texts are UTF-8.
  std::replace_if(
    text.begin(), text.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return text;
}

/// Names the ask: no other has it, on any day and after any restart, since
/// every change of a sale moves its revision.
std::string ask_name(const v1::OpenSale& sale) {
  auto hash
    = hash256("kassa.card.1", {sale.id(), std::to_string(sale.revision())});
  return to_hex(hash.substr(0, 16));
}

error down(const std::string& what) {
  return {errc::card_down, {{"what", cut(what)}}};
}

result<drafts> ask(const v1::OpenSale& sale, v1::Payment payment,
                   const context& with) {
  if (!with.card)
    return down("card = \"none\"");
  if (!with.card->now.takes())
    return down(with.card->now.detail.empty() ? "start" // It is looked for.
                                              : with.card->now.detail);
  auto body = draft(with, v1::KIND_CARD_ASKED);
  auto& asked = *body.mutable_card_asked();
  asked.set_sale(sale.id());
  asked.set_ask(ask_name(sale));
  *asked.mutable_payment() = std::move(payment);
  asked.set_terminal(with.card->name);
  return drafts{std::move(body)};
}

/// The payment of the sale that an ask pays back, or null.
const v1::Payment* paid_back_by(const state& of) {
  for (const auto& x : of.sale->payments())
    if (x.payment_no() == of.card->asked.payment().payment_no())
      return &x;
  return nullptr;
}

v1::RecordBody answered(const pending_card& of, v1::CardOutcome outcome) {
  v1::RecordBody out;
  out.set_kind(v1::KIND_CARD_ANSWERED);
  out.set_user(of.user);
  out.mutable_card_answered()->set_ask(of.asked.ask());
  out.mutable_card_answered()->set_outcome(outcome);
  return out;
}

/// What an approved ask does to the sale.
v1::RecordBody moved(const state& of, const v1::CardProof& proof) {
  v1::RecordBody out;
  out.set_user(of.card->user);
  if (const auto* gone = paid_back_by(of)) {
    out.set_kind(v1::KIND_PAYMENT_REMOVED);
    out.mutable_payment_removed()->set_sale(of.sale->id());
    *out.mutable_payment_removed()->mutable_payment() = *gone;
    return out;
  }
  out.set_kind(v1::KIND_PAYMENT_ADDED);
  out.mutable_payment_added()->set_sale(of.sale->id());
  auto& payment = *out.mutable_payment_added()->mutable_payment();
  payment = of.card->asked.payment();
  *payment.mutable_card() = proof;
  return out;
}

v1::CardProof proof_of(const card::proof& from, const std::string& terminal) {
  v1::CardProof out;
  out.set_terminal(cut(from.terminal.empty() ? terminal : from.terminal));
  out.set_masked_card(cut(from.masked_card));
  out.set_issuer(cut(from.issuer));
  out.set_authorisation(cut(from.authorisation));
  out.set_reference(cut(from.reference));
  return out;
}

v1::CardOutcome outcome_of(card::outcome what) {
  switch (what) {
  case card::outcome::approved: return v1::CARD_OUTCOME_APPROVED;
  case card::outcome::declined:
  case card::outcome::unavailable: return v1::CARD_OUTCOME_DECLINED;
  case card::outcome::unknown: return v1::CARD_OUTCOME_UNKNOWN;
  }
  return v1::CARD_OUTCOME_UNKNOWN;
}

/// Put aside, with all it says.
v1::RecordBody stray(const card::answer& what) {
  v1::RecordBody out;
  out.set_kind(v1::KIND_CARD_ANSWERED);
  auto& said = *out.mutable_card_answered();
  said.set_ask(cut(what.id));
  said.set_outcome(outcome_of(what.what));
  if (what.what == card::outcome::approved)
    *said.mutable_proof() = proof_of(what.proof, {});
  said.set_detail(cut(what.detail));
  said.set_stray(true);
  return out;
}

/// Whether this caller may answer for the terminal: anyone for one that a
/// person reads. Another one's answer is waited for; a manager may end that
/// where it could not tell, or will not be asked again.
status may_answer(const state& of, const context& with) {
  if (auto s = allowed(with, of.sale->is_return() ? v1::PERMISSION_RETURN
                                                  : v1::PERMISSION_SELL);
      !s)
    return s;
  if (is_by_hand(*of.card))
    return ok;
  auto asked_again = with.card && with.card->name == of.card->asked.terminal();
  if (asked_again && !of.card->unknown)
    return errc::card_unknown;
  return allowed(with, v1::PERMISSION_MANAGE);
}

} // namespace

bool is_by_hand(const pending_card& of) {
  return of.asked.terminal() == card::manual_name;
}

status no_card_waits(const state& of) {
  if (!of.card)
    return ok;
  return is_by_hand(*of.card) ? errc::card_by_hand : errc::card_unknown;
}

bool is_charged(const v1::OpenSale& sale, const v1::Payment& payment,
                const context& with) {
  // A correction moves no money: it says by what means it moved.
  return with.card && payment.means() == v1::MEANS_CARD && !sale.training()
         && !sale.exchange().correction();
}

result<drafts> charge(const v1::OpenSale& sale, const v1::Payment& payment,
                      const context& with) {
  // No money for what could not be completed.
  if (auto s = open_for_numbers(with); !s)
    return s.why();
  return ask(sale, payment, with);
}

result<drafts> pay_back(const v1::OpenSale& sale, const v1::Payment& payment,
                        const context& with) {
  auto back = payment;
  back.clear_card();
  back.set_tendered_ore(-payment.tendered_ore());
  return ask(sale, std::move(back), with);
}

status none_charged(const v1::OpenSale& sale) {
  for (const auto& x : sale.payments())
    if (x.has_card())
      return error{errc::card_paid,
                   {{"amount", print_kronor(x.tendered_ore())}}};
  return ok;
}

card::request request_of(const v1::CardAsked& asked, bool asked_before) {
  return {asked.ask(), asked.payment().tendered_ore(), asked_before};
}

card_verdict judge(const state& of, const card::answer& what) {
  if (what.stray || !of.card || of.card->asked.ask() != what.id)
    return {{stray(what)}, false, {}};
  auto outcome = outcome_of(what.what);
  if (outcome == v1::CARD_OUTCOME_UNKNOWN && of.card->unknown)
    return {}; // The journal has it; it is asked again and again.
  auto body = answered(*of.card, outcome);
  auto& said = *body.mutable_card_answered();
  said.set_detail(cut(what.detail));
  if (outcome == v1::CARD_OUTCOME_APPROVED)
    *said.mutable_proof() = proof_of(what.proof, of.card->asked.terminal());
  card_verdict out;
  out.final = outcome != v1::CARD_OUTCOME_UNKNOWN;
  if (what.what == card::outcome::unavailable)
    out.why = down(what.detail);
  else if (auto s = told_of(said); !s)
    out.why = s.why();
  auto proof = said.proof();
  out.all.push_back(std::move(body));
  if (outcome == v1::CARD_OUTCOME_APPROVED)
    out.all.push_back(moved(of, proof));
  return out;
}

status told_of(const v1::CardAnswered& said) {
  if (said.outcome() != v1::CARD_OUTCOME_DECLINED)
    return ok;
  return error{errc::card_declined,
               {{"what", said.detail().empty() ? said.ask() : said.detail()}}};
}

v1::PendingCard pending_view(const pending_card& of) {
  v1::PendingCard out;
  out.set_ask(of.asked.ask());
  out.set_amount_ore(of.asked.payment().tendered_ore());
  out.set_by_hand(is_by_hand(of));
  out.set_unknown(of.unknown);
  out.set_detail(of.detail);
  return out;
}

result<drafts> decide(const state& of, const v1::AnswerCardRequest& by,
                      const context& with) {
  if (!of.card || of.card->asked.ask() != by.ask())
    return errc::no_card_payment;
  if (auto s = may_answer(of, with); !s)
    return s.why();
  if (auto s = check_text(by.reference()); !s)
    return s.why();
  auto body = answered(*of.card, by.approved() ? v1::CARD_OUTCOME_APPROVED
                                               : v1::CARD_OUTCOME_DECLINED);
  body.set_user(with.user);
  auto& said = *body.mutable_card_answered();
  said.set_by(with.user);
  if (!by.approved())
    return drafts{std::move(body)};
  said.mutable_proof()->set_terminal(of.card->asked.terminal());
  said.mutable_proof()->set_reference(by.reference());
  auto change = moved(of, said.proof());
  change.set_user(with.user);
  return drafts{std::move(body), std::move(change)};
}

} // namespace kassa::sale
