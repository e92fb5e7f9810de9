#include "actors/printer/layout/extracts.hpp"

#include <gtest/gtest.h>

namespace kassa::printer {

namespace {

constexpr auto taken_at = "2026-05-04 13:05";

v1::Identity register_of_shop() {
  v1::Identity out;
  out.set_company("Exempelbutiken AB");
  out.set_org_no("5566778899");
  out.set_address("Storgatan 1");
  out.set_designation("EX-0001");
  out.set_manufacturer("Tillverkaren AB");
  out.set_version("kassa-node 0.1.0");
  out.set_model("Huvudkassa SE");
  out.set_manufacturing_number("EX0001");
  out.set_unit("none");
  return out;
}

v1::PriceList prices() {
  v1::PriceList out;
  out.mutable_catalog()->set_version(7);
  auto& x = *out.add_prices();
  x.set_article_no("110");
  x.set_name("Bryggkaffe");
  x.set_group("Dryck");
  x.set_price_ore(3200);
  x.set_vat_basis_points(1200);
  auto& y = *out.add_prices();
  y.set_article_no("4011");
  y.set_name("Ett namn som är så långt att det inte får plats på en rad");
  y.set_group("Frukt");
  y.set_price_ore(123'456'789);
  y.set_vat_basis_points(600);
  return out;
}

v1::ChangeList changes() {
  v1::ChangeList out;
  auto& x = *out.add_changes();
  x.set_seq(412);
  x.set_wall_ms(1'777'892'700'000);
  x.set_offset_minutes(120);
  x.set_user("anna");
  x.set_what("price of 110 Bryggkaffe");
  x.set_before("30,00");
  x.set_after("32,00");
  auto& y = *out.add_changes();
  y.set_seq(413);
  y.set_what("unit_address");
  y.set_after("https://kontrollsystemet.example:8443/tcsserver/inre/adress");
  return out;
}

void expect_all(const document& doc, int columns,
                std::initializer_list<const char*> parts) {
  const auto text = to_text(doc, columns);
  for (const auto* part : parts)
    EXPECT_NE(text.find(part), std::string::npos) << part << '\n' << text;
  for (const auto& row : doc.rows)
    for (const auto& line : lines_of(row, columns))
      EXPECT_LE(length_of(line), static_cast<std::size_t>(columns)) << line;
  EXPECT_EQ(doc.rows.back().kind, row::what::cut);
  EXPECT_EQ(text.find("KVITTO"), std::string::npos);
}

TEST(Extracts, PricesWithGroupAndVatFitEachPaper) {
  for (int columns : {32, 42, 48})
    expect_all(
      lay_out_prices(prices(), register_of_shop(), taken_at, {columns}),
      columns,
      {"PRISLISTA", "Exempelbutiken AB", "556677-8899", "EX-0001", taken_at,
       "7", "Bryggkaffe", "32,00", "110, Dryck, moms 12,00 %", "rad",
       "1 234 567,89"});
}

TEST(Extracts, TheRegisterSaysWhatItIs) {
  for (int columns : {32, 42, 48})
    expect_all(lay_out_identity(register_of_shop(), taken_at, {columns}),
               columns,
               {"KASSAREGISTER", "Tillverkaren AB", "kassa-node 0.1.0",
                "Huvudkassa SE", "EX0001", "ingen"});
}

TEST(Extracts, ChangesSayWhatWasBeforeAndAfter) {
  for (int columns : {32, 42, 48})
    expect_all(
      lay_out_changes(changes(), register_of_shop(), taken_at, {columns}),
      columns,
      {"Post 412", "2026-05-04 13:05:00", "anna", "price of 110 Bryggkaffe",
       "30,00", "32,00", "unit_address", "före", "efter"});
  EXPECT_NE(to_text(lay_out_changes({}, register_of_shop(), taken_at, {42}), 42)
              .find("Inga ändringar."),
            std::string::npos);
}

} // namespace

} // namespace kassa::printer
