#include "tests/actor/sale_kit.hpp"

namespace kassa::testing {

namespace {

struct sale_documents_test : sale_fixture {
  sale_documents_test() { begin(); }
};

TEST_F(sale_documents_test, L11_ADocumentOfAReceiptOnPaperIsItsOneCopy) {
  auto sold = sell("1");
  v1::GetDocumentRequest by;
  by.set_number(1);
  by.set_format(v1::DOCUMENT_FORMAT_HTML);
  auto made = must<v1::ReceiptView>(by);
  EXPECT_EQ(made.copy_number(), 1U);
  EXPECT_NE(made.copied_ms(), 0);
  EXPECT_EQ(made.receipt().number(), sold.receipt().number());
  EXPECT_EQ(till.heard->jobs.size(), 1U); // The receipt; no copy on paper.
  auto again = call<v1::ReceiptView>(by);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.why().code, errc::not_electronic);
  v1::CopyReceiptRequest paper;
  paper.set_number(1);
  EXPECT_EQ(call<v1::ReceiptView>(paper).why().code, errc::already_copied);
}

TEST_F(sale_documents_test, HandsAnElectronicReceiptOutAsOftenAsAsked) {
  must<v1::SaleView>(line("1"));
  must<v1::SaleView>(by_card());
  v1::PayRequest pay;
  pay.set_delivery(v1::DELIVERY_ELECTRONIC);
  must<v1::ReceiptView>(pay);
  EXPECT_TRUE(till.heard->jobs.empty());
  auto records = till.ledger().seq();
  v1::GetDocumentRequest by;
  by.set_number(1);
  for (int i = 0; i < 3; ++i) {
    auto made = must<v1::ReceiptView>(by);
    EXPECT_EQ(made.copy_number(), 0U);
    EXPECT_EQ(made.receipt().delivery(), v1::DELIVERY_ELECTRONIC);
  }
  EXPECT_EQ(till.ledger().seq(), records);
  by.set_number(99);
  EXPECT_EQ(call<v1::ReceiptView>(by).why().code, errc::unknown_receipt);
}

TEST_F(sale_documents_test, SellsOnPaperOnlyWithAPrinterThatPrints) {
  must<v1::SaleView>(line("1"));
  must<v1::SaleView>(by_card());
  v1::PrinterStatus out;
  out.set_online(true);
  out.set_paper_out(true);
  self_->send(till.sale, out);
  settle();
  auto refused = call<v1::ReceiptView>(v1::PayRequest{});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.why().code, errc::paper_out);
  EXPECT_EQ(till.heard->looks, 1); // Somebody waits.
  out.set_paper_out(false);
  self_->send(till.sale, out);
  settle();
  must<v1::ReceiptView>(v1::PayRequest{});
}

} // namespace

} // namespace kassa::testing
