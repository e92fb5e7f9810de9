#include "proto/base/console.hpp"
#include "tests/support/shop.hpp"

#include <gtest/gtest.h>

namespace kassa::testing {
namespace {

/// What a line can be, through real processes: a label, a deposit, a sales
/// mode, words; from the CSV at the hub to paper, Z and exports.
class Lines : public ::testing::Test {
protected:
  static constexpr const char* articles
    = "article_no,name,group,kind,price_ore,vat_basis_points,ean13,"
      "purchase_price_ore,unit,decimals,deposit,vat_eat_in,vat_take_away\n"
      "110,Kaffe,Servering,VARA,4000,1200,,700,,,,1200,600\n"
      "501,Ost,Disk,VARA,12900,600,,7100,kg,3,,,\n"
      "700,Läsk 33 cl,Dryck,VARA,1500,600,,400,,,701,,\n"
      "701,Pant 1 kr,Pant,VARA,100,600,,,,,,,\n";

  Lines() : all(one_till()) {
    all.must({"store", "set", "butik", "--embedded-barcode", "20:6:4:price:2",
              "--embedded-barcode", "23:6:4:quantity:3"});
    write_file(all.path("articles.csv"), articles);
    all.must(
      {"articles", "import", all.path("articles.csv"), "--store", "butik"});
    all.must({"publish", "--store", "butik"});
    all.log_in(0);
    EXPECT_TRUE(eventually([this] {
      return all.kassa_at(0, {"price", "110"}).code == 0;
    }));
    all.must_at(0, {"float", "500"});
  }

  static shop::options one_till() {
    shop::options out;
    out.terminals = 1;
    out.clock = "system";
    return out;
  }

  void expect_has(const std::string& text, const std::string& what) {
    EXPECT_NE(text.find(what), std::string::npos) << what << "\n" << text;
  }

  shop all;
};

TEST_F(Lines, L3_OneReceiptHasALabelADepositAModeAndWords) {
  // 58,31 kr of cheese by its label; 0,452 kg by another.
  const auto text
    = all.must_at(0, {"sell", "110", "6x700", "2000050158315", "2300050104528",
                      "note:Hämtas kl. 15", "--take-away", "--card"});
  expect_has(text, "Ta med\n");
  expect_has(text, "* Hämtas kl. 15\n");
  expect_has(text, "Ost                                  58,31\n");
  expect_has(text, "Ost          0,452 kg x 129,00       58,31\n");
  expect_has(text, "Läsk 33 cl           6 x 15,00       90,00\n");
  expect_has(text, "Pant 1 kr             6 x 1,00        6,00\n");
  EXPECT_EQ(text.find("71,00"), std::string::npos) << "what it was bought for";
  EXPECT_EQ(text.find("12,00 "), std::string::npos) << "all of it is 6 %";

  v1::ReceiptView shown;
  ASSERT_TRUE(
    cli::from_json(all.must_at(0, {"--json", "receipt", "1"}), shown));
  const auto& receipt = shown.receipt();
  EXPECT_EQ(receipt.total_ore(), 4000 + 9000 + 600 + 5831 + 5831);
  EXPECT_EQ(receipt.mode(), v1::SALES_MODE_TAKE_AWAY);
  ASSERT_EQ(receipt.vat_size(), 1);
  EXPECT_EQ(receipt.vat(0).gross_ore(), receipt.total_ore());
  EXPECT_EQ(receipt.lines(2).deposit_of(), 2u);

  all.must_at(0, {"return", "1", "--line", "2", "--quantity", "2", "--card"});
  const auto back = all.must_at(0, {"receipt", "1", "--series", "return"});
  expect_has(back, "Pant 1 kr");
  expect_has(back, "32,00");

  all.must_at(0, {"z"});
  const auto z = all.zs(0).reports(0).report();
  EXPECT_EQ(z.period().sales_ore(), receipt.total_ore());
  EXPECT_EQ(z.period().returns_ore(), 3200);
  for (const auto& group : z.period().groups())
    EXPECT_FALSE(group.group().empty()) << "words are of no group";
  const auto day = z.period().business_date();
  for (const auto* format : {"xml", "sie", "csv", "jsonl"})
    all.must_at(0, {"export", format, "--from", day, "--to", day, "--out",
                    all.path(format)});
  const auto csv = content_of(all.path("csv"));
  expect_has(csv, "note,");
  expect_has(csv, "take-away,,Hämtas kl. 15\r\n");
  expect_has(csv, "take-away,2,\r\n");
  EXPECT_EQ(content_of(all.path("xml")).find("Hämtas"), std::string::npos);
  all.must_at(0, {"verify"});
}

TEST_F(Lines, AModeIsTheOpenSalesAndALineMayHaveItsOwn) {
  all.must_at(0, {"mode", "take-away"});
  all.must_at(0, {"sell", "110"});
  all.must_at(0, {"sell", "110", "--eat-in"});
  all.must_at(0, {"note", "Extra het"});
  const auto text = all.must_at(0, {"pay", "--card"});
  expect_has(text, "Ta med\n");
  expect_has(text, "  Äta här\n");
  expect_has(text, "* Extra het\n");
  expect_has(text, "12,00        4,29        35,71       40,00\n");
  expect_has(text, " 6,00        2,26        37,74       40,00\n");
}

TEST_F(Lines, BadInputIsRefusedInBothLanguages) {
  auto refused
    = [&](words_t words, const std::string& code, const std::string& said) {
        const auto how = all.kassa_at(0, std::move(words));
        EXPECT_EQ(how.code, 3) << how.out << how.err;
        expect_has(how.err, "[" + code + "]");
        expect_has(how.err, said);
      };
  refused({"sell", "2000050158310"}, "bad_barcode", "Barcode 2000050158310");
  refused({"--lang", "sv", "sell", "2000050158310"}, "bad_barcode",
          "Streckkoden 2000050158310");
  refused({"sell", "0,5x110"}, "bad_quantity", "0,5");
  refused({"sell", "note:Hej", "--card"}, "over_paid", "");
  all.must_at(0, {"sell", "700"});
  refused({"line", "2", "--remove"}, "bad_quantity", "pant");
  refused({"line", "2", "--discount", "10%"}, "bad_discount", "pant");
  all.must_at(0, {"abort"});
  const auto table = all.kassa(
    {"store", "set", "butik", "--embedded-barcode", "99:1:1:price:2"});
  EXPECT_EQ(table.code, 3) << table.err;
  expect_has(table.err, "[bad_catalog]");
}

} // namespace
} // namespace kassa::testing
