#include "actors/printer/escpos/escpos.hpp"

#include <gtest/gtest.h>

namespace kassa::printer {

namespace {

TEST(Escpos, PulsesTheDrawerWithoutTouchingThePaper) {
  EXPECT_EQ(drawer_pulse(), (std::string{"\x1Bp\0\x19\xFA", 5}));
}

TEST(Escpos, KnowsTheLettersOfTheShop) {
  EXPECT_EQ(to_cp858("åäö ÅÄÖ é €"), "\x86\x84\x94 \x8F\x8E\x99 \x82 \xD5");
}

TEST(Escpos, ShowsWhatItLacksAsAQuestionMark) {
  EXPECT_EQ(to_cp858("a→b"), "a?b");
  EXPECT_EQ(to_cp858("日本"), "??");
  EXPECT_EQ(to_cp858("\xC3"), "?");
  EXPECT_EQ(to_cp858("\xFF\xC3\xA5"), "?\x86");
}

TEST(Escpos, LetsNoCommandThroughFromAText) {
  EXPECT_EQ(to_cp858("a\x1B@b"), "a?@b");
}

TEST(Escpos, SelectsTheCodePageFirst) {
  auto out = to_escpos({42, {}}, 42);
  EXPECT_EQ(out, std::string("\x1B@\x1Bt\x13", 5));
}

TEST(Escpos, DoublesAMarkAndCuts) {
  document doc{42, {}};
  doc.rows.push_back(
    {row::what::text, {{"KOPIA", 0, align::centre}}, true, true});
  doc.rows.push_back({row::what::cut, {}, false, false});
  EXPECT_EQ(to_escpos(doc, 42), std::string("\x1B@\x1Bt\x13", 5)
                                  + std::string("\x1B"
                                                "E\x01")
                                  + "\x1D!\x11" + "        KOPIA\n"
                                  + std::string("\x1D!\0", 3)
                                  + std::string("\x1B"
                                                "E\0",
                                                3)
                                  + std::string("\x1DVB\0", 4));
}

} // namespace

} // namespace kassa::printer
