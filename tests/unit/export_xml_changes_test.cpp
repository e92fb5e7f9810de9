// Events of an export that are about the register, not about a sale.

#include "tests/unit/export_xml_kit.hpp"

namespace {

using namespace kassa;
using namespace kassa::testing;

TEST_F(xml_test, WritesEachChangedPriceAsAnEventOfItsOwn) {
  v1::RecordBody body;
  auto price = [&body](const std::string& no, std::int64_t before,
                       std::int64_t after) -> v1::PriceChange& {
    auto& out = *body.mutable_prices_changed()->add_changes();
    out.set_article_no(no);
    out.set_name("Artikel " + no);
    out.set_before_ore(before);
    out.set_after_ore(after);
    return out;
  };
  price("1", 2900, 3100);
  price("2", 0, 1250).set_added(true);
  price("3", 990, 0).set_removed(true);
  auto& later = price("4", 100, 200);
  later.set_effective_from_ms(1'777'892'400'000);
  later.set_effective_offset_minutes(60); // Not the record's own.
  must(body);
  const auto root = read();
  const auto all = all_of_name(root, "AndraPrisPaArtikel");
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[0]->names(),
            (names_t{"Artikelnummer", "Artikelnamn", "PrisPerEnhetForeAndring",
                     "PrisPerEnhetEfterAndring", "AndringenGallerFran"}));
  EXPECT_EQ(all[0]->at("PrisPerEnhetForeAndring").text, "29.00");
  EXPECT_EQ(all[0]->at("PrisPerEnhetEfterAndring").text, "31.00");
  EXPECT_FALSE(all[1]->has("PrisPerEnhetForeAndring"));
  EXPECT_FALSE(all[2]->has("PrisPerEnhetEfterAndring"));
  EXPECT_EQ(all[3]->at("AndringenGallerFran").text, "2026-05-04T12:00:00");
  sell();
  EXPECT_EQ(events_of(read({.only_verified = true})), (names_t{"Kassakvitto"}));
  EXPECT_EQ(summary.left_out().at("PRICES_CHANGED"), 1u);
}

TEST_F(xml_test, WritesBothEndsOfAnOutage) {
  v1::RecordBody body;
  auto& outage = *body.mutable_outage();
  outage.set_device("control unit");
  outage.set_detail("no answer");
  outage.set_began_ms(clock.wall);
  must(body);
  clock.wall += 3'600'000;
  outage.set_over(true);
  must(body);
  const auto root = read();
  const auto all = all_of_name(root, "AvbrottPaKontrollenhet");
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0]->names(), (names_t{"Orsak", "AvbrottetsBorjan"}));
  EXPECT_EQ(all[0]->at("Orsak").text, "no answer");
  EXPECT_EQ(all[1]->names(),
            (names_t{"Orsak", "AvbrottetsBorjan", "AvbrottetsSlut"}));
  EXPECT_EQ(all[1]->at("AvbrottetsBorjan").text,
            all[0]->at("AvbrottetsBorjan").text);
  EXPECT_LT(all[1]->at("AvbrottetsBorjan").text,
            all[1]->at("AvbrottetsSlut").text);
}

} // namespace
