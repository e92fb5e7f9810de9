// Receipts as files, and a printer that speaks: kassa-node, kassa and
// kassa-emulator as real processes.

#include "tests/support/emulator_program.hpp"
#include "tests/support/shop.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace kassa::testing {
namespace {

class Printing : public ::testing::Test {
protected:
  Printing() {
    all.log_in(0);
    EXPECT_TRUE(eventually([&] {
      return all.kassa_at(0, {"price", "100"}).code == 0;
    }));
    all.must_at(0, {"float", "500"});
  }

  shop::options speaking() const {
    shop::options out;
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
  shop all{speaking()};
};

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
