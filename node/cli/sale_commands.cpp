#include "node/cli/commands.hpp"
#include "node/cli/payment_words.hpp"
#include "node/cli/selling.hpp"

#include <CLI/CLI.hpp>

namespace kassa::cli {

namespace {

struct sell_words {
  std::vector<std::string> items;
  std::string discount, park;
  bool eat_in = false, take_away = false;
  payment_words pay;

  result<selling> read() const {
    selling out;
    for (const auto& text : items) {
      auto one = parse_item(text);
      if (!one)
        return one.why();
      out.items.push_back(*one);
    }
    if (!discount.empty()) {
      auto off = parse_discount(discount);
      if (!off)
        return off.why();
      out.discount = *off;
    }
    auto payments = pay.read();
    if (!payments)
      return payments.why();
    out.pay = *payments;
    out.park = park;
    out.mode = eat_in      ? v1::SALES_MODE_EAT_IN
               : take_away ? v1::SALES_MODE_TAKE_AWAY
                           : v1::SALES_MODE_UNSPECIFIED;
    return out;
  }
};

void add_sell(CLI::App& app, terminal_context& at) {
  auto words = std::make_shared<sell_words>();
  auto* command = add_terminal_command(
    app, at, "sell", "Sell: a whole sale, or the beginning of one",
    [&at, words]() -> status {
      auto what = words->read();
      return what ? sell(at, *what) : status(what.why());
    });
  command
    ->add_option("items", words->items,
                 "[QTYx]ARTICLE, [QTYx]group:GROUP@PRICE, a barcode, or "
                 "note:TEXT")
    ->required()
    ->type_name("ITEM");
  command->add_option("--discount", words->discount,
                      "On the whole sale: 10% or kronor");
  command->add_option("--park", words->park, "Park it under this name");
  auto* eat_in = command->add_flag("--eat-in", words->eat_in, "Eaten here");
  command->add_flag("--take-away", words->take_away, "Taken away")
    ->excludes(eat_in);
  words->pay.add_to(*command);
  command->footer(
    "Without a payment the sale stays open; 'kassa pay' ends it.\n"
    "Examples:\n"
    "  kassa sell 110 2x113 --cash 200\n"
    "  kassa sell 110 group:Bageri@39,90 --card\n"
    "  kassa sell 0,345x501 2990000001009 --discount 10% --swish\n"
    "  kassa sell 110 \"note:Utan lök\" --take-away --card\n"
    "  kassa sell 110 --park \"bord 4\"\n");
}

void add_pay(CLI::App& app, terminal_context& at) {
  auto words = std::make_shared<payment_words>();
  auto* command = add_terminal_command(
    app, at, "pay", "Pay the open sale", [&at, words]() -> status {
      auto how = words->read();
      return how ? pay(at, *how) : status(how.why());
    });
  words->add_to(*command);
  command->footer("Examples:\n  kassa pay --cash 500\n"
                  "  kassa pay --card 100 --cash\n");
  auto number = std::make_shared<std::uint32_t>(0);
  auto* unpay = add_terminal_command(
    app, at, "unpay", "Take a payment back",
    [&at, number] { return remove_payment(at, *number); });
  unpay->add_option("payment", *number, "Its number in 'kassa sale'")
    ->required();
  unpay->footer("Example:\n  kassa unpay 1\n");
}

struct line_words {
  std::uint32_t line_no = 0;
  std::string quantity, discount;
  std::optional<std::string> text;
  bool remove = false;

  result<line_change> read() const {
    line_change out;
    out.line_no = line_no;
    out.text = text;
    out.remove = remove;
    if (!quantity.empty()) {
      auto value = parse_quantity(quantity);
      if (!value)
        return value.why();
      out.quantity_milli = *value;
    }
    if (!discount.empty()) {
      auto value = parse_discount(discount);
      if (!value)
        return value.why();
      out.discount = *value;
    }
    return out;
  }
};

void add_line(CLI::App& app, terminal_context& at) {
  auto words = std::make_shared<line_words>();
  auto* command = add_terminal_command(
    app, at, "line", "Change or remove a line of the open sale",
    [&at, words]() -> status {
      auto what = words->read();
      return what ? change_line(at, *what) : status(what.why());
    });
  command->add_option("line", words->line_no, "Its number in 'kassa sale'")
    ->required();
  command->add_option("--quantity", words->quantity);
  command->add_option("--discount", words->discount, "10% or kronor; 0: none");
  command->add_option("--text", words->text, "A free text below the name");
  command->add_flag("--remove", words->remove);
  command->footer("Examples:\n  kassa line 2 --quantity 3\n"
                  "  kassa line 1 --discount 10%\n  kassa line 2 --remove\n");
}

void add_mode(CLI::App& app, terminal_context& at) {
  auto text = std::make_shared<std::string>();
  auto* mode = add_terminal_command(
    app, at, "mode", "Eat in or take away, for the open sale",
    [&at, text]() -> status {
      auto what = parse_mode(*text);
      return what ? set_mode(at, *what) : status(what.why());
    });
  mode->add_option("mode", *text, "eat-in, take-away or none")->required();
  mode->footer("It decides the VAT of goods that have one for each; a line "
               "sold with --eat-in or\n--take-away keeps its own. Without an "
               "open sale it begins one.\n"
               "Examples:\n  kassa mode take-away\n  kassa mode none\n");
  auto* note = add_terminal_command(
    app, at, "note", "Add a line of words to the open sale",
    [&at, text] { return add_note(at, *text); });
  note->add_option("text", *text, "At most 100 characters")->required();
  note->footer("It has no price and counts nowhere; 'kassa line 2 --text' "
               "changes it.\nExample:\n  kassa note \"Hämtas kl. 15\"\n");
}

void add_discount(CLI::App& app, terminal_context& at) {
  auto text = std::make_shared<std::string>();
  auto* command = add_terminal_command(
    app, at, "discount", "Give a discount on the whole open sale",
    [&at, text]() -> status {
      auto what = parse_discount(*text);
      return what ? set_discount(at, *what) : status(what.why());
    });
  command->add_option("discount", *text, "10% or kronor; 0: none")->required();
  command->footer("Example:\n  kassa discount 10%\n");
}

void add_parking(CLI::App& app, terminal_context& at) {
  auto name = std::make_shared<std::string>();
  auto* aside = add_terminal_command(app, at, "park", "Put the open sale aside",
                                     [&at, name] { return park(at, *name); });
  aside->add_option("name", *name, "A name to find it by")->required();
  aside->footer("Example:\n  kassa park \"bord 4\"\n");
  auto* back
    = add_terminal_command(app, at, "fetch", "Go on with a parked sale",
                           [&at, name] { return fetch(at, *name); });
  back->add_option("name", *name, "As in 'kassa parked'")->required();
  back->footer("Example:\n  kassa fetch \"bord 4\"\n");
  auto* list = add_terminal_command(
    app, at, "parked", "List parked sales, or remove one", [&at, name] {
      return name->empty() ? list_parked(at) : remove_parked(at, *name);
    });
  list->add_option("--remove", *name, "The name of the sale to remove");
  list->footer("Examples:\n  kassa parked\n"
               "  kassa parked --remove \"bord 4\"\n");
}

struct return_words {
  returning what;
  std::string receipt, quantity, cash, card;
  std::vector<std::string> free;
  CLI::Option* by_cash = nullptr;
  CLI::Option* by_card = nullptr;

  result<returning> read() const {
    auto out = what;
    for (const auto& text : free) {
      auto one = parse_item(text);
      if (!one)
        return one.why();
      out.free.push_back(*one);
    }
    if (receipt.empty() && out.free.empty())
      return error{errc::usage, {{"what", "return"}}};
    if (!receipt.empty()) {
      auto name = parse_sold_receipt(receipt);
      if (!name)
        return name.why();
      out.receipt = *std::move(name);
    }
    if (!quantity.empty()) {
      auto value = parse_returned(quantity);
      if (!value)
        return value.why();
      out.quantity_milli = *value;
    }
    const bool card_wanted = by_card->count() > 0;
    if (card_wanted || by_cash->count() > 0) {
      auto one = payment_by(card_wanted ? v1::MEANS_CARD : v1::MEANS_CASH,
                            card_wanted ? card : cash);
      if (!one)
        return one.why();
      out.out = *one;
    }
    if (out.electronic && !out.out) // It would be the receipt of 'kassa pay'.
      return error{errc::usage, {{"what", "--electronic, --cash, --card"}}};
    return out;
  }
};

void add_return(CLI::App& app, terminal_context& at) {
  auto words = std::make_shared<return_words>();
  auto* command = add_terminal_command(
    app, at, "return", "Take goods back, by their receipt's number",
    [&at, words]() -> status {
      auto what = words->read();
      return what ? give_back(at, *what) : status(what.why());
    });
  command->add_option("receipt", words->receipt,
                      "The sale's receipt number, or its QR code as scanned");
  command
    ->add_option("--free", words->free,
                 "Goods without a receipt of this register, as for 'kassa "
                 "sell'")
    ->type_name("ITEM");
  command->add_option("--of", words->what.of,
                      "Terminal-ID on the receipt, where it is another");
  auto* line
    = command
        ->add_option("--line", words->what.line_no, "One line only: its number")
        ->check(CLI::Range(1, 100'000));
  command
    ->add_option("--quantity", words->quantity,
                 "How much of the line; else what is left of it")
    ->needs(line);
  words->by_cash
    = command->add_option("--cash", words->cash, "Paid out in cash")
        ->expected(0, 1)
        ->type_name("[KR]");
  words->by_card
    = command->add_option("--card", words->card, "Paid out by card")
        ->expected(0, 1)
        ->type_name("[KR]")
        ->excludes(words->by_cash);
  add_electronic(*command, words->what.electronic);
  command->footer("Without --cash or --card the return stays open, to be paid "
                  "out with 'kassa pay'.\nExamples:\n"
                  "  kassa return 12 --cash\n"
                  "  kassa return KVITTO:KASSA1:12 --card --electronic\n"
                  "  kassa return 12 --line 2 --quantity 1 --card\n"
                  "  kassa return --free 2x110 --cash\n"
                  "  kassa return 512 --of KASSA2 --free 110 --cash\n");
}

} // namespace

void add_sale_commands(CLI::App& app, terminal_context& at) {
  add_sell(app, at);
  add_terminal_command(app, at, "sale", "Show the open sale", [&at] {
    return show_sale(at);
  })->footer("Examples:\n  kassa sale\n  kassa sale --json\n");
  add_pay(app, at);
  add_line(app, at);
  add_mode(app, at);
  add_discount(app, at);
  add_terminal_command(app, at, "abort", "Give the open sale up", [&at] {
    return abort_sale(at);
  })->footer("It is journaled, with its lines.\nExample:\n  kassa abort\n");
  add_parking(app, at);
  add_return(app, at);
  add_exchange_commands(app, at);
}

} // namespace kassa::cli
