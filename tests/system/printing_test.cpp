// Receipts as files, and a printer that speaks: kassa-node, kassa and
// kassa-emulator as real processes.

#include "tests/support/shop.hpp"

#include <arpa/inet.h>
#include <boost/json.hpp>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <filesystem>
#include <unistd.h>

namespace kassa::testing {
namespace {

/// The emulated printer on a port that it chose.
class paper_emulator {
public:
  paper_emulator() {
    const auto file = folder_ / "addresses";
    process_ = std::make_unique<process>(
      words_t{program("kassa-emulator"), "--addresses", file}, folder_ / "log");
    EXPECT_TRUE(eventually([&] { return std::filesystem::exists(file); }))
      << content_of(folder_ / "log");
    const auto all = boost::json::parse(content_of(file));
    printer_ = all.at("printer").as_string().c_str();
    control_ = all.at("control").as_string().c_str();
  }

  std::string setting() const { return "tcp:" + printer_; }

  /// One line to its control port; what it says back.
  std::string order(const std::string& line) const {
    const int to = ::socket(AF_INET, SOCK_STREAM, 0);
    const auto colon = control_.rfind(':');
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_port = htons(
      static_cast<std::uint16_t>(std::stoi(control_.substr(colon + 1))));
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    std::string said;
    const auto text = "printer " + line + "\n";
    if (::connect(to, reinterpret_cast<sockaddr*>(&where), sizeof where) == 0
        && ::write(to, text.data(), text.size()) > 0)
      for (char c = 0; ::read(to, &c, 1) == 1 && c != '\n';)
        said += c;
    ::close(to);
    return said;
  }

private:
  temp_dir folder_;
  std::string printer_;
  std::string control_;
  std::unique_ptr<process> process_;
};

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
    out.printer = paper.setting();
    return out;
  }

  bool on_paper(const std::string& words) {
    return paper.order("text").find(words) != std::string::npos;
  }
  bool comes_out(const std::string& words) {
    return eventually([&] { return on_paper(words); });
  }

  paper_emulator paper;
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
  EXPECT_EQ(paper.order("paper out"), "ok");
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
  EXPECT_EQ(paper.order("paper in"), "ok");
  EXPECT_TRUE(comes_out("X-DAGRAPPORT"));
  EXPECT_TRUE(
    eventually([&] { return all.status(0).printer_status().online(); }));
  all.must_at(0, {"sell", "100", "--card"});
  EXPECT_TRUE(comes_out("Kvittonr: 2"));
  EXPECT_NE(paper.order("stats").find("strange=0"), std::string::npos);
}

} // namespace
} // namespace kassa::testing
