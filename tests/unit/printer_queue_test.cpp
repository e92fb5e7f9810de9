#include "actors/printer/queue.hpp"

#include <gtest/gtest.h>

namespace kassa::printer {

namespace {

v1::PrintJob job(seq_t seq, v1::PrintState state, std::uint32_t attempt = 0) {
  v1::PrintJob out;
  out.set_job_seq(seq);
  out.set_state(state);
  out.set_attempt(attempt);
  return out;
}

/// Lets a look find the printer well.
effects well(queue& q) {
  return q.step(looked{true, {}});
}

const effect look{look_at_printer{}};

constexpr auto printing = v1::PRINT_STATE_PRINTING;
constexpr auto printed = v1::PRINT_STATE_PRINTED;
constexpr auto failed = v1::PRINT_STATE_FAILED;
constexpr auto unknown = v1::PRINT_STATE_UNKNOWN;
constexpr auto waiting = v1::PRINT_STATE_QUEUED;

TEST(PrintQueue, WritesTheStartBeforeTheFirstByte) {
  queue q;
  EXPECT_EQ(q.step(queued{7}), (effects{changed{7, waiting, {}}, look}));
  EXPECT_EQ(well(q), (effects{record_start{7, 1}}));
  EXPECT_EQ(q.step(start_durable{7, 1}),
            (effects{changed{7, printing, {}}, wait_for{7, 1, answer_timeout},
                     print_job{7, 1}}));
  EXPECT_EQ(q.step(port_answered{7, 1, outcome::printed, {}}),
            (effects{record_end{7, printed, {}, {}}}));
  EXPECT_TRUE(q.jobs().empty());
}

TEST(PrintQueue, PrintsOneJobAtATimeInOrder) {
  queue q;
  (void)q.step(queued{7});
  EXPECT_EQ(q.step(queued{9}), (effects{changed{9, waiting, {}}}));
  (void)well(q);
  (void)q.step(start_durable{7, 1});
  EXPECT_EQ(q.step(port_answered{7, 1, outcome::printed, {}}),
            (effects{record_end{7, printed, {}, {}}, look}));
  EXPECT_EQ(well(q), (effects{record_start{9, 1}}));
}

TEST(PrintQueue, NeverTakesAJobTwice) {
  queue q;
  (void)q.step(loaded{{job(7, waiting)}});
  (void)well(q);
  (void)q.step(start_durable{7, 1});
  (void)q.step(port_answered{7, 1, outcome::printed, {}});
  EXPECT_EQ(q.step(queued{7}), effects{});
}

TEST(PrintQueue, TurnsAnInterruptedJobIntoAnUnknownOne) {
  queue q;
  EXPECT_EQ(q.step(loaded{{job(7, printing, 1), job(9, waiting)}}),
            (effects{record_end{7, unknown, "interrupted", {}}, look}));
  EXPECT_EQ(well(q), (effects{record_start{9, 1}}));
}

TEST(PrintQueue, AsksAboutEveryJobOfAFolderInDoubt) {
  queue q;
  auto fx = q.step(loaded{{job(3, unknown, 1), job(5, printing, 1),
                           job(7, waiting), job(9, failed, 2)},
                          /*ask_first=*/true});
  EXPECT_EQ(fx, (effects{record_end{5, unknown, "interrupted", {}},
                         record_end{7, unknown, "folder in doubt", {}},
                         record_end{9, unknown, "folder in doubt", {}}}));
  EXPECT_EQ(q.step(queued{11}), (effects{changed{11, waiting, {}}, look}));
  EXPECT_EQ(well(q), (effects{record_start{11, 1}}));
}

TEST(PrintQueue, NeverRepeatsAnUnknownJobByItself) {
  queue q;
  (void)q.step(loaded{{job(7, unknown, 1)}});
  EXPECT_EQ(q.step(due{7, 1}), effects{});
  EXPECT_EQ(q.step(queued{9}), (effects{changed{9, waiting, {}}, look}));
  EXPECT_EQ(well(q), (effects{record_start{9, 1}}));
}

TEST(PrintQueue, CallsAJobUnknownWhenNobodyAnswers) {
  queue q;
  (void)q.step(queued{7});
  (void)well(q);
  (void)q.step(start_durable{7, 1});
  EXPECT_EQ(q.step(due{7, 1}),
            (effects{record_end{7, unknown, "no answer", {}}}));
  // The printer's late word does not make it printed behind people's backs.
  EXPECT_EQ(q.step(port_answered{7, 1, outcome::printed, {}}), effects{});
}

TEST(PrintQueue, TriesAFailedJobAgainLaterAndLater) {
  queue q;
  auto fx = q.step(queued{7});
  auto delay = retry_delay_min;
  for (std::uint32_t attempt = 1; attempt < 9; ++attempt) {
    EXPECT_EQ(fx.back(), look);
    EXPECT_EQ(well(q), (effects{record_start{7, attempt}}));
    (void)q.step(start_durable{7, attempt});
    fx = q.step(port_answered{7, attempt, outcome::failed, "no paper"});
    EXPECT_EQ(fx, (effects{record_end{7, failed, "no paper", {}},
                           wait_for{7, attempt, delay}}));
    delay = std::min(delay * 2, retry_delay_max);
    fx = q.step(due{7, attempt});
  }
}

TEST(PrintQueue, KeepsTheOrderWhileThePrinterIsDead) {
  queue q;
  (void)q.step(queued{7});
  (void)well(q);
  (void)q.step(start_durable{7, 1});
  (void)q.step(port_answered{7, 1, outcome::failed, {}});
  EXPECT_EQ(q.step(queued{9}), (effects{changed{9, waiting, {}}}));
  EXPECT_EQ(q.step(due{7, 1}), (effects{look}));
}

TEST(PrintQueue, TriesAgainWhenTheStartCouldNotBeWritten) {
  queue q;
  (void)q.step(queued{7});
  (void)well(q);
  EXPECT_EQ(q.step(start_refused{7, 1, "busy"}),
            (effects{wait_for{7, 1, retry_delay_min}}));
  EXPECT_EQ(q.step(due{7, 1}), (effects{look}));
}

TEST(PrintQueue, TakesAPersonsWordThatItCameOut) {
  queue q;
  (void)q.step(loaded{{job(7, unknown, 1)}});
  EXPECT_EQ(q.step(person_answered{7, true, "anna"}),
            (effects{record_end{7, printed, {}, "anna"}}));
}

TEST(PrintQueue, PrintsAgainOnAPersonsWord) {
  queue q;
  (void)q.step(loaded{{job(7, unknown, 1)}});
  EXPECT_EQ(q.step(person_answered{7, false, "anna"}),
            (effects{record_end{7, failed, {}, "anna"}, look}));
  EXPECT_EQ(well(q), (effects{record_start{7, 2}}));
}

TEST(PrintQueue, IgnoresTheTimerOfAnEarlierAttempt) {
  queue q;
  (void)q.step(queued{7});
  (void)well(q);
  (void)q.step(start_durable{7, 1});
  (void)q.step(port_answered{7, 1, outcome::failed, {}});
  (void)q.step(due{7, 1});
  (void)well(q);
  (void)q.step(start_durable{7, 2});
  EXPECT_EQ(q.step(due{7, 1}), effects{});
}

TEST(PrintQueue, WaitsForPaperWithoutARecordOfIt) {
  queue q;
  (void)q.step(queued{7});
  EXPECT_EQ(
    q.step(looked{false, "paper_out"}),
    (effects{changed{7, waiting, "paper_out"}, look_later{look_delay}}));
  EXPECT_EQ(q.jobs().front().attempt(), 0u);
  EXPECT_EQ(q.step(queued{9}), (effects{changed{9, waiting, {}}}));
  EXPECT_EQ(q.step(look_again{true}), (effects{look}));
  // Nothing new is told of what has not changed.
  EXPECT_EQ(q.step(looked{false, "paper_out"}),
            (effects{look_later{look_delay}}));
  EXPECT_EQ(q.step(look_again{true}), (effects{look}));
  EXPECT_EQ(well(q), (effects{record_start{7, 1}}));
}

TEST(PrintQueue, LooksAtOnceWhenSomebodyWaits) {
  queue q;
  (void)q.step(queued{7});
  (void)q.step(looked{false, "cover_open"});
  EXPECT_EQ(q.step(look_again{false}), (effects{look}));
  // One timer is under way already.
  EXPECT_EQ(q.step(looked{false, "cover_open"}), effects{});
  EXPECT_EQ(q.step(look_again{true}), (effects{look}));
  (void)well(q);
  (void)q.step(start_durable{7, 1});
  (void)q.step(port_answered{7, 1, outcome::failed, "reset"});
  EXPECT_EQ(q.step(look_again{false}), (effects{look}));
}

TEST(PrintQueue, HoldsNothingUpForAnUnknownJobWhileItWaits) {
  queue q;
  (void)q.step(loaded{{job(7, unknown, 1), job(9, waiting)}});
  (void)q.step(looked{false, "paper_out"});
  EXPECT_EQ(q.step(person_answered{7, true, "anna"}),
            (effects{record_end{7, printed, {}, "anna"}}));
  EXPECT_EQ(q.step(look_again{true}), (effects{look}));
  EXPECT_EQ(well(q), (effects{record_start{9, 1}}));
}

TEST(PrintQueue, TakesALookThatNobodyAskedForAsNothing) {
  queue q;
  EXPECT_EQ(q.step(looked{true, {}}), effects{});
  EXPECT_EQ(q.step(look_again{true}), effects{});
}

} // namespace

} // namespace kassa::printer
