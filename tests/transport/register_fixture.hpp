#pragma once

#include "node/register/register_service.hpp"
#include "tests/transport/fake_terminal.hpp"
#include "tests/transport/mailbox.hpp"
#include "transport/client.hpp"
#include "transport/server.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <grpcpp/impl/service_type.h>
#include <gtest/gtest.h>
#include <kassa/v1/register.grpc.pb.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace kassa::testing {

/// The Register service over fake actors, on a real scheduler and a real
/// connection.
class register_fixture : public ::testing::Test {
protected:
  static constexpr std::uint64_t before = 5000;
  using stub_type = v1::Register::Stub;

  register_fixture() { run({}); }

  ~register_fixture() override {
    service_->close();
    server_->stop(std::chrono::milliseconds{0});
    for (auto& thread : threads_)
      thread.join();
    service_ = nullptr;
    caf::anon_send_exit(sale_, caf::exit_reason::kill);
    caf::anon_send_exit(journal_, caf::exit_reason::kill);
    caf::anon_send_exit(printer_, caf::exit_reason::kill);
    caf::anon_send_exit(sync_, caf::exit_reason::kill);
  }

  /// Starts anew with other limits.
  void run(node::register_limits limits) {
    server_ = nullptr;
    service_ = std::make_unique<node::register_service>(sys_, ports(), limits);
    auto made = transport::serve("127.0.0.1:0", {&service_->service()});
    ASSERT_TRUE(made);
    server_ = std::move(*made);
    stub_ = v1::Register::NewStub(*transport::dial(server_->address()));
  }

  node::register_ports ports() {
    return {
      sale_,
      journal_,
      printer_,
      sync_,
      board_,
      [](const v1::ReceiptView& x) {
        return "EJ KVITTO " + std::to_string(x.receipt().number());
      },
      [](const v1::ReportView& x) { return "Z " + std::to_string(x.seq()); },
      [](const v1::PeriodSummary& x) { return std::to_string(x.zs()) + " Z"; },
      [](v1::DocumentFormat) -> status { return ok; },
      [](const v1::ReceiptView& x, v1::DocumentFormat) -> result<v1::Document> {
        v1::Document out;
        out.set_name(std::to_string(x.receipt().number()));
        return out;
      },
      [](v1::NodeStatus& x) { x.set_free_bytes(42); },
      [this](node::verify_progress progress) {
        threads_.emplace_back(verify_, std::move(progress));
      }};
  }

  template <class Request, class Answer>
  result<Answer> ask(grpc::Status (stub_type::*method)(grpc::ClientContext*,
                                                       const Request&, Answer*),
                     const Request& request) {
    return transport::call(*stub_, method, request, patience);
  }

  caf::actor_system_config config_;
  caf::actor_system sys_{config_};
  std::shared_ptr<fake_world> world_ = std::make_shared<fake_world>();
  sale_actor sale_ = spawn<fake_sale>(sys_, world_);
  journal_actor journal_ = spawn<fake_journal>(sys_);
  printer_actor printer_ = spawn<fake_printer>(sys_, world_);
  sync_actor sync_ = spawn<fake_sync>(sys_);
  std::shared_ptr<node::event_board> board_
    = std::make_shared<node::event_board>(before);
  std::function<void(node::verify_progress)> verify_;
  std::vector<std::thread> threads_;
  std::unique_ptr<node::register_service> service_;
  std::unique_ptr<transport::server> server_;
  std::unique_ptr<stub_type> stub_;
};

} // namespace kassa::testing
