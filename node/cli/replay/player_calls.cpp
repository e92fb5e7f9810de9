#include "node/cli/replay/player_calls.hpp"

#include "proto/base/money.hpp"
#include "proto/base/time.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <thread>

/// The way to the terminal, and what its books say.
namespace kassa::cli::replay {

namespace {

using namespace std::chrono_literals;

/// The address itself, or what the address file now holds.
result<std::string> resolve(const std::string& address) {
  if (!address.starts_with('@'))
    return address;
  auto text = read_file(address.substr(1));
  if (!text)
    return text.why();
  boost::json::error_code failed;
  const auto parsed = boost::json::parse(*text, failed);
  const auto* object = failed ? nullptr : parsed.if_object();
  const auto* value
    = object == nullptr ? nullptr : object->if_contains("register");
  if (value == nullptr || !value->is_string())
    return error{errc::unavailable, {{"what", address}}, "no address yet"};
  return std::string(value->get_string());
}

} // namespace

player::player(player_settings with, const std::vector<plan_day>& days,
               const std::vector<std::string>& articles, progress& bar,
               const std::atomic<bool>& stop)
  : with_(std::move(with)), days_(days), articles_(articles), bar_(bar),
    stop_(stop), last_answer_(std::chrono::steady_clock::now()) {
  report_.address = with_.address;
  if (!days_.empty() && !days_.front().tickets.empty())
    business_ms_
      = instant(days_.front().date, days_.front().tickets.front().time);
}

status player::pause(const error& why) {
  // A stale revision is for the caller, who looks again.
  const bool later = why.code == errc::unavailable || why.code == errc::busy
                     || why.code == errc::ambiguous;
  const auto away = std::chrono::steady_clock::now() - last_answer_;
  if (!later || stop_ || away > with_.patience)
    return why;
  wait_ = std::clamp<std::chrono::milliseconds>(2 * wait_, 20ms, 500ms);
  std::this_thread::sleep_for(wait_);
  return dial(); // It may have come back at another address.
}

status player::dial() {
  auto address = resolve(with_.address);
  if (!address) {
    if (address.why().code == errc::not_found && stub_ == nullptr)
      return address.why();
    return ok; // It is being written; the next pause reads it again.
  }
  auto channel = transport::dial(*address);
  if (!channel)
    return channel.why();
  stub_ = v1::Register::NewStub(*channel);
  return ok;
}

status player::log_in() {
  if (stub_ == nullptr)
    if (auto dialled = dial(); !dialled)
      return dialled;
  if (stub_ == nullptr)
    return error{errc::unavailable, {{"what", with_.address}}};
  v1::LogInRequest request;
  request.set_user(with_.user);
  request.set_password(with_.password);
  request.set_client_id(fresh_client_id());
  request.set_business_ms(business_ms_);
  for (;;) {
    auto answer = transport::call(*stub_, &stub_t::LogIn, request, call_timeout,
                                  with_.address);
    if (answer) {
      session_ = answer->session();
      report_.terminal = answer->terminal();
      report_.store = answer->store();
      last_answer_ = std::chrono::steady_clock::now();
      return ok;
    }
    auto why = answer.why();
    // A new user comes with the first catalog: a little later than the bundle.
    if (why.code == errc::unknown_user && report_.terminal.empty())
      why.code = errc::busy;
    if (auto waited = pause(why); !waited)
      return answer.why();
  }
}

status player::wait_for_catalog() {
  const auto began = std::chrono::steady_clock::now();
  for (;;) {
    auto view = attempt(&stub_t::GetCatalog, v1::GetCatalogRequest());
    if (!view)
      return view.why();
    if (!view->store().time_zone().empty())
      zone_ = view->store().time_zone();
    std::set<std::string> known;
    for (const auto& article : view->articles())
      known.insert(article.article_no());
    auto missing
      = std::find_if(articles_.begin(), articles_.end(),
                     [&](const auto& no) { return !known.contains(no); });
    if (missing == articles_.end())
      return ok;
    if (stop_ || std::chrono::steady_clock::now() - began > with_.patience)
      return error{errc::unknown_article, {{"article", *missing}}};
    std::this_thread::sleep_for(100ms);
  }
}

status player::read_books() {
  v1::ListReceiptsRequest request;
  request.set_limit(1000);
  if (!days_.empty()) {
    request.set_from_date(days_.front().date);
    request.set_to_date(days_.back().date);
  }
  found_.clear();
  do {
    auto page = attempt(&stub_t::ListReceipts, request);
    if (!page)
      return page.why();
    for (const auto& receipt : page->receipts())
      if (receipt.series() == v1::SERIES_SALE)
        found_[receipt.business_ms()] += 1;
    request.set_after_seq(page->next_after_seq());
  } while (request.after_seq() != 0);
  v1::ListZRequest list;
  list.set_limit(100);
  closed_.clear();
  do {
    auto page = attempt(&stub_t::ListZ, list);
    if (!page)
      return page.why();
    for (const auto& z : page->reports())
      closed_.insert(z.report().business_date());
    list.set_after_number(page->next_after_number());
  } while (list.after_number() != 0);
  return ok;
}

bool player::sold_already(const plan_ticket& ticket) {
  auto at = found_.find(instant(ticket.date, ticket.time));
  if (at == found_.end() || at->second == 0)
    return false;
  at->second -= 1;
  return true;
}

status player::compare_books() {
  if (auto read = read_books(); !read)
    return read;
  auto differs = [&](const std::string& what) -> status {
    return error{errc::replay_differs,
                 {{"what", report_.terminal + ": " + what}}};
  };
  for (const auto& day : days_) {
    if (!closed_.contains(day.date))
      return differs("no Z closes " + day.date);
    for (const auto& ticket : day.tickets)
      if (!sold_already(ticket))
        return differs("ticket " + std::to_string(ticket.number)
                       + " has no receipt");
  }
  for (const auto& [when, left] : found_)
    if (left != 0)
      return differs("a receipt of " + print_utc(when) + " is of no ticket");
  return ok;
}

result<terminal_report> player::make_report() {
  auto now = attempt(&stub_t::GetStatus, v1::GetStatusRequest());
  if (!now)
    return now.why();
  report_.receipts = now->receipts();
  report_.zs = now->last_z();
  report_.grand_ore = now->grand().net_ore();
  return report_;
}

} // namespace kassa::cli::replay
