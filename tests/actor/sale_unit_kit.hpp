#pragma once

#include "actors/journal/verify.hpp"
#include "tests/actor/sale_kit.hpp"
#include "tests/support/scripted_unit.hpp"

namespace kassa::testing {

/// A terminal with a control unit that does what a test says.
struct sale_unit_test : sale_fixture {
  sale_unit_test() {
    till.unit = &unit;
    begin();
  }
  ~sale_unit_test() override { stop(till); }

  /// Kills the actors and starts them over the same store.
  void crash() {
    stop(till);
    unit.forget();
    begin();
  }

  void fill(const std::string& no = "2") {
    must<v1::SaleView>(line(no));
    must<v1::SaleView>(by_card());
  }

  template <class Request>
  Request by_me(Request by, const std::string& id) {
    by.mutable_call()->set_session(session);
    by.mutable_call()->set_client_id(id);
    by.mutable_call()->set_revision(revision());
    return by;
  }

  v1::PayRequest pay_call(const std::string& id = "pay-1") {
    return by_me(v1::PayRequest{}, id);
  }

  /// Pays, or asks for a copy; `meanwhile` runs once the unit has been asked.
  template <class Request, class Meanwhile>
  result<v1::ReceiptView> pay_while(const Request& by, Meanwhile meanwhile) {
    result<v1::ReceiptView> out = errc::unavailable;
    auto pending = self_->request(till.sale, caf::infinite, by);
    settle();
    meanwhile();
    settle();
    pending.receive([&](v1::ReceiptView& x) { out = std::move(x); },
                    [&](caf::error& e) { out = from_caf(e); });
    return out;
  }

  /// Pays, and the unit keeps its answer until the cashier has given up.
  void pay_in_vain(const std::string& id = "pay-1") {
    paid = pay_call(id);
    auto told = pay_while(paid, [this] { advance(std::chrono::seconds{10}); });
    ASSERT_FALSE(told);
    EXPECT_EQ(told.why().code, errc::payment_pending);
  }

  template <class Answer, class Request>
  errc refused(const Request& by) {
    auto answer = call<Answer>(by);
    return answer ? errc::internal : answer.why().code;
  }

  std::vector<v1::RecordBody> records(v1::Kind kind) {
    std::vector<v1::RecordBody> out;
    for (seq_t seq = 1; seq <= till.ledger().seq(); ++seq)
      if (auto body = journal::read_body(till.world.disk, till.world.of, seq);
          body && body->kind() == kind)
        out.push_back(*std::move(body));
    return out;
  }

  v1::NodeStatus status() {
    return *ask<v1::NodeStatus>(till.sale, v1::GetStatusRequest{});
  }

  void expect_verified() {
    auto report = journal::verify(till.world.disk, till.world.of, {});
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->findings.empty()) << report->findings.front().words;
  }

  /// The unit was asked twice, and both times for the same.
  void expect_asked_again() const {
    ASSERT_EQ(unit.asks.size(), 2U);
    EXPECT_EQ(unit.asks[1].id, unit.asks[0].id);
    EXPECT_EQ(unit.asks[1].receipt, unit.asks[0].receipt);
    EXPECT_TRUE(unit.asks[1].asked_before);
  }

  /// The intent that a power cut at the moment of the unit's question would
  /// leave on the disk, while `act` runs; 0 for none.
  template <class Act>
  std::uint64_t durable_intent_during(Act act) {
    till.world.disk.keep_durable = true;
    EXPECT_TRUE(till.world.disk.sync());
    std::uint64_t held = 0;
    unit.on_ask = [this, &held] {
      auto left = till.world.disk;
      left.cut_power();
      held = journal::read_ledger(left, till.world.of)->open_intent_seq();
    };
    act();
    unit.on_ask = nullptr;
    return held;
  }

  scripted_unit unit;
  v1::PayRequest paid; ///< To repeat: the same call has the same revision.
};

} // namespace kassa::testing
