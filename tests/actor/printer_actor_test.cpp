#include "actors/printer/escpos/escpos.hpp"
#include "actors/printer/printer_actor.hpp"
#include "node/register/events.hpp"
#include "tests/support/caf_fixture.hpp"
#include "tests/support/world_journal.hpp"

#include <gtest/gtest.h>
#include <rocksdb/env.h>

#include <deque>
#include <functional>
#include <memory>
#include <vector>

namespace kassa::printer {

namespace {

using namespace std::chrono_literals;
using namespace kassa::testing;

/// A printer that answers when it is told to.
class fake_port : public printer_port {
public:
  void print(std::string bytes, answer on) override {
    if (on_print)
      on_print();
    sheets.push_back(std::move(bytes));
    open.push_back(std::move(on));
  }
  bool escpos() const override { return speaks_escpos; }
  std::string name() const override { return "fake"; }
  void look(hear on) override {
    ++looks;
    on(now);
  }
  void listen(hear on) override { tell = std::move(on); }

  void say(outcome what, std::string detail = {}) {
    auto on = std::move(open.front());
    open.pop_front();
    on(what, std::move(detail));
  }

  bool speaks_escpos = false;
  condition now; ///< What a look finds.
  int looks = 0;
  hear tell;
  std::vector<std::string> sheets;
  std::deque<answer> open;
  std::function<void()> on_print;
};

struct printer_actor_test : caf_fixture {
  printer_actor_test() {
    world.disk.keep_durable = true;
    EXPECT_TRUE(world.disk.sync());
    witness = *store::witness::open(files, "/witness",
                                    [this](std::string_view) { ++deaths; });
    board->subscribe(board->last(), [this](const auto& event) {
      if (event->has_printer())
        told.push_back(event->printer());
      if (!event->has_print())
        return;
      states.push_back(event->print().state());
      auto job = event->print().job_seq();
      if (event->print().state() == v1::PRINT_STATE_PRINTED && kept(job))
        told_early = true; // The end is not in the journal yet.
      told_early = told_early || !world.disk.is_durable();
    });
    events = kassa::spawn<node::events_state>(sys_, board);
    journal = kassa::spawn<journal::journal_state>(sys_, settings_of(world));
    start();
  }

  ~printer_actor_test() override {
    kill(printer);
    kill(journal);
    kill(events);
  }

  void start(bool ask_first = false) {
    printer_settings settings;
    settings.ask_first = ask_first;
    settings.scope = world.of;
    settings.store = &world.disk;
    settings.witness = witness.get();
    settings.on_status
      = [this](const v1::PrinterStatus& x) { sale_heard.push_back(x); };
    settings.paper.zone = "Europe/Stockholm";
    settings.page = page;
    printer
      = kassa::spawn<printer_state>(sys_, settings, journal, events, &port);
    settle();
  }

  void restart() {
    kill(printer);
    start();
  }

  code_page page = *code_page_named("windows-1252");

  /// Sells and tells the printer.
  seq_t sell() {
    journal::append_request request;
    request.drafts.push_back(
      make_receipt(v1::SERIES_SALE, {make_line(1, 1000, 1000, 2500)}));
    request.how = store::durability::synced;
    auto done = ask<journal::appended>(journal, atom::append_v, request);
    EXPECT_TRUE(done);
    self_->send(printer, atom::job_v, std::uint64_t{done->last});
    settle();
    return done->last;
  }

  seq_t open_drawer() {
    journal::append_request request;
    auto& body = request.drafts.emplace_back();
    body.set_kind(v1::KIND_DRAWER_OPENED);
    body.mutable_drawer_opened();
    request.how = store::durability::synced;
    auto done = ask<journal::appended>(journal, atom::append_v, request);
    EXPECT_TRUE(done);
    self_->send(printer, atom::job_v, std::uint64_t{done->last});
    settle();
    return done->last;
  }

  void say(outcome what, std::string detail = {}) {
    port.say(what, std::move(detail));
    settle();
  }

  std::optional<v1::PrintJob> kept(seq_t job) {
    auto found = journal::find_print_job(world.disk, world.of, job);
    EXPECT_TRUE(found);
    return found ? *found : std::nullopt;
  }

  status answer(seq_t job, bool came_out) {
    v1::AnswerPrintRequest request;
    request.set_job_seq(job);
    request.set_came_out(came_out);
    auto done = ask<v1::Done>(printer, std::move(request), std::string{"anna"});
    return done ? status{ok} : status{done.why()};
  }

  std::unique_ptr<rocksdb::Env> env{
    rocksdb::NewMemEnv(rocksdb::Env::Default())};
  store::files files{env.get()};
  std::unique_ptr<store::witness> witness;
  journal_world world;
  fake_port port;
  std::shared_ptr<node::event_board> board
    = std::make_shared<node::event_board>(0);
  std::vector<v1::PrintState> states;
  std::vector<v1::PrinterStatus> told;
  std::vector<v1::PrinterStatus> sale_heard;
  bool told_early = false;
  int deaths = 0;
  events_actor events;
  journal_actor journal;
  printer_actor printer;
};

TEST_F(printer_actor_test, PrintsAReceiptAndForgetsTheJob) {
  auto job = sell();
  ASSERT_EQ(port.sheets.size(), 1u);
  EXPECT_NE(port.sheets[0].find("Kvittonr: 1"), std::string::npos);
  EXPECT_EQ(kept(job)->state(), v1::PRINT_STATE_PRINTING);
  say(outcome::printed);
  EXPECT_FALSE(kept(job));
  EXPECT_EQ(states,
            (std::vector{v1::PRINT_STATE_QUEUED, v1::PRINT_STATE_PRINTING,
                         v1::PRINT_STATE_PRINTED}));
}

TEST_F(printer_actor_test, L4_WitnessesTheSyncedStartBeforeTheFirstByte) {
  seq_t witnessed = 0;
  port.on_print = [&, this] { witnessed = witness->highest().seq; };
  auto job = sell();
  auto at = ask<journal::position>(journal, atom::standing_v);
  EXPECT_EQ(witnessed, job + 1); // The record of the start.
  EXPECT_EQ(at->durable, job + 1);
}

TEST_F(printer_actor_test, L4_TellsOfAnEndOnlyOnceItIsSynced) {
  sell();
  say(outcome::failed, "no paper");
  advance(2s);
  say(outcome::printed);
  EXPECT_EQ(states.back(), v1::PRINT_STATE_PRINTED);
  EXPECT_FALSE(told_early);
}

TEST_F(printer_actor_test, L4_TellsOfNoEndThatWasNotWritten) {
  sell();
  world.disk.fail_commits = true;
  say(outcome::printed);
  EXPECT_EQ(states.back(), v1::PRINT_STATE_PRINTING);
}

TEST_F(printer_actor_test, L13_AsksAPersonAboutTheQueueOfAFolderInDoubt) {
  auto printing = sell();
  auto waiting = sell();
  port.open.clear();
  port.sheets.clear();
  kill(printer);
  start(/*ask_first=*/true);
  EXPECT_TRUE(port.sheets.empty());
  EXPECT_EQ(kept(printing)->state(), v1::PRINT_STATE_UNKNOWN);
  EXPECT_EQ(kept(waiting)->state(), v1::PRINT_STATE_UNKNOWN);
  EXPECT_TRUE(answer(waiting, /*came_out=*/false));
  EXPECT_EQ(port.sheets.size(), 1u);
}

TEST_F(printer_actor_test, OpensTheDrawerOnceAndWithoutARecord) {
  port.speaks_escpos = true;
  auto job = open_drawer();
  ASSERT_EQ(port.sheets.size(), 1u);
  EXPECT_EQ(port.sheets[0], (std::string{"\x1Bp\0\x19\xFA", 5}));
  say(outcome::failed, "no answer");
  advance(120s);
  EXPECT_EQ(port.sheets.size(), 1u); // Nor is it tried again.
  EXPECT_TRUE(states.empty());
  EXPECT_EQ(ask<journal::position>(journal, atom::standing_v)->head, job);
  EXPECT_EQ(
    ask<v1::PrintJobList>(printer, v1::ListPrintJobsRequest{})->jobs_size(), 0);
  sell();
  EXPECT_EQ(port.sheets.size(), 2u);
}

TEST_F(printer_actor_test, PrintsASheetOnceWithoutARecordInItsCodePage) {
  document sheet{42, {}};
  sheet.rows.push_back({row::what::text, {{"NOTA", 0}}, true, true});
  auto head = ask<journal::position>(journal, atom::standing_v)->head;
  for (auto escpos : {false, true}) {
    port.speaks_escpos = escpos;
    self_->send(printer, atom::job_v, sheet);
    settle();
    say(outcome::failed, "no answer");
    advance(120s);
  }
  ASSERT_EQ(port.sheets.size(), 2u); // Neither is tried again.
  EXPECT_EQ(port.sheets[0], to_text(sheet, 42) + '\n');
  EXPECT_EQ(port.sheets[1], to_escpos(sheet, 42, page)) << "big and bold";
  EXPECT_EQ(ask<journal::position>(journal, atom::standing_v)->head, head);
}

TEST_F(printer_actor_test, WritesNothingForADrawerToATextPrinter) {
  auto job = open_drawer();
  EXPECT_TRUE(port.sheets.empty());
  EXPECT_EQ(ask<journal::position>(journal, atom::standing_v)->head, job);
}

TEST_F(printer_actor_test, MakesAnInterruptedJobUnknownAndGoesOnWithTheNext) {
  auto first = sell();
  port.open.clear(); // The process dies before the printer's answer.
  restart();
  EXPECT_EQ(kept(first)->state(), v1::PRINT_STATE_UNKNOWN);
  EXPECT_EQ(port.sheets.size(), 1u);
  auto second = sell();
  say(outcome::printed);
  EXPECT_FALSE(kept(second));
  EXPECT_EQ(kept(first)->state(), v1::PRINT_STATE_UNKNOWN);
}

TEST_F(printer_actor_test, CallsAJobUnknownAfterAMinuteWithoutAnswer) {
  auto job = sell();
  advance(59s);
  EXPECT_EQ(kept(job)->state(), v1::PRINT_STATE_PRINTING);
  advance(1s);
  EXPECT_EQ(kept(job)->state(), v1::PRINT_STATE_UNKNOWN);
}

TEST_F(printer_actor_test, TriesAFailedJobAgain) {
  auto job = sell();
  say(outcome::failed, "no paper");
  EXPECT_EQ(kept(job)->state(), v1::PRINT_STATE_FAILED);
  advance(1999ms);
  EXPECT_EQ(port.sheets.size(), 1u);
  advance(1ms);
  ASSERT_EQ(port.sheets.size(), 2u);
  EXPECT_EQ(port.sheets[0], port.sheets[1]);
  EXPECT_EQ(kept(job)->attempt(), 2u);
}

TEST_F(printer_actor_test, TakesAPersonsWordForAnUnknownJob) {
  auto job = sell();
  say(outcome::unknown, "reset");
  EXPECT_TRUE(answer(job, true));
  EXPECT_FALSE(kept(job));
  EXPECT_EQ(answer(job, true).why().code, errc::unknown_job);
}

TEST_F(printer_actor_test, PrintsAgainOnAPersonsWord) {
  auto job = sell();
  say(outcome::unknown);
  EXPECT_TRUE(answer(job, false));
  EXPECT_EQ(port.sheets.size(), 2u);
  EXPECT_EQ(kept(job)->state(), v1::PRINT_STATE_PRINTING);
  EXPECT_EQ(answer(job, true).why().code, errc::busy);
}

TEST_F(printer_actor_test, ListsWhatIsNotPrinted) {
  auto first = sell();
  auto second = sell();
  auto list = ask<v1::PrintJobList>(printer, v1::ListPrintJobsRequest{});
  ASSERT_TRUE(list);
  ASSERT_EQ(list->jobs_size(), 2);
  EXPECT_EQ(list->jobs(0).job_seq(), first);
  EXPECT_EQ(list->jobs(0).state(), v1::PRINT_STATE_PRINTING);
  EXPECT_EQ(list->jobs(1).job_seq(), second);
  EXPECT_EQ(list->jobs(1).state(), v1::PRINT_STATE_QUEUED);
}

TEST_F(printer_actor_test, PrintsTheQueueOfTheProcessBefore) {
  kill(printer);
  journal::append_request request;
  request.drafts.push_back(
    make_receipt(v1::SERIES_SALE, {make_line(1, 1000, 1000, 2500)}));
  request.how = store::durability::synced;
  auto done = ask<journal::appended>(journal, atom::append_v, request);
  start();
  EXPECT_EQ(port.sheets.size(), 1u);
  self_->send(printer, atom::job_v, std::uint64_t{done->last});
  say(outcome::printed);
  EXPECT_EQ(port.sheets.size(), 1u);
}

TEST_F(printer_actor_test, WaitsForPaperWithoutARecordAndPrintsOnce) {
  port.now.asked = port.now.paper_out = true;
  auto job = sell();
  EXPECT_TRUE(port.sheets.empty());
  EXPECT_EQ(ask<journal::position>(journal, atom::standing_v)->head, job);
  EXPECT_EQ(kept(job)->state(), v1::PRINT_STATE_QUEUED);
  auto list = ask<v1::PrintJobList>(printer, v1::ListPrintJobsRequest{});
  EXPECT_EQ(list->jobs(0).detail(), "paper_out");
  advance(2s);
  EXPECT_TRUE(port.sheets.empty());
  port.now.paper_out = false;
  advance(2s);
  ASSERT_EQ(port.sheets.size(), 1u);
  say(outcome::printed);
  advance(60s);
  EXPECT_EQ(port.sheets.size(), 1u);
  EXPECT_FALSE(kept(job));
}

TEST_F(printer_actor_test, LooksAtOnceForSomebodyWhoWaits) {
  port.now.online = false;
  sell();
  port.now.online = true;
  self_->send(printer, atom::again_v);
  settle();
  EXPECT_EQ(port.sheets.size(), 1u);
}

TEST_F(printer_actor_test, TellsWatchersAndTheSaleWhenThePrinterChanges) {
  condition open;
  open.asked = open.cover_open = true;
  port.tell(open); // By itself, in the middle of something.
  settle();
  port.tell(open);
  settle();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_TRUE(told[0].cover_open());
  EXPECT_EQ(told[0].words_en(),
            "The receipt printer's cover is open. Close it.");
  EXPECT_EQ(sale_heard.size(), 1u);
  port.now.asked = true;
  advance(10s); // An idle look.
  ASSERT_EQ(told.size(), 2u);
  EXPECT_FALSE(told[1].cover_open());
  auto now = ask<v1::PrinterStatus>(printer, atom::standing_v);
  EXPECT_TRUE(now->online() && now->asked());
}

TEST_F(printer_actor_test, LearnsFromAJobOfAPrinterThatCannotSpeak) {
  sell();
  say(outcome::failed, "disk full");
  ASSERT_EQ(told.size(), 1u);
  EXPECT_FALSE(told[0].online());
  EXPECT_EQ(told[0].detail(), "disk full");
  advance(2s);
  say(outcome::printed);
  EXPECT_TRUE(told.back().online());
}

} // namespace

} // namespace kassa::printer
