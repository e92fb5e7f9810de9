// What may be told when: durable answers, and answers given twice.

#include "tests/actor/sale_kit.hpp"

namespace {

using namespace kassa;
using namespace kassa::testing;

struct sale_durable_test : sale_fixture {
  sale_durable_test() { begin(); }

  journal::position standing() {
    auto at = ask<journal::position>(till.journal, atom::standing_v);
    EXPECT_TRUE(at);
    return at ? *at : journal::position{};
  }

  bool all_durable() {
    auto at = standing();
    return at.durable == at.head;
  }

  v1::NodeStatus status() {
    auto out = ask<v1::NodeStatus>(till.sale, v1::GetStatusRequest{});
    EXPECT_TRUE(out);
    return out ? *out : v1::NodeStatus{};
  }
};

TEST_F(sale_durable_test, L4_OnlyTheOpenSaleIsAheadOfTheDisk) {
  EXPECT_TRUE(all_durable()) << "log-in";
  must<v1::SaleView>(line("1"));
  EXPECT_FALSE(all_durable());
  v1::ParkRequest park;
  park.set_parking("bord 4");
  must<v1::SaleView>(park);
  EXPECT_TRUE(all_durable()) << "park";
  v1::RemoveParkedRequest remove;
  remove.set_parking("bord 4");
  must<v1::Done>(remove);
  EXPECT_TRUE(all_durable()) << "remove parked";
  must<v1::SaleView>(line("1"));
  must<v1::SaleView>(v1::AbortRequest{});
  EXPECT_TRUE(all_durable()) << "abort";
}

TEST_F(sale_durable_test, L4_WhatHappensBesideTheSaleIsDurableBeforeTold) {
  v1::ChangeFloatRequest change;
  change.set_float_ore(100'000);
  must<v1::Done>(change);
  EXPECT_TRUE(all_durable()) << "float";
  v1::InquirePriceRequest inquire;
  inquire.set_article_no("1");
  must<v1::PriceView>(inquire);
  EXPECT_TRUE(all_durable()) << "price";
  EXPECT_FALSE(try_log_in(till, "bo", "fel"));
  EXPECT_TRUE(all_durable()) << "refused log-in";
  must<v1::Done>(v1::LogOutRequest{});
  EXPECT_TRUE(all_durable()) << "log-out";
}

TEST_F(sale_durable_test, L4_TheStatusTellsTheDurableHead) {
  auto before = standing();
  must<v1::SaleView>(line("1"));
  EXPECT_EQ(status().head().seq(), before.durable);
  EXPECT_EQ(status().head().hash(), before.durable_hash);
  EXPECT_EQ(status().durable_seq(), before.durable);
  must<v1::SaleView>(v1::AbortRequest{});
  EXPECT_EQ(status().head().seq(), till.ledger().seq());
  EXPECT_EQ(status().head().hash(), till.ledger().hash());
}

TEST_F(sale_durable_test, APersonAnswersForThePrinterOnce) {
  v1::AnswerPrintRequest by;
  by.mutable_call()->set_client_id("paper");
  by.set_job_seq(7);
  must<v1::Done>(by);
  must<v1::Done>(by);
  EXPECT_EQ(till.heard->answered_by, std::vector<std::string>{"anna"});
  by.set_came_out(true);
  auto other = call<v1::Done>(by);
  ASSERT_FALSE(other);
  EXPECT_EQ(other.why().code, errc::client_id_reused);
  auto line_too = call<v1::SaleView>(line("1", "paper"));
  ASSERT_FALSE(line_too);
  EXPECT_EQ(line_too.why().code, errc::client_id_reused);
  by.mutable_call()->clear_client_id();
  by.mutable_call()->set_session(session);
  auto nameless = ask<v1::Done>(till.sale, by);
  ASSERT_FALSE(nameless);
  EXPECT_EQ(nameless.why().code, errc::invalid);
}

} // namespace
