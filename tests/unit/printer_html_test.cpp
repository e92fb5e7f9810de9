#include "actors/printer/html/html.hpp"
#include "tests/support/sample_receipt.hpp"

#include <gtest/gtest.h>

namespace kassa::printer {

namespace {

using kassa::testing::has;

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (auto at = text.find(part); at != std::string::npos;
       at = text.find(part, at + 1))
    ++n;
  return n;
}

std::string page(const v1::RecordBody& body, int columns = 42) {
  return to_html(lay_out(body, {columns, false, {}}), "Kvitto 1042");
}

TEST(Html, SaysElektronisktKassakvittoWhereTheReceiptIsElectronic) {
  auto body = testing::sample_receipt();
  EXPECT_FALSE(has(page(body), "lektroniskt kassakvitto"));
  body.mutable_receipt()->set_delivery(v1::DELIVERY_ELECTRONIC);
  EXPECT_TRUE(has(page(body), "Elektroniskt kassakvitto"));
  EXPECT_FALSE(has(page(body), "EJ KVITTO"));
}

TEST(Html, ShowsAllTextOfTheReceipt) {
  auto html = page(testing::sample_receipt());
  for (auto part : {"Exempelbutiken AB", "Org.nr 556677-8899", "Kvittonr: 1042",
                    "Bröd", "39,90", "ATT BETALA", "149,00", "Växel", "-51,00",
                    "Summa moms", "18,59", "Öppet köp 30 dagar"})
    EXPECT_TRUE(has(html, part)) << part;
  EXPECT_TRUE(has(html, "<title>Kvitto 1042</title>"));
}

TEST(Html, StandsAmountsAtTheRightEdge) {
  EXPECT_TRUE(
    has(page(testing::sample_receipt()), "<span class=\"e\">149,40</span>"));
}

TEST(Html, DoublesTheMarks) {
  auto body = testing::sample_receipt();
  v1::RecordBody copy;
  copy.mutable_copy()->set_number(1);
  auto html = to_html(lay_out_copy(copy, body, {}), "Kopia");
  EXPECT_EQ(count(html, "<div class=\"r b x\"><span class=\"c\">KOPIA</span>"),
            2u);
  EXPECT_TRUE(has(html, ".x{font-size:200%"));
}

TEST(Html, EscapesEverything) {
  auto body = testing::sample_receipt();
  body.mutable_receipt()->mutable_lines(0)->set_name(
    "<script>alert('x')</script> & \"hej\"\x1B");
  auto html = page(body);
  EXPECT_FALSE(has(html, "<script"));
  EXPECT_FALSE(has(html, "\x1B"));
  EXPECT_TRUE(has(html, "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; "
                        "&quot;hej&quot;"));
  EXPECT_TRUE(has(to_html({}, "<b>"), "<title>&lt;b&gt;</title>"));
}

TEST(Html, NeedsNothingFromElsewhere) {
  auto html = page(testing::sample_receipt());
  for (auto part : {"http:", "https:", "src=", "<link", "<script", "url("})
    EXPECT_FALSE(has(html, part)) << part;
  EXPECT_TRUE(has(html, "default-src 'none'"));
}

TEST(Html, IsAsWideAsThePaper) {
  for (int columns : {32, 42, 48})
    EXPECT_TRUE(has(page(testing::sample_receipt(), columns),
                    "width:" + std::to_string(columns) + "ch"));
}

} // namespace

} // namespace kassa::printer
