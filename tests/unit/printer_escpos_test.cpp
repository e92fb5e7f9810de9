#include "actors/printer/escpos/escpos.hpp"
#include "tests/support/escpos_reader.hpp"

#include <gtest/gtest.h>

namespace kassa::printer {

namespace {

TEST(Escpos, PulsesTheDrawerWithoutTouchingThePaper) {
  EXPECT_EQ(drawer_pulse(), (std::string{"\x1Bp\0\x19\xFA", 5}));
}

std::string on(const char* page, std::string_view text) {
  const auto* found = code_page_named(page);
  EXPECT_NE(found, nullptr) << page;
  return found != nullptr ? encode(text, *found) : std::string{};
}

TEST(CodePages, KnowTheLettersOfTheShop) {
  constexpr auto letters = "åäö ÅÄÖ é";
  for (const auto* name : {"cp437", "cp850", "cp858", "cp865"})
    EXPECT_EQ(on(name, letters), "\x86\x84\x94 \x8F\x8E\x99 \x82") << name;
  for (const auto* name : {"iso-8859-15", "windows-1252", "wpc1252"})
    EXPECT_EQ(on(name, letters), "\xE5\xE4\xF6 \xC5\xC4\xD6 \xE9") << name;
}

TEST(CodePages, HaveTheEuroSignOrShowThatTheyLackIt) {
  for (auto [name, euro] : {std::pair{"cp437", "?"},
                            {"cp850", "?"},
                            {"cp865", "?"},
                            {"cp858", "\xD5"},
                            {"iso-8859-15", "\xA4"},
                            {"windows-1252", "\x80"}})
    EXPECT_EQ(on(name, "€"), euro) << name;
}

TEST(CodePages, ShowWhatTheyLackAsAQuestionMark) {
  for (const auto* name : {"cp437", "cp850", "cp858", "cp865", "iso-8859-15",
                           "windows-1252", "wpc1252"}) {
    EXPECT_EQ(on(name, "a→b"), "a?b") << name;
    EXPECT_EQ(on(name, "日本😀"), "???") << name;
    EXPECT_EQ(on(name, "\xC3"), "?") << name;
    EXPECT_EQ(on(name, "\uFFFD"), "?") << name;
    EXPECT_EQ(on(name, "a\x1B@b"), "a?@b") << "no command from a text";
  }
  EXPECT_EQ(on("cp858", "\xFF\xC3\xA5"), "?\x86");
}

TEST(CodePages, AreKnownByTheirNames) {
  EXPECT_EQ(code_page_named("cp1047"), nullptr);
  EXPECT_EQ(usual_code_page().name, "cp858");
  EXPECT_EQ(code_page_names(), "cp437, cp850, cp858, cp865, iso-8859-15, "
                               "windows-1252, wpc1252");
}

TEST(Escpos, ReadsBackInEachCodePage) {
  document doc{42, {}};
  doc.rows.push_back(
    {row::what::text, {{"Räksmörgås à la Åsa", 0, align::left}}, false, false});
  for (const auto* name :
       {"cp437", "cp850", "cp858", "cp865", "iso-8859-15", "windows-1252"})
    EXPECT_EQ(
      testing::read_escpos(to_escpos(doc, 42, *code_page_named(name))).text(),
      "Räksmörgås à la Åsa\n")
      << name;
}

TEST(Escpos, TakesTheNumberThatThePrinterHasForThePage) {
  auto page = *code_page_named("windows-1252");
  page.number = 71;
  EXPECT_EQ(to_escpos({42, {}}, 42, page), "\x1B@\x1BtG");
}

/// Every third dot black.
std::shared_ptr<const raster> stripes(int width, int height) {
  auto out = blank(width, height);
  for (int y = 0; y < height; ++y)
    for (int x = y % 3; x < width; x += 3)
      out.blacken(x, y);
  return std::make_shared<const raster>(std::move(out));
}

document with_picture(std::shared_ptr<const raster> dots) {
  document doc{42, {}};
  doc.rows.push_back(
    {row::what::picture, {}, false, false, std::move(dots), {}});
  return doc;
}

TEST(Escpos, SendsAPictureInBandsThatCheapPrintersHold) {
  const auto logo = stripes(500, 100);
  const auto bytes = to_escpos(with_picture(logo), 42);
  testing::escpos_reader reader;
  int bands = 0;
  for (const auto& x : reader.take(bytes)) {
    const auto* band = std::get_if<testing::paper_picture>(&x);
    ASSERT_NE(band, nullptr);
    EXPECT_LE(band->height, 24);
    ++bands;
  }
  EXPECT_EQ(bands, 5);
  const auto whole = testing::read_escpos(bytes).pictures;
  ASSERT_EQ(whole.size(), 1u);
  EXPECT_EQ(whole[0].bits, logo->bits);
  EXPECT_EQ(whole[0].height, 100);
  EXPECT_EQ(whole[0].width, 504) << "whole bytes";
}

/// DLE DC4 opens the drawer of a real printer, wherever it stands.
TEST(Escpos, LetsNoCommandThroughFromAPicture) {
  raster evil{24, 3, std::string{"\x10\x14\x01\x10\x04\x01\x00\x10\x05", 9}};
  const auto bytes
    = to_escpos(with_picture(std::make_shared<const raster>(evil)), 42);
  for (const auto* command : {"\x10\x14", "\x10\x04", "\x10\x05"})
    EXPECT_EQ(bytes.find(command), std::string::npos);
  const auto seen = testing::read_escpos(bytes).pictures;
  ASSERT_EQ(seen.size(), 1u);
  for (int y = 0; y < 3; ++y)
    for (int x = 0; x < 24; ++x)
      if (evil.black(x, y)) {
        EXPECT_TRUE((raster{24, 3, seen[0].bits}.black(x, y)));
      }
}

TEST(Escpos, HasThePrinterMakeTheQrCode) {
  document doc{42, {}};
  doc.rows.push_back(
    {row::what::qr, {}, false, false, nullptr, "KVITTO:KASSA1:7"});
  const auto out = testing::read_escpos(to_escpos(doc, 42));
  ASSERT_EQ(out.codes.size(), 1u);
  EXPECT_EQ(out.codes[0].text, "KVITTO:KASSA1:7");
  EXPECT_EQ(out.codes[0].model, 50);
  EXPECT_TRUE(out.unknown.empty());
  EXPECT_EQ(to_text(doc, 42), "") << "text has no pictures";
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
