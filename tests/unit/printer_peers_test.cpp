#include "actors/printer/escpos/escpos.hpp"
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
              {row::what::cut, {}, false, false}};
  return doc;
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
  for (unsigned byte = 0x80; byte <= 0xFF; ++byte) {
    const std::string job{"\x1Bt\x13" + std::string(1, static_cast<char>(byte))
                          + "\n"};
    const auto character = read_escpos(job).rows.at(0).letters();
    const auto back = to_cp858(character);
    // Box drawing is left out of our table, visibly.
    if (back != "?") {
      EXPECT_EQ(back, std::string(1, static_cast<char>(byte))) << character;
    }
  }
}

} // namespace

} // namespace kassa::printer
