#include "actors/journal/history.hpp"
#include "node/bundle.hpp"
#include "node/init.hpp"
#include "node/node.hpp"
#include "store/keys.hpp"
#include "tests/support/caf_fixture.hpp"
#include "tests/support/sample_bundle.hpp"
#include "tests/support/tills.hpp"

#include <gtest/gtest.h>
#include <rocksdb/env.h>

#include <memory>

namespace kassa::node {

namespace {

using namespace std::chrono_literals;
using namespace kassa::testing;

struct node_start_test : caf_fixture {
  node_start_test() {
    ports.clock = &clock;
    ports.random = &random;
    ports.env = env.get();
    ports.machine = &machine;
    ports.free_space = &space;
    ports.die = [](std::string_view why) { FAIL() << why; };
    with.data = "/kassa1";
    with.registry = "/registry";
    with.detached = false;
  }

  ~node_start_test() override { stop(); }

  status set_up(const std::string& data = "/kassa1",
                const std::string& terminal = "KASSA1") {
    init_settings how;
    how.data = data;
    how.registry = with.registry;
    auto done
      = init(how, print_bundle(sample_bundle(terminal)), "b.json", ports);
    return done ? status{ok} : status{done.why()};
  }

  status start() {
    auto made = node::start(sys_, with, ports);
    if (!made)
      return made.why();
    till = *std::move(made);
    settle();
    return ok;
  }

  void stop() {
    if (till)
      till->stop([this] { settle(); });
    till.reset();
  }

  template <class Answer, class Request>
  result<Answer> call(Request request) {
    request.mutable_call()->set_session(session);
    request.mutable_call()->set_client_id("c" + std::to_string(++calls));
    request.mutable_call()->set_revision(revision);
    return ask<Answer>(till->sale(), std::move(request));
  }

  void log_in() {
    v1::LogInRequest who;
    who.set_user("anna");
    who.set_password("hemligt");
    who.set_client_id("in" + std::to_string(++calls));
    auto in = ask<v1::LogInAnswer>(till->sale(), who);
    ASSERT_TRUE(in) << to_string(in.why());
    session = in->session();
  }

  result<v1::SaleView> add_line() {
    v1::AddLineRequest line;
    line.set_group("brod");
    line.set_unit_price_ore(4250);
    revision = 0;
    auto seen = call<v1::SaleView>(line);
    if (seen)
      revision = seen->revision();
    return seen;
  }

  result<v1::ReceiptView> sell() {
    if (auto s = add_line(); !s)
      return s.why();
    v1::AddPaymentRequest money;
    money.set_means(v1::MEANS_CASH);
    auto paid = call<v1::SaleView>(money);
    if (!paid)
      return paid.why();
    revision = paid->revision();
    auto done = call<v1::ReceiptView>(v1::PayRequest{});
    revision = 0;
    return done;
  }

  std::string selling() {
    auto at = ask<v1::NodeStatus>(till->sale(), v1::GetStatusRequest{});
    return at ? at->selling() : to_string(at.why());
  }

  errc code_of(const status& how) { return how ? errc{} : how.why().code; }

  std::unique_ptr<rocksdb::Env> env{
    rocksdb::NewMemEnv(rocksdb::Env::Default())};
  manual_clock clock;
  seeded_random random;
  fake_machine machine;
  fake_space space;
  node_ports ports;
  node_settings with;
  std::unique_ptr<node> till;
  std::string session;
  std::uint64_t revision = 0;
  int calls = 0;
};

TEST_F(node_start_test, JournalsASettingOnceWhenItChanges) {
  ASSERT_TRUE(set_up());
  auto changes = [this] {
    int found = 0;
    auto head = journal::read_ledger(till->store(), till->scope())->seq();
    for (seq_t seq = 1; seq <= head; ++seq)
      found += journal::read_body(till->store(), till->scope(), seq)
                   ->has_setting_changed()
                 ? 1
                 : 0;
    return found;
  };
  with.journaled = {{"z_due", "09:00", "09:00"}};
  ASSERT_TRUE(start());
  EXPECT_EQ(changes(), 0) << "it is as it comes";
  stop();
  with.journaled[0].value = "06:00";
  ASSERT_TRUE(start());
  EXPECT_EQ(changes(), 1);
  stop();
  ASSERT_TRUE(start());
  EXPECT_EQ(changes(), 1);
}

TEST_F(node_start_test, L5_SellsAtOpenPriceClosesTheDayAndRestartsWithoutAHub) {
  ASSERT_TRUE(set_up());
  ASSERT_TRUE(start());
  log_in();
  auto sold = sell();
  ASSERT_TRUE(sold) << to_string(sold.why());
  EXPECT_EQ(sold->receipt().number(), 1u);
  auto z = call<v1::ReportView>(v1::MakeZRequest{});
  ASSERT_TRUE(z) << to_string(z.why());
  EXPECT_EQ(z->report().number(), 1u);
  EXPECT_EQ(z->report().period().sales_ore(), 4250);
  stop();
  ASSERT_TRUE(start());
  log_in();
  sold = sell();
  ASSERT_TRUE(sold) << to_string(sold.why());
  EXPECT_EQ(sold->receipt().number(), 2u);
}

TEST_F(node_start_test, SaysWhenTheFolderIsNoRegisterYet) {
  auto s = start();
  ASSERT_FALSE(s);
  EXPECT_EQ(s.why(), (error{errc::not_initialised, {{"path", "/kassa1"}}}));
}

TEST_F(node_start_test, RefusesToSetUpAFolderTwice) {
  ASSERT_TRUE(set_up());
  auto s = set_up();
  ASSERT_FALSE(s);
  EXPECT_EQ(s.why(), (error{errc::already_initialised,
                            {{"path", "/kassa1"}, {"terminal", "KASSA1"}}}));
}

TEST_F(node_start_test, RefusesABundleThatCannotBeUsed) {
  auto why = [this](const v1::Bundle& bundle) {
    init_settings how;
    how.data = "/kassa1";
    auto done = init(how, print_bundle(bundle), "b.json", ports);
    EXPECT_FALSE(done);
    return done ? errc{} : done.why().code;
  };
  auto bundle = sample_bundle();
  bundle.set_terminal("kassa 1");
  EXPECT_EQ(why(bundle), errc::bad_bundle);
  bundle = sample_bundle();
  bundle.set_lineage("short");
  EXPECT_EQ(why(bundle), errc::bad_bundle);
  bundle = sample_bundle();
  bundle.mutable_rows(0)->assign("\xff\xff");
  EXPECT_EQ(why(bundle), errc::bad_bundle);
  bundle = sample_bundle();
  bundle.clear_rows();
  EXPECT_EQ(why(bundle), errc::bad_bundle);
  EXPECT_EQ(parse_bundle("{", "b.json").why().code, errc::bad_bundle);
}

TEST_F(node_start_test, L13_RefusesASecondRegisterOnTheMachine) {
  ASSERT_TRUE(set_up());
  EXPECT_EQ(code_of(set_up("/kassa2", "KASSA2")), errc::other_terminal_here);
}

TEST_F(node_start_test, L13_DoesNotSellFromAMovedFolderUntilAManagerConfirms) {
  ASSERT_TRUE(set_up());
  machine.id = "machine-2";
  with.registry = "/registry-of-machine-2";
  ASSERT_TRUE(start());
  EXPECT_EQ(selling(), "folder_moved");
  log_in();
  auto sold = sell();
  ASSERT_FALSE(sold);
  EXPECT_EQ(sold.why().code, errc::folder_moved);
  ASSERT_TRUE(call<v1::Done>(v1::ConfirmMoveRequest{}));
  EXPECT_EQ(selling(), "yes");
  EXPECT_TRUE(sell());
  stop();
  ASSERT_TRUE(start());
  EXPECT_EQ(selling(), "yes");
}

TEST_F(node_start_test, DoesNotSellFromAFolderOlderThanItsWitness) {
  ASSERT_TRUE(set_up());
  {
    store::files files{env.get()};
    auto seen = store::witness::open(files, witness_path("/kassa1"),
                                     [](std::string_view) {});
    ASSERT_TRUE(seen);
    ASSERT_TRUE((*seen)->raise({100, std::string(32, 'h')}));
  }
  ASSERT_TRUE(start());
  EXPECT_EQ(selling(), "older_than_witness");
}

TEST_F(node_start_test, L13_RefusesAgainHoweverManyRecordsAnOlderFolderAdds) {
  quick_printer printer;
  ports.printer = &printer;
  ASSERT_TRUE(set_up());
  {
    store::files files{env.get()};
    auto seen = store::witness::open(files, witness_path("/kassa1"),
                                     [](std::string_view) {});
    ASSERT_TRUE(seen);
    ASSERT_TRUE((*seen)->raise({6, std::string(32, 'h')}));
  }
  ASSERT_TRUE(start());
  EXPECT_EQ(selling(), "older_than_witness");
  log_in();
  v1::MakeXRequest x;
  x.set_print(true);
  for (int i = 0; i < 3; ++i)
    ASSERT_TRUE(call<v1::ReportView>(x));
  settle();
  EXPECT_EQ(printer.sheets, 3); // Each start of a print is a record too.
  auto at = ask<journal::position>(till->journal(), atom::standing_v);
  ASSERT_TRUE(at);
  EXPECT_GT(at->durable, 6u);
  stop();
  ASSERT_TRUE(start());
  EXPECT_EQ(selling(), "older_than_witness");
  stop();
}

TEST_F(node_start_test, DoesNotSellOnAnotherHistoryThanItsWitness) {
  ASSERT_TRUE(set_up());
  {
    store::files files{env.get()};
    auto seen = store::witness::open(files, witness_path("/kassa1"),
                                     [](std::string_view) {});
    ASSERT_TRUE(seen);
    ASSERT_TRUE((*seen)->raise({1, std::string(32, 'h')}));
  }
  ASSERT_TRUE(start());
  EXPECT_EQ(selling(), "older_than_witness");
}

struct damaged_test : node_start_test {
  /// Sells, stops, and breaks a record of the stopped folder.
  void damage(seq_t acked, seq_t broken) {
    ASSERT_TRUE(set_up());
    ASSERT_TRUE(start());
    log_in();
    ASSERT_TRUE(sell());
    ASSERT_TRUE(sell());
    stop();
    auto store = store::terminal_store::open(
      {store_path("/kassa1"), env.get(), ports.die, false, true});
    ASSERT_TRUE(store);
    scope who{"bageriet", "KASSA1"};
    auto record = journal::read_record(**store, who, broken);
    ASSERT_TRUE(record);
    record->mutable_body()->back() ^= 1;
    store::write_set changes;
    changes.put(store::family::journal, store::journal_key(who, broken),
                record->SerializeAsString());
    v1::Acked said;
    said.set_seq(acked);
    if (acked != 0)
      changes.put(store::family::state, store::acked_key(who),
                  said.SerializeAsString());
    ASSERT_TRUE((*store)->commit(changes, store::durability::synced));
  }
};

TEST_F(damaged_test, DoesNotSellWhereTheJournalIsDamagedAboveTheHubsHead) {
  damage(/*acked=*/2, /*broken=*/4);
  ASSERT_TRUE(start());
  EXPECT_EQ(selling(), "journal_damaged");
}

TEST_F(damaged_test, SellsOnWhereTheHubHoldsWhatIsDamaged) {
  damage(/*acked=*/6, /*broken=*/4);
  ASSERT_TRUE(start());
  EXPECT_EQ(selling(), "yes");
  log_in();
  EXPECT_TRUE(sell());
}

TEST_F(node_start_test, L15_StopsNewSalesBeforeTheDiskIsFull) {
  ASSERT_TRUE(set_up());
  ASSERT_TRUE(start());
  log_in();
  ASSERT_TRUE(add_line());
  space.mib = 100;
  advance(5s);
  EXPECT_EQ(selling(), "disk_low");
  // The sale on the counter may be finished; a Z is made.
  v1::AddPaymentRequest money;
  money.set_means(v1::MEANS_CARD);
  auto paid = call<v1::SaleView>(money);
  ASSERT_TRUE(paid) << to_string(paid.why());
  revision = paid->revision();
  ASSERT_TRUE(call<v1::ReceiptView>(v1::PayRequest{}));
  auto refused = add_line();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.why(), (error{errc::disk_low, {{"need", "220"}}}));
  EXPECT_TRUE(call<v1::ReportView>(v1::MakeZRequest{}));
  space.mib = 300; // Not yet a quarter above the reserve.
  advance(5s);
  EXPECT_EQ(selling(), "disk_low");
  space.mib = 320;
  advance(5s);
  EXPECT_EQ(selling(), "yes");
}

TEST_F(node_start_test, L15_StartsWithNewSalesStoppedOnAFullDisk) {
  ASSERT_TRUE(set_up());
  space.mib = 1;
  ASSERT_TRUE(start());
  EXPECT_EQ(selling(), "disk_low");
  space.mib = 10'000;
  advance(5s);
  EXPECT_EQ(selling(), "yes");
}

TEST_F(node_start_test, L2_TakesUpTheOpenSaleAfterARestart) {
  ASSERT_TRUE(set_up());
  ASSERT_TRUE(start());
  log_in();
  auto seen = add_line();
  ASSERT_TRUE(seen);
  stop();
  ASSERT_TRUE(start());
  log_in();
  v1::GetSaleRequest request;
  request.set_session(session);
  auto again = ask<v1::SaleView>(till->sale(), request);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->sale().SerializeAsString(),
            seen->sale().SerializeAsString());
}

TEST_F(node_start_test, RefusesAStoreThatAnotherProcessHas) {
  ASSERT_TRUE(set_up());
  ASSERT_TRUE(start());
  auto second = node::start(sys_, with, ports);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.why().code, errc::store_locked);
}

} // namespace

} // namespace kassa::node
