#include "node/cli/replay/replay.hpp"

#include "proto/base/money.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <optional>
#include <ostream>
#include <thread>

namespace kassa::cli::replay {

namespace {

using outcomes = std::vector<result<terminal_report>>;

void list_unsellable(context& ui, const std::string& file, const plan& what) {
  if (ui.json)
    return;
  for (const auto& row : what.unsellable)
    *ui.err << file << ui.say(", rad ", ", line ") << row.line << ": "
            << (row.item.empty() ? "''" : row.item)
            << ui.say(" är ingen artikel (kvitto ", " is no article (ticket ")
            << row.ticket << ")\n";
  *ui.err << what.unsellable.size()
          << ui.say(" rader hoppades över, och ", " rows are skipped, and ")
          << what.skipped_tickets
          << ui.say(" kvitton som då är tomma\n",
                    " tickets that have nothing left\n");
}

/// A thread a terminal, until all are done.
outcomes play(context& ui, const replay_settings& with, const plan& what) {
  progress bar(ui, ui.say("köp", "sales"), what.tickets);
  std::atomic<bool> stop{false};
  std::vector<std::optional<result<terminal_report>>> results(
    with.terminals.size());
  std::vector<std::thread> cashiers;
  for (std::size_t i = 0; i < with.terminals.size(); ++i)
    cashiers.emplace_back([&, i] {
      player_settings own{with.terminals[i], with.user,     with.password,
                          with.plan.seed,    with.patience, with.pace};
      player cashier(std::move(own), what.terminals[i], what.article_nos, bar,
                     stop);
      results[i] = cashier.run();
      if (!*results[i])
        stop = true; // The others need not go on to a wrong end.
    });
  for (auto& cashier : cashiers)
    cashier.join();
  bar.finish();
  outcomes out;
  for (auto& one : results)
    out.push_back(std::move(*one));
  return out;
}

boost::json::array json_of(const std::vector<unsellable_row>& rows) {
  boost::json::array out;
  for (const auto& row : rows)
    out.push_back({{"line", row.line},
                   {"ticket", row.ticket},
                   {"item", row.item},
                   {"reason", "no such article"}});
  return out;
}

boost::json::object json_of(const terminal_report& one) {
  return {{"address", one.address}, {"terminal", one.terminal},
          {"store", one.store},     {"receipts", one.receipts},
          {"zs", one.zs},           {"grand_total_ore", one.grand_ore},
          {"played", one.played},   {"repeated_calls", one.repeats}};
}

void print_figures_json(context& ui, const plan& what, const outcomes& all,
                        double seconds) {
  boost::json::array terminals;
  std::uint64_t receipts = 0;
  for (const auto& one : all) {
    terminals.push_back(json_of(*one));
    receipts += one->receipts;
  }
  const boost::json::object out{{"tickets", what.tickets},
                                {"receipts", receipts},
                                {"zs", what.zs},
                                {"total_ore", what.total_ore},
                                {"unsellable_rows", what.unsellable.size()},
                                {"skipped_tickets", what.skipped_tickets},
                                {"seconds", seconds},
                                {"terminals", terminals},
                                {"unsellable", json_of(what.unsellable)}};
  *ui.out << boost::json::serialize(out) << std::endl;
}

void print_figures(context& ui, const plan& what, const outcomes& all) {
  table rows({ui.say("kassa", "register"), ui.say(">kvitton", ">receipts"),
              ">Z", ">grand total, kr", ui.say(">omtag", ">repeats")});
  std::uint64_t receipts = 0;
  ore_t sum = 0;
  for (const auto& one : all) {
    rows.add({one->terminal, std::to_string(one->receipts),
              std::to_string(one->zs), print_kronor(one->grand_ore),
              std::to_string(one->repeats)});
    receipts += one->receipts;
    sum += one->grand_ore;
  }
  rows.add({ui.say("alla", "all"), std::to_string(receipts),
            std::to_string(what.zs), print_kronor(sum), ""});
  rows.print(*ui.out);
}

result<named_text> read_named(const std::string& path) {
  auto text = read_file(path);
  if (!text)
    return text.why();
  return named_text{path, std::move(*text)};
}

} // namespace

status run_replay(context& ui, replay_settings with) {
  auto articles = read_named(with.articles);
  if (!articles)
    return articles.why();
  auto tickets = read_named(with.tickets);
  if (!tickets)
    return tickets.why();
  with.plan.terminals = with.terminals.size();
  auto what = make_plan(*articles, *tickets, with.plan);
  if (!what)
    return what.why();
  list_unsellable(ui, with.tickets, *what);
  const auto began = std::chrono::steady_clock::now();
  auto all = play(ui, with, *what);
  // A player that was told to stop says so; why is what another one says.
  const error* first = nullptr;
  for (const auto& one : all)
    if (!one && (first == nullptr || first->code == errc::unavailable))
      first = &one.why();
  if (first != nullptr)
    return *first;
  const std::chrono::duration<double> took
    = std::chrono::steady_clock::now() - began;
  if (ui.json)
    print_figures_json(ui, *what, all, took.count());
  else
    print_figures(ui, *what, all);
  return ok;
}

} // namespace kassa::cli::replay
