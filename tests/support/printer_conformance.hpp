#pragma once

#include "actors/printer/escpos/escpos.hpp"
#include "tests/support/printer_rig.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

/// What every printer's driver must do, whoever wrote it. Make a rig of the
/// driver and a printer that can be disturbed, and instantiate:
///
///   INSTANTIATE_TEST_SUITE_P(Mine, PrinterConformance,
///     ::testing::Values(printer_rig_maker{"mine", make_my_rig}),
///     printer_rig_name<printer_rig_maker>);
///
/// and AnsweringPrinter too where the line carries answers; in one source file
/// of a test program.
namespace kassa::testing {

template <class Maker>
std::string printer_rig_name(const ::testing::TestParamInfo<Maker>& of) {
  return of.param.name;
}

using printer::condition;
using said_t = std::pair<printer::outcome, std::string>;

/// How a rig is spoken to.
template <class Rig>
struct printer_talk {
  explicit printer_talk(std::unique_ptr<Rig> with) : rig(std::move(with)) {}

  /// A job of these rows, as the driver's printer takes it.
  std::string job(const std::vector<std::string>& rows) const {
    printer::document doc;
    for (const auto& x : rows)
      doc.rows.push_back({printer::row::what::text, {{x, 0}}, false, false});
    return rig->printer().escpos() ? printer::to_escpos(doc, 42)
                                   : printer::to_text(doc, 42);
  }

  std::future<said_t> begin(const std::vector<std::string>& rows) {
    auto promise = std::make_shared<std::promise<said_t>>();
    rig->printer().print(job(rows),
                         [promise](printer::outcome what, std::string detail) {
                           promise->set_value({what, std::move(detail)});
                         });
    return promise->get_future();
  }

  static said_t wait(std::future<said_t> of) {
    if (of.wait_for(patience) == std::future_status::ready)
      return of.get();
    ADD_FAILURE() << "the driver did not answer";
    return {printer::outcome::unknown, "never"};
  }

  said_t print(const std::vector<std::string>& rows) {
    return wait(begin(rows));
  }

  condition look() {
    auto promise = std::make_shared<std::promise<condition>>();
    auto how = promise->get_future();
    rig->printer().look(
      [promise](const condition& x) { promise->set_value(x); });
    if (how.wait_for(patience) == std::future_status::ready)
      return how.get();
    ADD_FAILURE() << "the driver did not look";
    return {};
  }

  bool came_out(const std::string& row) const {
    return rig->paper().find(row) != std::string::npos;
  }

  /// The same, for a line that says no more than that it took the bytes.
  bool comes_out(const std::string& rows) const {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (!came_out(rows))
      if (std::chrono::steady_clock::now() > end)
        return false;
    return true;
  }

  static constexpr std::chrono::seconds patience{90};
  std::unique_ptr<Rig> rig;
};

struct PrinterConformance : ::testing::TestWithParam<printer_rig_maker> {
  printer_talk<printer_rig> at{GetParam().make()};
};

TEST_P(PrinterConformance, PrintsAWholeJobAndSaysSo) {
  EXPECT_EQ(at.print({"first row", "last row"}).first,
            printer::outcome::printed);
  EXPECT_TRUE(at.comes_out("first row\nlast row\n")) << at.rig->paper();
}

TEST_P(PrinterConformance, PrintsInTheOrderOfTheJobs) {
  auto one = at.begin({"one"});
  auto two = at.begin({"two"});
  auto three = at.begin({"three"});
  EXPECT_EQ(at.wait(std::move(one)).first, printer::outcome::printed);
  EXPECT_EQ(at.wait(std::move(two)).first, printer::outcome::printed);
  EXPECT_EQ(at.wait(std::move(three)).first, printer::outcome::printed);
  EXPECT_TRUE(at.comes_out("one\ntwo\nthree\n")) << at.rig->paper();
}

TEST_P(PrinterConformance, IsWellWhenNothingIsWrong) {
  EXPECT_TRUE(at.look().prints());
}

TEST_P(PrinterConformance, SaysFailedWhereNothingCanHaveLeft) {
  at.rig->reachable(false);
  auto [what, detail] = at.print({"lost"});
  EXPECT_EQ(what, printer::outcome::failed) << detail;
  EXPECT_FALSE(detail.empty());
  EXPECT_FALSE(at.look().prints());
  EXPECT_FALSE(at.look().detail.empty());
  at.rig->reachable(true);
  EXPECT_TRUE(at.look().prints());
  EXPECT_EQ(at.print({"found"}).first, printer::outcome::printed);
  EXPECT_TRUE(at.comes_out("found"));
  EXPECT_FALSE(at.came_out("lost"));
}

TEST_P(PrinterConformance, AnswersWhatWaitsWhenItEnds) {
  std::vector<std::future<said_t>> all;
  for (int i = 0; i < 20; ++i)
    all.push_back(at.begin({"row"}));
  at.rig->end_driver();
  for (auto& x : all)
    EXPECT_NE(at.wait(std::move(x)).first, printer::outcome::unknown);
}

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(PrinterConformance);

struct AnsweringPrinter : ::testing::TestWithParam<answering_rig_maker> {
  AnsweringPrinter() {
    at.rig->printer().listen([this](const condition& x) {
      std::lock_guard hold{lock};
      heard.push_back(x);
    });
  }
  ~AnsweringPrinter() override { at.rig->end_driver(); }

  template <class Holds>
  bool heard_that(Holds holds) {
    for (auto end = std::chrono::steady_clock::now() + at.patience;
         std::chrono::steady_clock::now() < end;) {
      (void)at.rig->paper(); // Takes its time.
      std::lock_guard hold{lock};
      for (const auto& x : heard)
        if (holds(x))
          return true;
    }
    return false;
  }

  /// Paper ends within a job: the job waits for a new roll and comes out once.
  void expect_to_wait_for_paper() {
    at.rig->last_rows(1);
    auto said = at.begin({"above", "below"});
    EXPECT_TRUE(heard_that([](const auto& x) { return x.paper_out; }));
    EXPECT_FALSE(at.came_out("below"));
    at.rig->paper_out(false);
    EXPECT_EQ(at.wait(std::move(said)).first, printer::outcome::printed);
    EXPECT_TRUE(at.comes_out("above\nbelow\n")) << at.rig->paper();
  }

  std::mutex lock;
  std::vector<condition> heard;
  printer_talk<answering_rig> at{GetParam().make()};
};

TEST_P(AnsweringPrinter, TellsPaperCoverAndErrorApart) {
  EXPECT_TRUE(at.look().asked);
  at.rig->paper_out(true);
  auto x = at.look();
  EXPECT_TRUE(x.paper_out && !x.cover_open && !x.failed && !x.prints());
  at.rig->paper_out(false);
  at.rig->cover_open(true);
  x = at.look();
  EXPECT_TRUE(x.cover_open && !x.paper_out && !x.failed && !x.prints());
  at.rig->cover_open(false);
  at.rig->cutter_stuck(true);
  x = at.look();
  EXPECT_TRUE(x.failed && !x.paper_out && !x.cover_open && !x.prints());
  at.rig->cutter_stuck(false);
  EXPECT_TRUE(at.look().prints());
}

TEST_P(AnsweringPrinter, WaitsWithAJobForPaperAndPrintsItOnce) {
  (void)at.look();
  expect_to_wait_for_paper();
}

TEST_P(AnsweringPrinter, KnowsNotWhatABrokenLineLeft) {
  (void)at.look();
  at.rig->break_line();
  auto [what, detail] = at.print({"a row that is long enough", "end"});
  EXPECT_EQ(what, printer::outcome::unknown) << detail;
  EXPECT_FALSE(detail.empty());
  EXPECT_FALSE(at.came_out("end"));
}

TEST_P(AnsweringPrinter, KnowsNotWhatNobodyConfirmed) {
  (void)at.look();
  at.rig->keep_marks();
  EXPECT_EQ(at.print({"row"}).first, printer::outcome::unknown);
}

TEST_P(AnsweringPrinter, LearnsThatMarksNeverComeAndGoesByAnswers) {
  at.rig->keep_marks();
  auto x = at.look();
  EXPECT_TRUE(x.asked && x.unconfirmed && x.prints());
  EXPECT_EQ(at.print({"row"}).first, printer::outcome::printed);
  EXPECT_TRUE(at.came_out("row"));
  EXPECT_TRUE(at.look().unconfirmed);
}

TEST_P(AnsweringPrinter, WaitsForPaperWithoutMarksToo) {
  at.rig->keep_marks();
  (void)at.look();
  expect_to_wait_for_paper();
}

TEST_P(AnsweringPrinter, KnowsNotWithoutMarksWhatABrokenLineLeft) {
  at.rig->keep_marks();
  (void)at.look();
  at.rig->break_line();
  EXPECT_EQ(at.print({"a row that is long enough", "end"}).first,
            printer::outcome::unknown);
}

TEST_P(AnsweringPrinter, ConfirmsWhereMarksCome) {
  EXPECT_FALSE(at.look().unconfirmed);
}

TEST_P(AnsweringPrinter, TakesALateWord) {
  (void)at.look();
  at.rig->late_marks();
  EXPECT_EQ(at.print({"row"}).first, printer::outcome::printed);
}

TEST_P(AnsweringPrinter, PrintsWithoutAnswersToOneThatNeverSpoke) {
  at.rig->silent(true);
  auto x = at.look();
  EXPECT_TRUE(x.prints() && !x.asked);
  EXPECT_EQ(at.print({"row"}).first, printer::outcome::printed);
}

TEST_P(AnsweringPrinter, MissesTheAnswersOfOneThatSpoke) {
  EXPECT_TRUE(at.look().prints());
  at.rig->silent(true);
  auto x = at.look();
  EXPECT_TRUE(x.asked && !x.online);
  at.rig->silent(false);
  EXPECT_TRUE(at.look().prints());
}

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(AnsweringPrinter);

} // namespace kassa::testing
