#include "actors/printer/escpos/escpos.hpp"
#include "actors/printer/layout/receipt_layout.hpp"
#include "proto/base/money.hpp"

#include <gtest/gtest.h>

#include <string>

namespace kassa::printer {

namespace {

v1::Receipt receipt(v1::Series series) {
  v1::Receipt out;
  out.set_series(series);
  out.set_number(7);
  out.set_company("Exempelbutiken AB");
  auto& line = *out.add_lines();
  line.set_name("Kaffe");
  line.set_quantity_milli(1000);
  line.set_unit_price_ore(3000);
  line.set_gross_ore(3000);
  out.set_total_ore(3000);
  out.set_to_pay_ore(3000);
  return out;
}

v1::RecordBody record(v1::Series series) {
  v1::RecordBody body;
  body.set_terminal("EX0001");
  body.set_business_ms(1'777'892'700'000);
  body.set_offset_minutes(120);
  *body.mutable_receipt() = receipt(series);
  return body;
}

v1::RecordBody pro_forma(const std::string& parking) {
  auto body = record(v1::SERIES_UNSPECIFIED);
  auto held = body.receipt();
  held.clear_number();
  body.mutable_pro_forma()->set_parking(parking);
  *body.mutable_pro_forma()->mutable_receipt() = held;
  return body;
}

v1::RecordBody z() {
  auto body = record(v1::SERIES_SALE);
  body.mutable_z_report()->set_number(17);
  return body;
}

/// The row of a mark; null where the document has none.
const row* mark_of(const document& doc, const std::string& words) {
  for (const auto& x : doc.rows)
    if (!x.cells.empty() && x.cells[0].text == words)
      return &x;
  return nullptr;
}

/// The law: at least twice as large as the amounts (SKVFS 2014:9 5:5).
void expect_big(const document& doc, const std::string& words) {
  auto mark = mark_of(doc, words);
  ASSERT_NE(mark, nullptr) << to_text(doc, 42);
  EXPECT_TRUE(mark->big);
  for (const auto& x : doc.rows)
    for (const auto& cell : x.cells)
      EXPECT_FALSE(x.big && cell.text.find("30,00") != std::string::npos);
  auto bytes = to_escpos(doc, 42);
  EXPECT_NE(bytes.find("\x1d!\x11"), std::string::npos) << "GS ! twice";
}

TEST(Marks, AreTwiceTheSizeOfAmounts) {
  expect_big(lay_out(record(v1::SERIES_TRAINING), {}), "ÖVNINGSKVITTO");
  expect_big(lay_out(record(v1::SERIES_RETURN), {}), "RETUR");
  expect_big(lay_out(pro_forma("bord 4"), {}), "EJ KVITTO");
  v1::RecordBody copy;
  copy.mutable_copy()->set_number(1);
  expect_big(lay_out_copy(copy, record(v1::SERIES_SALE), {}), "KOPIA");
  expect_big(lay_out_reprint({}, z(), {}), "KOPIA");
}

TEST(Marks, FitTheNarrowestPaperOnOneLine) {
  for (auto words : {"ÖVNINGSKVITTO", "EJ KVITTO", "KOPIA", "RETUR"})
    EXPECT_EQ(
      lines_of({row::what::text, {{words, 0, align::centre}}, true, true}, 32)
        .size(),
      1U)
      << words;
}

TEST(Marks, ALawfulReceiptHasNone) {
  auto doc = lay_out(record(v1::SERIES_SALE), {});
  for (const auto& x : doc.rows)
    EXPECT_FALSE(x.big);
}

TEST(ProForma, ShowsTheSaleWithoutANumber) {
  auto out = to_text(lay_out(pro_forma("bord 4"), {}), 42);
  EXPECT_NE(out.find("NOTA"), std::string::npos) << out;
  EXPECT_NE(out.find("Parkerat: bord 4"), std::string::npos);
  EXPECT_NE(out.find("Kaffe"), std::string::npos);
  EXPECT_EQ(out.find("Kvittonr"), std::string::npos);
  options screen;
  screen.screen = true;
  EXPECT_EQ(lay_out(pro_forma({}), screen).rows.size(),
            lay_out(pro_forma({}), {}).rows.size())
    << "the screen's mark is the same one";
}

TEST(Reprint, HasNoMarkWhereTheShopWantsNone) {
  v1::RecordBody reprint;
  reprint.set_business_ms(1'777'892'700'000);
  options without;
  without.reprint_mark = false;
  auto doc = lay_out_reprint(reprint, z(), without);
  EXPECT_EQ(mark_of(doc, "KOPIA"), nullptr);
  EXPECT_NE(to_text(doc, 42).find("Kopian uttagen"), std::string::npos);
  // A receipt's copy is marked all the same (5:5).
  v1::RecordBody copy;
  copy.mutable_copy()->set_number(1);
  expect_big(lay_out_copy(copy, record(v1::SERIES_SALE), without), "KOPIA");
}

TEST(Reprint, SaysWhenTheCopyWasMade) {
  v1::RecordBody reprint;
  reprint.set_business_ms(1'777'892'700'000 + 86'400'000);
  reprint.set_offset_minutes(120);
  auto out = to_text(lay_out_reprint(reprint, z(), {}), 42);
  EXPECT_NE(out.find("Kopian uttagen            2026-05-05 13:05"),
            std::string::npos)
    << out;
  EXPECT_NE(out.find("Z-DAGRAPPORT"), std::string::npos);
}

TEST(Summary, SaysThatItIsNoZ) {
  v1::PeriodSummary sum;
  sum.set_zs(3);
  sum.set_first_z(2);
  sum.set_last_z(4);
  sum.set_from_date("2026-05-05");
  sum.mutable_sum()->set_sales_ore(900'000);
  auto out = to_text(lay_out_summary(sum, {}), 42);
  EXPECT_NE(out.find("PERIODSAMMANDRAG"), std::string::npos) << out;
  EXPECT_NE(out.find("Ingen Z-dagrapport"), std::string::npos);
  EXPECT_NE(out.find("9 000,00"), std::string::npos);
}

} // namespace

} // namespace kassa::printer
