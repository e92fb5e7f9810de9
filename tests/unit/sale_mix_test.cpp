#include "actors/catalog/embedded.hpp"
#include "proto/base/lines.hpp"
#include "tests/unit/sale_kit.hpp"

#include <random>

namespace {

using namespace kassa;
using namespace kassa::sale;
using kassa::sale::testing::till;

/// A sale of everything: weighed goods, labels, deposits, words, modes.
struct mixed_till : till {
  explicit mixed_till(std::mt19937& luck) : draw(luck) {
    auto& store = *shop.add(v1::ROW_KIND_STORE, "main").mutable_store();
    *store.add_embedded_barcodes() = *catalog::parse_embedded("20:6:4:price:2");
    *store.add_embedded_barcodes()
      = *catalog::parse_embedded("23:6:4:quantity:3");
    auto& served = *shop.add(v1::ROW_KIND_GROUP, "kok").mutable_group();
    served.set_vat_code_take_away("6");
    shop.article("4", "Ost", "bageri", 12990).set_unit("kg");
    shop.article("20", "Läsk", "bageri", 1490).set_deposit("21");
    shop.article("21", "Pant", "hem", 100);
    use(shop, 1);
  }

  unsigned upto(unsigned n) { return static_cast<unsigned>(draw() % n); }

  std::string label(const std::string& prefix) {
    auto value = std::to_string(10'001 + upto(9'998)).substr(1);
    auto twelve = prefix + "000004" + value;
    int sum = 0;
    for (std::size_t i = 0; i < twelve.size(); ++i)
      sum += (twelve[i] - '0') * (i % 2 == 0 ? 1 : 3);
    return twelve + static_cast<char>('0' + (10 - sum % 10) % 10);
  }

  v1::AddLineRequest any_line() {
    v1::AddLineRequest by;
    switch (upto(6)) {
    case 0: by.set_article_no(std::to_string(1 + upto(3))); break;
    case 1:
      by.set_article_no("4");
      by.set_quantity_milli(1 + upto(3000));
      break;
    case 2: by.set_barcode(label("20")); break;
    case 3: by.set_barcode(label("23")); break;
    case 4:
      by.set_article_no("20");
      by.set_quantity_milli(1000 * (1 + upto(24)));
      break;
    default: by.set_note("Hej"); return by;
    }
    if (upto(4) == 0)
      by.mutable_discount()->set_basis_points(upto(10'000));
    if (upto(4) == 0)
      by.set_mode(v1::SALES_MODE_TAKE_AWAY);
    return by;
  }

  std::uint32_t any_number() { return 1 + upto(now.sale->next_line_no()); }

  /// Refusals are as good as anything: they change nothing.
  void any_step() {
    switch (now.sale ? upto(8) : 0) {
    case 4: {
      v1::SetModeRequest by;
      by.set_mode(static_cast<v1::SalesMode>(upto(3)));
      if (now.sale->mode() != by.mode())
        must(by);
      break;
    }
    case 5: {
      v1::SetDiscountRequest by;
      by.mutable_discount()->set_basis_points(upto(10'000));
      (void)call(by);
      break;
    }
    case 6: {
      v1::ChangeLineRequest by;
      by.set_line_no(any_number());
      by.set_quantity_milli(1000 * upto(9));
      (void)call(by);
      break;
    }
    case 7: {
      v1::RemoveLineRequest by;
      by.set_line_no(any_number());
      (void)call(by);
      break;
    }
    default: must(any_line());
    }
  }

  std::mt19937& draw;
};

void expect_whole(const google::protobuf::RepeatedPtrField<v1::Line>& lines) {
  for (const auto& line : lines) {
    if (is_note(line)) {
      EXPECT_EQ(line.gross_ore(), 0);
    }
    if (!is_deposit(line))
      continue;
    EXPECT_EQ(line.discount_ore() + line.receipt_discount_ore(), 0);
    for (const auto& goods : lines)
      if (goods.line_no() == line.deposit_of()) {
        EXPECT_EQ(goods.quantity_milli(), line.quantity_milli());
      }
  }
}

void expect_sums(const v1::Receipt& of) {
  ore_t lines = 0;
  ore_t rates = 0;
  for (const auto& line : of.lines()) {
    lines += line.gross_ore();
    if (!is_note(line)) {
      EXPECT_EQ(price_of(line.quantity_milli(), line.unit_price_ore()),
                line.gross_ore() + line.discount_ore()
                  + line.receipt_discount_ore());
    }
  }
  for (const auto& row : of.vat()) {
    rates += row.gross_ore();
    EXPECT_EQ(row.vat_ore(), vat_of_gross(row.gross_ore(), row.basis_points()));
  }
  EXPECT_EQ(lines, of.total_ore());
  EXPECT_EQ(rates, of.total_ore());
  expect_whole(of.lines());
}

TEST(SaleMix, L3_AnyMixOfLinesSumsToTheOreAndComesBackWhole) {
  auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 luck(seed);
  for (int round = 0; round < 60; ++round) {
    mixed_till t(luck);
    for (unsigned i = 0; i < 25; ++i)
      t.any_step();
    v1::AddLineRequest last;
    last.set_article_no("20");
    t.must(last);
    if (view_of(t.now).remaining_ore() != 0)
      t.pay_part(v1::MEANS_CARD);
    auto sold = t.pay();
    expect_sums(sold);
    // In parts by goods, deposits along; then what is left.
    ore_t back = 0;
    auto part = t.return_of(sold.number());
    for (const auto& line : sold.lines())
      if (!is_note(line) && !is_deposit(line) && t.upto(2) == 0)
        part.add_lines()->set_line_no(line.line_no());
    auto bring = [&](const v1::BeginReturnRequest& by) {
      t.must(by);
      if (view_of(t.now).remaining_ore() != 0)
        t.pay_part(v1::MEANS_CARD);
      auto receipt = t.pay();
      expect_whole(receipt.lines());
      back += receipt.total_ore();
    };
    bring(part);
    if (decide(t.now, t.return_of(sold.number()), t.with))
      bring(t.return_of(sold.number()));
    EXPECT_EQ(back, -sold.total_ore());
  }
}

TEST(SaleMix, L12_APractisedMixTakesNoNumberOfASale) {
  auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 luck(seed);
  mixed_till t(luck);
  v1::SetTrainingRequest training;
  training.set_on(true);
  t.must(training);
  for (unsigned i = 0; i < 25; ++i)
    t.any_step();
  t.add("20");
  if (view_of(t.now).remaining_ore() != 0)
    t.pay_part(v1::MEANS_CARD);
  auto practised = t.pay();
  EXPECT_EQ(practised.series(), v1::SERIES_TRAINING);
  expect_sums(practised);
}

TEST(SaleMix, L2_ASaleIsRebuiltFromItsRecordsAlone) {
  auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 luck(seed);
  for (int round = 0; round < 20; ++round) {
    mixed_till t(luck);
    t.with.rules.default_mode = v1::SALES_MODE_TAKE_AWAY;
    for (unsigned i = 0; i < 25; ++i)
      t.any_step();
    state again;
    for (const auto& body : t.written)
      evolve(again, body);
    ASSERT_TRUE(again.sale && t.now.sale);
    EXPECT_EQ(again.sale->SerializeAsString(), t.now.sale->SerializeAsString());
  }
}

} // namespace
