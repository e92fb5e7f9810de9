#include "node/cli/commands.hpp"
#include "node/cli/exchanging.hpp"
#include "node/cli/payment_words.hpp"

#include <CLI/CLI.hpp>

namespace kassa::cli {

namespace {

struct exchange_words {
  std::string receipt;
  std::vector<std::string> lines, items;
  payment_words pay;

  result<exchanging> read() const {
    exchanging out;
    auto name = parse_sold_receipt(receipt);
    if (!name)
      return name.why();
    out.receipt = *std::move(name);
    for (const auto& text : lines) {
      auto one = parse_return_line(text);
      if (!one)
        return one.why();
      out.lines.push_back(*one);
    }
    for (const auto& text : items) {
      auto one = parse_item(text);
      if (!one)
        return one.why();
      out.items.push_back(*one);
    }
    auto payments = pay.read();
    if (!payments)
      return payments.why();
    out.pay = *payments;
    return out;
  }
};

void add_exchange(CLI::App& app, terminal_context& at) {
  auto words = std::make_shared<exchange_words>();
  auto* command = add_terminal_command(
    app, at, "exchange", "Exchange goods: some come back, others go",
    [&at, words]() -> status {
      auto what = words->read();
      return what ? exchange(at, *what) : status(what.why());
    });
  command
    ->add_option("receipt", words->receipt,
                 "The sale's receipt number, or its QR code as scanned")
    ->required();
  command
    ->add_option("--line", words->lines,
                 "A line that comes back, and how much of it; else all")
    ->allow_extra_args(false)
    ->type_name("NO[:QTY]");
  command
    ->add_option("--article", words->items,
                 "What the customer takes instead, as for 'kassa sell'")
    ->allow_extra_args(false)
    ->type_name("ITEM");
  words->pay.add_to(*command);
  command->footer(
    "It makes two receipts, a return and a sale, that settle each other. A "
    "payment is for\nthe difference, whichever way it goes; without one the "
    "exchange stays open, for\n'kassa sell' and 'kassa pay'.\n"
    "Examples:\n"
    "  kassa exchange 12 --line 2 --article 113 --cash 100\n"
    "  kassa exchange KVITTO:KASSA1:12 --line 1:2 --article 2x110 --card\n"
    "  kassa exchange 12\n");
}

void add_correct(CLI::App& app, terminal_context& at) {
  auto receipt = std::make_shared<std::string>();
  auto words = std::make_shared<payment_words>();
  auto* command = add_terminal_command(
    app, at, "correct", "Correct the means of payment of a receipt",
    [&at, receipt, words]() -> status {
      auto name = parse_sold_receipt(*receipt);
      if (!name)
        return name.why();
      auto how = words->read();
      return how ? correct(at, *name, *how) : status(how.why());
    });
  command
    ->add_option("receipt", *receipt,
                 "The sale's receipt number, or its QR code as scanned")
    ->required();
  words->add_to(*command);
  command->footer(
    "The receipt is returned by the means that are wrong and sold again, at "
    "its own\nprices, by the ones that are right: two new receipts. Without a "
    "payment it stays\nopen, for 'kassa pay'.\n"
    "Examples:\n"
    "  kassa correct 12 --swish\n"
    "  kassa correct 12 --card 100 --cash\n");
}

} // namespace

void add_exchange_commands(CLI::App& app, terminal_context& at) {
  add_exchange(app, at);
  add_correct(app, at);
}

} // namespace kassa::cli
