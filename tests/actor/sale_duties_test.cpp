#include "actors/journal/verify.hpp"
#include "tests/actor/sale_unit_kit.hpp"

#include <caf/send.hpp>

// What the law wants of a register beside its sales: prices and settings with
// their history, one company, PINs, outages, the clock of the sales day.

namespace {

using namespace kassa;
using namespace kassa::testing;

constexpr std::int64_t hour_ms = 3'600'000;

template <class Base>
struct law_test : Base {
  v1::NodeStatus status_now() {
    return *this->template ask<v1::NodeStatus>(this->till.sale,
                                               v1::GetStatusRequest{});
  }

  v1::ChangeList changes() {
    v1::ListChangesRequest by;
    by.set_session(this->session);
    return *this->template ask<v1::ChangeList>(this->till.sale, by);
  }

  void verify_all() {
    auto report
      = journal::verify(this->till.world.disk, this->till.world.of, {});
    ASSERT_TRUE(report);
    for (const auto& x : report->findings)
      ADD_FAILURE() << x.words;
  }
};

struct sale_duties_test : law_test<sale_fixture> {
  sale_duties_test() { begin(); }
};

// -- prices -------------------------------------------------------------------

TEST_F(sale_duties_test, ACatalogSwitchJournalsWhatItDoesToPrices) {
  auto next = till.shop;
  next.article("1", "Kaffe", "kok", 3250);
  next.article("9", "Te", "kok", 2500);
  stage(next, 1);
  auto list = changes();
  std::map<std::string, std::pair<std::string, std::string>> all;
  for (const auto& x : list.changes())
    all[x.what()] = {x.before(), x.after()};
  EXPECT_EQ(all["price of 1 Kaffe"],
            (std::pair<std::string, std::string>{"30,00", "32,50"}));
  EXPECT_EQ(all["price of 9 Te"].second, "25,00");
  EXPECT_EQ(all["catalog"].second, "version 1");
  verify_all();
  v1::GetPriceListRequest by;
  by.set_session(session);
  auto prices = ask<v1::PriceList>(till.sale, by);
  ASSERT_TRUE(prices);
  EXPECT_EQ(prices->prices(0).price_ore(), 3250);
  by.set_session("nobody");
  EXPECT_EQ(ask<v1::PriceList>(till.sale, by).why().code, errc::not_logged_in);
}

TEST_F(sale_duties_test, ACatalogOfAnotherCompanyIsRefusedAndSaidSo) {
  auto other = till.shop;
  other.add(v1::ROW_KIND_STORE, "main")
    .mutable_store()
    ->set_org_no("5560160680");
  stage(other, 1);
  ASSERT_EQ(till.heard->applied.size(), 1U);
  EXPECT_EQ(till.heard->applied[0].state(), v1::Applied::STATE_FAILED);
  EXPECT_NE(till.heard->applied[0].detail().find("org_no_locked"),
            std::string::npos);
  auto now = status_now();
  EXPECT_EQ(now.catalog_refused(), "org_no_locked");
  EXPECT_NE(now.catalog_refused_sv().find("5560160680"), std::string::npos);
  EXPECT_EQ(now.catalog().name().version(), 0U);
  EXPECT_EQ(sell("1").receipt().org_no(), "5566778899");
  stage(till.shop, 2); // The mistake is mended.
  EXPECT_EQ(status_now().catalog_refused(), "");
  EXPECT_EQ(status_now().catalog().name().version(), 2U);
}

TEST_F(sale_duties_test, TellsWhoMadeItToAnyone) {
  auto who = ask<v1::Identity>(till.sale, v1::GetIdentityRequest{});
  ASSERT_TRUE(who);
  EXPECT_EQ(who->manufacturer(), "Huvudkassa");
  EXPECT_EQ(who->version(), "test 1");
  EXPECT_NE(who->model().find("SE"), std::string::npos);
  EXPECT_EQ(who->manufacturing_number(), "KASSA1");
  EXPECT_EQ(who->org_no(), "5566778899");
  EXPECT_EQ(who->unit(), "none");
}

TEST_F(sale_duties_test, ACashNoteIsForARegisterWithAUnit) {
  v1::PrintCashNoteRequest by;
  auto form = call<v1::Document>(by);
  ASSERT_FALSE(form);
  EXPECT_EQ(form.why().code, errc::no_unit);
}

// -- the clock ----------------------------------------------------------------

TEST_F(sale_duties_test, AClockBehindTheJournalStopsSalesUntilAManagersWord) {
  stop(till);
  till.rules.clock_behind_minutes = 10;
  till.world.clock.wall -= hour_ms;
  till.world.clock.boot = "after a reboot";
  till.world.clock.monotonic = 5;
  begin();
  EXPECT_EQ(status_now().selling(), "clock_behind");
  EXPECT_NE(status_now().selling_sv().find("Ställ datorns klocka"),
            std::string::npos);
  v1::AddLineRequest line;
  line.set_article_no("1");
  EXPECT_EQ(call<v1::SaleView>(line).why().code, errc::clock_behind);
  auto before = till.ledger().seq();
  must<v1::Done>(v1::ConfirmClockRequest{});
  EXPECT_EQ(till.ledger().seq(), before + 1);
  EXPECT_EQ(status_now().selling(), "yes");
  sell("1");
  must<v1::Done>(v1::ConfirmClockRequest{}); // Nothing to say any more.
  EXPECT_EQ(till.ledger().period().clock_steps(), 1U);
  verify_all();
}

// -- on paper -----------------------------------------------------------------

struct extract_test : law_test<sale_fixture> {
  extract_test() { begin(); }

  result<v1::Document> print(v1::Extract what, const std::string& id = {}) {
    v1::PrintExtractRequest by;
    by.mutable_call()->set_client_id(id);
    by.set_extract(what);
    return call<v1::Document>(by);
  }
};

TEST_F(extract_test, WhatIsTakenOutIsPrintedOnceACall) {
  auto prices = print(v1::EXTRACT_PRICES, "prices-1");
  ASSERT_TRUE(prices) << to_string(prices.why());
  EXPECT_EQ(prices->name(), "prislista-KASSA1-2026-05-04.txt");
  EXPECT_NE(prices->text().find("Kaffe"), std::string::npos);
  ASSERT_EQ(till.heard->sheets.size(), 1U);
  EXPECT_EQ(to_text(till.heard->sheets[0], 42), prices->text());
  EXPECT_TRUE(print(v1::EXTRACT_PRICES, "prices-1"));
  EXPECT_EQ(till.heard->sheets.size(), 1U);
  EXPECT_EQ(print(v1::EXTRACT_CHANGES, "prices-1").why().code,
            errc::client_id_reused);
  auto who = print(v1::EXTRACT_IDENTITY);
  ASSERT_TRUE(who);
  EXPECT_NE(who->text().find("KASSAREGISTER"), std::string::npos);
  auto history = print(v1::EXTRACT_CHANGES);
  ASSERT_TRUE(history);
  EXPECT_NE(history->text().find("ÄNDRINGAR"), std::string::npos);
  EXPECT_EQ(till.heard->sheets.size(), 3U);
}

TEST_F(extract_test, L15_WhatDoesNotComeOutIsSaid) {
  till.heard->sheet_trouble = error{errc::paper_out};
  EXPECT_EQ(print(v1::EXTRACT_PRICES, "prices-1").why().code, errc::paper_out);
  till.heard->sheet_trouble.reset();
  EXPECT_TRUE(print(v1::EXTRACT_PRICES, "prices-2"));
}

TEST_F(extract_test, ItIsForWhoIsLoggedInAndForWhatThereIs) {
  EXPECT_EQ(print(v1::EXTRACT_UNSPECIFIED).why().code, errc::invalid);
  v1::PrintExtractRequest by;
  by.mutable_call()->set_session("nobody");
  by.mutable_call()->set_client_id("prices-1");
  by.set_extract(v1::EXTRACT_PRICES);
  EXPECT_EQ(ask<v1::Document>(till.sale, by).why().code, errc::not_logged_in);
  EXPECT_TRUE(till.heard->sheets.empty());
}

// -- PINs ---------------------------------------------------------------------

struct pin_test : law_test<sale_fixture> {
  pin_test() {
    begin();
    seeded_random random;
    with_pin = till.shop;
    with_pin.add(v1::ROW_KIND_USER, "bo")
      .mutable_user()
      ->set_pin_verifier(make_verifier("4711", random, password_cost::test));
    stage(with_pin, 1);
  }

  result<v1::LogInAnswer> by_pin(const std::string& user,
                                 const std::string& pin,
                                 const std::string& id = {}) {
    v1::SwitchUserRequest by;
    by.mutable_call()->set_client_id(
      id.empty() ? "pin-" + std::to_string(++asked) : id);
    by.set_user(user);
    by.set_pin(pin);
    return ask<v1::LogInAnswer>(till.sale, by);
  }

  sale_shop with_pin;
  int asked = 0;
};

TEST_F(pin_test, APinCountsOnceThePasswordWasSeenHere) {
  auto early = by_pin("bo", "4711");
  ASSERT_FALSE(early);
  EXPECT_EQ(early.why().code, errc::pin_needs_log_in);
  log_in(till, "bo");
  auto in = by_pin("bo", "4711");
  ASSERT_TRUE(in) << to_string(in.why());
  session = in->session();
  EXPECT_EQ(sell("1").receipt().cashier(), "Bo");
  restart(); // Passwords are seen anew by every life of the process.
  EXPECT_EQ(by_pin("bo", "4711").why().code, errc::pin_needs_log_in);
}

TEST_F(pin_test, AWrongPinLocksOutAsAWrongPasswordDoes) {
  log_in(till, "bo");
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(by_pin("bo", "0000").why().code, errc::wrong_pin);
  for (int i = 0; i < 2; ++i)
    EXPECT_EQ(try_log_in(till, "bo", "fel").why().code, errc::wrong_password);
  EXPECT_EQ(by_pin("bo", "4711").why().code, errc::locked_out);
  EXPECT_EQ(try_log_in(till, "bo").why().code, errc::locked_out);
  EXPECT_EQ(till.ledger().lock_outs(0).wrong(), 5U);
  till.world.clock.advance(30'000);
  EXPECT_TRUE(by_pin("bo", "4711"));
  EXPECT_EQ(till.ledger().lock_outs_size(), 0);
  verify_all();
}

TEST_F(pin_test, WhoHasNoPinAndWhosePasswordIsNewLogIn) {
  EXPECT_EQ(by_pin("anna", "4711").why().code, errc::wrong_pin);
  log_in(till, "bo");
  seeded_random other{7};
  with_pin.add(v1::ROW_KIND_USER, "bo")
    .mutable_user()
    ->set_till_verifier(make_verifier("nytt", other, password_cost::test));
  stage(with_pin, 2);
  EXPECT_EQ(by_pin("bo", "4711").why().code, errc::pin_needs_log_in);
  EXPECT_TRUE(try_log_in(till, "bo", "nytt"));
  EXPECT_TRUE(by_pin("bo", "4711"));
}

TEST_F(pin_test, ARepeatGetsTheSessionThatItOpened) {
  log_in(till, "bo");
  auto first = by_pin("bo", "4711", "again");
  auto seq = till.ledger().seq();
  auto second = by_pin("bo", "4711", "again");
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->session(), second->session());
  EXPECT_EQ(till.ledger().seq(), seq);
  EXPECT_EQ(by_pin("bo", "0000", "again").why().code, errc::wrong_pin);
}

// -- outages ------------------------------------------------------------------

struct outage_test : law_test<sale_unit_test> {
  result<v1::Document> note(bool print = false, const std::string& id = {}) {
    v1::PrintCashNoteRequest by;
    by.mutable_call()->set_client_id(id);
    by.set_print(print);
    return call<v1::Document>(by);
  }
};

TEST_F(outage_test, AUnitThatGoesDownAndComesBackIsTwoRecords) {
  unit.become(unit::state::degraded, "no answer");
  settle();
  EXPECT_TRUE(records(v1::KIND_OUTAGE).empty());
  unit.become(unit::state::down, "no answer");
  settle();
  unit.become(unit::state::down, "no answer still");
  settle();
  ASSERT_EQ(records(v1::KIND_OUTAGE).size(), 1U);
  EXPECT_EQ(status_now().outage().detail(), "no answer");
  till.world.clock.advance(hour_ms);
  crash(); // It goes on over a restart,
  EXPECT_TRUE(status_now().has_outage());
  unit.become(unit::state::probing);
  settle();
  EXPECT_EQ(records(v1::KIND_OUTAGE).size(), 1U);
  unit.become(unit::state::ready); // and ends once.
  settle();
  auto all = records(v1::KIND_OUTAGE);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_TRUE(all[1].outage().over());
  EXPECT_EQ(all[1].outage().began_ms(), all[0].outage().began_ms());
  EXPECT_FALSE(status_now().has_outage());
  verify_all();
}

TEST_F(outage_test, AnOutageOfAUnitThatWasTakenAwayIsOver) {
  unit.become(unit::state::blocked, "storage full");
  settle();
  ASSERT_TRUE(till.ledger().has_outage());
  stop(till);
  till.unit = nullptr;
  begin();
  EXPECT_FALSE(till.ledger().has_outage());
}

TEST_F(outage_test, ACashNoteIsForWhenTheUnitIsDown) {
  auto early = note();
  ASSERT_FALSE(early);
  EXPECT_EQ(early.why().code, errc::unit_is_up);
  unit.become(unit::state::down, "no answer");
  settle();
  auto form = note(true, "note-1");
  ASSERT_TRUE(form) << to_string(form.why());
  EXPECT_NE(form->text().find("KONTANTNOTA"), std::string::npos);
  EXPECT_NE(form->text().find("Exempelbutiken AB"), std::string::npos);
  EXPECT_NE(form->text().find("2026-05-04"), std::string::npos);
  EXPECT_EQ(form->name(), "kontantnota-KASSA1-2026-05-04.txt");
  ASSERT_EQ(till.heard->sheets.size(), 1U);
  EXPECT_TRUE(till.heard->sheets[0].rows[0].big) << "laid out, not just text";
  EXPECT_TRUE(note(true, "note-1")); // The same call prints no second one.
  EXPECT_EQ(till.heard->sheets.size(), 1U);
  EXPECT_TRUE(note());
  EXPECT_EQ(till.heard->sheets.size(), 1U);
}

// -- the clock of the day -----------------------------------------------------

struct day_clock_test : law_test<sale_fixture> {
  day_clock_test() {
    till.rules.float_required = true;
    begin();
    v1::ChangeFloatRequest by;
    by.set_float_ore(100'000);
    must<v1::Done>(by); // 2026-05-04, 13:05
  }

  std::vector<v1::SalesDay> told() {
    std::vector<v1::SalesDay> out;
    for (const auto& x : till.heard->events)
      if (x.has_day())
        out.push_back(x.day());
    return out;
  }

  /// Both clocks go on together, minute by minute as timers see it.
  void pass(std::int64_t ms) {
    for (; ms > 0; ms -= 60'000) {
      auto step = std::min<std::int64_t>(ms, 60'000);
      till.world.clock.advance(step);
      advance(std::chrono::milliseconds{step});
    }
  }
};

TEST_F(day_clock_test, TellsAtMidnightAndWhenTheZIsForced) {
  pass(10 * hour_ms + 54 * 60'000); // 23:59
  EXPECT_TRUE(told().empty());
  pass(60'000);
  ASSERT_EQ(told().size(), 1U);
  EXPECT_EQ(told()[0].business_date(), "2026-05-04");
  EXPECT_TRUE(told()[0].past_midnight());
  EXPECT_FALSE(told()[0].z_forced());
  pass(8 * hour_ms + 59 * 60'000);
  EXPECT_EQ(told().size(), 1U);
  pass(60'000); // 09:00
  ASSERT_EQ(told().size(), 2U);
  EXPECT_TRUE(told()[1].z_forced());
  pass(2 * hour_ms);
  EXPECT_EQ(told().size(), 2U);
}

TEST_F(day_clock_test, SaysNothingOfADayThatIsClosed) {
  must<v1::ReportView>(v1::MakeZRequest{});
  pass(12 * hour_ms);
  EXPECT_TRUE(told().empty());
}

TEST_F(day_clock_test, TellsAgainAfterARestart) {
  pass(11 * hour_ms);
  stop(till);
  till.heard->events.clear();
  till.world.clock.advance(hour_ms);
  begin(); // The log-in's answer tells of midnight; 09:00 is still to come.
  EXPECT_TRUE(told().empty());
  pass(9 * hour_ms);
  ASSERT_EQ(told().size(), 1U);
  EXPECT_TRUE(told()[0].z_forced());
}

} // namespace
