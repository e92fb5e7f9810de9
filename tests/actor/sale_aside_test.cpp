// Copies, training and pro forma, and a control unit that is told of them.

#include "tests/actor/sale_unit_kit.hpp"

namespace {

using namespace kassa;
using namespace kassa::testing;
using std::chrono::seconds;

/// Receipt 1 is sold.
struct sale_aside_test : sale_unit_test {
  sale_aside_test() {
    unit.script = {scripted_unit::code("SALE")};
    sell("2");
    unit.asks.clear();
    till.heard->jobs.clear();
  }

  v1::CopyReceiptRequest copy_call(const std::string& id = "copy-1") {
    v1::CopyReceiptRequest by;
    by.set_number(1);
    return by_me(by, id);
  }

  /// The unit keeps its answer until the cashier has given up.
  void copy_in_vain() {
    asked = copy_call();
    auto told = pay_while(asked, [this] { advance(seconds{10}); });
    ASSERT_FALSE(told);
    EXPECT_EQ(told.why().code, errc::payment_pending);
    EXPECT_TRUE(records(v1::KIND_COPY).empty());
    EXPECT_TRUE(till.heard->jobs.empty()) << "nothing is printed yet";
  }

  v1::CopyReceiptRequest asked; ///< To repeat.
};

TEST_F(sale_aside_test, TheUnitIsToldOfACopyAProFormaAndTraining) {
  unit.script
    = {scripted_unit::code("COPY"), kassa::unit::accepted{"", unit.number},
       scripted_unit::code("TRAINED")};
  auto copy = must<v1::ReceiptView>(copy_call());
  EXPECT_EQ(copy.copy_number(), 1U);
  EXPECT_EQ(copy.copy_unit().code(), "COPY");
  EXPECT_EQ(copy.receipt().unit().code(), "SALE");
  v1::SetTrainingRequest on;
  on.set_on(true);
  must<v1::Done>(on);
  must<v1::SaleView>(line("2"));
  auto shown = must<v1::ReceiptView>(v1::PrintProFormaRequest{});
  EXPECT_TRUE(shown.pro_forma());
  EXPECT_EQ(shown.pro_forma_number(), 1U);
  EXPECT_EQ(shown.receipt().unit().unit(), unit.number);
  must<v1::SaleView>(by_card());
  auto trained = must<v1::ReceiptView>(pay_call());
  EXPECT_EQ(trained.receipt().series(), v1::SERIES_TRAINING);
  EXPECT_EQ(trained.receipt().unit().code(), "TRAINED");
  ASSERT_EQ(unit.asks.size(), 3U);
  using kind = kassa::unit::receipt_kind;
  EXPECT_EQ(unit.asks[0].receipt.kind, kind::copy);
  EXPECT_EQ(unit.asks[1].receipt.kind, kind::pro_forma);
  EXPECT_EQ(unit.asks[2].receipt.kind, kind::training);
  std::vector<std::uint64_t> made;
  for (auto of : {v1::KIND_COPY, v1::KIND_PRO_FORMA, v1::KIND_RECEIPT})
    made.push_back(records(of).back().seq());
  EXPECT_EQ(till.heard->jobs, made);
  expect_verified();
}

TEST_F(sale_aside_test, L4_TheUnitSeesOnlyADurableIntent) {
  unit.script = {scripted_unit::code("COPY")};
  EXPECT_NE(
    durable_intent_during([this] { must<v1::ReceiptView>(copy_call()); }), 0U);
}

TEST_F(sale_aside_test, L11_ALostAnswerIsAskedForAgainAndMakesOneCopy) {
  unit.script = {kassa::unit::unknown{"lost"}};
  asked = copy_call();
  auto view = pay_while(asked, [this] {
    advance(seconds{2});
    EXPECT_EQ(refused<v1::ReceiptView>(copy_call("copy-2")),
              errc::payment_pending);
    unit.answer(scripted_unit::code("COPY"));
  });
  ASSERT_TRUE(view) << to_string(view.why());
  EXPECT_EQ(view->copy_number(), 1U);
  expect_asked_again();
  EXPECT_EQ(refused<v1::ReceiptView>(copy_call("copy-2")),
            errc::already_copied);
  EXPECT_EQ(records(v1::KIND_COPY).size(), 1U);
  expect_verified();
}

TEST_F(sale_aside_test, L11_WhoAsksForTheElectronicCopyAgainWaitsAndGetsIt) {
  v1::GetDocumentRequest by;
  by.set_number(1);
  by.set_format(v1::DOCUMENT_FORMAT_TEXT);
  by = by_me(by, "document-1");
  auto first = pay_while(by, [this] { advance(seconds{10}); });
  ASSERT_FALSE(first);
  EXPECT_EQ(first.why().code, errc::payment_pending);
  EXPECT_EQ(refused<v1::ReceiptView>(by_me(by, "document-2")),
            errc::payment_pending);
  auto view
    = pay_while(by, [this] { unit.answer(scripted_unit::code("COPY")); });
  ASSERT_TRUE(view) << to_string(view.why());
  EXPECT_EQ(view->copy_number(), 1U);
  EXPECT_EQ(refused<v1::ReceiptView>(by_me(by, "document-3")),
            errc::not_electronic);
  EXPECT_EQ(must<v1::ReceiptView>(by).copy_number(), 1U) << "the same call";
  EXPECT_EQ(records(v1::KIND_COPY).size(), 1U);
  expect_verified();
}

TEST_F(sale_aside_test, L2_ACopyIsFoundAfterACrashAndAskedForAgain) {
  copy_in_vain();
  crash();
  expect_asked_again();
  EXPECT_EQ(status().pending().series(), v1::SERIES_COPY);
  EXPECT_EQ(refused<v1::SaleView>(line("2")), errc::payment_pending);
  EXPECT_EQ(refused<v1::ReportView>(v1::MakeZRequest{}), errc::payment_pending);
  EXPECT_EQ(refused<v1::ReceiptView>(asked), errc::payment_pending);
  unit.answer(scripted_unit::code("COPY"));
  settle();
  ASSERT_EQ(records(v1::KIND_COPY).size(), 1U);
  EXPECT_EQ(till.heard->jobs,
            std::vector{records(v1::KIND_COPY).front().seq()});
  EXPECT_EQ(records(v1::KIND_COPY).front().business_ms(),
            records(v1::KIND_INTENT).back().business_ms());
  EXPECT_EQ(must<v1::ReceiptView>(asked).copy_unit().code(), "COPY");
  must<v1::SaleView>(line("2"));
  expect_verified();
}

TEST_F(sale_aside_test, L2_AProFormaOfTheOpenSaleOutlivesACrash) {
  must<v1::SaleView>(line("2"));
  const auto before = sale();
  auto by = by_me(v1::PrintProFormaRequest{}, "nota");
  EXPECT_FALSE(pay_while(by, [this] { advance(seconds{10}); }));
  EXPECT_EQ(sale().pending().series(), v1::SERIES_PRO_FORMA);
  crash();
  unit.answer(kassa::unit::accepted{"", unit.number});
  settle();
  EXPECT_EQ(must<v1::ReceiptView>(by).pro_forma_number(), 1U);
  EXPECT_EQ(records(v1::KIND_PRO_FORMA).size(), 1U);
  EXPECT_EQ(sale().DebugString(), before.DebugString());
  expect_verified();
}

TEST_F(sale_aside_test, IsPrintedWithoutACodeWhereTheUnitTakesNoneOfItsKind) {
  unit.script
    = {kassa::unit::refused{kassa::unit::refusal::bad_data, "kd 6", false}};
  auto view = must<v1::ReceiptView>(copy_call());
  EXPECT_EQ(view.copy_unit().code(), "");
  EXPECT_EQ(view.copy_unit().refused(), "bad_data: kd 6");
  EXPECT_EQ(till.heard->jobs.size(), 1U);
  expect_verified();
}

TEST_F(sale_aside_test, L2_WhatTheUnitNeverHeardOfIsVoidAndMayBeAskedForAgain) {
  unit.script
    = {kassa::unit::unavailable{"no line"}, scripted_unit::code("COPY")};
  asked = copy_call();
  EXPECT_EQ(refused<v1::ReceiptView>(asked), errc::unit_not_told);
  EXPECT_EQ(refused<v1::ReceiptView>(asked), errc::number_voided);
  EXPECT_TRUE(till.heard->jobs.empty());
  EXPECT_EQ(must<v1::ReceiptView>(copy_call("copy-2")).copy_number(), 2U);
  EXPECT_EQ(till.ledger().next_copy(), 3U);
  expect_verified();
}

TEST_F(sale_aside_test, IsRefusedWhileTheUnitIsDownAndMadeWhenItIsBack) {
  unit.become(kassa::unit::state::down, "connection refused");
  settle();
  const auto seq = till.ledger().seq();
  EXPECT_EQ(refused<v1::ReceiptView>(copy_call()), errc::unit_down);
  EXPECT_EQ(till.ledger().seq(), seq);
  EXPECT_TRUE(unit.asks.empty());
  unit.become(kassa::unit::state::ready);
  settle();
  unit.script = {scripted_unit::code("COPY")};
  EXPECT_EQ(must<v1::ReceiptView>(copy_call("copy-2")).copy_number(), 1U);
}

TEST_F(sale_aside_test, L2_AManagersWordEndsACopyInDoubt) {
  copy_in_vain();
  v1::VoidPendingRequest end;
  end.set_reason("enheten är trasig");
  must<v1::Done>(end);
  EXPECT_EQ(unit.abandoned, std::vector{unit.asks.front().id});
  auto kept = records(v1::KIND_VOID).front().void_();
  EXPECT_EQ(kept.series(), v1::SERIES_COPY);
  EXPECT_TRUE(kept.in_doubt());
  EXPECT_EQ(refused<v1::ReceiptView>(asked), errc::number_voided);
  EXPECT_FALSE(status().has_pending());
  expect_verified();
}

TEST_F(sale_aside_test, L8_ACatalogWaitsUntilTheCopyIsThere) {
  copy_in_vain();
  stage_dearer("Kaffe", 3500);
  EXPECT_TRUE(till.heard->applied.empty());
  unit.answer(scripted_unit::code("COPY"));
  settle();
  EXPECT_EQ(records(v1::KIND_CATALOG_SWITCHED).size(), 1U);
}

TEST_F(sale_aside_test, WithSalesOnlyTheUnitHearsOfNoCopy) {
  stop(till);
  till.rules.registers_all = false;
  begin();
  unit.become(kassa::unit::state::down);
  EXPECT_EQ(must<v1::ReceiptView>(copy_call()).copy_number(), 1U);
  EXPECT_TRUE(unit.asks.empty());
  EXPECT_EQ(records(v1::KIND_INTENT).size(), 1U) << "only the sale's";
}

} // namespace
