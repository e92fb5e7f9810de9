#include "tests/unit/export_xml_kit.hpp"

namespace {

using namespace kassa;
using namespace kassa::testing;

TEST_F(xml_test, L11_WritesACopyWithItsOriginalsContent) {
  const auto sold = sell();
  must(make_z());
  clock.advance(86'400'000);
  const auto day = today();
  must(make_copy(sold));
  const auto set = with(day, day);
  auto out = run(set, ex::make_xml(set));
  ASSERT_TRUE(out) << to_string(out.why());
  const auto root = xml_reader::read(*out);
  EXPECT_EQ(events_of(root), (names_t{"KopiaAvKassakvitto"}));
  const auto& copy = *all_of_name(root, "KopiaAvKassakvitto").at(0);
  EXPECT_EQ(copy.at("LopnummerForKvittokopia").text, "1");
  EXPECT_EQ(copy.at("LopnummerPaOriginalkvitto").text, "1");
  EXPECT_EQ(copy.at("LopnummerForZDagrapportPaKvitto").text, "1");
  EXPECT_NE(copy.at("DatumOchKlockslagNarKvittoFramstalls").text,
            copy.at("DatumOchKlockslagNarOriginalkvittoFramstalldes").text);
  EXPECT_EQ(copy.at("SaldaArtiklarLISTA").children.size(), 1u);
  EXPECT_TRUE(copy.has("KontrollkodForKvittotSomKopianAvser"));
  EXPECT_FALSE(copy.has("Kontrollkod"));
  EXPECT_FALSE(copy.has("LopnummerForKassakvitto"));
}

TEST_F(xml_test, WritesTheCodeOfACopyWhereItGotOne) {
  auto draft = make_receipt(v1::SERIES_SALE, {make_line(1, 1000, 1400, 600)});
  draft.mutable_receipt()->mutable_unit()->set_unit("RIHTT1");
  draft.mutable_receipt()->mutable_unit()->set_code("FIRST");
  auto copy = make_copy(must(draft));
  copy.mutable_copy()->mutable_unit()->set_unit("RIHTT2");
  copy.mutable_copy()->mutable_unit()->set_code("SECOND");
  must(copy);
  auto bare = make_copy(must(draft));
  bare.mutable_copy()->mutable_unit()->set_unit("RIHTT2");
  must(bare);
  const auto root = read();
  const auto copies = all_of_name(root, "KopiaAvKassakvitto");
  ASSERT_EQ(copies.size(), 2u);
  EXPECT_EQ(copies[0]->at("KontrollkodPaKopiaAvKassakvitto").text, "SECOND");
  EXPECT_FALSE(copies[1]->has("KontrollkodPaKopiaAvKassakvitto"));
  for (const auto* x : copies) {
    EXPECT_EQ(x->at("KontrollkodForKvittotSomKopianAvser").text, "FIRST");
    EXPECT_EQ(x->at("TillverkningsnummerForKontrollenheten").text, "RIHTT2");
  }
}

} // namespace
