#include "tests/bench/running_till.hpp"

#include "proto/base/crypto.hpp"
#include "tests/bench/folder.hpp"
#include "tests/bench/must.hpp"
#include "tests/bench/report.hpp"

#include <utility>

namespace kassa::bench {

namespace {

constexpr std::chrono::seconds patience{60};

} // namespace

running_till::running_till(caf::actor_system& system, const std::string& folder,
                           shop_hub* hub)
  : system_(system), run_(to_hex(random_bytes(random_, 8))) {
  if (hub) {
    certificate_ = hub->let_in(folder);
    link_ = std::make_unique<gated_link>(
      must(transport::grpc_hub_link::make(hub->address(), *certificate_)));
  }
  node::node_ports ports;
  ports.clock = &clock_;
  ports.random = &random_;
  ports.machine = &machine_;
  ports.hub = link_.get();
  ports.die = [](std::string_view) { std::abort(); };
  node::node_settings with;
  with.data = folder;
  start_micros_ = timed([&] {
    node_ = must(node::node::start(system_, with, ports));
    node::register_ports outward;
    outward.sale = node_->sale();
    outward.journal = node_->journal();
    outward.printer = node_->printer();
    outward.sync = node_->sync();
    outward.board = node_->board();
    outward.receipt_text = [](const v1::ReceiptView&) { return std::string{}; };
    outward.report_text = [](const v1::ReportView&) { return std::string{}; };
    outward.fill = [](v1::NodeStatus&) {};
    outward.verify = [](node::verify_progress) {};
    service_ = std::make_unique<node::register_service>(system_, outward);
    server_ = must(transport::serve("127.0.0.1:0", {&service_->service()}));
    stub_ = v1::Register::NewStub(must(transport::dial(server_->address())));
    (void)status();
  });
}

running_till::~running_till() {
  service_->close();
  server_->stop();
  server_.reset();
  service_.reset();
  node_->stop();
}

void running_till::log_in() {
  v1::LogInRequest request;
  request.set_user(bench_user);
  request.set_password(bench_password);
  session_ = must(transport::call(*stub_, &v1::Register::Stub::LogIn, request,
                                  patience))
               .session();
  v1::GetSaleRequest sale;
  sale.set_session(session_);
  revision_ = must(transport::call(*stub_, &v1::Register::Stub::GetSale, sale,
                                   patience))
                .revision();
}

template <class Request>
Request running_till::changing() {
  Request out;
  out.mutable_call()->set_session(session_);
  out.mutable_call()->set_client_id(run_ + std::to_string(++calls_));
  out.mutable_call()->set_revision(revision_);
  return out;
}

double running_till::sell() {
  for (int i = 0; i < 5; ++i) {
    auto line = changing<v1::AddLineRequest>();
    line.set_group("Bageri");
    line.set_unit_price_ore(4200);
    revision_ = must(transport::call(*stub_, &v1::Register::Stub::AddLine, line,
                                     patience))
                  .revision();
  }
  auto payment = changing<v1::AddPaymentRequest>();
  payment.set_means(v1::MEANS_CARD);
  revision_ = must(transport::call(*stub_, &v1::Register::Stub::AddPayment,
                                   payment, patience))
                .revision();
  auto pay = changing<v1::PayRequest>();
  return timed([&] {
    revision_
      = must(transport::call(*stub_, &v1::Register::Stub::Pay, pay, patience))
          .revision();
  });
}

double running_till::make_x() {
  auto request = changing<v1::MakeXRequest>();
  return timed([&] {
    must(
      transport::call(*stub_, &v1::Register::Stub::MakeX, request, patience));
  });
}

double running_till::make_z() {
  auto request = changing<v1::MakeZRequest>();
  return timed([&] {
    must(
      transport::call(*stub_, &v1::Register::Stub::MakeZ, request, patience));
  });
}

double running_till::find_receipt(std::uint64_t number) {
  v1::FindReceiptRequest request;
  request.set_session(session_);
  request.set_number(number);
  return timed([&] {
    must(transport::call(*stub_, &v1::Register::Stub::FindReceipt, request,
                         patience));
  });
}

v1::NodeStatus running_till::status() {
  return must(
    transport::call(*stub_, &v1::Register::Stub::GetStatus, {}, patience));
}

void running_till::dial_hub() {
  link_->open_gate();
}

void running_till::watch(const std::function<bool()>& holds,
                         const std::function<bool(const v1::Event&)>& matters) {
  v1::WatchRequest request;
  request.set_session(session_);
  must(transport::read_stream(
    *stub_, &v1::Register::Stub::Watch, request,
    [&, first = true](v1::Event& event) mutable {
      auto news = std::exchange(first, false) || matters(event);
      return !(news && holds());
    },
    patience));
}

void running_till::await_upload() {
  watch(
    [this] {
      auto now = status();
      return now.acked().seq() >= now.head().seq();
    },
    [](const v1::Event& x) { return x.has_sync(); });
}

void running_till::await_catalog(std::uint64_t version) {
  watch([&] { return status().catalog().name().version() >= version; },
        [](const v1::Event& x) { return x.has_catalog(); });
}

} // namespace kassa::bench
