#include "proto/base/crypto.hpp"
#include "tests/unit/export_kit.hpp"

#include <google/protobuf/util/json_util.h>

#include <sstream>

namespace {

using namespace kassa;
using namespace kassa::testing;
namespace ex = kassa::journal::exporting;

/// RFC 4180, read apart from what writes it.
std::vector<std::vector<std::string>> read_csv(const std::string& text) {
  std::vector<std::vector<std::string>> rows(1);
  std::string field;
  bool within = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (within) {
      if (c != '"')
        field += c;
      else if (i + 1 < text.size() && text[i + 1] == '"')
        field += text[++i];
      else
        within = false;
    } else if (c == '"') {
      EXPECT_TRUE(field.empty());
      within = true;
    } else if (c == ',') {
      rows.back().push_back(std::exchange(field, {}));
    } else if (c == '\r') {
      EXPECT_EQ(text.at(++i), '\n');
      rows.back().push_back(std::exchange(field, {}));
      rows.emplace_back();
    } else {
      field += c;
    }
  }
  EXPECT_FALSE(within);
  EXPECT_TRUE(rows.back().empty());
  rows.pop_back();
  return rows;
}

/// Rows by column name.
std::vector<std::map<std::string, std::string>>
table_of(const std::string& text) {
  auto rows = read_csv(text);
  std::vector<std::map<std::string, std::string>> out;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    EXPECT_EQ(rows[i].size(), rows[0].size());
    out.emplace_back();
    for (std::size_t c = 0; c < rows[0].size(); ++c)
      out.back()[rows[0][c]] = rows[i].at(c);
  }
  return out;
}

ore_t sum_of(const std::vector<std::map<std::string, std::string>>& rows,
             const std::string& what, const std::string& column) {
  ore_t out = 0;
  for (const auto& row : rows)
    if (row.at("row") == what && !row.at(column).empty()) {
      auto amount = parse_kronor(row.at(column));
      EXPECT_TRUE(amount) << row.at(column);
      out += amount ? *amount : 0;
    }
  return out;
}

struct tables_test : ::testing::Test, export_world {
  v1::RecordBody sell(const std::vector<v1::Line>& lines) {
    return must(make_receipt(v1::SERIES_SALE, lines));
  }
};

TEST_F(tables_test, CsvHasARowALineAndARowAPayment) {
  auto line = make_line(1, 2000, 1425, 600);
  line.set_name("Bulle, \"stor\"");
  const auto sold = sell({line});
  must(make_z());
  const auto file = all_of(ex::make_csv(ex::csv_rows::receipts));
  const auto when = at_offset(sold.business_ms(), sold.offset_minutes());
  const auto dated = when.date + "," + when.date + "T" + when.time.substr(0, 8);
  const auto head = file.find("\r\n") + 2;
  EXPECT_EQ(file.substr(0, head),
            "row,terminal,seq,series,number,date,time,cashier,z,line,article,"
            "name,kind,group,group_name,quantity,unit,unit_price,discount,"
            "gross,vat_rate,vat,means,paid,original,unit_code,mode,"
            "deposit_of,text\r\n");
  EXPECT_EQ(file.substr(head, file.find("summary") - head),
            "line,KASSA1,2,sale,1," + dated
              + ",,1,1,A1,\"Bulle, \"\"stor\"\"\",goods,g600,Grupp 600,2,st,"
                "14.25,0.00,28.50,6,1.61,,,,,,,\r\n"
                "payment,KASSA1,2,sale,1,"
              + dated + ",,1,,,,,,,,,,,,,,Kontant,29.00,,,,,\r\n");
}

TEST_F(tables_test, CsvHasARowForWordsAndNamesDepositAndMode) {
  auto goods = make_line(1, 2000, 1500, 600);
  auto pant = make_line(2, 2000, 100, 600);
  pant.set_deposit_of(1);
  auto here = make_line(3, 1000, 4000, 1200);
  here.set_mode(v1::SALES_MODE_EAT_IN);
  auto sold = make_receipt(v1::SERIES_SALE, {goods, pant, here});
  sold.mutable_receipt()->set_mode(v1::SALES_MODE_TAKE_AWAY);
  *sold.mutable_receipt()->add_lines() = make_note(4, "Hämtas, kl. 15");
  must(sold);
  const auto rows = table_of(all_of(ex::make_csv(ex::csv_rows::receipts)));
  ASSERT_GE(rows.size(), 5U);
  EXPECT_EQ(rows[0].at("mode"), "take-away");
  EXPECT_EQ(rows[0].at("deposit_of"), "");
  EXPECT_EQ(rows[1].at("deposit_of"), "1");
  EXPECT_EQ(rows[2].at("mode"), "eat-in");
  EXPECT_EQ(rows[3].at("row"), "note");
  EXPECT_EQ(rows[3].at("text"), "Hämtas, kl. 15");
  EXPECT_EQ(rows[3].at("gross"), "");
  EXPECT_EQ(rows[4].at("row"), "payment");
}

TEST_F(tables_test, L3_CsvSumsAreTheJournals) {
  for (int i = 1; i < 6; ++i) {
    auto sold = sell(
      {make_line(1, 1000, 1111 * i, 2500), make_line(2, 345, 9'990, 1200)});
    if (i % 2 == 0)
      must(make_return(sold.receipt().number(), sold.receipt().lines(0)));
  }
  must(make_receipt(v1::SERIES_TRAINING, {make_line(1, 1000, 5000, 600)}));
  must(make_z());
  const auto rows = table_of(all_of(ex::make_csv(ex::csv_rows::receipts)));
  const auto state = ledger();
  EXPECT_EQ(sum_of(rows, "line", "gross"), state.grand().net_ore());
  EXPECT_EQ(sum_of(rows, "payment", "paid"),
            state.grand().net_ore() + summary.rounding_ore());
  ore_t vat = 0;
  for (const auto& row : summary.vat())
    vat += row.vat_ore();
  EXPECT_EQ(sum_of(rows, "line", "vat"), vat);
  EXPECT_EQ(sum_of(rows, "training", "gross"), 5000);
}

TEST_F(tables_test, CsvOfEventsHasARowARecordAndEndsWithTheSummary) {
  v1::RecordBody draft;
  draft.set_user("anna");
  draft.mutable_float_changed()->set_after_ore(50'000);
  must(draft);
  sell({make_line(1, 1000, 1400, 600)});
  must(make_z());
  const auto rows = table_of(all_of(ex::make_csv(ex::csv_rows::events)));
  std::vector<std::string> events;
  std::size_t summaries = 0;
  for (const auto& row : rows)
    if (row.at("row") == "event")
      events.push_back(row.at("event") + " " + row.at("amount"));
    else
      summaries += row.at("row") == "summary" ? 1 : 0;
  EXPECT_EQ(events,
            (std::vector<std::string>{"GENESIS ", "FLOAT_CHANGED 500.00",
                                      "RECEIPT 14.00", "Z_REPORT 14.00"}));
  EXPECT_EQ(events.size() + summaries, rows.size());
  EXPECT_GE(summaries, 5u);
}

TEST_F(tables_test, JsonLinesHoldEachRecordAndTheSummary) {
  sell({make_line(1, 1000, 1400, 600)});
  must(make_z());
  const auto all = records();
  std::istringstream lines(all_of(ex::make_json_lines()));
  std::string line;
  for (const auto& record : all) {
    ASSERT_TRUE(std::getline(lines, line));
    const auto begin = R"({"hash":")" + to_hex(record.hash()) + R"(","body":)";
    ASSERT_TRUE(line.starts_with(begin)) << line;
    v1::RecordBody body;
    const auto json = line.substr(begin.size(), line.size() - begin.size() - 1);
    ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(json, &body).ok());
    EXPECT_EQ(body.SerializeAsString(), record.body());
  }
  ASSERT_TRUE(std::getline(lines, line));
  const std::string begin = R"({"summary":)";
  ASSERT_TRUE(line.starts_with(begin)) << line;
  v1::ExportSummary read;
  ASSERT_TRUE(
    google::protobuf::util::JsonStringToMessage(
      line.substr(begin.size(), line.size() - begin.size() - 1), &read)
      .ok());
  EXPECT_EQ(read.SerializeAsString(), summary.SerializeAsString());
  EXPECT_FALSE(std::getline(lines, line));
}

} // namespace
