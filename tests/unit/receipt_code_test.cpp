#include "proto/base/receipt_code.hpp"

#include <gtest/gtest.h>

namespace kassa {

namespace {

TEST(ReceiptCode, ReadsBackAsItself) {
  const receipt_code of{"KASSA1", 1042};
  EXPECT_EQ(print_receipt_code(of), "KVITTO:KASSA1:1042");
  EXPECT_EQ(parse_receipt_code("KVITTO:KASSA1:1042"), of);
  EXPECT_EQ(parse_receipt_code("KVITTO:A:B:18446744073709551615"),
            (receipt_code{"A:B", 18'446'744'073'709'551'615U}));
}

TEST(ReceiptCode, IsNoOtherText) {
  for (const auto* text :
       {"", "KVITTO", "KVITTO:", "KVITTO:1", "KVITTO::1", "KVITTO:KASSA1:",
        "KVITTO:KASSA1:0", "KVITTO:KASSA1:-1", "KVITTO:KASSA1:1 ",
        "KVITTO:KASSA1:1x", "KVITTO:KASSA1:18446744073709551616",
        "kvitto:KASSA1:1", "2990000001009", "https://example.com/1"})
    EXPECT_FALSE(parse_receipt_code(text)) << text;
}

} // namespace

} // namespace kassa
