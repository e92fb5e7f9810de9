#include "actors/printer/escpos/escpos.hpp"
#include "actors/printer/graphics/graphics.hpp"
#include "tests/support/escpos_reader.hpp"
#include "tests/support/sample_receipt.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

// Our bytes and those of other people's encoders, read by one parser that
// shares nothing with any of them.
namespace kassa::printer {

namespace {

using kassa::testing::paper;
using kassa::testing::paper_row;
using kassa::testing::read_escpos;

row line(const std::string& text, align how, bool bold, bool big) {
  return {row::what::text, {{text, 0, how}}, bold, big};
}

row pair(const std::string& left, const std::string& right, bool bold) {
  return {row::what::text,
          {{left, 30, align::left}, {right, 12, align::right}},
          bold,
          false};
}

constexpr auto code = "KVITTO:KASSA1:1042";

/// Squares of two dots, and an edge.
std::shared_ptr<const raster> logo() {
  auto out = blank(16, 8);
  for (int y = 0; y < out.height; ++y)
    for (int x = 0; x < out.width; ++x)
      if (x == 0 || (x / 2 + y / 2) % 2 == 0)
        out.blacken(x, y);
  return std::make_shared<const raster>(std::move(out));
}

/// The document of tests/escpos_peers/render.mjs.
document small_receipt() {
  document doc;
  doc.rows = {line("Kafé Kringlan", align::centre, true, false),
              line("KOPIA", align::centre, true, true),
              pair("Räksmörgås", "119,00", false),
              pair("Äppelpaj à la crème", "45,00", false),
              pair("ATT BETALA", "164,00", true),
              pair("Motsvarar €", "14,35", false),
              line("Åsa & Örjan: ÅÄÖ åäö Éé €", align::left, false, false),
              {row::what::picture, {}, false, false, logo(), {}},
              {row::what::qr, {}, false, false, nullptr, code},
              {row::what::cut, {}, false, false}};
  return doc;
}

/// The dots of a picture, black ones as '#'.
std::string drawn(const kassa::testing::paper_picture& of) {
  const raster as{of.width, of.height, of.bits};
  std::string out;
  for (int y = 0; y < of.height; ++y, out += '\n')
    for (int x = 0; x < of.width; ++x)
      out += as.black(x, y) ? '#' : '.';
  return out;
}

paper by_peer(const std::string& name) {
  std::ifstream in{"tests/escpos_peers/" + name + ".bin", std::ios::binary};
  const std::string bytes{std::istreambuf_iterator<char>{in}, {}};
  EXPECT_FALSE(bytes.empty()) << name;
  return read_escpos(bytes);
}

/// Rows with something on them.
std::vector<paper_row> written(const paper& of) {
  std::vector<paper_row> out;
  for (const auto& x : of.rows)
    if (!x.letters().empty())
      out.push_back(x);
  return out;
}

class Peers : public ::testing::TestWithParam<const char*> {};

TEST_P(Peers, PrintTheSameTextInTheSamePlacesWithTheSameEmphasis) {
  const auto theirs_all = by_peer(GetParam());
  const auto ours_all = read_escpos(to_escpos(small_receipt(), 42));
  EXPECT_TRUE(theirs_all.unknown.empty());
  EXPECT_TRUE(ours_all.unknown.empty());
  const auto theirs = written(theirs_all);
  const auto ours = written(ours_all);
  ASSERT_EQ(ours.size(), 7u);
  ASSERT_EQ(ours.size(), theirs.size());
  for (std::size_t i = 0; i < ours.size(); ++i) {
    EXPECT_EQ(ours[i].letters(), theirs[i].letters());
    EXPECT_EQ(ours[i].bold(), theirs[i].bold()) << ours[i].text();
    EXPECT_EQ(ours[i].big(), theirs[i].big()) << ours[i].text();
    // Where a centred row begins is anybody's when the room is odd.
    if (i >= 2) {
      EXPECT_EQ(ours[i].text(), theirs[i].text());
    }
  }
}

TEST_P(Peers, PrintTheSamePicturesInTheMiddle) {
  const auto theirs = by_peer(GetParam());
  const auto ours = read_escpos(to_escpos(small_receipt(), 42));
  ASSERT_EQ(ours.pictures.size(), 1u);
  ASSERT_FALSE(theirs.pictures.empty());
  EXPECT_EQ(drawn(ours.pictures[0]), drawn(theirs.pictures[0]));
  EXPECT_EQ(ours.pictures[0].align, 1);
  EXPECT_EQ(theirs.pictures[0].align, 1);
}

TEST(PeersCodes, ThePrinterIsToldToMakeTheSameQrCode) {
  const auto theirs = by_peer("receipt-printer-encoder").codes;
  const auto ours = read_escpos(to_escpos(small_receipt(), 42)).codes;
  ASSERT_EQ(ours.size(), 1u);
  ASSERT_EQ(theirs.size(), 1u);
  EXPECT_EQ(ours[0].text, code);
  EXPECT_EQ(ours[0].text, theirs[0].text);
  EXPECT_EQ(ours[0].model, theirs[0].model);
  EXPECT_EQ(ours[0].module, theirs[0].module);
  EXPECT_EQ(ours[0].level, theirs[0].level);
  EXPECT_EQ(ours[0].align, theirs[0].align);
}

/// receiptline has an encoder of QR codes of its own, and prints what it makes
/// as a picture.
TEST(PeersCodes, OurDotsAreThoseOfAnotherEncoder) {
  auto dots = qr_dots(code);
  if (!can_draw()) {
    EXPECT_EQ(dots.why().code, errc::no_graphics);
    return;
  }
  ASSERT_TRUE(dots) << to_string(dots.why());
  const auto theirs = by_peer("receiptline").pictures;
  ASSERT_EQ(theirs.size(), 2u);
  const auto ours = enlarged(*dots, qr_module_dots);
  const raster other{theirs[1].width, theirs[1].height, theirs[1].bits};
  const auto white = (ours.height - other.height) / 2; // They leave it out.
  ASSERT_EQ(white, 4 * qr_module_dots);
  for (int y = 0; y < other.height; ++y)
    for (int x = 0; x < other.height; ++x)
      ASSERT_EQ(ours.black(x + white, y + white), other.black(x, y))
        << x << ", " << y;
}

INSTANTIATE_TEST_SUITE_P(
  Encoders, Peers, ::testing::Values("receiptline", "receipt-printer-encoder"),
  [](const auto& of) {
    return std::string{of.param}.substr(0, 8) == "receiptl"
             ? "receiptline"
             : "receipt_printer_encoder";
  });

TEST(EscposReader, ReadsAWholeReceiptAsItsPlainText) {
  auto doc = lay_out(testing::sample_receipt(), {});
  auto read = read_escpos(to_escpos(doc, 42));
  EXPECT_EQ(read.text(), to_text(doc, 42));
  EXPECT_EQ(read.cuts, 1);
  EXPECT_TRUE(read.unknown.empty());
}

TEST(EscposReader, ReadsTheSameHoweverTheBytesAreCut) {
  auto bytes = to_escpos(small_receipt(), 42) + drawer_pulse();
  kassa::testing::escpos_reader reader;
  paper out;
  for (char c : bytes)
    for (const auto& x : reader.take({&c, 1})) {
      if (const auto* row = std::get_if<paper_row>(&x))
        out.rows.push_back(*row);
      out.pulses
        += std::holds_alternative<kassa::testing::drawer_pulse_seen>(x);
    }
  EXPECT_EQ(out.text(), read_escpos(bytes).text());
  EXPECT_EQ(out.pulses, 1);
}

TEST(EscposReader, NamesWhatItDoesNotKnow) {
  EXPECT_EQ(read_escpos("a\x1B~b\n").unknown,
            (std::vector<std::string>{"\x1B~"}));
}

TEST(Escpos, SaysOfEveryCharacterWhatTheCodePageSays) {
  for (const auto* name :
       {"cp437", "cp850", "cp858", "cp865", "iso-8859-15", "windows-1252"}) {
    const auto* page = code_page_named(name);
    ASSERT_NE(page, nullptr) << name;
    for (unsigned byte = 0x80; byte <= 0xFF; ++byte) {
      const std::string job{'\x1B', 't', static_cast<char>(page->number),
                            static_cast<char>(byte), '\n'};
      const auto character = read_escpos(job).rows.at(0).letters();
      // The C library names control characters, too; no shop prints them.
      if (character == "\uFFFD"
          || (character.size() == 2 && character[0] == '\xC2'
              && static_cast<unsigned char>(character[1]) < 0xA0))
        continue;
      EXPECT_EQ(encode(character, *page),
                std::string(1, static_cast<char>(byte)))
        << name << ' ' << byte << ' ' << character;
    }
  }
}

} // namespace

} // namespace kassa::printer
