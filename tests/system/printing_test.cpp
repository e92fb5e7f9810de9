// Receipts as files, and a printer that speaks: kassa-node, kassa and
// kassa-emulator as real processes.

#include "tests/support/emulator_program.hpp"
#include "tests/support/shop.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace kassa::testing {
namespace {

/// A PNG of 16 x 8 dots.
constexpr unsigned char little_png[]{
  0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49,
  0x48, 0x44, 0x52, 0x00, 0x00, 0x00, 0x10, 0x00, 0x00, 0x00, 0x08, 0x01, 0x00,
  0x00, 0x00, 0x00, 0xD8, 0x0D, 0x42, 0x3A, 0x00, 0x00, 0x00, 0x13, 0x49, 0x44,
  0x41, 0x54, 0x78, 0x9C, 0x63, 0x30, 0x36, 0x66, 0x00, 0x22, 0x9F, 0x33, 0x20,
  0x84, 0xC4, 0x06, 0x00, 0x3E, 0x60, 0x05, 0xF9, 0x4B, 0x43, 0x5F, 0x36, 0x00,
  0x00, 0x00, 0x00, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82};

class Printing : public ::testing::Test {
protected:
  Printing() : Printing(words_t{}) {}

  /// @param settings more flags of the register
  explicit Printing(words_t settings) : all(speaking(std::move(settings))) {
    all.log_in(0);
    EXPECT_TRUE(eventually([&] {
      return all.kassa_at(0, {"price", "100"}).code == 0;
    }));
    all.must_at(0, {"float", "500"});
  }

  shop::options speaking(words_t settings) const {
    shop::options out;
    out.settings = std::move(settings);
    out.terminals = 1;
    out.articles
      = std::string(KASSA_SOURCE_DIR) + "/scripts/sample/articles.csv";
    out.clock = "system";
    out.printer = devices.printer();
    return out;
  }

  bool on_paper(const std::string& words) {
    return devices.order("printer text").find(words) != std::string::npos;
  }
  bool comes_out(const std::string& words) {
    return eventually([&] { return on_paper(words); });
  }

  emulator_program devices;
  shop all;
};

/// Its receipts have a logo and a QR code, its paper another code page.
class DressedPrinting : public Printing {
protected:
  DressedPrinting()
    : Printing({"--printer-logo", logo(), "--printer-qr", "receipt",
                "--printer-code-page", "windows-1252"}) {}

  static std::string logo() {
    static const temp_dir folder;
    write_file(folder / "logo.png",
               {reinterpret_cast<const char*>(little_png), sizeof little_png});
    return folder / "logo.png";
  }
};

TEST_F(DressedPrinting, AReturnIsScannedFromTheReceiptsCode) {
  all.must_at(0, {"sell", "100", "--card"});
  EXPECT_TRUE(comes_out("Kvittonr: 1"));
  EXPECT_TRUE(comes_out("Kontrollenhet: ingen"));
  EXPECT_TRUE(on_paper("Kassör")) << "in the code page that is set";
  const auto code = "KVITTO:" + all.at(0).id + ":1";
  EXPECT_EQ(devices.order("printer codes"), "ok " + code);
  const auto stats = devices.order("printer stats");
  EXPECT_NE(stats.find("pictures=1"), std::string::npos) << stats;
  EXPECT_NE(stats.find("strange=0"), std::string::npos) << stats;
  const auto html = all.path("retur.html");
  const auto elsewhere
    = all.kassa_at(0, {"return", "KVITTO:KASSA9:1", "--card"});
  EXPECT_EQ(elsewhere.code, 3);
  EXPECT_NE(elsewhere.err.find("[other_terminal]"), std::string::npos);
  EXPECT_EQ(all.kassa_at(0, {"return", "kvitto", "--card"}).code, 2);
  all.must_at(0, {"return", code, "--card", "--electronic"});
  all.must_at(0, {"receipt", "1", "--series", "return", "--html", html});
  const auto page = content_of(html);
  EXPECT_NE(page.find("Elektroniskt kassakvitto"), std::string::npos);
  EXPECT_NE(page.find("RETURKVITTO"), std::string::npos);
  EXPECT_NE(page.find("data:image/bmp;base64,"), std::string::npos);
  EXPECT_EQ(page.find("KOPIA"), std::string::npos);
  ASSERT_TRUE(eventually([&] { return all.status(0).print_queue() == 0; }));
  EXPECT_FALSE(on_paper("Returkvittonr: 1"));
  all.must_at(0, {"verify"});
}

TEST_F(Printing, WhatIsTakenOutComesOutOnPaperToo) {
  all.must_at(0, {"prices", "--print"});
  EXPECT_TRUE(comes_out("PRISLISTA"));
  EXPECT_TRUE(comes_out("Bryggkaffe"));
  all.must_at(0, {"identity", "--print"});
  EXPECT_TRUE(comes_out("KASSAREGISTER"));
  all.must_at(0, {"changes", "--print"});
  EXPECT_TRUE(comes_out("ÄNDRINGAR"));
  EXPECT_NE(devices.order("printer stats").find("strange=0"),
            std::string::npos);
}

TEST_F(Printing, APrinterThatConfirmsNothingIsNoDoubtAboutEachReceipt) {
  auto printer = [&] { return all.status(0).printer_status(); };
  ASSERT_TRUE(eventually([&] { return printer().asked(); }));
  EXPECT_EQ(devices.order("printer answers off"), "ok");
  ASSERT_TRUE(eventually([&] { return !printer().online(); }));
  EXPECT_EQ(devices.order("printer marks off"), "ok"); // A clone in its place.
  EXPECT_EQ(devices.order("printer answers on"), "ok");
  ASSERT_TRUE(eventually([&] { return printer().unconfirmed(); }));
  all.must_at(0, {"sell", "100", "--card"});
  EXPECT_TRUE(comes_out("Kvittonr: 1"));
  EXPECT_TRUE(eventually([&] { return all.status(0).print_queue() == 0; }));
  EXPECT_NE(all.must_at(0, {"--lang", "sv", "status"})
              .find("säger aldrig att ett kvitto kom ut"),
            std::string::npos);
}

TEST_F(Printing, HandsAnElectronicReceiptOutAsOftenAsAskedAndPrintsNothing) {
  all.must_at(0, {"sell", "100", "--card", "--electronic"});
  const auto html = all.path("kvitto.html");
  const auto pdf = all.path("kvitto.pdf");
  EXPECT_EQ(all.must_at(0, {"receipt", "1", "--html", html}), html + "\n");
  all.must_at(0, {"receipt", "1", "--pdf", pdf});
  all.must_at(0, {"receipt", "1", "--html", all.path("again.html")});
  const auto page = content_of(html);
  EXPECT_NE(page.find("Elektroniskt kassakvitto"), std::string::npos) << page;
  EXPECT_NE(page.find("Kvittonr: 1"), std::string::npos);
  EXPECT_EQ(page.find("EJ KVITTO"), std::string::npos);
  EXPECT_EQ(page.find("KOPIA"), std::string::npos);
  EXPECT_EQ(content_of(all.path("again.html")), page);
  EXPECT_TRUE(content_of(pdf).starts_with("%PDF-"));
  EXPECT_FALSE(on_paper("Kvittonr: 1"));
  const auto there = all.kassa_at(0, {"receipt", "1", "--pdf", pdf});
  EXPECT_EQ(there.code, 3);
  EXPECT_NE(there.err.find("[no_place_for_file]"), std::string::npos);
  all.must_at(0, {"verify"});
}

TEST_F(Printing, L11_MakesTheOneCopyOfAReceiptOnPaper) {
  all.must_at(0, {"sell", "100", "--card"});
  EXPECT_TRUE(comes_out("Kvittonr: 1"));
  const auto html = all.path("kopia.html");
  all.must_at(0, {"receipt", "1", "--html", html});
  EXPECT_NE(content_of(html).find("KOPIA"), std::string::npos);
  const auto second
    = all.kassa_at(0, {"receipt", "1", "--html", all.path("second.html")});
  EXPECT_EQ(second.code, 3);
  EXPECT_NE(second.err.find("[not_electronic]"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(all.path("second.html")));
  const auto copy = all.kassa_at(0, {"copy", "1"});
  EXPECT_NE(copy.err.find("[already_copied]"), std::string::npos) << copy.err;
  EXPECT_FALSE(on_paper("KOPIA"));
  all.must_at(0, {"verify"});
}

TEST_F(Printing, WaitsForPaperAndSellsElectronicallyMeanwhile) {
  EXPECT_EQ(devices.order("printer paper out"), "ok");
  ASSERT_TRUE(
    eventually([&] { return all.status(0).printer_status().paper_out(); }));
  const auto shown = all.must_at(0, {"--lang", "sv", "status"});
  EXPECT_NE(shown.find("Pappret är slut i kvittoskrivaren."), std::string::npos)
    << shown;
  // A report waits for paper, and does not fail.
  all.must_at(0, {"x", "--print"});
  EXPECT_TRUE(eventually([&] {
    return all.must_at(0, {"jobs"}).find("paper_out") != std::string::npos;
  }));
  // SKVFS 2014:9 6:2: no sale without a receipt that comes out.
  const auto refused = all.kassa_at(0, {"sell", "100", "--card"});
  EXPECT_EQ(refused.code, 3);
  EXPECT_NE(refused.err.find("[paper_out]"), std::string::npos) << refused.err;
  all.must_at(0, {"sell", "100", "--card", "--electronic"});
  EXPECT_EQ(devices.order("printer paper in"), "ok");
  EXPECT_TRUE(comes_out("X-DAGRAPPORT"));
  EXPECT_TRUE(
    eventually([&] { return all.status(0).printer_status().online(); }));
  all.must_at(0, {"sell", "100", "--card"});
  EXPECT_TRUE(comes_out("Kvittonr: 2"));
  EXPECT_NE(devices.order("printer stats").find("strange=0"),
            std::string::npos);
}

} // namespace
} // namespace kassa::testing
