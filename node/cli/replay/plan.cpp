#include "node/cli/replay/plan.hpp"

#include "node/cli/replay/csv.hpp"
#include "proto/base/time.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

namespace kassa::cli::replay {

namespace {

struct priced {
  std::string article_no;
  ore_t price_ore = 0;
};

using price_list = std::map<std::string, priced, std::less<>>;

template <class T>
bool parse_number(std::string_view text, T& out) {
  const auto* end = text.data() + text.size();
  auto [stopped, failed] = std::from_chars(text.data(), end, out);
  return failed == std::errc{} && stopped == end && !text.empty();
}

result<price_list> read_articles(const named_text& file) {
  auto rows
    = parse_csv(file.text, {"article_no", "name", "price_ore"}, file.name);
  if (!rows)
    return rows.why();
  price_list out;
  for (auto& row : *rows) {
    ore_t price = 0;
    if (!parse_number(row.cells[2], price) || price < 0)
      return bad_cell(file.name, row.line, "price_ore",
                      "'" + row.cells[2] + "' is no amount",
                      "Write whole öre: 3900 is 39 kr.");
    out[std::move(row.cells[1])] = {std::move(row.cells[0]), price};
  }
  return out;
}

/// SplitMix64: the same bits for the same ticket and seed, everywhere.
std::uint64_t mix(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15U;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31);
}

v1::Means choose(pay_by how, std::uint64_t seed, std::uint64_t ticket) {
  if (how == pay_by::mixed)
    how = (mix(seed ^ mix(ticket)) & 1U) == 0 ? pay_by::cash : pay_by::card;
  return how == pay_by::cash ? v1::MEANS_CASH : v1::MEANS_CARD;
}

void add_row(plan_ticket& to, const priced& article) {
  auto found
    = std::find_if(to.lines.begin(), to.lines.end(), [&](const auto& line) {
        return line.article_no == article.article_no;
      });
  if (found == to.lines.end())
    found = to.lines.insert(to.lines.end(), {article.article_no, 0, 0});
  ++found->quantity;
  found->gross_ore += article.price_ore;
  to.total_ore += article.price_ore;
}

/// Tickets in the order of their first sellable rows.
class ticket_reader {
public:
  ticket_reader(const named_text& file, const price_list& prices, plan& into)
    : file_(file), prices_(prices), plan_(into) {}

  result<std::vector<plan_ticket>> read() {
    auto rows = parse_csv(file_.text, {"Date", "Time", "Transaction", "Item"},
                          file_.name);
    if (!rows)
      return rows.why();
    for (const auto& row : *rows)
      if (auto taken = take(row); !taken)
        return taken.why();
    plan_.skipped_tickets = seen_.size() - tickets_.size();
    return std::move(tickets_);
  }

private:
  status take(const csv_row& row) {
    std::uint64_t number = 0;
    if (!parse_number(row.cells[2], number))
      return bad_cell(file_.name, row.line, "Transaction",
                      "'" + row.cells[2] + "' is no number",
                      "A ticket's number is a whole number.");
    if (!is_date(row.cells[0]))
      return bad_cell(file_.name, row.line, "Date",
                      "'" + row.cells[0] + "' is no date", "Write 2026-05-04.");
    if (!from_local(row.cells[0], row.cells[1], "UTC"))
      return bad_cell(file_.name, row.line, "Time",
                      "'" + row.cells[1] + "' is no time", "Write 13:05:09.");
    seen_.insert(number);
    auto article = prices_.find(row.cells[3]);
    if (article == prices_.end()) {
      plan_.unsellable.push_back({row.line, number, row.cells[3]});
      return ok;
    }
    auto [place, fresh] = places_.try_emplace(number, tickets_.size());
    if (fresh) {
      tickets_.emplace_back();
      tickets_.back().number = number;
      tickets_.back().date = row.cells[0];
      tickets_.back().time = row.cells[1];
    }
    add_row(tickets_[place->second], article->second);
    return ok;
  }

  const named_text& file_;
  const price_list& prices_;
  plan& plan_;
  std::vector<plan_ticket> tickets_;
  std::map<std::uint64_t, std::size_t> places_;
  std::set<std::uint64_t> seen_;
};

void place(plan& into, plan_ticket ticket, std::set<std::string>& sold) {
  for (const auto& line : ticket.lines)
    sold.insert(line.article_no);
  into.tickets += 1;
  into.total_ore += ticket.total_ore;
  auto& days = into.terminals[ticket.number % into.terminals.size()];
  if (days.empty() || days.back().date != ticket.date) {
    days.push_back({ticket.date, {}});
    into.zs += 1;
  }
  days.back().tickets.push_back(std::move(ticket));
}

} // namespace

result<plan> make_plan(const named_text& articles, const named_text& tickets,
                       const plan_settings& with) {
  auto prices = read_articles(articles);
  if (!prices)
    return prices.why();
  plan out;
  out.terminals.resize(with.terminals);
  auto read = ticket_reader(tickets, *prices, out).read();
  if (!read)
    return read.why();
  // A register's time never goes back: tickets are played in their order.
  std::stable_sort(read->begin(), read->end(),
                   [](const auto& a, const auto& b) {
                     return std::tie(a.date, a.time) < std::tie(b.date, b.time);
                   });
  std::set<std::string> sold;
  for (auto& ticket : *read) {
    if ((!with.from_date.empty() && ticket.date < with.from_date)
        || (!with.to_date.empty() && ticket.date > with.to_date))
      continue;
    ticket.means = choose(with.means, with.seed, ticket.number);
    place(out, std::move(ticket), sold);
  }
  out.article_nos.assign(sold.begin(), sold.end());
  return out;
}

} // namespace kassa::cli::replay
