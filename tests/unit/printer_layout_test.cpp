#include "actors/printer/layout/receipt_layout.hpp"
#include "proto/base/money.hpp"
#include "tests/support/sample_receipt.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

namespace kassa::printer {

namespace {

using kassa::testing::has;

void add_line(v1::Receipt& to, const char* name, std::int64_t milli,
              ore_t price, ore_t gross, std::uint32_t rate) {
  auto& x = *to.add_lines();
  x.set_name(name);
  x.set_quantity_milli(milli);
  x.set_unit("st");
  x.set_unit_price_ore(price);
  x.set_gross_ore(gross);
  x.set_vat_basis_points(rate);
}

void add_vat(v1::Receipt& to, std::uint32_t rate, ore_t gross, ore_t vat) {
  auto& x = *to.add_vat();
  x.set_basis_points(rate);
  x.set_gross_ore(gross);
  x.set_vat_ore(vat);
}

/// Coffee on site, bread as goods, soap: three rates, cash, rounding, change.
v1::RecordBody sample() {
  v1::RecordBody body;
  body.set_terminal("EX0001");
  body.set_kind(v1::KIND_RECEIPT);
  body.set_business_ms(1'777'892'700'000); // 2026-05-04 13:05 in Stockholm.
  body.set_offset_minutes(120);
  auto& r = *body.mutable_receipt();
  r.set_series(v1::SERIES_SALE);
  r.set_number(1042);
  r.set_company("Exempelbutiken AB");
  r.set_org_no("5566778899");
  r.set_address("Storgatan 1, 123 45 Exempelby");
  r.set_designation("EX-0001");
  r.set_cashier("Anna");
  r.set_delivery(v1::DELIVERY_PAPER);
  add_line(r, "Kaffe", 2000, 3000, 6000, 1200);
  add_line(r, "Bröd", 1000, 3990, 3990, 600);
  add_line(r, "Tvål", 1000, 4950, 4950, 2500);
  add_vat(r, 2500, 4950, 990);
  add_vat(r, 1200, 6000, 643);
  add_vat(r, 600, 3990, 226);
  r.set_total_ore(14940);
  r.set_rounding_ore(-40);
  r.set_to_pay_ore(14900);
  auto& p = *r.add_payments();
  p.set_means(v1::MEANS_CASH);
  p.set_name("Kontant");
  p.set_tendered_ore(20000);
  p.set_change_ore(5100);
  r.add_footer("Öppet köp 30 dagar");
  return body;
}

std::string text(const v1::RecordBody& body, options with = {}) {
  return to_text(lay_out(body, with), with.columns);
}

std::vector<std::string> lines(const std::string& of) {
  std::vector<std::string> out;
  std::istringstream in(of);
  for (std::string x; std::getline(in, x);)
    out.push_back(x);
  return out;
}

TEST(ReceiptLayout, PrintsTheSampleReceipt) {
  EXPECT_EQ(text(sample()), R"(            Exempelbutiken AB
            Org.nr 556677-8899
      Storgatan 1, 123 45 Exempelby
KVITTO
Kvittonr: 1042              Kassa: EX-0001
2026-05-04 13:05              Kassör: Anna
------------------------------------------
Kaffe                2 x 30,00       60,00
Bröd                                 39,90
Tvål                                 49,50
------------------------------------------
Summa                               149,40
Öresavrundning                       -0,40
ATT BETALA                          149,00
Kontant                             200,00
Växel                               -51,00
------------------------------------------
Moms %       Moms        Netto      Brutto
25,00        9,90        39,60       49,50
12,00        6,43        53,57       60,00
 6,00        2,26        37,64       39,90
Summa moms  18,59
------------------------------------------
Kontrollenhet: ingen
Öppet köp 30 dagar
)");
}

TEST(ReceiptLayout, CitesTheOtherReceiptOfAnExchange) {
  auto body = sample();
  auto& other = *body.mutable_receipt()->mutable_counterpart();
  other.set_series(v1::SERIES_RETURN);
  other.set_number(17);
  EXPECT_TRUE(has(text(body), "Hör ihop med returkvitto 17\n"));
  body.mutable_receipt()->set_series(v1::SERIES_RETURN);
  other.set_series(v1::SERIES_SALE);
  EXPECT_TRUE(has(text(body), "Hör ihop med kvitto 17\n"));
  other.set_number(0); // The control unit has yet to take it.
  EXPECT_TRUE(has(text(body), "Hör ihop med nästa kvitto\n"));
}

TEST(ReceiptLayout, FitsEveryPaper) {
  for (int columns : {32, 42, 48}) {
    auto body = sample();
    add_line(*body.mutable_receipt(),
             "Ett mycket långt artikelnamn som inte får plats på en rad", 12345,
             1'234'567'89, 9'999'999'999, 2500);
    add_vat(*body.mutable_receipt(), 2500, 9'999'999'999, 1'999'999'999);
    auto out = text(body, {columns});
    for (const auto& x : lines(out))
      EXPECT_LE(length_of(x), static_cast<std::size_t>(columns)) << x;
    EXPECT_TRUE(has(out, "99 999 999,99")) << out;
    EXPECT_TRUE(has(out, "1 042") || has(out, "1042"));
  }
}

TEST(ReceiptLayout, ShowsTheDiscountsBetweenFullAndPaidPrice) {
  auto body = sample();
  auto& x = *body.mutable_receipt()->mutable_lines(0);
  x.set_gross_ore(4900);
  x.set_discount_ore(1000);
  x.set_receipt_discount_ore(100);
  auto out = text(body);
  EXPECT_TRUE(has(out, "2 x 30,00       60,00\n"));
  EXPECT_TRUE(has(out, "  Rabatt                            -10,00\n"));
  EXPECT_TRUE(has(out, "Rabatt på hela köpet                 -1,00\n"));
}

TEST(ReceiptLayout, SaysQuantityAndUnitOfWhatIsWeighed) {
  auto body = sample();
  auto& x = *body.mutable_receipt()->mutable_lines(1);
  x.set_unit("kg");
  x.set_quantity_milli(345);
  EXPECT_TRUE(has(text(body), "0,345 kg x 39,90"));
}

TEST(ReceiptLayout, ShowsWhatTheCardTerminalSaidUnderItsPayment) {
  auto body = sample();
  auto& paid = *body.mutable_receipt()->mutable_payments(0);
  paid.set_name("Kort");
  paid.mutable_card()->set_reference("R7");
  EXPECT_TRUE(has(text(body), "\n  Referens: R7\n"));
  EXPECT_FALSE(has(text(body), "Kontrollnr:"));
  paid.mutable_card()->set_masked_card("************1234");
  paid.mutable_card()->set_issuer("Visa");
  paid.mutable_card()->set_authorisation("A9");
  paid.mutable_card()->set_terminal("T1");
  auto all = text(body);
  EXPECT_TRUE(has(all, "\n  Visa ************1234\n  Kontrollnr: A9\n"
                       "  Referens: R7\n  Terminal: T1\n"))
    << all;
  EXPECT_LT(all.find("Kort "), all.find("Visa"));
}

TEST(ReceiptLayout, MarksAReturnAndNamesItsReceipt) {
  auto body = sample();
  auto& r = *body.mutable_receipt();
  r.set_series(v1::SERIES_RETURN);
  r.set_number(3);
  r.set_to_pay_ore(-14900);
  r.mutable_original()->set_number(1042);
  r.mutable_original()->set_terminal("EX0001");
  auto doc = lay_out(body, {});
  EXPECT_TRUE(doc.rows.front().big);
  EXPECT_EQ(doc.rows.front().cells[0].text, "RETUR");
  auto out = to_text(doc, 42);
  EXPECT_TRUE(has(out, "Returkvittonr: 3"));
  EXPECT_TRUE(has(out, "Avser kvitto: 1042 från kassa EX0001"));
  EXPECT_TRUE(has(out, "ATT ÅTERBETALA                      149,00"));
}

TEST(ReceiptLayout, MarksACopyTwiceAsLargeWithItsOwnNumber) {
  v1::RecordBody copy;
  copy.set_business_ms(1'777'896'300'000);
  copy.set_offset_minutes(120);
  copy.mutable_copy()->set_number(5);
  auto doc = lay_out_copy(copy, sample(), {});
  EXPECT_TRUE(doc.rows.front().big);
  EXPECT_EQ(doc.rows.front().cells[0].text, "KOPIA");
  auto out = to_text(doc, 42);
  EXPECT_TRUE(has(out, "Kvittonr: 1042")) << out;
  EXPECT_TRUE(has(out, "Kopia nr: 5               2026-05-04 14:05")) << out;
}

TEST(ReceiptLayout, SaysEjKvittoOnAScreen) {
  auto doc = lay_out(sample(), {42, true});
  EXPECT_TRUE(doc.rows.front().big);
  EXPECT_EQ(doc.rows.front().cells[0].text, "EJ KVITTO");
}

TEST(ReceiptLayout, SaysThatTheClockIsReplayed) {
  auto body = sample();
  EXPECT_FALSE(has(text(body), "UPPSPELNING"));
  body.mutable_receipt()->set_replayed(true);
  EXPECT_TRUE(has(text(body), "UPPSPELNING: tiden kommer utifrån"));
}

TEST(ReceiptLayout, UsesTheExactWordsOfAnElectronicReceipt) {
  auto body = sample();
  body.mutable_receipt()->set_delivery(v1::DELIVERY_ELECTRONIC);
  EXPECT_TRUE(has(text(body), "Elektroniskt kassakvitto"));
}

TEST(ReceiptLayout, PrintsTheControlCodeOnAsManyLinesAsItNeeds) {
  auto body = sample();
  body.mutable_receipt()->mutable_unit()->set_unit("RIHTT000000000001");
  body.mutable_receipt()->mutable_unit()->set_code(std::string(59, 'Q'));
  auto out = text(body);
  EXPECT_TRUE(has(out, "Kontrollenhet: RIHTT000000000001"));
  EXPECT_EQ(std::count(out.begin(), out.end(), 'Q'), 59);
}

TEST(ReceiptLayout, NamesAControlSystemAndItsWrappedCode) {
  auto body = sample();
  auto& unit = *body.mutable_receipt()->mutable_unit();
  unit.set_unit("ISTCSKS0000000011");
  unit.set_system(true);
  unit.set_code(std::string(113, 'Q'));
  auto out = text(body);
  EXPECT_TRUE(has(out, "Kontrollsystem: ISTCSKS0000000011"));
  EXPECT_TRUE(has(out, "Avstämningskod:"));
  EXPECT_FALSE(has(out, "Kontrollkod"));
  EXPECT_FALSE(has(out, "utan kontrollserver"));
  EXPECT_EQ(std::count(out.begin(), out.end(), 'Q'), 113);
}

TEST(ReceiptLayout, SaysThatTheControlSystemBuffersAReceipt) {
  auto body = sample();
  auto& unit = *body.mutable_receipt()->mutable_unit();
  unit.set_unit("ISTCSKS0000000011");
  unit.set_system(true);
  unit.set_buffered(true);
  auto out = text(body);
  EXPECT_TRUE(has(out, "Avstämningskod: lämnas senare"));
  EXPECT_TRUE(has(out, "Registrerat utan kontrollserver"));
}

v1::RecordBody z_report() {
  v1::RecordBody body;
  body.set_terminal("EX0001");
  auto& r = *body.mutable_z_report();
  r.set_number(17);
  r.set_company("Exempelbutiken AB");
  r.set_org_no("5566778899");
  r.set_business_date("2026-05-04");
  r.set_made_ms(1'777'892'700'000);
  r.set_offset_minutes(120);
  r.set_manufacturing_number("EX0001");
  auto& p = *r.mutable_period();
  p.set_sales_ore(29880);
  p.set_returns_ore(14940);
  p.set_returns(1);
  p.set_receipts(2);
  p.set_copies(1);
  p.set_copies_ore(14940);
  p.set_unfinished(1);
  p.set_unfinished_ore(6000);
  p.set_float_ore(100000);
  p.set_goods_milli(4000);
  auto& g = *p.add_groups();
  g.set_name("Bageri");
  g.set_gross_ore(14940);
  auto& m = *p.add_means();
  m.set_name("Kontant");
  m.set_amount_ore(14900);
  m.set_count(3);
  r.mutable_grand()->set_sales_ore(1'000'000);
  r.mutable_grand()->set_returns_ore(14940);
  r.mutable_grand()->set_net_ore(985'060);
  return body;
}

TEST(ReportLayout, L1_NamesTheRegisterAndItsOwnSums) {
  auto out = text(z_report());
  for (const char* part : {"Z-DAGRAPPORT",
                           "Z-nummer                                17",
                           "Kassabeteckning                     EX0001",
                           "Total försäljning                   298,80",
                           "Returer (1)",
                           "Per huvudgrupp",
                           "Bageri",
                           "Kontant (3)",
                           "Växelkassa",
                           "Antal varor                              4",
                           "Antal tjänster",
                           "Antal kassakvitton                       2",
                           "Antal lådöppningar",
                           "Kvittokopior (1)                    149,40",
                           "Övningskvitton (0)",
                           "Rabatter (0)",
                           "Övriga minskningar (0)",
                           "Oavslutade försäljningar (1)",
                           "Grand total försäljning          10 000,00",
                           "Grand total retur",
                           "Grand total netto                 9 850,60"})
    EXPECT_TRUE(has(out, part)) << part << "\n" << out;
}

TEST(ReceiptLayout, ShowsModeWordsDepositAndWeight) {
  auto body = sample();
  auto& r = *body.mutable_receipt();
  r.set_mode(v1::SALES_MODE_TAKE_AWAY);
  r.clear_lines();
  add_line(r, "Ost", 452, 12900, 5831, 600);
  r.mutable_lines(0)->set_unit("kg");
  add_line(r, "Läsk", 2000, 1500, 3000, 600);
  add_line(r, "Pant", 2000, 100, 200, 600);
  r.mutable_lines(2)->set_deposit_of(2);
  add_line(r, "Kaffe", 1000, 3000, 3000, 1200);
  r.mutable_lines(3)->set_mode(v1::SALES_MODE_EAT_IN);
  r.add_lines()->set_text("Hämtas kl. 15");
  for (int columns : {32, 42, 48}) {
    auto out = text(body, {columns});
    EXPECT_TRUE(has(out, "Ta med\n")) << out;
    EXPECT_TRUE(has(out, "0,452 kg x 129,00")) << out;
    EXPECT_TRUE(has(out, "2 x 1,00")) << out;
    EXPECT_TRUE(has(out, "  Äta här\n")) << out;
    EXPECT_TRUE(has(out, "* Hämtas kl. 15\n")) << out;
    for (const auto& x : lines(out))
      EXPECT_LE(length_of(x), static_cast<std::size_t>(columns)) << x;
  }
  EXPECT_FALSE(has(text(sample()), "Ta med"));
}

TEST(ReportLayout, GivesAnXNoNumber) {
  auto body = z_report();
  v1::Report report = body.z_report();
  *body.mutable_x_report() = report;
  auto out = text(body);
  EXPECT_TRUE(has(out, "X-DAGRAPPORT"));
  EXPECT_FALSE(has(out, "Z-nummer"));
}

TEST(ReportLayout, FitsEveryPaper) {
  for (int columns : {32, 42, 48})
    for (const auto& x : lines(text(z_report(), {columns})))
      EXPECT_LE(length_of(x), static_cast<std::size_t>(columns)) << x;
}

TEST(Document, WrapsAtBlanksAndBreaksLongWords) {
  EXPECT_EQ(wrap("åäö åäö", 4), (std::vector<std::string>{"åäö", "åäö"}));
  EXPECT_EQ(wrap("åäöåäö", 4), (std::vector<std::string>{"åäöå", "äö"}));
}

} // namespace

} // namespace kassa::printer
