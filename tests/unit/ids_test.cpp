#include "proto/base/ids.hpp"
#include "tests/support/fakes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace kassa {

namespace {

constexpr std::string_view symbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

std::vector<std::string> some_ids() {
  testing::seeded_random random{7};
  std::vector<std::string> out;
  for (int i = 0; i < 200; ++i)
    out.push_back(issue_terminal_id(random));
  return out;
}

} // namespace

TEST(TerminalId, IsIssuedWellFormedAndWithItsCheck) {
  auto ids = some_ids();
  for (const auto& id : ids) {
    EXPECT_TRUE(check_terminal_id(id)) << id;
    EXPECT_TRUE(issued_check_holds(id)) << id;
    EXPECT_EQ(id.find_first_of("ILOU"), std::string::npos) << id;
  }
  EXPECT_EQ(std::set(ids.begin(), ids.end()).size(), ids.size());
}

TEST(TerminalId, CatchesEveryWrongCharacter) {
  for (const auto& id : some_ids())
    for (std::size_t i = 0; i < id.size(); ++i)
      for (char c : symbols) {
        auto wrong = id;
        wrong[i] = c;
        ASSERT_EQ(issued_check_holds(wrong), c == id[i]) << wrong;
      }
}

TEST(TerminalId, CatchesEveryTwoSwappedCharacters) {
  for (const auto& id : some_ids())
    for (std::size_t i = 0; i < id.size(); ++i)
      for (std::size_t k = i + 1; k < id.size(); ++k) {
        auto wrong = id;
        std::swap(wrong[i], wrong[k]);
        ASSERT_EQ(issued_check_holds(wrong), id[i] == id[k]) << wrong;
      }
}

// The check is linear: it sees the difference that an error makes, whatever the
// id. So every pair of symbols at every pair of places, once, is all of them.
TEST(TerminalId, CatchesEveryPairOfSymbolsSwappedAnywhere) {
  for (char a : symbols)
    for (char b : symbols)
      for (std::size_t i = 0; i < 10; ++i)
        for (std::size_t k = i + 1; k < 10; ++k) {
          std::string data(10, '0');
          data[i] = a;
          data[k] = b;
          auto check = std::ranges::find_if(
            symbols, [&](char c) { return issued_check_holds(data + c); });
          ASSERT_NE(check, symbols.end());
          std::swap(data[i], data[k]);
          ASSERT_EQ(issued_check_holds(data + *check), a == b);
        }
}

TEST(TerminalId, RefusesOtherLengthsAndLetters) {
  EXPECT_FALSE(issued_check_holds(""));
  EXPECT_FALSE(issued_check_holds("0000000000"));
  EXPECT_TRUE(issued_check_holds("00000000000"));
  EXPECT_FALSE(issued_check_holds("0000000000I"));
}

TEST(TerminalId, MayBeGivenByHand) {
  EXPECT_TRUE(check_terminal_id("KASSA1"));
  EXPECT_TRUE(check_terminal_id("ABCD"));
  EXPECT_TRUE(check_terminal_id("ABCDEFGHIJKLMNOP"));
  for (const auto* bad : {"", "ABC", "ABCDEFGHIJKLMNOPQ", "kassa1", "KASSA 1",
                          "KASSÅ", "AB\nCD"}) {
    auto s = check_terminal_id(bad);
    ASSERT_FALSE(s) << bad;
    EXPECT_EQ(s.why().code, errc::bad_terminal_id);
    EXPECT_EQ(s.why().fields.at("terminal"), bad);
  }
}

TEST(StoreId, IsShortAndPlain) {
  EXPECT_TRUE(check_store_id("odenplan-2"));
  EXPECT_TRUE(check_store_id("a"));
  for (const auto* bad :
       {"", "Odenplan", "oden plan", "åre", "abcdefghijklmnopq", "a/b"})
    EXPECT_FALSE(check_store_id(bad)) << bad;
}

TEST(Scope, L1_IsMadeOfTwoWellFormedIds) {
  auto made = make_scope("odenplan", "KASSA1");
  ASSERT_TRUE(made);
  EXPECT_EQ(made->store, "odenplan");
  EXPECT_EQ(made->terminal, "KASSA1");
  EXPECT_FALSE(make_scope("Odenplan", "KASSA1"));
  EXPECT_FALSE(make_scope("odenplan", "kassa1"));
}

TEST(OrgNo, TakesNumbersWhoseCheckDigitHolds) {
  EXPECT_EQ(*parse_org_no("5560360793"), "5560360793");
  EXPECT_EQ(*parse_org_no("556036-0793"), "5560360793");
  EXPECT_EQ(*parse_org_no("811218-9876"), "8112189876"); // A person's.
  for (const auto* bad : {"", "5560360794", "556036-079", "55603-60793",
                          "556036+0793", "55603607930", "abcdef-ghij"}) {
    auto s = parse_org_no(bad);
    ASSERT_FALSE(s) << bad;
    EXPECT_EQ(s.why().code, errc::bad_org_no);
  }
}

TEST(OrgNo, CatchesEveryWrongDigit) {
  std::string right = "5560360793";
  for (std::size_t i = 0; i < right.size(); ++i)
    for (char c = '0'; c <= '9'; ++c) {
      auto wrong = right;
      wrong[i] = c;
      EXPECT_EQ(static_cast<bool>(parse_org_no(wrong)), c == right[i]);
    }
}

TEST(OrgNo, IsPrintedWithItsDash) {
  EXPECT_EQ(print_org_no("5560360793"), "556036-0793");
}

} // namespace kassa
