#include "hub/cli/office.hpp"
#include "proto/base/money.hpp"

#include <CLI/CLI.hpp>

#include <ostream>

namespace kassa::hub {

namespace {

/// What the hub holds and has not counted yet is counted first.
constexpr std::chrono::seconds count_timeout{600};

/// Why a receipt is listed. A number that became no receipt sold nothing.
std::string why_listed(const cli::context& ui, const v1::Cited& x) {
  std::string out;
  if (x.twice())
    out = ui.say("två gånger", "twice");
  if (x.more_than_sold())
    out += std::string{out.empty() ? "" : ", "}
           + ui.say("mer än såldes", "more than was sold");
  return out;
}

void show_cited(cli::context& ui, const v1::CitedList& x) {
  if (x.receipts().empty())
    *ui.out << ui.say("Inget kvitto har återlämnats på en annan kassa två "
                      "gånger eller för mer än som såldes.\n",
                      "No receipt has been returned at another terminal twice "
                      "or for more than was sold.\n");
  cli::table rows{{ui.say("kvitto från", "receipt of"),
                   ui.say(">nummer", ">number"), ui.say(">sålt kr", ">sold kr"),
                   ui.say("återlämnat på", "returned at"),
                   ui.say(">retur", ">return"), ui.say("dag", "day"), ">kr",
                   ui.say("varför", "why")}};
  for (const auto& receipt : x.receipts())
    for (const auto& by : receipt.by())
      rows.add({receipt.terminal(), std::to_string(receipt.number()),
                receipt.sale_is_held() ? print_kronor(receipt.sold_ore()) : "?",
                by.terminal(), std::to_string(by.number()), by.business_date(),
                print_kronor(by.amount_ore()), why_listed(ui, receipt)});
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
    "cited", "Receipts that another terminal took goods back of, and whether "
             "too often or too much");
  auto request = std::make_shared<v1::ListCitedRequest>();
  command
    .add_option_function<std::string>(
      "store", [request](const std::string& x) { request->set_store(x); },
      "Store")
    ->required();
  add_hub_option(command, to);
  command.footer("A terminal knows its own receipts only; what another one "
                 "took back of them, twice or more than was sold, shows "
                 "here.\nExample:\n  kassa cited bageri");
  command.callback([to, request] {
    to->run(
      &office_context::service::ListCited, *request,
      [&](const v1::CitedList& x) { show_cited(to->ui, x); }, count_timeout);
  });
}

} // namespace kassa::hub
