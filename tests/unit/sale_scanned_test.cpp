#include "actors/catalog/embedded.hpp"
#include "tests/unit/sale_kit.hpp"

namespace {

using namespace kassa;
using namespace kassa::sale;
using kassa::sale::testing::till;

/// Twelve digits with their check digit.
std::string label(const std::string& twelve) {
  int sum = 0;
  for (std::size_t i = 0; i < twelve.size(); ++i)
    sum += (twelve[i] - '0') * (i % 2 == 0 ? 1 : 3);
  return twelve + static_cast<char>('0' + (10 - sum % 10) % 10);
}

/// The shop weighs its cheese (4) and prints labels for it.
struct label_till : till {
  label_till() {
    auto& store = *shop.add(v1::ROW_KIND_STORE, "main").mutable_store();
    for (const auto* text : {"20:6:4:price:2", "23:6:4:quantity:3"})
      *store.add_embedded_barcodes() = *catalog::parse_embedded(text);
    // An article by its label's plain barcode rather than by number.
    auto& chicken
      = shop.article("K7", "Kyckling", "bageri", 8990, label("200007000000"));
    chicken.set_decimals(3);
    chicken.set_unit("kg");
    shop.article("4", "Ost", "bageri", 12990).set_unit("kg");
    use(shop, 1);
  }

  v1::AddLineRequest scan(const std::string& code, std::int64_t milli = 0) {
    v1::AddLineRequest by;
    by.set_barcode(code);
    by.set_quantity_milli(milli);
    return by;
  }
};

TEST(SaleLabels, L3_ALabelsPriceIsWhatThePieceCostsToTheOre) {
  label_till t;
  // 0,452 kg at 129,90 would be 58,71: the label says 58,31, and that it is.
  auto line = t.must(t.scan(label("200000045831"))).line_added().line();
  EXPECT_EQ(line.article_no(), "4");
  EXPECT_EQ(line.quantity_milli(), 1000);
  EXPECT_EQ(line.unit(), "st");
  EXPECT_EQ(line.unit_price_ore(), 5831);
  EXPECT_EQ(line.gross_ore(), 5831);
  EXPECT_FALSE(line.open_price());
  EXPECT_EQ(line.barcode(), label("200000045831"));
  t.must(t.scan(label("200000045831"), 2000));
  t.pay_part(v1::MEANS_CARD);
  auto receipt = t.pay();
  EXPECT_EQ(receipt.total_ore(), 3 * 5831);
  EXPECT_EQ(receipt.vat(0).gross_ore(), 3 * 5831);
}

TEST(SaleLabels, ALabelsPriceIsCountedInWholePieces) {
  label_till t;
  EXPECT_EQ(t.refused(t.scan(label("200000045831"), 1500)), errc::bad_quantity);
  t.must(t.scan(label("200000045831")));
  v1::ChangeLineRequest change;
  change.set_line_no(1);
  change.set_quantity_milli(1500);
  EXPECT_EQ(t.refused(change), errc::bad_quantity);
  change.set_quantity_milli(2000);
  EXPECT_EQ(t.must(change).line_changed().line().gross_ore(), 11662);
  auto keyed = t.scan(label("200000045831"));
  keyed.set_unit_price_ore(1);
  EXPECT_EQ(t.refused(keyed), errc::price_not_open);
}

TEST(SaleLabels, ALabelsQuantityIsPricedByTheCatalog) {
  label_till t;
  auto line = t.must(t.scan(label("230000040345"))).line_added().line();
  EXPECT_EQ(line.quantity_milli(), 345);
  EXPECT_EQ(line.unit(), "kg");
  EXPECT_EQ(line.unit_price_ore(), 12990);
  EXPECT_EQ(line.gross_ore(), 4482);
  line = t.must(t.scan(label("230000040345"), 2000)).line_added().line();
  EXPECT_EQ(line.quantity_milli(), 690);
  // Coffee (1) is counted: a label cannot weigh it.
  EXPECT_EQ(t.refused(t.scan(label("230000010345"))), errc::bad_quantity);
}

TEST(SaleLabels, AnArticleMayBeNamedByItsPlainLabel) {
  label_till t;
  EXPECT_EQ(
    t.must(t.scan(label("200007004990"))).line_added().line().article_no(),
    "K7");
}

TEST(SaleLabels, AnExactBarcodeComesFirst) {
  label_till t;
  t.shop.article("9", "Affisch", "hem", 12300, label("200000045831"));
  t.use(t.shop, 2);
  auto line = t.must(t.scan(label("200000045831"))).line_added().line();
  EXPECT_EQ(line.article_no(), "9");
  EXPECT_EQ(line.gross_ore(), 12300);
}

TEST(SaleLabels, AWrongLabelIsRefusedWithItsReason) {
  label_till t;
  auto why = [&](const std::string& code) {
    auto out = t.call(t.scan(code));
    EXPECT_FALSE(out);
    return out ? error{errc::internal} : out.why();
  };
  auto code = label("200000045831");
  code.back() = code.back() == '0' ? '1' : '0';
  EXPECT_EQ(why(code).code, errc::bad_barcode);
  EXPECT_EQ(why(label("209999995831")).code, errc::bad_barcode);
  EXPECT_NE(why(label("209999995831")).fields["what"].find("999999"),
            std::string::npos);
  EXPECT_EQ(why(label("250000045831")).code, errc::unknown_article);
  EXPECT_FALSE(t.now.sale);
}

TEST(SaleLabels, ThePriceOfALabelCanBeAskedFor) {
  label_till t;
  v1::InquirePriceRequest by;
  by.set_barcode(label("200000045831"));
  EXPECT_EQ(t.must(by).price_inquired().price_ore(), 5831);
  by.set_barcode(label("230000040345"));
  EXPECT_EQ(t.must(by).price_inquired().price_ore(), 12990);
  by.set_barcode("1");
  EXPECT_EQ(t.refused(by), errc::unknown_article);
}

} // namespace
