#include "tests/actor/sale_kit.hpp"

namespace {

using namespace kassa;
using namespace kassa::testing;

struct sale_actor_test : sale_fixture {
  sale_actor_test() { begin(); }
};

TEST_F(sale_actor_test, SellsAndAnswersWithTheReceipt) {
  auto view = sell("2");
  EXPECT_EQ(view.receipt().number(), 1U);
  EXPECT_EQ(view.receipt().total_ore(), 3990);
  EXPECT_EQ(view.receipt().cashier(), "Anna");
  EXPECT_EQ(view.print_state(), v1::PRINT_STATE_QUEUED);
  EXPECT_FALSE(view.copied());
  EXPECT_EQ(till.heard->jobs, std::vector{view.seq()});
  EXPECT_EQ(till.heard->events.back().sale().revision(), 0U);
  EXPECT_EQ(sale().sale().lines_size(), 0);
  EXPECT_EQ(sell("2").receipt().number(), 2U);
}

TEST_F(sale_actor_test, NobodySellsWithoutASession) {
  session = "guess";
  auto answer = ask<v1::SaleView>(till.sale, line("1"));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.why().code, errc::not_logged_in);
}

TEST_F(sale_actor_test, ARepeatGetsTheFirstAnswerAlsoAfterARestart) {
  auto again = [this] { // The same call, whatever the sale is by now.
    auto by = line("1", "c1");
    by.mutable_call()->set_session(session);
    return ask<v1::SaleView>(till.sale, by);
  };
  auto first = again();
  ASSERT_TRUE(first);
  must<v1::SaleView>(line("2"));
  auto second = again();
  ASSERT_TRUE(second) << to_string(second.why());
  EXPECT_EQ(second->SerializeAsString(), first->SerializeAsString());
  restart();
  auto third = again();
  ASSERT_TRUE(third) << to_string(third.why());
  EXPECT_EQ(third->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(sale().sale().lines_size(), 2);
}

TEST_F(sale_actor_test, ARepeatedPayGivesTheSameReceipt) {
  must<v1::SaleView>(line("1"));
  must<v1::SaleView>(by_card());
  v1::PayRequest pay;
  pay.mutable_call()->set_client_id("pay-1");
  pay.mutable_call()->set_revision(revision());
  auto first = must<v1::ReceiptView>(pay);
  EXPECT_EQ(must<v1::ReceiptView>(pay).SerializeAsString(),
            first.SerializeAsString());
  restart();
  EXPECT_EQ(must<v1::ReceiptView>(pay).receipt().number(), 1U);
  EXPECT_EQ(till.ledger().next_sale(), 2U);
}

TEST_F(sale_actor_test, AClientIdNamesOneCall) {
  must<v1::SaleView>(line("1", "c1"));
  auto other = call<v1::SaleView>(line("2", "c1"));
  ASSERT_FALSE(other);
  EXPECT_EQ(other.why().code, errc::client_id_reused);
  auto long_id = call<v1::SaleView>(line("2", std::string(65, 'c')));
  ASSERT_FALSE(long_id);
  EXPECT_EQ(long_id.why().code, errc::too_large);
  auto nameless = line("2");
  nameless.mutable_call()->set_session(session);
  auto refused = ask<v1::SaleView>(till.sale, nameless);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.why(), (error{errc::invalid, {{"what", "client_id"}}}));
}

TEST_F(sale_actor_test, AStaleRevisionGetsTheCurrentSale) {
  auto first = must<v1::SaleView>(line("1"));
  auto now = must<v1::SaleView>(line("2"));
  auto late = line("3");
  late.mutable_call()->set_revision(first.revision());
  auto answer = call<v1::SaleView>(late);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.why().code, errc::stale_revision);
  v1::SaleView current;
  ASSERT_TRUE(current.ParseFromString(answer.why().fields.at("current_sale")));
  EXPECT_EQ(current.SerializeAsString(), now.SerializeAsString());
}

TEST_F(sale_actor_test, RebuildsTheOpenSaleAfterARestart) {
  must<v1::SaleView>(line("1"));
  v1::SetDiscountRequest discount;
  discount.mutable_discount()->set_basis_points(1000);
  must<v1::SaleView>(discount);
  auto before = must<v1::SaleView>(line("2"));
  restart();
  EXPECT_EQ(sale().SerializeAsString(), before.SerializeAsString());
  must<v1::SaleView>(by_card());
  EXPECT_EQ(must<v1::ReceiptView>(v1::PayRequest{}).receipt().total_ore(),
            6291);
}

TEST_F(sale_actor_test, TakesBusinessTimeOnlyInReplay) {
  auto by = line("1");
  by.mutable_call()->set_business_ms(1'600'000'000'000);
  auto answer = call<v1::SaleView>(by);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.why().code, errc::clock_not_replay);
  till.replay = true;
  restart();
  must<v1::SaleView>(by);
  EXPECT_EQ(sale().sale().catalog_ms(), 1'600'000'000'000);
  auto pay = by_card();
  pay.mutable_call()->set_business_ms(1'600'000'000'000);
  must<v1::SaleView>(pay);
  v1::PayRequest done;
  done.mutable_call()->set_business_ms(1'600'000'000'000);
  auto view = must<v1::ReceiptView>(done);
  EXPECT_EQ(view.business_ms(), 1'600'000'000'000);
  EXPECT_EQ(view.receipt().business_date(), "2020-09-13");
  EXPECT_TRUE(view.receipt().replayed());
}

// -- people -------------------------------------------------------------------

TEST_F(sale_actor_test, L10_AUserOfAnotherStoreIsUnknownHere) {
  auto answer = try_log_in(till, "erik");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.why().code, errc::unknown_user);
  EXPECT_EQ(answer.why().fields.at("store"), till.world.of.store);
}

TEST_F(sale_actor_test, L10_OneUserSellsOnTwoTerminalsAtOnce) {
  terminal second("KASSA2");
  second.start(sys_);
  settle();
  auto there = log_in(second, "anna");
  EXPECT_EQ(sell("1").receipt().number(), 1U);
  EXPECT_EQ(sell("1").receipt().number(), 2U);
  auto by = line("1", "c1");
  by.mutable_call()->set_session(there);
  ASSERT_TRUE(ask<v1::SaleView>(second.sale, by));
  EXPECT_EQ(sale().revision(), 0U); // Nobody's sale but that terminal's.
  v1::FindReceiptRequest find;
  find.set_session(there);
  find.set_number(1);
  auto missing = ask<v1::ReceiptView>(second.sale, find);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.why().code, errc::unknown_receipt);
  find.set_terminal("KASSA1");
  auto elsewhere = ask<v1::ReceiptView>(second.sale, find);
  ASSERT_FALSE(elsewhere);
  EXPECT_EQ(elsewhere.why().code, errc::other_terminal);
  EXPECT_EQ(elsewhere.why().fields.at("terminal"), "KASSA1");
  stop(second);
}

TEST_F(sale_actor_test, L1_AnnaAndBoShareOneXAndOneZ) {
  sell("1");
  session = log_in(till, "bo");
  EXPECT_EQ(sell("2").receipt().number(), 2U);
  auto x = must<v1::ReportView>(v1::MakeXRequest{});
  EXPECT_EQ(x.report().period().sales_ore(), 6990);
  EXPECT_EQ(x.report().period().receipts(), 2U);
  auto z = must<v1::ReportView>(v1::MakeZRequest{});
  EXPECT_EQ(z.report().number(), 1U);
  EXPECT_EQ(z.report().period().sales_ore(), 6990);
  EXPECT_EQ(z.report().cashier(), "Bo");
  session = log_in(till, "anna");
  EXPECT_EQ(
    must<v1::ReportView>(v1::MakeXRequest{}).report().period().sales_ore(), 0);
  v1::ListZRequest list;
  list.set_session(session);
  EXPECT_EQ(ask<v1::ReportList>(till.sale, list)->reports_size(), 1);
}

TEST_F(sale_actor_test, BothUsersGoOnWithTheSameSale) {
  must<v1::SaleView>(line("1"));
  session = log_in(till, "bo");
  EXPECT_EQ(must<v1::SaleView>(line("2")).sale().lines_size(), 2);
  must<v1::Done>(v1::LogOutRequest{});
  v1::GetSaleRequest by;
  by.set_session(session);
  auto gone = ask<v1::SaleView>(till.sale, by);
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.why().code, errc::not_logged_in);
}

// -- receipts and reports -----------------------------------------------------

TEST_F(sale_actor_test, L11_ASecondCopyIsRefused) {
  auto sold = sell("1");
  v1::CopyReceiptRequest by;
  by.set_number(1);
  auto copy = must<v1::ReceiptView>(by);
  EXPECT_TRUE(copy.copied());
  EXPECT_EQ(copy.copy_number(), 1U);
  EXPECT_EQ(copy.receipt().SerializeAsString(),
            sold.receipt().SerializeAsString());
  EXPECT_EQ(till.heard->jobs.size(), 2U);
  auto again = call<v1::ReceiptView>(by);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.why().code, errc::already_copied);
}

TEST_F(sale_actor_test, ReturnsByReceiptNumberInASeriesOfItsOwn) {
  sell("1");
  sell("2");
  v1::BeginReturnRequest by;
  by.set_number(2);
  must<v1::SaleView>(by);
  must<v1::SaleView>(by_card());
  auto view = must<v1::ReceiptView>(v1::PayRequest{});
  EXPECT_EQ(view.receipt().series(), v1::SERIES_RETURN);
  EXPECT_EQ(view.receipt().number(), 1U);
  EXPECT_EQ(view.receipt().total_ore(), -3990);
  auto again = call<v1::SaleView>(by);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.why().code, errc::already_returned);
}

TEST_F(sale_actor_test, ZNeedsNoOpenSaleButMayLeaveParkedOnes) {
  must<v1::SaleView>(line("1"));
  auto open = call<v1::ReportView>(v1::MakeZRequest{});
  ASSERT_FALSE(open);
  EXPECT_EQ(open.why().code, errc::sale_open);
  v1::ParkRequest park;
  park.set_parking("bord 4");
  must<v1::SaleView>(park);
  must<v1::ReportView>(v1::MakeZRequest{});
  v1::ListParkedRequest list;
  list.set_session(session);
  auto parked = ask<v1::ParkedList>(till.sale, list);
  ASSERT_TRUE(parked);
  ASSERT_EQ(parked->parked_size(), 1);
  EXPECT_EQ(parked->parked(0).total_ore(), 3000);
  v1::FetchRequest fetch;
  fetch.set_parking("bord 4");
  EXPECT_EQ(must<v1::SaleView>(fetch).total_ore(), 3000);
}

TEST_F(sale_actor_test, JournalsWhatHappensBesideTheSale) {
  must<v1::Done>(v1::OpenDrawerRequest{});
  // The printer gives the pulse, after the record is durable.
  EXPECT_EQ(till.heard->jobs, std::vector{till.ledger().seq()});
  v1::ChangeFloatRequest change;
  change.set_float_ore(100'000);
  must<v1::Done>(change);
  v1::InquirePriceRequest inquire;
  inquire.set_barcode("7310865004703");
  EXPECT_EQ(must<v1::PriceView>(inquire).price_ore(), 3990);
  auto period = till.ledger().period();
  EXPECT_EQ(period.drawer_openings(), 1U);
  EXPECT_EQ(period.float_ore(), 100'000);
  EXPECT_EQ(period.price_inquiries(), 1U);
}

// -- gates and catalog --------------------------------------------------------

TEST_F(sale_actor_test, AGateStopsNewSalesAndShowsInTheStatus) {
  anon_send(till.sale, atom::block_v, error{errc::disk_low, {{"need", "64"}}});
  settle();
  auto refused = call<v1::SaleView>(line("1"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.why().code, errc::disk_low);
  auto status = ask<v1::NodeStatus>(till.sale, v1::GetStatusRequest{});
  ASSERT_TRUE(status);
  EXPECT_EQ(status->selling(), "disk_low");
  EXPECT_FALSE(status->selling_sv().empty());
  must<v1::ReportView>(v1::MakeXRequest{});
  anon_send(till.sale, atom::unblock_v, error{errc::disk_low});
  settle();
  must<v1::SaleView>(line("1"));
  status = ask<v1::NodeStatus>(till.sale, v1::GetStatusRequest{});
  EXPECT_EQ(status->selling(), "yes");
  EXPECT_EQ(status->open_sale_lines(), 1U);
  EXPECT_EQ(status->terminal(), "KASSA1");
}

TEST_F(sale_actor_test, L13_AManagersWordLetsAMovedFolderSell) {
  anon_send(till.sale, atom::block_v, error{errc::folder_moved});
  settle();
  EXPECT_FALSE(call<v1::SaleView>(line("1")));
  auto z = call<v1::ReportView>(v1::MakeZRequest{});
  ASSERT_FALSE(z);
  EXPECT_EQ(z.why().code, errc::folder_moved);
  EXPECT_FALSE(call<v1::ReceiptView>(v1::CopyReceiptRequest{}));
  must<v1::ReportView>(v1::MakeXRequest{});
  must<v1::Done>(v1::ConfirmMoveRequest{});
  must<v1::ReportView>(v1::MakeZRequest{});
  must<v1::SaleView>(line("1"));
  auto binding
    = till.world.disk.get(store::family::state, store::folder_binding_key());
  ASSERT_TRUE(binding && *binding);
  v1::Binding kept;
  ASSERT_TRUE(kept.ParseFromString(**binding));
  EXPECT_EQ(kept.machine_id(), "machine-2");
}

TEST_F(sale_actor_test, L13_TheHubsWordLetsAMovedFolderSell) {
  anon_send(till.sale, atom::block_v, error{errc::folder_moved});
  anon_send(till.sale, atom::standing_v, std::string{"hub"});
  settle();
  auto body
    = journal::read_body(till.world.disk, till.world.of, till.ledger().seq());
  ASSERT_TRUE(body);
  EXPECT_EQ(body->folder_rebound().by(), "hub");
  EXPECT_EQ(body->folder_rebound().after(), "machine-2");
  must<v1::SaleView>(line("1"));
}

TEST_F(sale_actor_test, L8_SwitchesTheCatalogBetweenSalesOnly) {
  must<v1::SaleView>(line("1"));
  stage_dearer("Kaffe stor", 4500);
  EXPECT_TRUE(till.heard->applied.empty());
  EXPECT_EQ(must<v1::SaleView>(line("1")).sale().lines(1).name(), "Kaffe");
  must<v1::SaleView>(by_card());
  auto sold = must<v1::ReceiptView>(v1::PayRequest{});
  EXPECT_EQ(sold.receipt().catalog().version(), 0U);
  ASSERT_EQ(till.heard->applied.size(), 1U);
  EXPECT_EQ(till.heard->applied[0].state(), v1::Applied::STATE_ACTIVE);
  EXPECT_EQ(till.heard->applied[0].name().version(), 1U);
  auto next = must<v1::SaleView>(line("1")).sale().lines(0);
  EXPECT_EQ(next.name(), "Kaffe stor");
  EXPECT_EQ(next.unit_price_ore(), 4500);
  EXPECT_EQ(next.priced_by().version(), 1U);
}

TEST_F(sale_actor_test, ACatalogThatCannotBeSwitchedToIsReported) {
  auto head = till.shop.head(3);
  anon_send(till.sale, atom::staged_v,
            staged_catalog{{till.shop.active(4, 2), {}}, head});
  settle();
  ASSERT_EQ(till.heard->applied.size(), 1U);
  EXPECT_EQ(till.heard->applied[0].state(), v1::Applied::STATE_FAILED);
  sell("1");
}

TEST_F(sale_actor_test, ShowsTheCatalogWithItsRates) {
  v1::GetCatalogRequest by;
  by.set_session(session);
  auto view = ask<v1::CatalogView>(till.sale, by);
  ASSERT_TRUE(view);
  EXPECT_EQ(view->articles_size(), 5);
  EXPECT_EQ(view->articles(0).vat_basis_points(), 1200U);
  EXPECT_EQ(view->store().name(), "Torget");
}

} // namespace
