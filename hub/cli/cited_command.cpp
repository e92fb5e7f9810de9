#include "hub/cli/office.hpp"
#include "proto/base/money.hpp"

#include <CLI/CLI.hpp>

#include <ostream>

namespace kassa::hub {

namespace {

/// What the hub holds and has not counted yet is counted first.
constexpr std::chrono::seconds count_timeout{600};

void show_cited(cli::context& ui, const v1::CitedList& x) {
  if (x.receipts().empty())
    *ui.out << ui.say("Inget kvitto har återlämnats på fler än en kassa.\n",
                      "No receipt has been returned at more than one "
                      "terminal.\n");
  cli::table rows{{ui.say("kvitto från", "receipt of"),
                   ui.say(">nummer", ">number"),
                   ui.say("återlämnat på", "returned at"),
                   ui.say(">retur", ">return"), ui.say("dag", "day"), ">kr"}};
  for (const auto& receipt : x.receipts())
    for (const auto& by : receipt.by())
      rows.add({receipt.terminal(), std::to_string(receipt.number()),
                by.terminal(), std::to_string(by.number()), by.business_date(),
                print_kronor(by.amount_ore())});
  if (!x.receipts().empty())
    rows.print(*ui.out);
  for (const auto& row : x.complete())
    if (row.counted_seq() != row.announced_seq())
      *ui.out << row.terminal()
              << ui.say(": poster saknas än\n", ": records are missing yet\n");
}

} // namespace

void add_cited_command(CLI::App& app, const office_ptr& to) {
  auto& command = *app.add_subcommand(
    "cited", "Receipts that were returned at more than one terminal");
  auto request = std::make_shared<v1::ListCitedTwiceRequest>();
  command
    .add_option_function<std::string>(
      "store", [request](const std::string& x) { request->set_store(x); },
      "Store")
    ->required();
  add_hub_option(command, to);
  command.footer("A terminal knows its own receipts only; what another one "
                 "took back shows here.\nExample:\n  kassa cited bageri");
  command.callback([to, request] {
    to->run(
      &office_context::service::ListCitedTwice, *request,
      [&](const v1::CitedList& x) { show_cited(to->ui, x); }, count_timeout);
  });
}

} // namespace kassa::hub
