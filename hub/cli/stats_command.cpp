#include "hub/cli/office.hpp"
#include "proto/base/money.hpp"

#include <CLI/CLI.hpp>

#include <charconv>
#include <ostream>

namespace kassa::hub {

namespace {

constexpr std::chrono::seconds rebuild_timeout{3600};

using rows = google::protobuf::RepeatedPtrField<v1::StatisticsRow>;

const rows& dimension_of(const v1::StoreStatistics& x, const std::string& by) {
  if (by == "hour")
    return x.hours();
  if (by == "article")
    return x.articles();
  if (by == "group")
    return x.groups();
  if (by == "vat")
    return x.vat();
  if (by == "means")
    return x.means();
  return x.days();
}

std::string show_key(const std::string& by, const v1::StatisticsRow& row,
                     const cli::context& ui) {
  if (by == "vat") {
    std::uint32_t points = 0;
    std::from_chars(row.key().data(), row.key().data() + row.key().size(),
                    points);
    return print_rate(points) + " %";
  }
  return row.key().empty() ? ui.say("(öppet pris)", "(open price)") : row.key();
}

void show_rows(cli::context& ui, const v1::StoreStatistics& x,
               const std::string& by) {
  bool vat = by == "vat";
  std::vector<std::string> titles{ui.say("vad", "what")};
  bool named = by == "article" || by == "group";
  if (named)
    titles.emplace_back(ui.say("namn", "name"));
  titles.emplace_back(ui.say(">netto kr", ">net kr"));
  titles.emplace_back(vat ? ui.say(">varav moms", ">VAT in it")
                          : ui.say(">antal", ">quantity"));
  titles.emplace_back(ui.say(">kvitton", ">receipts"));
  cli::table out{titles};
  for (const auto& row : dimension_of(x, by)) {
    std::vector<std::string> cells{show_key(by, row, ui)};
    if (named)
      cells.push_back(row.name());
    cells.push_back(print_kronor(row.net_ore()));
    cells.push_back(vat ? print_kronor(row.vat_ore())
                        : print_quantity(row.quantity_milli()));
    cells.push_back(std::to_string(row.receipts()));
    out.add(std::move(cells));
  }
  out.print(*ui.out);
}

void show_completeness(cli::context& ui, const v1::StoreStatistics& x) {
  cli::table out{{ui.say("kassa", "terminal"), ui.say("namn", "name"),
                  ui.say(">räknat", ">counted"), ui.say(">hos oss", ">held"),
                  ui.say(">har", ">told"), ui.say("hörd", "heard"), ""}};
  for (const auto& row : x.complete()) {
    bool whole = row.counted_seq() == row.announced_seq();
    out.add({row.terminal(), row.name(), std::to_string(row.counted_seq()),
             std::to_string(row.held_seq()),
             std::to_string(row.announced_seq()), show_time(row.heard_ms()),
             row.fenced()    ? ui.say("spärrad", "fenced")
             : row.revoked() ? ui.say("indragen", "revoked")
             : whole         ? ui.say("hel", "whole")
                             : ui.say("saknar poster", "records missing")});
  }
  out.print(*ui.out);
}

void show_statistics(cli::context& ui, const v1::StoreStatistics& x,
                     const std::string& by) {
  show_rows(ui, x, by);
  *ui.out << "\n"
          << ui.say("Försäljning ", "Sales ") << print_kronor(x.sales_ore())
          << ui.say(" kr, returer ", " kr, returns ")
          << print_kronor(x.returns_ore()) << ui.say(" kr, netto ", " kr, net ")
          << print_kronor(x.net_ore())
          << ui.say(" kr, kvitton ", " kr, receipts ") << x.receipts()
          << "\n\n";
  show_completeness(ui, x);
  if (x.set_aside() > 0)
    *ui.out << x.set_aside()
            << ui.say(" poster kunde inte tolkas och är inte med.\n",
                      " records could not be read and are not in it.\n");
}

struct options {
  v1::GetStatisticsRequest request;
  std::string by = "day";
};

} // namespace

void add_stats_command(CLI::App& app, const office_ptr& to) {
  auto& command = *app.add_subcommand(
    "stats", "Sums over a store's terminals, and how complete they are");
  auto with = std::make_shared<options>();
  auto text = [&](const char* flag, auto set, const char* words) {
    return command.add_option_function<std::string>(
      flag, [with, set](const std::string& x) { set(with->request, x); },
      words);
  };
  text(
    "--store", [](auto& r, const std::string& x) { r.set_store(x); }, "Store")
    ->required();
  text(
    "--from", [](auto& r, const std::string& x) { r.set_from_date(x); },
    "First day, 2026-05-04");
  text(
    "--to", [](auto& r, const std::string& x) { r.set_to_date(x); },
    "Last day");
  command.add_option("--by", with->by, "Rows by [day]")
    ->check(CLI::IsMember({"day", "hour", "article", "group", "vat", "means"}));
  command.add_flag_callback(
    "--rebuild", [with] { with->request.set_rebuild(true); },
    "Drop the sums and count all journals again");
  add_hub_option(command, to);
  command.footer("A sum made from terminals' records: never a Z, never a grand "
                 "total.\nExample:\n  kassa stats --store bageri --by group "
                 "--from 2026-05-01 --to 2026-05-31");
  command.callback([to, with] {
    to->run(
      &office_context::service::GetStatistics, with->request,
      [&](const v1::StoreStatistics& x) {
        show_statistics(to->ui, x, with->by);
      },
      rebuild_timeout);
  });
}

} // namespace kassa::hub
