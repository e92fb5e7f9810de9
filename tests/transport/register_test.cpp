#include "node/register/bridge.hpp"
#include "tests/transport/register_fixture.hpp"

#include <gmock/gmock.h>

namespace kassa::node {

namespace {

using testing::mailbox;
using testing::patience;

class RegisterService : public testing::register_fixture {
protected:
  /// Starts a price inquiry, which waits, and returns once the actor has it.
  void inquire(mailbox<result<v1::PriceView>>& into) {
    auto had = world_->inquiries.load();
    threads_.emplace_back([this, &into] {
      into.put(ask(&stub_type::InquirePrice, v1::InquirePriceRequest{}));
    });
    auto deadline = std::chrono::steady_clock::now() + patience;
    while (world_->inquiries == had
           && std::chrono::steady_clock::now() < deadline)
      std::this_thread::yield();
  }

  result<std::vector<std::string>> read(const v1::ReadJournalRequest& request) {
    std::vector<std::string> bodies;
    auto ended = transport::read_stream(
      *stub_, &stub_type::ReadJournal, request,
      [&](v1::RecordRun& chunk) {
        for (const auto& record : chunk.records())
          bodies.push_back(record.body());
        return true;
      },
      patience);
    if (!ended)
      return ended.why();
    return bodies;
  }
};

} // namespace

TEST_F(RegisterService, CarriesACallToTheSaleActorAndItsAnswerBack) {
  v1::LogInRequest request;
  request.set_user("anna");
  auto answer = ask(&stub_type::LogIn, request);
  ASSERT_TRUE(answer) << to_string(answer.why());
  EXPECT_EQ(answer->session(), "good");
}

TEST_F(RegisterService, CarriesAnErrorWithItsFields) {
  v1::LogInRequest request;
  request.set_user("okänd");
  auto answer = ask(&stub_type::LogIn, request);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.why(), (error{errc::unknown_user,
                                 {{"user", "okänd"}, {"store", "bageri"}}}));
}

TEST_F(RegisterService, AStaleRevisionComesWithTheCurrentSale) {
  v1::AddLineRequest request;
  request.mutable_call()->set_revision(1);
  ASSERT_EQ(ask(&stub_type::AddLine, request)->revision(), 2u);
  auto answer = ask(&stub_type::AddLine, request);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.why().code, errc::stale_revision);
  v1::SaleView now;
  ASSERT_TRUE(now.ParseFromString(answer.why().fields.at("current_sale")));
  EXPECT_EQ(now.revision(), 2u);
}

TEST_F(RegisterService, ShowsReceiptsAndReportsAsText) {
  EXPECT_EQ(ask(&stub_type::Pay, v1::PayRequest{})->text(), "EJ KVITTO 7");
  v1::FindZRequest z;
  z.set_number(3);
  EXPECT_EQ(ask(&stub_type::FindZ, z)->text(), "Z 3");
}

TEST_F(RegisterService, GathersTheStatusFromAllParts) {
  auto status = ask(&stub_type::GetStatus, v1::GetStatusRequest{});
  ASSERT_TRUE(status) << to_string(status.why());
  EXPECT_EQ(status->terminal(), "KASSA1");
  EXPECT_EQ(status->hub(), "connected");
  EXPECT_EQ(status->durable_seq(), 10u);
  EXPECT_EQ(status->acked().seq(), 8u);
  EXPECT_EQ(status->print_queue(), 2u);
  EXPECT_EQ(status->free_bytes(), 42u);
}

TEST_F(RegisterService, TellsItsStatusWhenPrinterAndSyncAreGone) {
  caf::anon_send_exit(sync_, caf::exit_reason::kill);
  caf::anon_send_exit(printer_, caf::exit_reason::kill);
  auto status = ask(&stub_type::GetStatus, v1::GetStatusRequest{});
  ASSERT_TRUE(status) << to_string(status.why());
  EXPECT_EQ(status->hub(), "offline");
  EXPECT_EQ(status->free_bytes(), 42u);
}

TEST_F(RegisterService, AWaitingPrintQueueNeedsALogIn) {
  v1::ListPrintJobsRequest request;
  EXPECT_EQ(ask(&stub_type::ListPrintJobs, request).why().code,
            errc::not_logged_in);
  request.set_session("good");
  EXPECT_EQ(ask(&stub_type::ListPrintJobs, request)->jobs_size(), 2);
}

TEST_F(RegisterService, LaysOutTheSumOfAPeriod) {
  auto sum = ask(&stub_type::SumPeriod, v1::SumPeriodRequest{});
  ASSERT_TRUE(sum) << to_string(sum.why());
  EXPECT_EQ(sum->text(), "3 Z");
}

TEST_F(RegisterService, TooManyCallsAtOnceAreBusy) {
  run({.calls = 1});
  mailbox<result<v1::PriceView>> first;
  inquire(first);
  EXPECT_EQ(ask(&stub_type::GetSale, v1::GetSaleRequest{}).why().code,
            errc::busy);
  caf::anon_send(sale_, v1::ListParkedRequest{});
  auto answer = first.take();
  EXPECT_TRUE(answer && *answer);
  EXPECT_EQ(ask(&stub_type::GetSale, v1::GetSaleRequest{}).why().code,
            errc::not_logged_in);
}

TEST_F(RegisterService, AnActorThatIsGoneIsUnavailable) {
  caf::anon_send_exit(sale_, caf::exit_reason::kill);
  auto answer = ask(&stub_type::GetSale, v1::GetSaleRequest{});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.why().code, errc::unavailable);
}

TEST_F(RegisterService, ABridgeThatEndsLetsGoOfItsQuestions) {
  struct question {
    explicit question(mailbox<int>& x) : gone(x) {}
    ~question() { gone.put(1); }
    mailbox<int>& gone;
  };
  mailbox<int> gone;
  mailbox<int> answered;
  {
    bridge one{sys_};
    auto asked = std::make_shared<question>(gone);
    one.ask<v1::PriceView>(
      sale_, std::chrono::seconds{30},
      [asked, &answered](const v1::PriceView&) { answered.put(1); },
      [asked, &answered](const error&) { answered.put(1); },
      v1::InquirePriceRequest{});
  }
  EXPECT_TRUE(gone.take());
  EXPECT_EQ(answered.size(), 0u);
}

TEST_F(RegisterService, AnActorThatDoesNotAnswerIsUnavailable) {
  run({.answer_time = std::chrono::seconds{1}});
  auto answer = ask(&stub_type::InquirePrice, v1::InquirePriceRequest{});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.why().code, errc::unavailable);
}

TEST_F(RegisterService, ReadsTheWholeJournalInOrder) {
  v1::ReadJournalRequest request;
  request.set_session("good");
  auto bodies = read(request);
  ASSERT_TRUE(bodies) << to_string(bodies.why());
  ASSERT_EQ(bodies->size(), 10u);
  EXPECT_EQ(bodies->front(), "record 1");
  EXPECT_EQ(bodies->back(), "record 10");
}

TEST_F(RegisterService, ReadsAPartOfTheJournal) {
  v1::ReadJournalRequest request;
  request.set_session("good");
  request.set_after_seq(3);
  request.set_limit(4);
  auto bodies = read(request);
  ASSERT_TRUE(bodies);
  EXPECT_THAT(*bodies, ::testing::ElementsAre("record 4", "record 5",
                                              "record 6", "record 7"));
}

TEST_F(RegisterService, TheJournalNeedsALogIn) {
  EXPECT_EQ(read({}).why().code, errc::not_logged_in);
}

TEST_F(RegisterService, TellsHowAVerificationGoesOn) {
  verify_ = [](const verify_progress& progress) {
    v1::VerifyProgress step;
    step.set_checked_seq(5);
    EXPECT_TRUE(progress(step));
    step.set_finished(true);
    step.add_findings("record 7 is damaged");
    progress(step);
  };
  std::vector<v1::VerifyProgress> steps;
  auto ended = transport::read_stream(
    *stub_, &stub_type::Verify, {},
    [&](v1::VerifyProgress& step) {
      steps.push_back(step);
      return true;
    },
    patience);
  EXPECT_TRUE(ended);
  ASSERT_EQ(steps.size(), 2u);
  EXPECT_EQ(steps[0].checked_seq(), 5u);
  EXPECT_TRUE(steps[1].finished());
  EXPECT_EQ(steps[1].findings(0), "record 7 is damaged");
}

TEST_F(RegisterService, AVerificationThatBreaksOffIsAnError) {
  verify_ = [](const verify_progress&) {};
  auto ended = transport::read_stream(
    *stub_, &stub_type::Verify, {}, [](v1::VerifyProgress&) { return true; },
    patience);
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.why().code, errc::internal);
}

} // namespace kassa::node
