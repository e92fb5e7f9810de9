#include "actors/journal/history.hpp"
#include "actors/journal/verify.hpp"
#include "hub/hub.hpp"
#include "hub/journal_rows.hpp"
#include "node/bundle.hpp"
#include "tests/support/caf_fixture.hpp"
#include "tests/support/made_authority.hpp"
#include "tests/support/tills.hpp"

#include <gtest/gtest.h>

#include <array>
#include <deque>
#include <sstream>

namespace kassa {

namespace {

using namespace std::chrono_literals;
using namespace kassa::testing;

constexpr const char* articles
  = "article_no,name,group,kind,price_ore,vat_basis_points,ean13\n"
    "1,Kaffe,Servering,TJANST,3000,1200,\n"
    "2,Limpa,Bageri,VARA,3990,600,\n"
    "3,Tvål,Butik,VARA,4950,2500,\n"
    "4,Bulle,Bageri,VARA,2700,600,\n";

/// Three tills and their hub, one day, one thread, virtual time.
class shop_day : public caf_fixture {
public:
  void TestBody() override {}

  shop_day() {
    open_hub();
    set_up_shop();
    for (std::size_t i = 0; i < 3; ++i)
      open_till(i);
    pass(5s);
  }

  ~shop_day() override {
    for (auto& x : tills_)
      x.node->stop([this] { settle_all(); });
    hub_->stop();
    settle_all();
  }

  /// What a day leaves behind, in words.
  std::string run() {
    for (int n = 0; n < 90; ++n) {
      if (n == 30)
        for (auto& x : tills_)
          x.link.cut();
      if (n == 60)
        for (auto& x : tills_)
          x.link.plug(*hub_, x.node->scope());
      play(n);
      pass(31s);
    }
    for (std::size_t i = 0; i < tills_.size(); ++i)
      close_day(i);
    converge();
    return summary();
  }

  /// L6: byte for byte what the terminal holds, gapless, up to its head.
  void expect_one_copy() {
    for (auto& x : tills_) {
      const auto& who = x.node->scope();
      auto ledger = journal::read_ledger(x.node->store(), who);
      ASSERT_TRUE(ledger);
      seq_t next = 1;
      ASSERT_TRUE(hub::visit_records(
        *data_, who, 1, [&](seq_t seq, const record_view& theirs) {
          auto mine = journal::read_record(x.node->store(), who, seq);
          EXPECT_TRUE(mine && mine->SerializeAsString() == theirs.bytes)
            << who.terminal << " record " << seq;
          next = seq + 1;
          return true;
        }));
      EXPECT_EQ(next - 1, ledger->seq()) << who.terminal;
    }
  }

  /// L9: the store's figures are the sum of its terminals' own.
  void expect_sums() {
    v1::GrandTotals sum;
    std::uint64_t receipts = 0;
    for (auto& x : tills_) {
      auto ledger = journal::read_ledger(x.node->store(), x.node->scope());
      ASSERT_TRUE(ledger);
      sum.set_sales_ore(sum.sales_ore() + ledger->grand().sales_ore());
      sum.set_returns_ore(sum.returns_ore() + ledger->grand().returns_ore());
      receipts += ledger->receipts_ever();
    }
    auto store = statistics();
    EXPECT_EQ(store.sales_ore(), sum.sales_ore());
    EXPECT_EQ(store.returns_ore(), sum.returns_ore());
    EXPECT_EQ(store.net_ore(), sum.sales_ore() - sum.returns_ore());
    EXPECT_EQ(store.receipts(), receipts);
    EXPECT_GT(store.sales_ore(), 0);
    ASSERT_EQ(store.complete_size(), 3);
    for (const auto& x : store.complete()) {
      EXPECT_EQ(x.counted_seq(), x.held_seq()) << x.terminal();
      EXPECT_EQ(x.held_seq(), x.announced_seq()) << x.terminal();
    }
  }

  void expect_verified() {
    for (auto& x : tills_) {
      auto report = journal::verify(x.node->store(), x.node->scope(),
                                    [](seq_t, seq_t) { return true; });
      ASSERT_TRUE(report);
      for (const auto& finding : report->findings)
        ADD_FAILURE() << x.node->scope().terminal << ": " << finding.words;
    }
  }

  /// Till and hub say nothing of the cut; sales went on.
  int sold() const { return sold_; }
  int printed() const {
    int out = 0;
    for (const auto& x : tills_)
      out += x.printer.sheets;
    return out;
  }

private:
  // -- the hub
  // -------------------------------------------------------------------

  void open_hub() {
    hub::hub_settings with;
    with.key = make_key_pair(hub_random_);
    with.sync_address = "direct";
    with.trusted = made_authority();
    with.cost = password_cost::test;
    hub::hub_ports ports;
    ports.data = data_.get();
    ports.identity = identity_.get();
    ports.clock = &clock_;
    ports.random = &hub_random_;
    must(hub::init_hub(*identity_, "chef", "hemligt", hub_random_, clock_.wall,
                       password_cost::test));
    auto made = hub::hub::start(sys_, with, ports);
    must(made);
    hub_ = *std::move(made);
  }

  void set_up_shop() {
    v1::OfficeLogInRequest in;
    in.set_user("chef");
    in.set_password("hemligt");
    office_session_ = office<v1::OfficeLogInAnswer>(in).session();
    v1::AddStoreRequest shop;
    shop.set_store("bageriet");
    shop.mutable_data()->set_name("Bageriet");
    shop.mutable_data()->set_company("Bageriet AB");
    shop.mutable_data()->set_org_no("5566778899");
    shop.mutable_data()->set_address("Storgatan 1");
    shop.mutable_data()->set_time_zone("Europe/Stockholm");
    shop.mutable_data()->set_country("SE");
    office_call<v1::StoreSummary>(shop);
    for (auto* name : {"anna", "bo"}) {
      v1::AddUserRequest user;
      user.set_store("bageriet");
      user.set_user(name);
      user.set_name(name);
      user.set_password("hemligt");
      for (int p = v1::PERMISSION_SELL; p <= v1::PERMISSION_MANAGE; ++p)
        user.add_permissions(static_cast<v1::Permission>(p));
      office_call<v1::Pending>(user);
    }
    v1::ImportArticlesRequest file;
    file.set_store("bageriet");
    file.set_csv(articles);
    file.set_file_name("articles.csv");
    office_call<v1::Pending>(file);
    v1::PublishRequest publish;
    publish.set_store("bageriet");
    office_call<v1::PublishAnswer>(publish);
  }

  v1::StoreStatistics statistics() {
    v1::GetStatisticsRequest request;
    request.set_store("bageriet");
    return office_call<v1::StoreStatistics>(request);
  }

  template <class Answer, class Request>
  Answer office_call(Request request) {
    request.set_session(office_session_);
    return office<Answer>(std::move(request));
  }

  template <class Answer, class Request>
  Answer office(Request request) {
    auto out = ask<Answer>(hub_->office(), std::move(request));
    must(out);
    return out ? *std::move(out) : Answer{};
  }

  // -- the tills
  // -------------------------------------------------------------------

  void open_till(std::size_t i) {
    v1::AddTerminalRequest request;
    request.set_store("bageriet");
    request.set_terminal("KASSA" + std::to_string(i + 1));
    request.set_name("Kassa " + std::to_string(i + 1));
    auto added = office_call<v1::AddTerminalAnswer>(request);
    auto& till = tills_.emplace_back(clock_, i + 1);
    must(till.init(node::print_bundle(added.bundle())));
    must(ask<v1::Enrolled>(hub_->office(), till.enrolment(added.bundle())));
    till.link.plug(*hub_, node::scope_of(added.bundle()));
    must(till.start(sys_));
    settle_all();
    sessions_[i][0] = log_in(till, "anna"); // On all tills at once (L10).
    sessions_[i][1] = log_in(till, "bo");
  }

  std::string log_in(simulated_till& till, const std::string& user) {
    v1::LogInRequest who;
    who.set_user(user);
    who.set_password("hemligt");
    who.set_client_id("in " + user);
    auto in = ask<v1::LogInAnswer>(till.node->sale(), who);
    must(in);
    return in ? in->session() : "";
  }

  template <class Answer, class Request>
  Answer call(std::size_t i, int user, Request request,
              std::uint64_t revision = 0) {
    request.mutable_call()->set_session(
      sessions_[i][static_cast<std::size_t>(user)]);
    request.mutable_call()->set_client_id("c" + std::to_string(++calls_));
    request.mutable_call()->set_revision(revision);
    auto out = ask<Answer>(tills_[i].node->sale(), std::move(request));
    must(out);
    run_disks();
    return out ? *std::move(out) : Answer{};
  }

  /// The n-th customer of the day.
  void play(int n) {
    auto i = static_cast<std::size_t>(n % 3);
    auto user = n % 2;
    if (n % 20 == 19 && last_[i] != 0)
      return take_back(i, user);
    v1::AddLineRequest line;
    line.set_article_no(std::to_string(1 + n % 4));
    line.set_quantity_milli(1000 * (1 + n % 5));
    auto sale = call<v1::SaleView>(i, user, line);
    line.set_article_no(std::to_string(1 + (n / 4) % 4));
    sale = call<v1::SaleView>(i, user, line, sale.revision());
    if (n % 7 == 3) {
      v1::SetDiscountRequest less;
      less.mutable_discount()->set_basis_points(1000);
      sale = call<v1::SaleView>(i, user, less, sale.revision());
    }
    last_[i] = pay(i, user, n % 3 == 0 ? v1::MEANS_CASH : v1::MEANS_CARD,
                   sale.revision());
  }

  void take_back(std::size_t i, int user) {
    v1::BeginReturnRequest request;
    request.set_number(last_[i]);
    auto sale = call<v1::SaleView>(i, user, request);
    pay(i, user, v1::MEANS_CASH, sale.revision());
    last_[i] = 0;
  }

  std::uint64_t pay(std::size_t i, int user, v1::Means means,
                    std::uint64_t revision) {
    v1::AddPaymentRequest money;
    money.set_means(means);
    auto sale = call<v1::SaleView>(i, user, money, revision);
    auto done
      = call<v1::ReceiptView>(i, user, v1::PayRequest{}, sale.revision());
    ++sold_;
    return done.receipt().number();
  }

  void close_day(std::size_t i) {
    auto z = call<v1::ReportView>(i, 0, v1::MakeZRequest{}).report();
    EXPECT_EQ(z.number(), 1u);
    EXPECT_EQ(z.grand().net_ore(),
              z.period().sales_ore() - z.period().returns_ore());
  }

  // -- time
  // ------------------------------------------------------------------------

  void run_disks() {
    for (auto& x : tills_)
      x.disk.run();
  }

  void settle_all() {
    settle();
    run_disks();
  }

  void pass(std::chrono::milliseconds by) {
    clock_.advance(by.count());
    advance(by);
    run_disks();
  }

  bool converged() {
    for (auto& x : tills_) {
      auto at = ask<v1::SyncEvent>(x.node->sync(), atom::standing_v);
      auto ledger = journal::read_ledger(x.node->store(), x.node->scope());
      if (!at || !ledger || at->acked_seq() != ledger->seq())
        return false;
    }
    return true;
  }

  /// The world is whole again: no new sale is needed for progress.
  void converge() {
    int seconds = 0;
    while (!converged() && ++seconds < 300)
      pass(1s);
    EXPECT_LT(seconds, 300);
    pass(5s); // Status and statistics follow.
  }

  std::string summary() {
    std::ostringstream out;
    for (auto& x : tills_) {
      auto ledger = journal::read_ledger(x.node->store(), x.node->scope());
      out << x.node->scope().terminal << ' ' << ledger->seq() << ' '
          << to_hex(ledger->hash()) << ' ' << ledger->grand().net_ore() << '\n';
    }
    out << to_hex(hash256("day", {statistics().SerializeAsString()})) << '\n';
    return out.str();
  }

  template <class T>
  static void must(const result<T>& x) {
    ASSERT_TRUE(x) << to_string(x.why());
  }

  manual_clock clock_;
  seeded_random hub_random_{99};
  std::unique_ptr<store::hub_storage> data_{store::make_memory_hub_storage()};
  std::unique_ptr<store::hub_storage> identity_{
    store::make_memory_hub_storage()};
  std::unique_ptr<hub::hub> hub_;
  std::string office_session_;
  std::deque<simulated_till> tills_;
  std::array<std::array<std::string, 2>, 3> sessions_;
  std::array<std::uint64_t, 3> last_{};
  int calls_ = 0;
  int sold_ = 0;
};

TEST(Day, L5_L6_L9_ThreeTillsAndAHubAgreeAfterACutAtNoon) {
  shop_day day;
  day.run();
  EXPECT_EQ(day.sold(), 90);
  EXPECT_EQ(day.printed(), 90);
  day.expect_one_copy();
  day.expect_sums();
  day.expect_verified();
}

TEST(Day, IsTheSameDayTwice) {
  std::string first;
  {
    shop_day day;
    first = day.run();
  }
  shop_day again;
  EXPECT_EQ(again.run(), first);
}

} // namespace

} // namespace kassa
