#include "node/cli/replay/player_calls.hpp"
#include "proto/base/time.hpp"

#include <optional>
#include <thread>

/// The day: tickets, and the Z that ends it.
namespace kassa::cli::replay {

/// What must be given again exactly as it was, because the terminal compares.
struct player::sale_memory {
  std::optional<v1::PayRequest> pay;
};

namespace {

/// More rounds than crashes that one sale can meet.
constexpr int rounds_max = 200;

/// The sale is not where we thought: it is read anew.
bool means_look_again(errc code) {
  return code == errc::stale_revision || code == errc::no_open_sale
         || code == errc::client_id_reused || code == errc::unbalanced;
}

/// Whether the open sale is the beginning of this ticket.
bool is_begun(const v1::OpenSale& sale, const plan_ticket& ticket) {
  if (sale.is_return()
      || static_cast<std::size_t>(sale.lines_size()) > ticket.lines.size())
    return false;
  for (int i = 0; i < sale.lines_size(); ++i) {
    const auto& wanted = ticket.lines[static_cast<std::size_t>(i)];
    if (sale.lines(i).article_no() != wanted.article_no
        || sale.lines(i).quantity_milli() != wanted.quantity * 1000)
      return false;
  }
  return sale.payments().empty()
         || static_cast<std::size_t>(sale.lines_size()) == ticket.lines.size();
}

error differs(const std::string& what) {
  return {errc::replay_differs, {{"what", what}}};
}

} // namespace

v1::Call player::call_for(const plan_ticket& ticket, const std::string& step,
                          std::uint64_t revision) const {
  v1::Call out;
  out.set_client_id("r" + std::to_string(with_.seed) + "-t"
                    + std::to_string(ticket.number) + "-" + step);
  out.set_revision(revision);
  out.set_business_ms(business_ms_);
  return out;
}

std::int64_t player::instant(const std::string& date,
                             const std::string& time) const {
  auto at = from_local(date, time, zone_);
  return at ? *at : business_ms_; // The plan holds only dates that exist.
}

result<v1::SaleView> player::read_sale() {
  return attempt(&stub_t::GetSale, v1::GetSaleRequest());
}

result<v1::SaleView> player::add_lines(const plan_ticket& ticket,
                                       v1::SaleView view) {
  for (auto i = static_cast<std::size_t>(view.sale().lines_size());
       i < ticket.lines.size(); ++i) {
    v1::AddLineRequest request;
    *request.mutable_call()
      = call_for(ticket, "l" + std::to_string(i), view.revision());
    request.set_article_no(ticket.lines[i].article_no);
    request.set_quantity_milli(ticket.lines[i].quantity * 1000);
    auto next = attempt(&stub_t::AddLine, std::move(request));
    if (!next)
      return next;
    view = std::move(*next);
  }
  return view;
}

result<v1::SaleView> player::add_payment(const plan_ticket& ticket,
                                         v1::SaleView view) {
  if (!view.sale().payments().empty())
    return view;
  v1::AddPaymentRequest request;
  *request.mutable_call() = call_for(ticket, "m", view.revision());
  request.set_means(ticket.means);
  return attempt(&stub_t::AddPayment, std::move(request));
}

result<bool> player::try_ticket(const plan_ticket& ticket,
                                sale_memory& memory) {
  if (memory.pay) {
    // Perhaps it was paid and only the answer was lost. The same call again
    // gets that answer; another call could be another sale.
    auto paid = attempt(&stub_t::Pay, *memory.pay);
    if (paid)
      return true;
    memory.pay.reset();
    if (!means_look_again(paid.why().code))
      return paid.why();
  }
  auto view = read_sale();
  if (!view)
    return view.why();
  if (!is_begun(view->sale(), ticket))
    return error{errc::sale_open};
  view = add_lines(ticket, std::move(*view));
  if (view)
    view = add_payment(ticket, std::move(*view));
  if (!view)
    return view.why();
  v1::PayRequest request;
  *request.mutable_call() = call_for(ticket, "p", view->revision());
  memory.pay = request;
  auto paid = attempt(&stub_t::Pay, std::move(request));
  if (!paid)
    return paid.why();
  return true;
}

status player::play_ticket(const plan_ticket& ticket) {
  sale_memory memory;
  business_ms_ = instant(ticket.date, ticket.time);
  for (int round = 0; round < rounds_max; ++round) {
    auto paid = try_ticket(ticket, memory);
    if (paid)
      return ok;
    if (!means_look_again(paid.why().code))
      return paid.why();
    report_.repeats += 1;
  }
  return differs("ticket " + std::to_string(ticket.number) + " cannot be sold");
}

status player::close_day(const plan_day& day) {
  if (closed_.contains(day.date))
    return ok;
  business_ms_ = instant(day.date, "23:59:59");
  v1::MakeZRequest request;
  request.mutable_call()->set_client_id("r" + std::to_string(with_.seed) + "-z"
                                        + day.date);
  request.mutable_call()->set_business_ms(business_ms_);
  auto z = attempt(&stub_t::MakeZ, std::move(request));
  if (!z)
    return z.why();
  if (z->report().business_date() != day.date)
    return differs("Z " + std::to_string(z->report().number()) + " closes "
                   + z->report().business_date() + ", not " + day.date);
  return ok;
}

status player::play_day(const plan_day& day) {
  for (const auto& ticket : day.tickets) {
    if (stop_)
      return error{errc::unavailable, {{"what", with_.address}}};
    if (!sold_already(ticket)) {
      if (auto played = play_ticket(ticket); !played) {
        auto why = played.why();
        why.detail += " (ticket " + std::to_string(ticket.number) + " of "
                      + ticket.date + " at " + with_.address + ")";
        return why;
      }
      report_.played += 1;
      std::this_thread::sleep_for(with_.pace);
    }
    bar_.advance();
  }
  return close_day(day);
}

result<terminal_report> player::run() {
  if (auto ready = log_in(); !ready)
    return ready.why();
  if (auto ready = wait_for_catalog(); !ready)
    return ready.why();
  if (auto read = read_books(); !read)
    return read.why();
  for (const auto& day : days_)
    if (auto played = play_day(day); !played)
      return played.why();
  if (auto same = compare_books(); !same)
    return same.why();
  return make_report();
}

} // namespace kassa::cli::replay
