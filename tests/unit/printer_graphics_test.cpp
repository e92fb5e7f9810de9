#include "actors/printer/graphics/graphics.hpp"
#include "tests/support/sample_receipt.hpp"

#include <gtest/gtest.h>

#include <iostream>

namespace kassa::printer {

namespace {

document laid_out(int columns, bool copy = false) {
  auto body = testing::sample_receipt();
  if (!copy)
    return lay_out(body, {columns, false, {}});
  v1::RecordBody record;
  record.mutable_copy()->set_number(1);
  return lay_out_copy(record, body, {columns, false, {}});
}

const picture_words told{"Kvitto 1042", "2026-05-04T11:05:00Z"};

unsigned number_at(const std::string& bytes, std::size_t at) {
  unsigned out = 0;
  for (std::size_t i = 0; i < 4; ++i)
    out = out * 256 + static_cast<unsigned char>(bytes[at + i]);
  return out;
}

/// The tests of pictures hold where there are pictures; elsewhere the refusal
/// is the test.
class Graphics : public ::testing::Test {
protected:
  static result<std::string> made(const document& doc, picture as) {
    auto out = draw(doc, as, told);
    if (!can_draw()) {
      std::cout << "built without cairo: only the refusal is tested\n";
      EXPECT_FALSE(out);
      EXPECT_EQ(out.why().code, errc::no_graphics);
    } else {
      EXPECT_TRUE(out) << to_string(out.why());
    }
    return out;
  }
};

TEST_F(Graphics, DrawsAPngAsWideAsItsPaper) {
  for (auto [columns, paper_mm] : {std::pair{32, 58}, {42, 80}, {48, 80}}) {
    auto png = made(laid_out(columns), picture::png);
    if (!png)
      return;
    ASSERT_TRUE(png->starts_with("\x89PNG\r\n"));
    EXPECT_NEAR(number_at(*png, 16), paper_mm * 16, 2);
    EXPECT_GT(number_at(*png, 20), 400u);
  }
}

TEST_F(Graphics, GivesDoubleHeightToMarks) {
  auto plain = made(laid_out(42), picture::png);
  auto copy = made(laid_out(42, true), picture::png);
  if (!plain || !copy)
    return;
  // Two marks of double height, and a row that says which copy it is.
  auto rows = lay_out(testing::sample_receipt(), {42, false, {}}).rows.size();
  auto row = (number_at(*plain, 20) - 2 * 64) / (static_cast<double>(rows) - 1);
  EXPECT_NEAR(number_at(*copy, 20) - number_at(*plain, 20), 5 * row, row / 2);
}

TEST_F(Graphics, DrawsAPdfOfOnePage) {
  auto pdf = made(laid_out(42), picture::pdf);
  if (!pdf)
    return;
  EXPECT_TRUE(pdf->starts_with("%PDF-1."));
  EXPECT_NE(pdf->find("/Count 1"), std::string::npos);
  EXPECT_NE(pdf->find("(Kvitto 1042)"), std::string::npos);
}

TEST_F(Graphics, DrawsTheSameDocumentAlike) {
  for (auto as : {picture::png, picture::pdf}) {
    auto one = made(laid_out(42), as);
    auto two = made(laid_out(42), as);
    if (!one || !two)
      return;
    EXPECT_EQ(*one, *two);
  }
}

TEST_F(Graphics, DrawsTextThatIsNoUtf8) {
  document doc;
  doc.rows.push_back({row::what::text, {{"\xC3 \xFF", 0}}, false, false});
  (void)made(doc, picture::png);
}

} // namespace

} // namespace kassa::printer
