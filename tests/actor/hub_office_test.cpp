#include "hub/catalog_store.hpp"
#include "proto/base/time.hpp"
#include "tests/support/hub_fixture.hpp"

#include <gtest/gtest.h>

namespace kassa::hub {

namespace {

using testing::report_line;
using testing::upload_line;

class HubOffice : public testing::hub_fixture {
protected:
  std::string lineage_;
};

TEST_F(HubOffice, TheReportSaysHowATerminalIs) {
  add_store("bageri");
  auto till = make_till("bageri", "KASSA1");
  report_line report;
  report.to = hub_->report(report.peer(till.journal.of()));
  hello<v1::ReportUp>(report, sync::stream_kind::report, till, till.claim());
  v1::ReportUp up;
  up.mutable_status()->set_durable_seq(12);
  up.mutable_status()->set_printer("ok");
  report.to.received(up);
  settle();
  EXPECT_TRUE(report.last().has_taken());
  v1::ListTerminalsRequest list;
  list.set_store("bageri");
  auto terminals = office<v1::TerminalList>(list);
  ASSERT_TRUE(terminals);
  EXPECT_TRUE(terminals->terminals(0).connected());
  EXPECT_EQ(terminals->terminals(0).announced_seq(), 12U);
  report.to.closed();
  settle();
  EXPECT_FALSE(office<v1::TerminalList>(list)->terminals(0).connected());
}

TEST_F(HubOffice, L8_SaysWhichTerminalsHaveWhatTomorrowNeeds) {
  add_store("bageri");
  auto ready_till = make_till("bageri", "KASSA1", 1);
  auto late_till = make_till("bageri", "KASSA2", 2);
  auto bring = [this](const std::string& price, const std::string& from) {
    v1::ImportArticlesRequest request;
    request.set_store("bageri");
    request.set_csv("article_no,name,group,kind,price_ore,vat_basis_points,"
                    "ean13,effective_from\n100,Bulle,Bageri,VARA,"
                    + price + ",1200,," + from + "\n");
    ASSERT_TRUE(office<v1::Pending>(request));
    publish();
  };
  const auto today = to_local(clock_.wall_ms(), "Europe/Stockholm").date;
  const auto tomorrow
    = to_local(clock_.wall_ms() + 24LL * 3600 * 1000, "Europe/Stockholm").date;
  v1::GetReadinessRequest request;
  request.set_store("bageri");
  bring("2500", "");
  bring("2900", tomorrow);
  bring("3900", "2099-01-01"); // Nobody needs it yet.
  auto tell = [this](const held_till& till, std::uint64_t version) {
    report_line report;
    report.to = hub_->report(report.peer(till.journal.of()));
    auto claim = till.claim();
    claim.mutable_catalog()->set_lineage(lineage_);
    claim.mutable_catalog()->set_version(version);
    hello<v1::ReportUp>(report, sync::stream_kind::report, till, claim);
    report.to.closed();
    settle();
  };
  auto first = office<v1::Readiness>(request);
  ASSERT_TRUE(first) << to_string(first.why());
  EXPECT_EQ(first->published().version(), 3U);
  EXPECT_EQ(first->needed_version(), 2U);
  EXPECT_EQ(first->coming_rows(), 2U) << "the article and its group";
  lineage_ = first->published().lineage();
  tell(ready_till, 2);
  tell(late_till, 1);
  auto now = office<v1::Readiness>(request);
  EXPECT_TRUE(now->terminals(0).ready());
  EXPECT_FALSE(now->terminals(1).ready());
  EXPECT_EQ(now->terminals(1).active().version(), 1U);
  request.set_date(today);
  EXPECT_TRUE(office<v1::Readiness>(request)->terminals(1).ready());
  request.set_date("2099-01-01");
  EXPECT_FALSE(office<v1::Readiness>(request)->terminals(0).ready());
  request.set_date("2026-02-30");
  EXPECT_EQ(office<v1::Readiness>(request).why().code, errc::invalid);
}

TEST_F(HubOffice, L10_ABundleHoldsUsersGroupsAndRatesBeforeAnyPublish) {
  add_store("bageri");
  v1::AddUserRequest user;
  user.set_store("bageri");
  user.set_user("anna");
  user.set_password("1234");
  ASSERT_TRUE(office<v1::Pending>(user));
  auto bundle = add_terminal("bageri", "");
  EXPECT_TRUE(issued_check_holds(bundle.terminal()));
  EXPECT_EQ(bundle.hub_key(), key_.public_key);
  EXPECT_EQ(bundle.hub(), "127.0.0.1:4770");
  std::map<v1::RowKind, int> kinds;
  for (const auto& bytes : bundle.rows()) {
    v1::Row row;
    ASSERT_TRUE(row.ParseFromString(bytes));
    ++kinds[row.key().kind()];
    if (row.has_user()) {
      EXPECT_TRUE(password_holds(row.user().till_verifier(), "1234"));
      EXPECT_EQ(row.user().permissions_size(), 2);
    }
  }
  EXPECT_EQ(kinds[v1::ROW_KIND_STORE], 1);
  EXPECT_EQ(kinds[v1::ROW_KIND_USER], 1);
  EXPECT_EQ(kinds[v1::ROW_KIND_GROUP], 4);
  EXPECT_EQ(kinds[v1::ROW_KIND_VAT_CODE], 4);
}

TEST_F(HubOffice, AStoreGetsItsTableOfLabelsWithThePublish) {
  add_store("bageri");
  publish();
  v1::SetStoreRequest request;
  request.set_store("bageri");
  auto& row = *request.add_embedded_barcodes();
  row.set_prefix("20");
  row.set_article_digits(6);
  row.set_value_digits(4);
  row.set_value(v1::EmbeddedBarcode::VALUE_PRICE);
  row.set_decimals(2);
  auto waiting = office<v1::Pending>(request);
  ASSERT_TRUE(waiting) << to_string(waiting.why());
  EXPECT_EQ(waiting->rows(), 1U);
  publish();
  auto rows = published_rows(*data_, "bageri");
  ASSERT_TRUE(rows);
  int seen = 0;
  for (const auto& [key, bytes] : *rows) {
    v1::Row kept;
    kept.ParseFromString(bytes);
    if (!kept.has_store())
      continue;
    ++seen;
    EXPECT_FALSE(kept.store().name().empty()) << "the rest stays";
    ASSERT_EQ(kept.store().embedded_barcodes_size(), 1);
    EXPECT_EQ(kept.store().embedded_barcodes(0).prefix(), "20");
  }
  EXPECT_EQ(seen, 1);
  row.set_value_digits(9);
  EXPECT_EQ(office<v1::Pending>(request).why().code, errc::bad_catalog);
  request.set_store("nowhere");
  EXPECT_EQ(office<v1::Pending>(request).why().code, errc::unknown_store);
}

TEST_F(HubOffice, ACompanyNumberIsCorrectedUntilThereIsATerminal) {
  add_store("bageri");
  publish();
  v1::SetStoreRequest request;
  request.set_store("bageri");
  request.set_org_no("556677-8898");
  EXPECT_EQ(office<v1::Pending>(request).why().code, errc::bad_org_no);
  request.set_org_no("556677-8899");
  auto waiting = office<v1::Pending>(request);
  ASSERT_TRUE(waiting) << to_string(waiting.why());
  EXPECT_EQ(waiting->rows(), 1U);
  publish();
  v1::AddTerminalRequest terminal;
  terminal.set_store("bageri");
  auto added = office<v1::AddTerminalAnswer>(terminal);
  ASSERT_TRUE(added) << to_string(added.why());
  for (const auto& bytes : added->bundle().rows()) {
    v1::Row row;
    ASSERT_TRUE(row.ParseFromString(bytes));
    if (row.has_store()) {
      EXPECT_EQ(row.store().org_no(), "5566778899");
    }
  }
  request.set_org_no("556016-0680");
  auto locked = office<v1::Pending>(request);
  ASSERT_FALSE(locked);
  EXPECT_EQ(locked.why().code, errc::org_no_locked);
  EXPECT_EQ(locked.why().fields.at("org_no"), "5566778899");
  request.set_org_no("556677-8899"); // The same is no change.
  EXPECT_EQ(office<v1::Pending>(request)->rows(), 0U);
}

TEST_F(HubOffice, AMalformedFileChangesNothing) {
  add_store("bageri");
  publish();
  auto refused = import("100,Bulle,Bageri,VARA,2500,1200,\n101,x,y\n");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.why().code, errc::bad_csv);
  v1::PublishRequest request;
  request.set_store("bageri");
  EXPECT_EQ(office<v1::PublishAnswer>(request).why().code,
            errc::nothing_to_publish);
}

TEST_F(HubOffice, TheOfficeKnowsWhoAsks) {
  v1::OfficeLogInRequest request;
  request.set_user("eva");
  request.set_password("gissat");
  EXPECT_EQ(ask<v1::OfficeLogInAnswer>(hub_->office(), request).why().code,
            errc::wrong_password);
  request.set_user("bo");
  EXPECT_EQ(ask<v1::OfficeLogInAnswer>(hub_->office(), request).why().code,
            errc::unknown_user);
  clock_.advance(13LL * 60 * 60 * 1000);
  EXPECT_EQ(office<v1::HubStatus>(v1::GetHubStatusRequest{}).why().code,
            errc::not_logged_in);
  v1::AddStoreRequest store;
  store.set_store("bageri");
  store.mutable_data()->set_org_no("556016-0681");
  log_in();
  EXPECT_EQ(office<v1::StoreSummary>(store).why().code, errc::bad_org_no);
  v1::PublishRequest publish;
  publish.set_store("nowhere");
  EXPECT_EQ(office<v1::PublishAnswer>(publish).why().code, errc::unknown_store);
}

TEST_F(HubOffice, L1_StoresShareNothing) {
  add_store("bageri");
  add_store("kiosk");
  auto one = make_till("bageri", "KASSA1");
  one.journal.append_receipt(900);
  upload_line up;
  open(up, one);
  send(up, one, 1, 1);
  settle();
  EXPECT_EQ(statistics("kiosk", false).receipts(), 0U);
  v1::ListTerminalsRequest list;
  list.set_store("kiosk");
  EXPECT_EQ(office<v1::TerminalList>(list)->terminals_size(), 0);
  v1::AddTerminalRequest taken;
  taken.set_store("kiosk");
  taken.set_terminal("KASSA1");
  EXPECT_EQ(office<v1::AddTerminalAnswer>(taken).why().code, errc::exists);
}

} // namespace

} // namespace kassa::hub
