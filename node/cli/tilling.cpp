#include "node/cli/tilling.hpp"

#include "node/cli/calls.hpp"
#include "node/cli/show.hpp"
#include "proto/base/digits.hpp"
#include "proto/base/money.hpp"

#include <algorithm>
#include <ostream>

namespace kassa::cli {

namespace {

using stub_t = register_stub;

} // namespace

result<v1::Series> series_named(const std::string& name) {
  if (name.empty() || name == "sale")
    return v1::SERIES_SALE;
  if (name == "return")
    return v1::SERIES_RETURN;
  return error{errc::usage, {{"what", "--series " + name}}};
}

namespace {

/// Where there is something to choose.
void show_layouts(const context& ui, const v1::LogInAnswer& x) {
  if (x.layouts_size() < 2)
    return;
  *ui.out << ui.say("Knappar: ", "Buttons: ");
  for (const auto& one : x.layouts())
    *ui.out << (&one == &x.layouts(0) ? "" : ", ") << one.id() << " ("
            << one.name()
            << (one.id() == x.layout() ? ui.say(", visas", ", shown") : "")
            << ')';
  *ui.out << ui.say(". Välj andra med --layout.",
                    ". Choose others with --layout.")
          << std::endl;
}

/// Keeps the session and says who is in.
status welcome(terminal_context& at, result<v1::LogInAnswer> answer) {
  if (!answer)
    return answer.why();
  if (auto kept = session_file().save(at.address(),
                                      {answer->session(), answer->user(), 0});
      !kept)
    return kept;
  answer->clear_session(); // It lies in the session file only.
  if (shown_as_json(at.ui, *answer))
    return ok;
  *at.ui.out << answer->name()
             << at.ui.say(" är inloggad på ", " is logged in at ")
             << answer->terminal() << ", " << answer->store_name() << std::endl;
  if (answer->clock() == "replay")
    *at.ui.out << at.ui.say(
      "Uppspelning: kassan tar sin tid utifrån (clock = \"replay\").",
      "Replay: the register takes its time from outside (clock = "
      "\"replay\").")
               << std::endl;
  show_layouts(at.ui, *answer);
  remind(at.ui, answer->day());
  return ok;
}

} // namespace

status log_in(terminal_context& at, const std::string& user,
              const std::string& password, const std::string& layout) {
  v1::LogInRequest request;
  request.set_user(user);
  request.set_password(password);
  request.set_client_id(fresh_client_id());
  request.set_layout(layout);
  return welcome(at, at.ask(&stub_t::LogIn, request));
}

status switch_user(terminal_context& at, const std::string& user,
                   const std::string& pin) {
  v1::SwitchUserRequest request;
  if (auto before = at.token()) // Whoever was here; nobody needs to be.
    request.mutable_call()->set_session(*before);
  request.mutable_call()->set_client_id(fresh_client_id());
  request.set_user(user);
  request.set_pin(pin);
  return welcome(at, at.ask(&stub_t::SwitchUser, request));
}

status log_out(terminal_context& at) {
  auto done = change(at, &stub_t::LogOut, [](auto&) {});
  if (auto forgotten = session_file().forget(at.address()); !forgotten)
    return forgotten;
  return done_or_fail(at, done);
}

status find_receipt(terminal_context& at, const receipt_name& which) {
  auto series = series_named(which.series);
  if (!series)
    return series.why();
  return show_or_fail(at, look(at, &stub_t::FindReceipt, [&](auto& r) {
                        r.set_number(which.number);
                        r.set_series(*series);
                        r.set_terminal(which.of);
                      }));
}

status copy_receipt(terminal_context& at, const receipt_name& which) {
  auto series = series_named(which.series);
  if (!series)
    return series.why();
  return show_or_fail(at, change(at, &stub_t::CopyReceipt, [&](auto& r) {
                        r.set_number(which.number);
                        r.set_series(*series);
                        r.set_terminal(which.of);
                      }));
}

status list_receipts(terminal_context& at, const receipt_search& by) {
  auto series = by.series.empty() ? result<v1::Series>{v1::SERIES_UNSPECIFIED}
                                  : series_named(by.series);
  if (!series)
    return series.why();
  auto amount = by.amount.empty() ? result<ore_t>{0} : parse_kronor(by.amount);
  if (!amount)
    return amount.why();
  v1::ReceiptList all;
  do {
    auto page = look(at, &stub_t::ListReceipts, [&](auto& r) {
      r.set_from_date(by.from);
      r.set_to_date(by.to);
      r.set_after_seq(all.next_after_seq());
      r.set_limit(1000);
      r.set_number(by.number);
      r.set_series(*series);
      r.set_article_no(by.article);
      r.set_terminal(by.of);
      if (!by.amount.empty())
        r.set_amount_ore(*amount);
    });
    if (!page)
      return page.why();
    all.clear_next_after_seq();
    all.MergeFrom(*page);
  } while (all.next_after_seq() != 0);
  if (shown_as_json(at.ui, all))
    return ok;
  table rows({at.ui.say("serie", "series"), at.ui.say(">nummer", ">number"),
              at.ui.say("datum", "date"), ">kr"});
  for (const auto& one : all.receipts())
    rows.add({name_of(one.series()), std::to_string(one.number()),
              one.business_date(), print_kronor(one.total_ore())});
  rows.print(*at.ui.out);
  return ok;
}

status make_x(terminal_context& at, bool print, bool by_article) {
  return show_or_fail(at, change(at, &stub_t::MakeX, [&](auto& r) {
                        r.set_print(print);
                        r.set_by_article(by_article);
                      }));
}

status make_z(terminal_context& at, bool print, bool by_article) {
  return show_or_fail(at, change(at, &stub_t::MakeZ, [&](auto& r) {
                        r.set_print(print);
                        r.set_by_article(by_article);
                      }));
}

status find_z(terminal_context& at, std::uint64_t number) {
  return show_or_fail(
    at, look(at, &stub_t::FindZ, [&](auto& r) { r.set_number(number); }));
}

status list_z(terminal_context& at) {
  v1::ReportList all;
  do {
    auto page = look(at, &stub_t::ListZ, [&](auto& r) {
      r.set_after_number(all.next_after_number());
      r.set_limit(100);
    });
    if (!page)
      return page.why();
    all.clear_next_after_number();
    all.MergeFrom(*page);
  } while (all.next_after_number() != 0);
  if (shown_as_json(at.ui, all))
    return ok;
  table rows({">Z", at.ui.say("datum", "date"),
              at.ui.say(">kvitton", ">receipts"), ">kr", ">grand total"});
  for (const auto& one : all.reports()) {
    const auto& period = one.report().period();
    rows.add({std::to_string(one.report().number()),
              one.report().business_date(), std::to_string(period.receipts()),
              print_kronor(period.sales_ore() - period.returns_ore()),
              print_kronor(one.report().grand().net_ore())});
  }
  rows.print(*at.ui.out);
  return ok;
}

status open_drawer(terminal_context& at) {
  return done_or_fail(at, change(at, &stub_t::OpenDrawer, [](auto&) {}));
}

status inquire_price(terminal_context& at, const std::string& article) {
  const bool scanned = article.size() >= 8 && all_digits(article);
  auto view = change(at, &stub_t::InquirePrice, [&](auto& r) {
    scanned ? r.set_barcode(article) : r.set_article_no(article);
  });
  if (!view)
    return view.why();
  if (shown_as_json(at.ui, *view))
    return ok;
  *at.ui.out << view->article_no() << "  " << view->name() << "  "
             << print_kronor(view->price_ore()) << " kr  ("
             << at.ui.say("moms ", "VAT ")
             << print_rate(view->vat_basis_points()) << " %, " << view->group()
             << ")" << std::endl;
  return ok;
}

status list_jobs(terminal_context& at) {
  auto list = look(at, &stub_t::ListPrintJobs, [](auto&) {});
  if (!list)
    return list.why();
  if (shown_as_json(at.ui, *list))
    return ok;
  table rows({at.ui.say(">utskrift", ">job"), at.ui.say("läge", "state"),
              at.ui.say(">försök", ">attempts"),
              at.ui.say("detalj", "detail")});
  for (const auto& job : list->jobs())
    rows.add({std::to_string(job.job_seq()),
              v1::PrintState_Name(job.state()).substr(12),
              std::to_string(job.attempt()), job.detail()});
  rows.print(*at.ui.out);
  return ok;
}

status answer_print(terminal_context& at, std::uint64_t job, bool came_out) {
  return done_or_fail(at, change(at, &stub_t::AnswerPrint, [&](auto& r) {
                        r.set_job_seq(job);
                        r.set_came_out(came_out);
                      }));
}

status show_status(terminal_context& at) {
  return show_or_fail(at, at.ask(&stub_t::GetStatus, v1::GetStatusRequest()));
}

status confirm_move(terminal_context& at) {
  return done_or_fail(at, change(at, &stub_t::ConfirmMove, [](auto&) {}));
}

status confirm_clock(terminal_context& at) {
  return done_or_fail(at, change(at, &stub_t::ConfirmClock, [](auto&) {}));
}

} // namespace kassa::cli
