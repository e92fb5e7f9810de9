#include "actors/sale/gates.hpp"
#include "actors/sale/limits.hpp"
#include "tests/unit/sale_kit.hpp"

namespace {

using namespace kassa;
using namespace kassa::sale;
using kassa::sale::testing::till;

v1::AddLineRequest article(const std::string& no, std::int64_t milli = 0) {
  v1::AddLineRequest by;
  by.set_article_no(no);
  by.set_quantity_milli(milli);
  return by;
}

TEST(SaleLines, SellsByBarcodeAndByGroupAtOpenPrice) {
  till t;
  v1::AddLineRequest by;
  by.set_barcode("7310865004703");
  EXPECT_EQ(t.must(by).line_added().line().article_no(), "2");
  by.set_group("hem");
  EXPECT_EQ(t.refused(by), errc::price_needed);
  by.set_unit_price_ore(1250);
  auto line = t.must(by).line_added().line();
  EXPECT_EQ(line.name(), "Hushåll");
  EXPECT_EQ(line.vat_basis_points(), 2500U);
  EXPECT_TRUE(line.open_price());
  by.set_group("bageri");
  EXPECT_EQ(t.refused(by), errc::price_not_open);
}

TEST(SaleLines, RefusesWhatItDoesNotKnow) {
  till t;
  auto refusal = t.call(article("999"));
  ASSERT_FALSE(refusal);
  EXPECT_EQ(refusal.why().code, errc::unknown_article);
  EXPECT_EQ(refusal.why().fields.at("article"), "999");
  v1::AddLineRequest by;
  by.set_barcode("1");
  EXPECT_EQ(t.refused(by), errc::unknown_article);
  by.set_group("ingen");
  EXPECT_EQ(t.refused(by), errc::unknown_group);
  EXPECT_EQ(t.refused(v1::AddLineRequest{}), errc::invalid);
}

TEST(SaleLines, AFixedPriceStaysFixed) {
  till t;
  auto by = article("1");
  by.set_unit_price_ore(1);
  EXPECT_EQ(t.refused(by), errc::price_not_open);
  EXPECT_EQ(t.refused(article("5")), errc::price_needed);
  by = article("5");
  by.set_unit_price_ore(-1);
  EXPECT_EQ(t.refused(by), errc::invalid);
}

TEST(SaleLines, AQuantityHasTheDecimalsOfItsArticle) {
  till t;
  EXPECT_EQ(t.refused(article("1", 1500)), errc::bad_quantity);
  EXPECT_EQ(t.refused(article("1", -1000)), errc::bad_quantity);
  EXPECT_EQ(t.refused(article("1", quantity_max + 1000)), errc::bad_quantity);
  EXPECT_EQ(t.add("4", 345).gross_ore(), 4482); // 0,345 kg at 129,90
  v1::ChangeLineRequest change;
  change.set_line_no(1);
  change.set_quantity_milli(-1);
  EXPECT_EQ(t.refused(change), errc::bad_quantity);
}

TEST(SaleLines, SameArticlesAreNotMerged) {
  till t;
  t.add("1");
  t.add("1");
  EXPECT_EQ(t.now.sale->lines_size(), 2);
}

TEST(SaleLines, AQuantityOfZeroRemovesAndNumbersAreNotReused) {
  till t;
  t.add("1");
  t.add("2");
  v1::ChangeLineRequest change;
  change.set_line_no(2);
  change.set_quantity_milli(0);
  EXPECT_EQ(t.must(change).kind(), v1::KIND_LINE_REMOVED);
  EXPECT_EQ(t.refused(change), errc::unknown_line);
  EXPECT_EQ(t.add("3").line_no(), 3U);
}

TEST(SaleLines, TextsLinesAndExtensionsAreBounded) {
  till t;
  auto by = article("1");
  std::string text;
  for (std::size_t i = 0; i < text_max; ++i)
    text += "å";
  by.set_text(text);
  t.must(by);
  by.set_text(text + "å");
  EXPECT_EQ(t.refused(by), errc::text_too_long);
  by = article("1");
  (*by.mutable_extensions())["x"] = std::string(extension_bytes_max, 'x');
  EXPECT_EQ(t.refused(by), errc::too_large);
  while (t.now.sale->lines_size() < lines_max)
    t.add("1");
  EXPECT_EQ(t.refused(article("1")), errc::too_many_lines);
}

TEST(SaleLines, ASaleAlwaysFitsIntoItsReceiptRecord) {
  till t;
  auto by = article("1");
  (*by.mutable_extensions())["x"] = std::string(1000, 'x');
  auto refusal = errc::internal;
  while (refusal == errc::internal) {
    auto body = t.call(by);
    if (!body)
      refusal = body.why().code;
  }
  EXPECT_EQ(refusal, errc::too_large);
  t.pay_part(v1::MEANS_CARD);
  EXPECT_LT(t.pay().ByteSizeLong(), 250U * 1024);
}

TEST(SaleLines, PermissionsAreCheckedFirst) {
  till t;
  t.with.user = "bo";
  t.add("1");
  v1::SetDiscountRequest discount;
  discount.mutable_discount()->set_basis_points(100);
  auto refusal = t.call(discount);
  ASSERT_FALSE(refusal);
  EXPECT_EQ(refusal.why().code, errc::forbidden);
  EXPECT_EQ(refusal.why().fields.at("permission"), "DISCOUNT");
  auto by = article("999");
  by.mutable_discount()->set_basis_points(100);
  EXPECT_EQ(t.refused(by), errc::forbidden);
  v1::ChangeLineRequest change;
  change.set_line_no(1);
  change.mutable_discount()->set_basis_points(100);
  EXPECT_EQ(t.refused(change), errc::forbidden);
  EXPECT_EQ(t.refused(v1::OpenDrawerRequest{}), errc::forbidden);
  t.now.day = {"2026-05-04", true};
  EXPECT_EQ(t.refused(v1::ChangeFloatRequest{}), errc::forbidden);
  EXPECT_EQ(t.refused(v1::MoveCashRequest{}), errc::forbidden);
  EXPECT_EQ(t.refused(v1::SetTrainingRequest{}), errc::forbidden);
  EXPECT_EQ(t.refused(v1::LiftLockOutRequest{}), errc::forbidden);
  EXPECT_EQ(t.refused(v1::ConfirmMoveRequest{}), errc::forbidden);
  EXPECT_EQ(t.refused(t.return_of(1)), errc::forbidden);
  t.with.user = "cilla";
  EXPECT_EQ(t.refused(article("1")), errc::forbidden);
  EXPECT_EQ(t.refused(v1::MakeZRequest{}), errc::forbidden);
  EXPECT_EQ(t.refused(v1::CountDrawerRequest{}), errc::forbidden);
  EXPECT_EQ(t.refused(v1::ReprintZRequest{}), errc::forbidden);
  EXPECT_EQ(t.refused(v1::PrintProFormaRequest{}), errc::forbidden);
}

TEST(SaleLines, AGateStopsNewSalesOnly) {
  till t;
  t.add("1");
  t.pay_part(v1::MEANS_CARD);
  t.with.gate = error{errc::disk_low, {{"need", "64"}}};
  EXPECT_EQ(t.refused(article("1")), errc::disk_low);
  EXPECT_EQ(t.refused(v1::FetchRequest{}), errc::disk_low);
  EXPECT_EQ(t.refused(t.return_of(1)), errc::disk_low);
  t.pay();
  t.must(v1::MakeXRequest{});
  t.must(v1::MakeZRequest{});
}

TEST(SaleLines, AHardGateStopsTheOpenSaleToo) {
  gates all;
  all.block(error{errc::disk_low});
  EXPECT_FALSE(all.stops_all());
  all.block(error{errc::fenced});
  EXPECT_TRUE(all.stops_all());
  EXPECT_EQ(all.current()->code, errc::fenced);
  till t;
  t.add("1");
  t.pay_part(v1::MEANS_CARD);
  t.with.gate = all.current();
  t.with.gate_stops_all = all.stops_all();
  EXPECT_EQ(t.refused(v1::PayRequest{}), errc::fenced);
  all.unblock(errc::fenced);
  EXPECT_EQ(all.current()->code, errc::disk_low);
}

TEST(SaleLines, L13_AFolderThatMayNotBeTheOneTakesNoNumber) {
  for (auto why : {errc::folder_moved, errc::older_than_witness, errc::fenced,
                   errc::fork, errc::journal_damaged}) {
    till t;
    v1::CopyReceiptRequest copy;
    copy.set_number(t.sell({{"1", 1000}}));
    gates all;
    all.block(error{why});
    t.with.gate = all.current();
    t.with.gate_stops_all = all.stops_all();
    t.with.z_gate = all.stops_z();
    EXPECT_EQ(t.refused(copy), why);
    t.must(v1::MakeXRequest{});
    if (why == errc::folder_moved || why == errc::older_than_witness)
      EXPECT_EQ(t.refused(v1::MakeZRequest{}), why);
    else
      t.must(v1::MakeZRequest{}); // The last one of what it sold itself.
  }
}

TEST(SaleLines, L13_AFenceDoesNotLetAMovedFolderMakeAZ) {
  gates all;
  all.block(error{errc::fenced});
  EXPECT_FALSE(all.stops_z());
  all.block(error{errc::folder_moved});
  EXPECT_EQ(all.stops_z()->code, errc::folder_moved);
  all.unblock(errc::folder_moved);
  EXPECT_FALSE(all.stops_z());
}

TEST(SaleLines, ParksAndFetchesAsItIs) {
  till t;
  t.add("1");
  t.add("2", 2000);
  auto before = t.now.sale->lines(1).SerializeAsString();
  v1::ParkRequest park;
  park.set_parking("bord 4");
  t.must(park);
  EXPECT_FALSE(t.now.sale);
  t.add("3");
  EXPECT_EQ(t.refused(park), errc::parking_taken);
  v1::FetchRequest fetch;
  fetch.set_parking("bord 4");
  EXPECT_EQ(t.refused(fetch), errc::sale_open);
  t.must(v1::AbortRequest{});
  t.must(fetch);
  EXPECT_EQ(t.now.sale->lines(1).SerializeAsString(), before);
  EXPECT_EQ(t.add("3").line_no(), 3U);
  t.must(v1::AbortRequest{});
  EXPECT_EQ(t.refused(fetch), errc::unknown_parking);
}

TEST(SaleLines, ARevisionNeverComesBack) {
  till t;
  EXPECT_EQ(revision_of(t.now), 0U);
  t.add("1");
  auto first = revision_of(t.now);
  t.add("1");
  EXPECT_EQ(revision_of(t.now), first + 1);
  auto last = revision_of(t.now);
  t.must(v1::AbortRequest{});
  t.add("1");
  EXPECT_GT(revision_of(t.now), last);
}

TEST(SaleLines, L12_TheOpenSaleIsWhatItsRecordsSay) {
  till t;
  t.add("1", 2000);
  t.add("2");
  v1::SetDiscountRequest discount;
  discount.mutable_discount()->set_basis_points(1500);
  t.must(discount);
  t.pay_part(v1::MEANS_CASH, 20000);
  v1::RemoveLineRequest gone;
  gone.set_line_no(1);
  t.must(gone);
  state rebuilt;
  for (const auto& body : t.written)
    evolve(rebuilt, body);
  EXPECT_EQ(rebuilt.sale->SerializeAsString(), t.now.sale->SerializeAsString());
}

} // namespace
