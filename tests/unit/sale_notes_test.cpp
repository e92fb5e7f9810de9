#include "actors/sale/limits.hpp"
#include "tests/unit/sale_kit.hpp"

namespace {

using namespace kassa;
using namespace kassa::sale;
using kassa::sale::testing::till;

v1::AddLineRequest note(const std::string& text) {
  v1::AddLineRequest by;
  by.set_note(text);
  return by;
}

TEST(SaleNotes, StandApartAndCountNowhere) {
  till t;
  t.add("1");
  auto line = t.must(note("Utan socker")).line_added().line();
  EXPECT_EQ(line.line_no(), 2U);
  EXPECT_EQ(line.text(), "Utan socker");
  EXPECT_TRUE(line.name().empty());
  EXPECT_EQ(line.gross_ore(), 0);
  EXPECT_EQ(t.now.sale->lines(0).name(), "Kaffe");
  auto view = t.pay_part(v1::MEANS_CARD);
  EXPECT_EQ(view.total_ore(), 3000);
  auto receipt = t.pay();
  ASSERT_EQ(receipt.vat_size(), 1) << "no row of 0 %";
  EXPECT_EQ(receipt.lines_size(), 2);
}

TEST(SaleNotes, AreNothingToPayFor) {
  till t;
  t.must(note("Hej"));
  EXPECT_EQ(t.refused(v1::PayRequest{}), errc::no_open_sale);
  EXPECT_EQ(t.refused(v1::PrintProFormaRequest{}), errc::no_open_sale);
  t.add("1");
  t.pay_part(v1::MEANS_CARD);
  EXPECT_EQ(t.pay().total_ore(), 3000);
}

TEST(SaleNotes, HaveAtMostAHundredCharactersAndNoControls) {
  till t;
  std::string text;
  for (std::size_t i = 0; i < text_max; ++i)
    text += "å";
  t.must(note(text));
  EXPECT_EQ(t.refused(note(text + "å")), errc::text_too_long);
  EXPECT_EQ(t.refused(note("")), errc::invalid);
  EXPECT_EQ(t.refused(note("   ")), errc::invalid);
  EXPECT_EQ(t.refused(note("Rad\nATT BETALA 0,00")), errc::invalid);
  EXPECT_EQ(t.refused(note("\x1bp")), errc::invalid);
}

TEST(SaleNotes, HaveNoPriceQuantityOrDiscount) {
  till t;
  auto by = note("Hej");
  by.set_unit_price_ore(100);
  EXPECT_EQ(t.refused(by), errc::invalid);
  by = note("Hej");
  by.set_quantity_milli(1000);
  EXPECT_EQ(t.refused(by), errc::invalid);
  by = note("Hej");
  by.mutable_discount()->set_amount_ore(1);
  EXPECT_EQ(t.refused(by), errc::invalid);
  t.must(note("Hej"));
  v1::ChangeLineRequest change;
  change.set_line_no(1);
  change.set_quantity_milli(2000);
  EXPECT_EQ(t.refused(change), errc::bad_quantity);
  change.clear_quantity_milli();
  change.mutable_discount()->set_amount_ore(1);
  EXPECT_EQ(t.refused(change), errc::bad_discount);
  change.clear_discount();
  change.set_text("");
  EXPECT_EQ(t.refused(change), errc::invalid);
  change.set_text("Hejdå");
  EXPECT_EQ(t.must(change).line_changed().line().text(), "Hejdå");
  v1::RemoveLineRequest remove;
  remove.set_line_no(1);
  t.must(remove);
  EXPECT_TRUE(t.now.sale->lines().empty());
}

TEST(SaleNotes, MayStandOnAReturnAndDoNotComeBack) {
  till t;
  t.add("1");
  t.must(note("Present"));
  t.pay_part(v1::MEANS_CARD);
  auto number = t.pay().number();
  auto only = t.return_of(number);
  only.add_lines()->set_line_no(2);
  EXPECT_EQ(t.refused(only), errc::return_exceeds);
  t.must(t.return_of(number));
  EXPECT_EQ(t.now.sale->lines_size(), 1);
  t.must(note("Trasig mugg"));
  v1::AddLineRequest goods;
  goods.set_article_no("1");
  EXPECT_EQ(t.refused(goods), errc::return_mixed);
  t.pay_part(v1::MEANS_CARD);
  auto back = t.pay();
  EXPECT_EQ(back.total_ore(), -3000);
  EXPECT_EQ(back.lines(1).text(), "Trasig mugg");
  EXPECT_EQ(t.refused(t.return_of(number)), errc::already_returned);
}

} // namespace
