#pragma once

#include "actors/interfaces.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace kassa::testing {

/// What the fake actors and a test share.
struct fake_world {
  std::atomic<std::uint64_t> revision = 1;
  std::atomic<int> jobs = 2;
  std::atomic<int> inquiries = 0;
};

/// A handler of a call that the tests do not use.
template <class Request, class Answer>
auto refuse() {
  return [](const Request&) -> caf::result<Answer> {
    return to_caf(error{errc::forbidden, {{"user", "anna"}}});
  };
}

/// A sale actor that knows the session "good", counts revisions, and keeps
/// price inquiries waiting until ListParked is asked for.
class fake_sale {
public:
  using handle = sale_actor;
  static constexpr auto name = "fake-sale";

  fake_sale(handle::pointer self, std::shared_ptr<fake_world> world)
    : self_(self), world_(std::move(world)) {}

  auto calls() {
    return std::make_tuple(
      [this](const v1::LogInRequest& x) { return log_in(x); },
      refuse<v1::LogOutRequest, v1::Done>(),
      [this](const v1::GetSaleRequest& x) { return get_sale(x); },
      [this](const v1::AddLineRequest& x) { return add_line(x); },
      refuse<v1::ChangeLineRequest, v1::SaleView>(),
      refuse<v1::RemoveLineRequest, v1::SaleView>(),
      refuse<v1::SetDiscountRequest, v1::SaleView>(),
      refuse<v1::SetModeRequest, v1::SaleView>(),
      refuse<v1::AddPaymentRequest, v1::SaleView>(),
      refuse<v1::RemovePaymentRequest, v1::SaleView>(),
      refuse<v1::AbortRequest, v1::SaleView>(),
      refuse<v1::ParkRequest, v1::SaleView>(),
      refuse<v1::FetchRequest, v1::SaleView>(),
      refuse<v1::RemoveParkedRequest, v1::Done>(),
      [this](const v1::ListParkedRequest&) { return let_go(); },
      refuse<v1::BeginReturnRequest, v1::SaleView>(),
      refuse<v1::BeginExchangeRequest, v1::SaleView>(),
      refuse<v1::CorrectPaymentRequest, v1::SaleView>(),
      [](const v1::PayRequest&) { return seventh(); },
      refuse<v1::OpenDrawerRequest, v1::Done>(),
      refuse<v1::ChangeFloatRequest, v1::Done>(),
      refuse<v1::MoveCashRequest, v1::Done>(),
      refuse<v1::CountDrawerRequest, v1::CountView>(),
      [this](const v1::InquirePriceRequest&) { return inquire(); },
      refuse<v1::GetCatalogRequest, v1::CatalogView>(),
      refuse<v1::FindReceiptRequest, v1::ReceiptView>(),
      refuse<v1::ListReceiptsRequest, v1::ReceiptList>(),
      refuse<v1::CopyReceiptRequest, v1::ReceiptView>(),
      refuse<v1::MakeXRequest, v1::ReportView>(),
      refuse<v1::MakeZRequest, v1::ReportView>(),
      [](const v1::FindZRequest& x) { return z(x); },
      refuse<v1::ListZRequest, v1::ReportList>(),
      refuse<v1::ReprintZRequest, v1::ReportView>(),
      [](const v1::SumPeriodRequest&) { return three_zs(); },
      refuse<v1::PrintProFormaRequest, v1::ReceiptView>(),
      refuse<v1::GetDocumentRequest, v1::ReceiptView>(),
      refuse<v1::SetTrainingRequest, v1::Done>(),
      refuse<v1::LiftLockOutRequest, v1::Done>(),
      refuse<v1::AnswerPrintRequest, v1::Done>(),
      refuse<v1::ConfirmMoveRequest, v1::Done>(),
      refuse<v1::ConfirmClockRequest, v1::Done>(),
      refuse<v1::CheckUnitRequest, v1::Done>(),
      refuse<v1::VoidPendingRequest, v1::Done>());
  }

  static auto others() {
    return std::make_tuple(
      refuse<v1::SwitchUserRequest, v1::LogInAnswer>(),
      refuse<v1::PrintCashNoteRequest, v1::Document>(),
      refuse<v1::GetPriceListRequest, v1::PriceList>(),
      refuse<v1::GetIdentityRequest, v1::Identity>(),
      refuse<v1::ListChangesRequest, v1::ChangeList>(),
      refuse<v1::PrintExtractRequest, v1::Document>(), [](atom::day) {},
      refuse<v1::AnswerCardRequest, v1::SaleView>(),
      refuse<v1::CheckCardRequest, v1::Done>(), [](const card::answer&) {},
      [](const card::condition&) {},
      [](const v1::GetStatusRequest&) { return status(); },
      [](atom::block, const error&) {}, [](atom::unblock, const error&) {},
      [](atom::standing, const std::string&) {},
      [](const v1::PrinterStatus&) {}, [](const v1::CatalogTime&) {},
      [](atom::staged, const staged_catalog&) {}, [](atom::tick) {},
      [](const unit_outcome&) {}, [](const unit::heard&) {},
      [](const unit::condition&) {}, [](atom::again, std::uint32_t) {},
      [](atom::late, std::uint64_t) {});
  }

  handle::behavior_type make_behavior() {
    return std::apply(
      [](auto... all) { return handle::behavior_type{std::move(all)...}; },
      std::tuple_cat(calls(), others()));
  }

private:
  static caf::result<v1::NodeStatus> status() {
    v1::NodeStatus status;
    status.set_terminal("KASSA1");
    status.set_durable_seq(10);
    status.mutable_acked()->set_seq(3);
    return status;
  }

  static caf::result<v1::ReportView> z(const v1::FindZRequest& x) {
    v1::ReportView view;
    view.set_seq(x.number());
    return view;
  }

  v1::SaleView sale() const {
    v1::SaleView view;
    view.set_revision(world_->revision);
    return view;
  }

  static caf::result<v1::ReceiptView> seventh() {
    v1::ReceiptView view;
    view.mutable_receipt()->set_number(7);
    return view;
  }

  static caf::result<v1::PeriodSummary> three_zs() {
    v1::PeriodSummary out;
    out.set_zs(3);
    return out;
  }

  caf::result<v1::LogInAnswer> log_in(const v1::LogInRequest& x) const {
    if (x.user() != "anna")
      return to_caf(
        error{errc::unknown_user, {{"user", x.user()}, {"store", "bageri"}}});
    v1::LogInAnswer answer;
    answer.set_session("good");
    return answer;
  }

  caf::result<v1::SaleView> get_sale(const v1::GetSaleRequest& x) const {
    if (x.session() != "good")
      return to_caf(error{errc::not_logged_in});
    return sale();
  }

  caf::result<v1::SaleView> add_line(const v1::AddLineRequest& x) {
    if (x.call().revision() != world_->revision)
      return to_caf(error{errc::stale_revision,
                          {{"current_sale", sale().SerializeAsString()}}});
    ++world_->revision;
    return sale();
  }

  caf::result<v1::PriceView> inquire() {
    held_.push_back(self_->make_response_promise<v1::PriceView>());
    ++world_->inquiries;
    return held_.back();
  }

  caf::result<v1::ParkedList> let_go() {
    for (auto& promise : held_)
      promise.deliver(v1::PriceView{});
    held_.clear();
    return v1::ParkedList{};
  }

  handle::pointer self_;
  std::shared_ptr<fake_world> world_;
  std::vector<caf::typed_response_promise<v1::PriceView>> held_;
};

/// Ten records, three at a time.
class fake_journal {
public:
  using handle = journal_actor;
  static constexpr auto name = "fake-journal";

  explicit fake_journal(handle::pointer) {}

  handle::behavior_type make_behavior() {
    return {
      [](atom::append, const journal::append_request&)
        -> caf::result<journal::appended> { return journal::appended{}; },
      [](atom::read, std::uint64_t after, std::uint32_t,
         bool) -> caf::result<record_run> { return read(after); },
      [](atom::read, std::uint64_t) -> caf::result<v1::Evidence> {
        return v1::Evidence{};
      },
      [](atom::standing) -> caf::result<journal::position> {
        return journal::position{};
      },
      [](atom::watch, const watcher_actor&) {},
      [](atom::keep, const v1::Acked&) {},
      [](atom::keep, const v1::CatalogTime&) {},
      [](atom::keep, const v1::Token&) -> caf::result<bool> { return true; },
      [](atom::keep, const v1::Binding&) -> caf::result<bool> { return true; },
      [](atom::stage, const store::write_set&) -> caf::result<bool> {
        return true;
      },
      [](atom::seal) -> caf::result<std::uint64_t> {
        return std::uint64_t{10};
      },
      [](atom::tick) {},
    };
  }

private:
  static record_run read(std::uint64_t after) {
    record_run out;
    for (auto seq = after + 1; seq <= 10 && out.count < 3; ++seq) {
      v1::Record record;
      record.set_body("record " + std::to_string(seq));
      out.push(record.SerializeAsString());
    }
    return out;
  }
};

class fake_printer {
public:
  using handle = printer_actor;
  static constexpr auto name = "fake-printer";

  fake_printer(handle::pointer, std::shared_ptr<fake_world> world)
    : world_(std::move(world)) {}

  handle::behavior_type make_behavior() {
    return {
      [](atom::job, std::uint64_t) {},
      [](atom::job, const printer::document&) -> caf::result<bool> {
        return true;
      },
      [](const v1::AnswerPrintRequest&,
         const std::string&) -> caf::result<v1::Done> { return v1::Done{}; },
      [this](const v1::ListPrintJobsRequest&) -> caf::result<v1::PrintJobList> {
        v1::PrintJobList list;
        for (int i = 0; i < world_->jobs; ++i)
          list.add_jobs()->set_job_seq(static_cast<std::uint64_t>(i + 1));
        return list;
      },
      [](atom::standing) -> caf::result<v1::PrinterStatus> {
        v1::PrinterStatus status;
        status.set_paper_out(true);
        return status;
      },
      [](atom::again) {},
      [](atom::standing, const v1::PrinterStatus&, bool) {},
      [](atom::tick) {},
      [](atom::ended, std::uint64_t, std::uint32_t, int, const std::string&) {},
      [](atom::tick, std::uint64_t, std::uint32_t) {},
    };
  }

private:
  std::shared_ptr<fake_world> world_;
};

class fake_sync {
public:
  using handle = sync_actor;
  static constexpr auto name = "fake-sync";

  explicit fake_sync(handle::pointer) {}

  handle::behavior_type make_behavior() {
    return {
      [](atom::grown, std::uint64_t) {},
      [](atom::start) {},
      [](atom::stop) -> caf::result<bool> { return true; },
      [](atom::switched, const v1::Applied&) {},
      [](atom::standing) -> caf::result<v1::SyncEvent> {
        v1::SyncEvent event;
        event.set_state("connected");
        event.set_durable_seq(9);
        event.set_acked_seq(8);
        return event;
      },
      [](atom::arrived, std::uint64_t, const v1::UploadDown&) {},
      [](atom::arrived, std::uint64_t, const v1::DownloadDown&) {},
      [](atom::arrived, std::uint64_t, const v1::ReportDown&) {},
      [](atom::closed, int, std::uint64_t, const error&) {},
      [](atom::tick, int, std::uint64_t) {},
    };
  }
};

} // namespace kassa::testing
