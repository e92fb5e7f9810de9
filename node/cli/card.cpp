#include "node/cli/card.hpp"

#include "node/cli/calls.hpp"
#include "node/cli/commands.hpp"
#include "proto/base/money.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <ostream>

namespace kassa::cli {

namespace {

using stub_t = register_stub;

std::string state_words(const context& ui, const std::string& state) {
  if (state == "ready")
    return ui.say("redo", "ready");
  if (state == "busy")
    return ui.say("arbetar", "busy");
  if (state == "down")
    return ui.say("svarar inte, försöker igen", "does not answer, tried again");
  if (state == "manual")
    return ui.say("läses av kassören", "read by the cashier");
  return state;
}

result<v1::SaleView> open_sale(terminal_context& at) {
  return look(at, &stub_t::GetSale, [](v1::GetSaleRequest&) {});
}

} // namespace

std::string card_words(const context& ui, const v1::NodeStatus& of) {
  if (!of.has_card_status())
    return ui.say("ingen", "none");
  const auto& now = of.card_status();
  auto out = state_words(ui, now.state());
  if (!now.detail().empty())
    out += " (" + now.detail() + ")";
  return out;
}

std::string waiting_words(const context& ui, const v1::PendingCard& of) {
  auto out = print_kronor(of.amount_ore()) + " kr: ";
  if (of.by_hand())
    return out + words(error{errc::card_by_hand}, ui.lang);
  if (of.unknown())
    return out + words(error{errc::card_unknown}, ui.lang);
  return out
         + ui.say("väntar på kortterminalen", "waits for the card terminal");
}

result<v1::SaleView>
wait_for_card(terminal_context& at,
              const std::function<result<v1::SaleView>()>& ask) {
  auto sale = ask();
  if (sale && sale->has_pending_card() && !sale->pending_card().by_hand())
    *at.ui.err << waiting_words(at.ui, sale->pending_card()) << std::endl;
  while (sale && sale->has_pending_card()) {
    if (sale->pending_card().by_hand())
      return errc::card_by_hand;
    if (sale->pending_card().unknown())
      return errc::card_unknown;
    sale = ask();
  }
  return sale;
}

status show_card(terminal_context& at) {
  auto found = at.ask(&stub_t::GetStatus, v1::GetStatusRequest());
  if (!found)
    return found.why();
  auto sale = open_sale(at);
  if (!sale)
    return sale.why();
  v1::NodeStatus mine; // Only what is about the terminal.
  mine.set_card(found->card());
  if (found->has_card_status())
    *mine.mutable_card_status() = found->card_status();
  if (at.ui.json) {
    print_json(at.ui, mine);
    if (sale->has_pending_card())
      print_json(at.ui, sale->pending_card());
    return ok;
  }
  table rows(
    {at.ui.say("Kortterminal", "Card terminal"), card_words(at.ui, mine)});
  rows.add({at.ui.say("ansluten", "connected"), mine.card()});
  if (sale->has_pending_card())
    rows.add({at.ui.say("väntar", "waiting"),
              waiting_words(at.ui, sale->pending_card())});
  rows.print(*at.ui.out);
  return ok;
}

status check_card(terminal_context& at) {
  auto done = look(at, &stub_t::CheckCard, [](auto&) {});
  if (!done)
    return done.why();
  return show_card(at);
}

status answer_card(terminal_context& at, bool approved,
                   const std::string& reference) {
  auto sale = open_sale(at);
  if (!sale)
    return sale.why();
  if (!sale->has_pending_card())
    return errc::no_card_payment;
  return show_or_fail(at, change(at, &stub_t::AnswerCard, [&](auto& r) {
                        r.set_ask(sale->pending_card().ask());
                        r.set_approved(approved);
                        r.set_reference(reference);
                      }));
}

void add_card_command(CLI::App& app, terminal_context& at) {
  struct words {
    std::string what = "show", reference;
  };
  auto given = std::make_shared<words>();
  auto* command = add_terminal_command(
    app, at, "card", "The card terminal: show it, check it, answer for it",
    [&at, given]() -> status {
      if (given->what == "show")
        return show_card(at);
      if (given->what == "check")
        return check_card(at);
      return answer_card(at, given->what == "approved", given->reference);
    });
  command->add_option("what", given->what)
    ->check(CLI::IsMember({"show", "check", "approved", "declined"}));
  command->add_option("--reference", given->reference,
                      "As the terminal shows it; printed on the receipt");
  command->footer(
    "approved and declined are the cashier's, where the terminal is read by\n"
    "hand; 'kassa pay' goes on. For one that is asked and could not tell they\n"
    "are a manager's word.\n"
    "Examples:\n  kassa card\n  kassa card approved --reference 1234\n"
    "  kassa card declined\n");
}

} // namespace kassa::cli
