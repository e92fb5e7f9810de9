#include "store/keys.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace kassa::store {

namespace {

using namespace std::string_view_literals;

scope till(std::string_view terminal = "KASSA1") {
  return {"odenplan", std::string{terminal}};
}

// The layout is what is on disks: these may never change.
static_assert(scope_prefix({"odenplan", "KASSA1"})
              == "odenplan\0\0\0\0\0\0\0\0KASSA1\0\0\0\0\0\0\0\0\0\0"sv);
static_assert(journal_key({"s", "ABCD"}, 0x0102030405060708).substr(32)
              == "\x01\x02\x03\x04\x05\x06\x07\x08"sv);
static_assert(seq_of_journal_key(journal_key({"s", "ABCD"}, 77)) == 77);
static_assert(receipt_key({"s", "ABCD"}, v1::SERIES_RETURN, 1).substr(32)
              == "R\x02\0\0\0\0\0\0\0\x01"sv);
static_assert(receipt_day_key({"s", "ABCD"}, "2026-05-04", 2).substr(32)
              == "D2026-05-04\0\0\0\0\0\0\0\x02"sv);
static_assert(z_key({"s", "ABCD"}, 3).substr(32) == "Z\0\0\0\0\0\0\0\x03"sv);
static_assert(answer_key({"s", "ABCD"}, 1, "id").substr(32)
              == "A\0\0\0\0\0\0\0\x01id"sv);
static_assert(ledger_key({"s", "ABCD"}).substr(32) == "L"sv);
static_assert(print_job_key({"s", "ABCD"}, 4).substr(32)
              == "P\0\0\0\0\0\0\0\x04"sv);
static_assert(parked_key({"s", "ABCD"}, "bord 4").substr(32) == "Kbord 4"sv);
static_assert(acked_key({"s", "ABCD"}).substr(32) == "C"sv);
static_assert(token_key({"s", "ABCD"}).substr(32) == "T"sv);
static_assert(catalog_active_key({"s", "ABCD"}).substr(32) == "V"sv);
static_assert(catalog_row_key({"s", "ABCD"}, 5, "row").substr(32)
              == "\0\0\0\0\0\0\0\x05row"sv);
static_assert(signature_key({"s", "ABCD"}, 5)
              == "s\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
                 "ABCD\0\0\0\0\0\0\0\0\0\0\0\0S\0\0\0\0\0\0\0\x05"sv);
static_assert(encode_scope({"s", "ABCD"}) == "s\0ABCD"sv);
static_assert(prefix_end("ab") == "ac"sv);
static_assert(prefix_end("a\xff"sv) == "b"sv);
static_assert(prefix_end("\xff\xff"sv).empty());

} // namespace

TEST(Keys, OrderAsTheirNumbersDo) {
  std::mt19937_64 random{1};
  std::vector<std::uint64_t> numbers{0, 1, 255, 256, 65535, UINT64_MAX};
  for (int i = 0; i < 1000; ++i)
    numbers.push_back(random() >> random() % 64);
  std::ranges::sort(numbers);
  for (std::size_t i = 1; i < numbers.size(); ++i) {
    auto a = numbers[i - 1];
    auto b = numbers[i];
    ASSERT_EQ(journal_key(till(), a) < journal_key(till(), b), a < b);
    ASSERT_EQ(z_key(till(), a) < z_key(till(), b), a < b);
    ASSERT_EQ(seq_of_journal_key(journal_key(till(), a)), a);
  }
}

TEST(Keys, OrderReceiptsByDayThenSeq) {
  EXPECT_LT(receipt_day_key(till(), "2026-05-04", 900),
            receipt_day_key(till(), "2026-05-05", 7));
  EXPECT_LT(receipt_day_key(till(), "2026-05-05", 7),
            receipt_day_key(till(), "2026-05-05", 256));
}

TEST(Keys, L1_KeepScopesApart) {
  // One id is the beginning of the other one: padding keeps them apart.
  auto end = prefix_end(scope_prefix(till("KASSA1")));
  EXPECT_GT(journal_key(till("KASSA10"), 0), end);
  EXPECT_LT(journal_key(till("KASSA1"), UINT64_MAX), end);
  EXPECT_NE(scope_prefix({"ab", "CDEF"}), scope_prefix({"a", "BCDEF"}));
}

TEST(Keys, ErasesEpochsBelowOneByARange) {
  auto from = answer_epoch_key(till(), 0);
  auto to = answer_epoch_key(till(), 7);
  auto within = [&](const std::string& key) { return from <= key && key < to; };
  EXPECT_TRUE(within(answer_key(till(), 6, "\xff\xff")));
  EXPECT_FALSE(within(answer_key(till(), 7, "")));
  EXPECT_FALSE(within(receipt_key(till(), v1::SERIES_SALE, 1)));
}

TEST(Keys, PrefixEndComesAfterAllWithThePrefix) {
  EXPECT_LT("ab\xff\xff\xff", prefix_end("ab"));
  EXPECT_EQ(prefix_end(""), "");
}

TEST(Keys, ReadTheFoldersScopeBack) {
  auto back = decode_scope(encode_scope(till()));
  ASSERT_TRUE(back);
  EXPECT_EQ(*back, till());
  for (auto bad : {""sv, "odenplan"sv, "odenplan\0kassa1"sv, "\0KASSA1"sv})
    EXPECT_EQ(decode_scope(bad).why().code, errc::corrupt);
}

} // namespace kassa::store
