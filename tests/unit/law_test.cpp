#include "proto/base/law.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace {

using namespace kassa;

const law_item* find(const std::string& item) {
  for (const auto& x : law_table())
    if (x.item == item)
      return &x;
  return nullptr;
}

TEST(LawTable, NamesEachItemOnce) {
  std::set<std::string_view> seen;
  for (const auto& x : law_table())
    EXPECT_TRUE(seen.insert(x.item).second) << x.item;
}

TEST(LawTable, SaysInBothLanguagesHowItWasBuiltAndWhatDecides) {
  for (const auto& x : law_table()) {
    EXPECT_FALSE(x.paragraph.empty()) << x.item;
    EXPECT_FALSE(x.wording.empty()) << x.item;
    EXPECT_FALSE(x.setting.empty()) << x.item;
    EXPECT_FALSE(x.sv.empty()) << x.item;
    EXPECT_FALSE(x.en.empty()) << x.item;
    EXPECT_EQ(x.doubt_sv.empty(), x.doubt_en.empty()) << x.item;
  }
}

TEST(LawTable, HasADoubtExactlyWhereSomethingIsNotVerified) {
  for (const auto& x : law_table())
    EXPECT_EQ(x.verified(), x.doubt_sv.empty()) << x.item;
}

TEST(LawTable, HoldsEveryItemOfReceiptsReportsAndFunctions) {
  for (char c = 'a'; c <= 'm'; ++c)
    EXPECT_TRUE(find(std::string{"7:1 "} + c)) << c;
  for (char c = 'a'; c <= 'w'; ++c)
    EXPECT_TRUE(find(std::string{"7:3 "} + c)) << c;
  for (const auto* item :
       {"4:3", "4:4", "4:5", "4:6", "4:8", "4:9", "5:1", "5:2", "5:3", "5:4",
        "5:5", "5:6", "5:7", "6:1", "6:2", "6:3", "6:4", "7:2"})
    EXPECT_TRUE(find(item)) << item;
}

TEST(LawTable, NamesTheSettingThatDecidesWhatTheUnitGets) {
  ASSERT_TRUE(find("unit: rounding"));
  EXPECT_EQ(find("unit: rounding")->setting, "unit_amount");
  EXPECT_EQ(find("unit: rounding")->standing, law_standing::open);
  for (const auto* item : {"unit: copies", "pro forma"}) {
    ASSERT_TRUE(find(item));
    EXPECT_EQ(find(item)->setting, "unit_registers");
    EXPECT_EQ(find(item)->standing, law_standing::open);
  }
}

} // namespace
