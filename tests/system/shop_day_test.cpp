// A scripted day of a café at one register, as real programs, against approved
// paper: tests/system/shop_day.

#include "actors/printer/graphics/graphics.hpp"
#include "actors/printer/layout/receipt_layout.hpp"
#include "proto/base/console.hpp"
#include "proto/base/digits.hpp"
#include "tests/support/emulator_program.hpp"
#include "tests/support/shop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <sstream>

namespace kassa::testing {
namespace {

/// Puts `with` where the text looks like it, digit for digit.
void put(std::string& text, const std::string& with) {
  auto alike
    = [](char x, char y) { return x == y || (is_digit(x) && is_digit(y)); };
  for (auto at = text.begin();;) {
    at = std::search(at, text.end(), with.begin(), with.end(), alike);
    if (at == text.end())
      return;
    at = std::copy(with.begin(), with.end(), at);
  }
}

/// What differs from run to run, as if it did not.
std::string settled(std::string text) {
  put(text, "2026-05-04");
  put(text, "2026-05-04 13:05");
  // A control code is Base32, over several lines where it is long.
  constexpr std::ptrdiff_t shortest = 16;
  auto of_code = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '2' && c <= '7') || c == ';';
  };
  for (auto at = text.begin(); at != text.end();) {
    auto end = std::find_if_not(at, text.end(), of_code);
    if (end - at >= shortest)
      std::fill(at, end, 'X');
    at = end == text.end() ? end : end + 1;
  }
  return text;
}

class ShopDay : public ::testing::Test {
protected:
  ShopDay() {
    all.must({"store", "set", "butik", "--embedded-barcode", "20:6:4:price:2"});
    all.must({"publish", "--store", "butik"});
    all.log_in(0);
    EXPECT_TRUE(eventually([&] { return unit_is_ready(); }));
  }

  static std::string here(const std::string& name) {
    return std::string(KASSA_SOURCE_DIR) + "/tests/system/shop_day/" + name;
  }

  shop::options with_devices() const {
    shop::options out;
    out.terminals = 1;
    out.articles = here("articles.csv");
    out.clock = "system";
    out.unit = devices.unit();
    out.card = devices.card();
    return out;
  }

  bool unit_is_ready() { return all.status(0).unit_status().sells(); }

  /// Does some commands; then compares what they printed, or said, with what
  /// was approved. @returns it
  std::string step(const std::string& name, const std::vector<words_t>& todo,
                   int code = 0) {
    const auto before = content_of(all.at(0).printout).size();
    std::string shown, said;
    for (const auto& words : todo) {
      shown += "$ kassa";
      for (const auto& word : words)
        shown += word.find(' ') == std::string::npos ? ' ' + word
                                                     : " \"" + word + '"';
      shown += '\n';
      auto full = words;
      full.insert(full.begin(), {"--lang", "sv"});
      const auto end = all.kassa_at(0, full);
      EXPECT_EQ(end.code, &words == &todo.back() ? code : 0)
        << name << ": " << end.out << end.err;
      said += end.out + end.err;
    }
    EXPECT_TRUE(eventually([&] { return all.status(0).print_queue() == 0; }))
      << name;
    const auto paper = content_of(all.at(0).printout).substr(before);
    auto text = settled(shown + "\n" + (paper.empty() ? said : paper));
    compare(name, text);
    return text;
  }

  /// What was printed, as pictures for a person to look at.
  void draw_all() {
    const auto folder
      = std::filesystem::path(program("kassa")).parent_path().parent_path()
        / "shop_day";
    std::filesystem::create_directories(folder);
    const auto journal = lines_of(all.must_at(0, {"--json", "journal"}));
    std::map<std::uint64_t, v1::RecordBody> records;
    for (const auto& line : journal)
      if (auto at = line.find(R"("body":)"); at != std::string::npos) {
        v1::RecordBody body;
        ASSERT_TRUE(
          cli::from_json(line.substr(at + 7, line.size() - at - 8), body));
        draw(folder, body, records);
        records[body.seq()] = std::move(body);
      }
    std::cout << "pictures: " << folder << std::endl;
  }

  emulator_program devices;
  shop all{with_devices()};

private:
  static std::vector<std::string> lines_of(const std::string& text) {
    std::istringstream in{text};
    std::vector<std::string> out;
    for (std::string line; std::getline(in, line);)
      out.push_back(line);
    return out;
  }

  static void draw(const std::filesystem::path& folder,
                   const v1::RecordBody& body,
                   const std::map<std::uint64_t, v1::RecordBody>& before) {
    const printer::options how{42, false, "Europe/Stockholm"};
    auto paper = body.has_copy() ? printer::lay_out_copy(
                   body, before.at(body.copy().original_seq()), how)
                                 : printer::lay_out(body, how);
    if (paper.rows.empty())
      return;
    auto name = std::to_string(body.seq());
    name.insert(0, name.size() < 3 ? 3 - name.size() : 0, '0');
    const auto picture = printer::draw(paper, printer::picture::png, {});
    ASSERT_TRUE(picture) << to_string(picture.why());
    write_file(folder / (name + ".png"), *picture);
  }

  void compare(const std::string& name, const std::string& text) {
    const auto file = here(name + ".txt");
    if (std::getenv("KASSA_APPROVE") != nullptr)
      write_file(file, text);
    ASSERT_TRUE(std::filesystem::exists(file)) << file << " is to be approved";
    EXPECT_EQ(text, content_of(file)) << file;
  }
};

/// A letter of a list of the law, and what must stand on the paper for it.
struct item {
  char letter;
  const char* pattern;
};

void expect_items(const std::string& paper, const std::vector<item>& items) {
  for (const auto& [letter, pattern] : items)
    EXPECT_THAT(paper, ::testing::ContainsRegex(pattern)) << "item " << letter;
}

// SKVFS 2014:9 7:1.
const std::vector<item> receipt_items{
  {'a', "Södermalms Bageri\\s+Org.nr 556677-8899"},
  {'b', "Götgatan 1, Stockholm"},
  {'c', "2026-05-04 13:05"},
  {'d', "Kvittonr: 1\\b"},
  {'e', "Kassa: KASSA1"},
  {'f', "Surdegslimpa\\s+2 x 69,50"},
  {'g', "Hemkörning"},
  {'h', "ATT BETALA\\s+418,00"},
  {'i', "Summa moms"},
  {'j', "25,00\\s"},
  {'k', "Swish\\s"},
  {'l', "Kontrollenhet: EMUKD000000000001"},
};

// 7:3.
const std::vector<item> z_items{
  {'a', "Org.nr 556677-8899"},
  {'b', "Uttagen\\s+2026-05-04 13:05"},
  {'c', "Z-nummer\\s+1\\b"},
  {'d', "Z-DAGRAPPORT"},
  {'e', "Kassabeteckning\\s+KASSA1"},
  {'f', "Total försäljning\\s+[0-9]"},
  {'g', "Delikatess\\s+[0-9]"},
  {'h', "25,00\\s+[0-9]+,[0-9][0-9]\\s"},
  {'i', "Växelkassa\\s+1 000,00"},
  {'j', "Antal varor\\s+[0-9]"},
  {'k', "Antal tjänster\\s+1\\b"},
  {'l', "Antal kassakvitton\\s+7\\b"},
  {'m', "Antal lådöppningar\\s+1\\b"},
  {'n', "Kvittokopior \\(1\\)\\s+[0-9]"},
  {'o', "Övningskvitton \\(1\\)\\s+69,50"},
  {'p', "Swish \\(2\\)\\s+[0-9]"},
  {'q', "Returer \\(3\\)\\s+-[0-9]"},
  {'r', "Rabatter \\(2\\)\\s+[0-9]"},
  {'s', "Övriga minskningar \\(0\\)\\s+0,00"},
  {'t', "Oavslutade försäljningar \\(2\\)\\s+[0-9]"},
  {'u', "Grand total försäljning\\s+[0-9]"},
  {'v', "Grand total retur\\s+[0-9]"},
  {'w', "Grand total netto\\s+[0-9]"},
};

TEST_F(ShopDay, L2_L3_L12_PrintsWhatTheLawAsksForFromFloatToReprintedZ) {
  step("01-float", {{"float", "1000"}});
  const auto first
    = step("02-all-rates-and-means",
           {{"sell", "100", "2x110", "120", "130", "160"},
            {"pay", "--swish", "100", "--by", "invoice=50", "--by",
             "gift-card=50", "--card", "100", "--cash", "200"}});
  expect_items(first, receipt_items);
  step("03-discounts", {{"sell", "2x110", "120"},
                        {"line", "1", "--discount", "10%"},
                        {"discount", "15"},
                        {"pay", "--cash"}});
  step("04-weighed-deposit-and-note",
       {{"mode", "take-away"},
        {"sell", "0,452x140", "2x150", "100", "note:Utan socker"},
        {"pay", "--card"}});
  step("05-price-in-the-barcode", {{"sell", "2000014187504", "--card"}});
  step("06-pro-forma", {{"sell", "3x100", "--park", "bord 4"},
                        {"proforma", "--parked", "bord 4"}});
  step("07-parked-and-paid", {{"fetch", "bord 4"}, {"pay", "--cash", "100"}});
  step("08-return-of-a-line", {{"return", "1", "--line", "3", "--cash"}});
  step("09-return-above-what-was-sold",
       {{"return", "1", "--line", "3", "--cash"}}, 3);
  step("10-exchange",
       {{"exchange", "3", "--line", "4", "--article", "110", "--card"}});
  step("11-wrong-means", {{"correct", "5", "--swish"}});
  step("12-copy", {{"copy", "1"}});
  step("13-second-copy", {{"copy", "1"}}, 3);
  step("14-training", {{"training", "on"},
                       {"sell", "110", "--cash", "100"},
                       {"training", "off"}});
  step("15-drawer-and-cash", {{"drawer"},
                              {"cash", "in", "200", "--reason", "Växel"},
                              {"cash", "out", "300", "--reason", "Bankpåse"}});
  step("16-aborted", {{"sell", "120"}, {"abort"}});
  step("17-x", {{"x", "--print"}});
  step("18-x-by-article", {{"x", "--by-article", "--print"}});
  step("19-count", {{"count", "500=1", "100=4", "20=3", "10=1", "1=2"}});
  const auto z = step("20-z", {{"z", "--print"}});
  expect_items(z, z_items);
  step("21-z-again", {{"z", "1", "--print"}});
  all.must_at(0, {"verify"});
  draw_all();
  EXPECT_EQ(devices.order("kd stats").substr(0, 2), "ok");
}

} // namespace
} // namespace kassa::testing
