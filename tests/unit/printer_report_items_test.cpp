// The items of SKVFS 2014:9 7:3, a test a letter: counted by the ledger over a
// scripted day, and read where a person reads them, on the paper.

#include "actors/journal/period.hpp"
#include "actors/printer/layout/receipt_layout.hpp"
#include "tests/support/journal_world.hpp"

#include <algorithm>
#include <sstream>

namespace kassa::testing {

namespace {

/// A day with something of every item in it.
struct z_world : journal_world {
  z_world() {
    v1::RecordBody draft;
    draft.mutable_day_opened()->set_float_ore(150'000);
    must(draft);
    sell();
    draft.mutable_drawer_opened()->set_reason("no sale");
    must(draft);
    must(make_return(1, make_line(2, 1000, 4000, 1200)));
    draft.mutable_copy()->set_original_series(v1::SERIES_SALE);
    draft.mutable_copy()->set_original_number(1);
    draft.mutable_copy()->set_original_seq(3);
    draft.mutable_copy()->set_amount_ore(15'800);
    must(draft);
    for (int i = 0; i < 2; ++i)
      must(make_receipt(v1::SERIES_TRAINING, {make_line(1, 1000, 777, 2500)}));
    draft.mutable_sale_aborted()->set_amount_ore(6000);
    must(draft);
    move(-50'000);
  }

  void sell() {
    auto service = make_line(3, 1000, 2000, 600);
    service.set_kind(v1::ARTICLE_KIND_SERVICE);
    must(
      make_receipt(v1::SERIES_SALE, {make_line(1, 2000, 5000, 2500, 200),
                                     make_line(2, 1000, 4000, 1200), service}));
    must(make_receipt(v1::SERIES_SALE, {make_line(1, 1000, 5000, 2500)},
                      v1::MEANS_CARD));
  }

  void move(ore_t amount) {
    v1::RecordBody draft;
    draft.mutable_cash_moved()->set_amount_ore(amount);
    draft.mutable_cash_moved()->set_reason("bank");
    must(draft);
  }
};

/// The paper, line by line, blanks squeezed.
class paper {
public:
  explicit paper(const v1::RecordBody& record) {
    std::istringstream in(
      printer::to_text(printer::lay_out(record, {42, false, {}}), 42));
    for (std::string line; std::getline(in, line);)
      lines_.push_back(squeezed(line));
  }

  ::testing::AssertionResult has(const std::string& line) const {
    if (std::find(lines_.begin(), lines_.end(), line) != lines_.end())
      return ::testing::AssertionSuccess();
    auto out = ::testing::AssertionFailure() << line << " is not on\n";
    for (const auto& x : lines_)
      out << x << '\n';
    return out;
  }

private:
  static std::string squeezed(const std::string& line) {
    std::istringstream in(line);
    std::string out;
    for (std::string word; in >> word;)
      out += (out.empty() ? "" : " ") + word;
    return out;
  }

  std::vector<std::string> lines_;
};

/// Both reports of the same day: what holds for Z holds for X but for item c.
struct report_items : ::testing::Test {
  z_world world;
  v1::RecordBody x_body = world.must(make_x());
  v1::RecordBody z_body = world.must(make_z());
  paper x{x_body};
  paper z{z_body};

  void both(const std::string& line) const {
    EXPECT_TRUE(x.has(line)) << "X";
    EXPECT_TRUE(z.has(line)) << "Z";
  }
};

using ZReport = report_items;

TEST_F(ZReport, Item_a_CompanyAndOrgNumber) {
  both("Bageriet AB");
  both("Org.nr 556677-8899");
}

TEST_F(ZReport, Item_b_DateAndTimeOfTheReport) {
  both("Uttagen 2026-05-04 13:05");
}

TEST_F(ZReport, Item_c_NumberOfAnUnbrokenSeriesOnZOnly) {
  EXPECT_TRUE(z.has("Z-nummer 1"));
  EXPECT_TRUE(paper{world.must(make_z())}.has("Z-nummer 2"));
  EXPECT_FALSE(x.has("Z-nummer 0"));
  EXPECT_FALSE(x.has("Z-nummer 1"));
  EXPECT_EQ(x_body.x_report().number(), 0u);
}

TEST_F(ZReport, Item_d_SaysWhatItIs) {
  EXPECT_TRUE(z.has("Z-DAGRAPPORT"));
  EXPECT_TRUE(x.has("X-DAGRAPPORT"));
  EXPECT_FALSE(x.has("Z-DAGRAPPORT"));
}

TEST_F(ZReport, Item_e_RegisterDesignation) {
  both("Kassabeteckning KASSA1");
}

TEST_F(ZReport, Item_f_TotalSales) {
  both("Total försäljning 208,00");
}

TEST_F(ZReport, Item_g_SalesByMainGroup) {
  both("Grupp 2500 148,00");
  both("Grupp 1200 0,00");
  both("Grupp 600 20,00");
}

TEST_F(ZReport, Item_h_VatByRate) {
  both("25,00 29,60 118,40 148,00");
  both("12,00 0,00 0,00 0,00");
  both("6,00 1,13 18,87 20,00");
  both("Summa moms 30,73");
}

TEST_F(ZReport, Item_i_Float) {
  both("Växelkassa 1 500,00");
}

TEST_F(ZReport, Item_j_NumberOfGoods) {
  both("Antal varor 4");
}

TEST_F(ZReport, Item_k_NumberOfServices) {
  both("Antal tjänster 1");
}

TEST_F(ZReport, Item_l_NumberOfReceipts) {
  both("Antal kassakvitton 2");
}

TEST_F(ZReport, Item_m_NumberOfDrawerOpenings) {
  both("Antal lådöppningar 1");
}

TEST_F(ZReport, Item_n_CopiesAndTheirAmount) {
  both("Kvittokopior (1) 158,00");
}

TEST_F(ZReport, Item_o_TrainingAndItsAmount) {
  both("Övningskvitton (2) 15,54");
}

TEST_F(ZReport, Item_p_SalesByMeansOfPayment) {
  both("Kontant (2) 118,00");
  both("Kort (1) 50,00");
}

TEST_F(ZReport, Item_q_ReturnsAndTheirAmount) {
  both("Returer (1) -40,00");
  both("Antal returkvitton 1");
}

TEST_F(ZReport, Item_r_Discounts) {
  both("Rabatter (1) 2,00");
}

TEST_F(ZReport, Item_s_OtherReductions) {
  both("Övriga minskningar (0) 0,00");
}

TEST_F(ZReport, Item_t_UnfinishedSalesAndTheirAmount) {
  both("Oavslutade försäljningar (1) 60,00");
}

TEST_F(ZReport, Item_u_GrandTotalOfSales) {
  both("Grand total försäljning 208,00");
}

TEST_F(ZReport, Item_v_GrandTotalOfReturns) {
  both("Grand total retur 40,00");
}

TEST_F(ZReport, Item_w_GrandTotalNet) {
  both("Grand total netto 168,00");
}

TEST_F(ZReport, NamesTheMachineAsTheJournalsExportDoes) {
  both("Tillverkningsnr KASSA1");
  both("Modell Huvudkassa SE");
  both("Program test 1");
}

TEST_F(ZReport, ShowsCashMovedAndWhatLiesInTheDrawer) {
  both("Uttag (1) -500,00");
  both("Kontanter i lådan enligt kassan 1 118,00");
}

TEST_F(ZReport, L3_AddsUpAtTheClose) {
  const auto& period = z_body.z_report().period();
  EXPECT_TRUE(journal::check_period(period));
  EXPECT_TRUE(journal::check_grand({}, period, z_body.z_report().grand()));
}

TEST(XReport, LeavesTheGrandTotalsOutWhereTheShopWantsSo) {
  z_world world;
  v1::RecordBody draft;
  draft.mutable_x_report();
  const auto x = world.must(draft);
  const auto z = world.must(make_z());
  printer::options without;
  without.x_grand_totals = false;
  auto text = [&without](const v1::RecordBody& of) {
    return printer::to_text(printer::lay_out(of, without), 42);
  };
  EXPECT_EQ(text(x).find("Grand total"), std::string::npos);
  EXPECT_NE(text(x).find("Total försäljning"), std::string::npos);
  EXPECT_NE(text(z).find("Grand total netto"), std::string::npos);
}

TEST_F(ZReport, BeginsTheNextPeriodFromNothingButTheGrandTotals) {
  paper next{world.must(make_x())};
  EXPECT_TRUE(next.has("Total försäljning 0,00"));
  EXPECT_TRUE(next.has("Antal kassakvitton 0"));
  EXPECT_TRUE(next.has("Grand total försäljning 208,00"));
}

} // namespace

} // namespace kassa::testing
