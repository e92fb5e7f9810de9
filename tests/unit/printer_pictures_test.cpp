#include "actors/printer/graphics/graphics.hpp"
#include "actors/printer/html/html.hpp"
#include "tests/support/sample_receipt.hpp"

#include <gtest/gtest.h>

// Logos and QR codes: from a file into documents, and out as pictures again.
namespace kassa::printer {

namespace {

/// A picture of this program's own making, as PNG.
std::string png_of(const document& doc) {
  auto out = draw(doc, picture::png, {"", ""});
  return out ? *out : std::string{};
}

document with_row(row x) {
  document doc{32, {}};
  doc.rows.push_back(std::move(x));
  return doc;
}

row of_dots(raster dots) {
  return {row::what::picture,
          {},
          false,
          false,
          std::make_shared<const raster>(std::move(dots)),
          {}};
}

/// An L, which no turn or mirror leaves as it is.
raster letter() {
  auto out = blank(13, 9);
  for (int y = 0; y < out.height; ++y)
    out.blacken(0, y);
  for (int x = 0; x < 5; ++x)
    out.blacken(x, out.height - 1);
  return out;
}

TEST(Rasters, KeepEachDotInItsPlace) {
  const auto l = letter();
  EXPECT_EQ(l.stride(), 2u);
  EXPECT_EQ(l.bits.substr(0, 2), (std::string{"\x80\0", 2}));
  EXPECT_EQ(l.bits.substr(16, 2), (std::string{"\xF8\0", 2}));
  const auto big = enlarged(l, 3);
  EXPECT_EQ(big.width, 39);
  for (int y = 0; y < big.height; ++y)
    for (int x = 0; x < big.width; ++x)
      EXPECT_EQ(big.black(x, y), l.black(x / 3, y / 3)) << x << ", " << y;
}

TEST(Rasters, BecomeABitmapFromTheLastRowUp) {
  const auto bmp = to_bmp(letter());
  ASSERT_EQ(bmp.size(), 62u + 9 * 4);
  EXPECT_EQ(bmp.substr(0, 2), "BM");
  EXPECT_EQ(bmp[2], static_cast<char>(bmp.size()));
  EXPECT_EQ(bmp.substr(18, 8), (std::string{"\x0D\0\0\0\x09\0\0\0", 8}));
  EXPECT_EQ(bmp.substr(54, 8), (std::string{"\xFF\xFF\xFF\0\0\0\0\0", 8}));
  EXPECT_EQ(bmp.substr(62, 4), (std::string{"\xF8\0\0\0", 4}));
  EXPECT_EQ(bmp.substr(66, 4), (std::string{"\x80\0\0\0", 4}));
}

TEST(Pictures, StandInAPageWithoutBeingFetched) {
  const auto html = to_html(with_row(of_dots(letter())), "x");
  EXPECT_NE(
    html.find("width=\"13\" height=\"9\" src=\"data:image/bmp;base64,Qk"),
    std::string::npos)
    << html;
  EXPECT_NE(html.find("img-src data:"), std::string::npos);
  const auto from = html.find("base64,") + 7;
  const auto size = html.find('"', from) - from;
  EXPECT_EQ(size, (62 + 9 * 4 + 2) / 3 * 4u);
}

/// These hold where there are pictures; elsewhere the refusal is the test.
struct Logo : ::testing::Test {
  static result<raster> read(const std::string& png, int columns = 42) {
    return read_logo(png, columns, "logo.png");
  }
  static bool refuses_all() {
    if (can_draw())
      return false;
    EXPECT_EQ(read("").why().code, errc::graphics_needed);
    return true;
  }
};

TEST_F(Logo, IsReadAsItWillBePrinted) {
  if (refuses_all())
    return;
  // Drawn at two dots for one: a PNG with margins of 64 dots around.
  const auto png = png_of(with_row(of_dots(letter())));
  auto back = read(png, 48 * 2);
  ASSERT_TRUE(back) << to_string(back.why());
  const auto l = letter();
  int left = 0;
  while (!back->black(left, 64))
    ASSERT_LT(++left, back->width - 26);
  for (int y = 0; y < l.height * 2; ++y)
    for (int x = 0; x < l.width * 2; ++x)
      EXPECT_EQ(back->black(left + x, 64 + y), l.black(x / 2, y / 2))
        << x << ", " << y;
  // In the middle of the paper, but for a dot.
  EXPECT_NEAR(left, (back->width - 26) / 2, 2);
}

TEST_F(Logo, HasToFitThePaper) {
  if (refuses_all())
    return;
  const auto png = png_of(with_row(of_dots(letter()))); // 928 dots wide.
  auto wide = read(png, 48);
  ASSERT_FALSE(wide);
  EXPECT_EQ(wide.why().code, errc::bad_logo);
  EXPECT_EQ(wide.why().fields.at("file"), "logo.png");
  EXPECT_EQ(wide.why().fields.at("dots"), "576");
  EXPECT_NE(kassa::words(wide.why(), language::sv).find("576 punkter"),
            std::string::npos);
}

TEST_F(Logo, IsRefusedWhereItIsNoPicture) {
  if (refuses_all())
    return;
  const auto png = png_of(with_row(of_dots(letter())));
  for (const auto& bad :
       {std::string{}, std::string{"GIF89a"}, png.substr(0, 20),
        png.substr(0, 60), std::string(1000, 'x')}) {
    auto logo = read(bad, 96);
    ASSERT_FALSE(logo) << bad.size();
    EXPECT_EQ(logo.why().code, errc::bad_logo) << bad.size();
  }
  // Its size is looked at before memory is taken for it.
  auto huge = png;
  huge[16] = huge[20] = '\x7F';
  EXPECT_EQ(read(huge).why().code, errc::bad_logo);
}

TEST(QrCodes, HaveTheirWhiteAndTheirThreeEyes) {
  auto dots = qr_dots("KVITTO:KASSA1:1042");
  if (!can_draw()) {
    EXPECT_EQ(dots.why().code, errc::no_graphics);
    return;
  }
  ASSERT_TRUE(dots);
  ASSERT_EQ(dots->width, 25 + 8);
  auto eye = [&](int left, int top) {
    for (int y = -1; y <= 7; ++y)
      for (int x = -1; x <= 7; ++x) {
        auto far = std::max(std::abs(x - 3), std::abs(y - 3));
        EXPECT_EQ(dots->black(left + x, top + y), far != 2 && far != 4)
          << x << ", " << y;
      }
  };
  eye(4, 4);
  eye(4 + 18, 4);
  eye(4, 4 + 18);
  for (int i = 0; i < dots->width; ++i)
    EXPECT_FALSE(dots->black(i, 3) || dots->black(3, i));
  EXPECT_FALSE(qr_dots(std::string(5000, 'x')));
}

TEST(QrCodes, AreTheSameDotsOnAPageAndInAPicture) {
  if (!can_draw())
    return;
  document doc = with_row(
    {row::what::qr, {}, false, false, nullptr, "KVITTO:KASSA1:1042"});
  const auto drawn = with_codes_drawn(doc);
  ASSERT_EQ(drawn.rows[0].kind, row::what::picture);
  ASSERT_TRUE(drawn.rows[0].dots);
  EXPECT_EQ(drawn.rows[0].dots->width, 33 * qr_module_dots);
  EXPECT_EQ(png_of(doc), png_of(drawn));
  EXPECT_NE(to_html(drawn, "x").find("width=\"165\""), std::string::npos);
  EXPECT_EQ(to_html(doc, "x").find("<img"), std::string::npos);
  EXPECT_EQ(to_text(doc, 42), "");
}

// -- on receipts --------------------------------------------------------------

std::size_t count(const document& doc, row::what kind) {
  std::size_t n = 0;
  for (const auto& x : doc.rows)
    n += x.kind == kind ? 1 : 0;
  return n;
}

options dressed() {
  options out;
  out.logo = std::make_shared<const raster>(letter());
  out.qr = true;
  return out;
}

TEST(Receipts, BeginWithTheLogoAndNameThemselvesInACode) {
  const auto doc = lay_out(testing::sample_receipt(), dressed());
  EXPECT_EQ(doc.rows[0].kind, row::what::picture);
  ASSERT_EQ(count(doc, row::what::qr), 1u);
  for (const auto& x : doc.rows)
    if (x.kind == row::what::qr) {
      EXPECT_TRUE(x.code.starts_with("KVITTO:")) << x.code;
      EXPECT_TRUE(x.code.ends_with(":1042")) << x.code;
    }
  EXPECT_EQ(to_text(doc, 42),
            to_text(lay_out(testing::sample_receipt(), {}), 42))
    << "its words are the same";
  v1::RecordBody copy;
  copy.mutable_copy()->set_number(1);
  EXPECT_EQ(count(lay_out_copy(copy, testing::sample_receipt(), dressed()),
                  row::what::qr),
            1u);
}

TEST(Receipts, HaveNoCodeWhereNothingCanBeReturned) {
  auto body = testing::sample_receipt();
  for (auto series : {v1::SERIES_RETURN, v1::SERIES_TRAINING}) {
    body.mutable_receipt()->set_series(series);
    const auto doc = lay_out(body, dressed());
    EXPECT_EQ(count(doc, row::what::qr), 0u);
    EXPECT_EQ(count(doc, row::what::picture), 1u);
  }
  v1::RecordBody bill;
  *bill.mutable_pro_forma()->mutable_receipt()
    = testing::sample_receipt().receipt();
  EXPECT_EQ(count(lay_out(bill, dressed()), row::what::qr), 0u);
}

} // namespace

} // namespace kassa::printer
