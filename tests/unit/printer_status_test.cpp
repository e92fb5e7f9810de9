#include "actors/printer/escpos/status.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace kassa::printer {

namespace {

using std::string_literals::operator""s;

condition after(std::initializer_list<std::pair<ask, std::uint8_t>> said) {
  condition out;
  for (auto [what, flags] : said)
    take_in(out, what, {flags});
  return out;
}

TEST(PrinterStatus, AsksInTheWordsOfTheManual) {
  EXPECT_EQ(ask_status(ask::paper), "\x10\x04\x04");
  EXPECT_EQ(tell_changes(true), "\x1D"
                                "a\x0E");
  EXPECT_EQ(ask_mark("!abc"), "\x1D(H\x06\0\x30\x30!abc"s);
}

TEST(PrinterStatus, ReadsEachBitOfTheAnswers) {
  auto well = after({{ask::printer, 0x12},
                     {ask::offline, 0x12},
                     {ask::error, 0x12},
                     {ask::paper, 0x12}});
  EXPECT_TRUE(well.asked && well.prints());
  EXPECT_FALSE(after({{ask::printer, 0x1A}}).online);
  EXPECT_TRUE(after({{ask::offline, 0x16}}).cover_open);
  EXPECT_TRUE(after({{ask::offline, 0x32}}).paper_out);
  EXPECT_TRUE(after({{ask::offline, 0x52}}).failed);
  EXPECT_TRUE(after({{ask::error, 0x1A}}).failed);   // The cutter.
  EXPECT_TRUE(after({{ask::error, 0x32}}).failed);   // For good.
  EXPECT_TRUE(after({{ask::error, 0x52}}).prints()); // A hot head passes.
  EXPECT_TRUE(after({{ask::paper, 0x72}}).paper_out);
  auto low = after({{ask::paper, 0x1E}});
  EXPECT_TRUE(low.paper_low && low.prints());
}

TEST(PrinterStatus, ReadsWhatThePrinterTellsByItself) {
  EXPECT_TRUE(condition_of({{0x10, 0, 0, 0}}).prints());
  EXPECT_FALSE(condition_of({{0x18, 0, 0, 0}}).online);
  EXPECT_TRUE(condition_of({{0x38, 0, 0, 0}}).cover_open);
  EXPECT_TRUE(condition_of({{0x18, 0x08, 0, 0}}).failed);
  EXPECT_TRUE(condition_of({{0x10, 0, 0x03, 0}}).paper_low);
  EXPECT_TRUE(condition_of({{0x18, 0, 0x0C, 0}}).paper_out);
}

TEST(PrinterStatus, TellsTheAnswersApartHoweverTheyAreCut) {
  const auto all = "\x12"s + "\x18\0\x0C\0"s + "\x37\x22!abc\0"s + "\x1A"s;
  const std::vector<reply> expected{answer_byte{0x12},
                                    change_told{{0x18, 0, 0x0C, 0}},
                                    mark_passed{"!abc"}, answer_byte{0x1A}};
  for (std::size_t cut = 0; cut <= all.size(); ++cut) {
    reply_reader reader;
    auto got = reader.take(all.substr(0, cut));
    for (auto& x : reader.take(all.substr(cut)))
      got.push_back(x);
    EXPECT_EQ(got, expected) << cut;
  }
}

TEST(PrinterStatus, PassesOverWhatIsNoAnswer) {
  reply_reader reader;
  EXPECT_TRUE(reader.take("\x11\x13 hello").empty()); // XON, XOFF, noise.
  EXPECT_EQ(reader.take("\x37\x41\x12"),
            (std::vector<reply>{answer_byte{0x12}}));
  EXPECT_EQ(reader.take("\x10\x90\x12"),
            (std::vector<reply>{answer_byte{0x12}}));
}

TEST(PrinterStatus, SurvivesAnyBytes) {
  auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random{seed};
  reply_reader reader;
  for (int i = 0; i < 20'000; ++i)
    (void)reader.take(
      std::string(1 + random() % 9, static_cast<char>(random() % 256)));
  // However it was left, answers are found again.
  std::vector<reply> last;
  for (int i = 0; i < 10; ++i)
    last = reader.take("\x12");
  EXPECT_EQ(last, (std::vector<reply>{answer_byte{0x12}}));
}

TEST(PrinterStatus, MarksAreFourPrintableCharactersAndDiffer) {
  std::set<std::string> seen;
  for (std::uint32_t i = 4'294'960'000U; seen.size() < 10'000; ++i) {
    auto mark = mark_of(i);
    ASSERT_EQ(mark.size(), 4u);
    for (char c : mark)
      ASSERT_TRUE(c >= ' ' && c <= '~');
    ASSERT_TRUE(seen.insert(mark).second) << i;
  }
}

TEST(PrinterStatus, SaysInBothLanguagesWhatACashierCanMend) {
  condition x;
  x.asked = true;
  EXPECT_EQ(status_of(x).words_sv(), "");
  EXPECT_FALSE(why_not(status_of(x)));
  x.online = false;
  x.detail = "no answer";
  EXPECT_EQ(why_not(status_of(x))->code, errc::printer_offline);
  x.failed = true;
  EXPECT_EQ(why_not(status_of(x))->code, errc::printer_failed);
  x.paper_out = true;
  EXPECT_EQ(why_not(status_of(x))->code, errc::paper_out);
  EXPECT_EQ(status_of(x).words_sv(),
            "Pappret är slut i kvittoskrivaren. Sätt i en ny rulle.");
  x.cover_open = true;
  EXPECT_EQ(why_not(status_of(x))->code, errc::cover_open);
  EXPECT_EQ(status_of(x).words_en(),
            "The receipt printer's cover is open. Close it.");
}

} // namespace

} // namespace kassa::printer
