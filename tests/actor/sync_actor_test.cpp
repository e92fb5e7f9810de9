#include "actors/sync/sync_actor.hpp"
#include "store/keys.hpp"
#include "tests/support/caf_fixture.hpp"
#include "tests/unit/catalog_kit.hpp"
#include "tests/unit/sync_kit.hpp"

#include <caf/event_based_actor.hpp>

#include <map>

namespace kassa::sync {
namespace {

using namespace testing;
using namespace std::chrono_literals;

template <class Up, class Down>
struct fake_stream : stream_link<Up, Down> {
  void open(typename stream_link<Up, Down>::events x) override {
    ++opens;
    on = std::move(x);
  }
  void send(Up x) override { sent.push_back(std::move(x)); }
  void close() override {
    ++closes;
    on = {};
  }
  typename stream_link<Up, Down>::events on;
  std::vector<Up> sent;
  int opens = 0;
  int closes = 0;
};

struct fake_link : hub_link {
  upload_link& upload() override { return up; }
  download_link& download() override { return down; }
  report_link& report() override { return told; }
  fake_stream<v1::UploadUp, v1::UploadDown> up;
  fake_stream<v1::DownloadUp, v1::DownloadDown> down;
  fake_stream<v1::ReportUp, v1::ReportDown> told;
};

struct map_reader : store::reader {
  using key = std::pair<store::family, std::string>;
  result<std::optional<std::string>> get(store::family where,
                                         std::string_view k) const override {
    auto i = rows.find({where, std::string{k}});
    return i == rows.end() ? std::nullopt : std::optional{i->second};
  }
  status scan(store::family, std::string_view, std::string_view,
              const visitor&) const override {
    return ok;
  }
  status scan_back(store::family, std::string_view, std::string_view,
                   const visitor&) const override {
    return ok;
  }
  std::map<key, std::string> rows;
};

/// What the journal was asked, and the records it has.
struct fake_journal {
  std::vector<v1::Record> records;
  std::vector<v1::Token> tokens;
  std::vector<v1::Acked> acked;
  std::vector<v1::RecordBody> appended;
  std::vector<store::write_set> staged;
  bool synced = false;
  watcher_actor watcher;
};

/// What the sale was told.
struct fake_sale {
  std::vector<error> blocked;
  std::vector<std::string> standing;
  std::vector<staged_catalog> staged;
};

class SyncActor : public kassa::testing::caf_fixture {
protected:
  SyncActor() {
    // Untyped, so that they need not handle what nobody sends here.
    journal_ = sys_.spawn(
      [this](caf::event_based_actor* self) { return make_journal(self); });
    sale_ = sys_.spawn(
      [this](caf::event_based_actor* self) { return make_sale(self); });
    events_ = sys_.spawn([this](caf::event_based_actor*) -> caf::behavior {
      return {[this](const v1::Event& x) { told_.push_back(x); }};
    });
    settings_.scope = till().of;
    settings_.device = till().device;
    settings_.hub_key = hub_keys().public_key;
    settings_.program = "0.1";
    settings_.clock = &clock_;
    settings_.random = &random_;
    settings_.store = &reader_;
  }

  ~SyncActor() override {
    kill(sync_);
    kill(journal_);
    kill(sale_);
    kill(events_);
    journal_now_.watcher = nullptr;
  }

  caf::behavior make_journal(caf::event_based_actor* self) {
    self->set_default_handler(caf::drop);
    return {
      [this](atom::watch, const watcher_actor& who) {
        journal_now_.watcher = who;
        caf::anon_send(who, atom::grown_v, journal_now_.records.size());
      },
      [this](atom::standing) {
        auto n = journal_now_.records.size();
        auto hash = head_of(journal_now_.records, n).hash();
        return journal::position{n, hash, n, hash};
      },
      [this](atom::read, std::uint64_t after, std::uint32_t, bool) {
        record_run out;
        for (auto at = after; at < journal_now_.records.size(); ++at)
          out.push(journal_now_.records[at].SerializeAsString());
        return out;
      },
      [](atom::read, std::uint64_t) -> caf::result<v1::Evidence> {
        return to_caf(error{errc::journal_damaged});
      },
      [this](atom::keep, const v1::Token& x) {
        journal_now_.tokens.push_back(x);
        return true;
      },
      [this](atom::keep, const v1::Acked& x) {
        journal_now_.acked.push_back(x);
      },
      [this](atom::append, const journal::append_request& x) {
        journal_now_.appended.push_back(x.drafts.front());
        journal_now_.synced = x.how == store::durability::synced;
        return journal::appended{};
      },
      [this](atom::stage, const store::write_set& x) {
        journal_now_.staged.push_back(x);
        return true;
      },
    };
  }

  caf::behavior make_sale(caf::event_based_actor* self) {
    self->set_default_handler(caf::drop);
    return {
      [this](atom::block, const error& x) { sale_now_.blocked.push_back(x); },
      [this](atom::standing, const std::string& x) {
        sale_now_.standing.push_back(x);
      },
      [this](atom::staged, const staged_catalog& x) {
        sale_now_.staged.push_back(x);
      },
      [](const v1::GetStatusRequest&) {
        v1::NodeStatus out;
        out.set_selling("yes");
        out.set_name("Kassa 1");
        return out;
      },
    };
  }

  void start(hub_link* link) {
    sync_ = spawn<sync_state>(sys_, settings_,
                              caf::actor_cast<journal_actor>(journal_),
                              caf::actor_cast<sale_actor>(sale_),
                              caf::actor_cast<events_actor>(events_), link);
    caf::anon_send(sync_, atom::start_v);
    settle();
  }

  template <class Stream, class Down>
  void hear(Stream& stream, const Down& x) {
    stream.on.received(x);
    settle();
  }
  template <class Down, class Stream>
  void challenge_on(Stream& stream) {
    Down x;
    *x.mutable_challenge() = challenge();
    hear(stream, x);
  }
  void welcome(seq_t held) {
    v1::UploadDown x;
    *x.mutable_welcome()->mutable_held() = head_of(journal_now_.records, held);
    *x.mutable_welcome()->mutable_token() = token(3);
    hear(link_.up, x);
  }
  void connect(seq_t held) {
    challenge_on<v1::UploadDown>(link_.up);
    welcome(held);
  }
  std::string standing() {
    return ask<v1::SyncEvent>(sync_, atom::standing_v)->state();
  }

  fake_link link_;
  map_reader reader_;
  kassa::testing::manual_clock clock_;
  seeded_random random_;
  sync_settings settings_;
  fake_journal journal_now_;
  fake_sale sale_now_;
  std::vector<v1::Event> told_;
  caf::actor journal_;
  caf::actor sale_;
  caf::actor events_;
  sync_actor sync_;
};

TEST_F(SyncActor, StandsAloneWithoutAHub) {
  start(nullptr);
  EXPECT_EQ(standing(), "none");
  EXPECT_TRUE(*ask<bool>(sync_, atom::stop_v));
}

TEST_F(SyncActor, L6_CarriesTheJournalUp) {
  journal_now_.records = records(3);
  start(&link_);
  EXPECT_EQ(standing(), "offline");
  connect(1);
  ASSERT_EQ(journal_now_.tokens.size(), 1u);
  EXPECT_EQ(standing(), "connected");
  EXPECT_EQ(sale_now_.standing, std::vector<std::string>{"hub"});
  ASSERT_EQ(link_.up.sent.size(), 3u); // Hello, confirmation, batch.
  EXPECT_EQ(link_.up.sent[2].batch().first_seq(), 2u);
  EXPECT_EQ(view_run(link_.up.sent[2].batch().run())->size(), 2u);

  v1::UploadDown ack;
  auto durable = head_of(journal_now_.records, 3);
  *ack.mutable_ack()->mutable_durable() = durable;
  ack.mutable_ack()->set_countersignature(
    sign_ack(durable, till().of, hub_keys()));
  hear(link_.up, ack);
  EXPECT_EQ(journal_now_.acked.back().seq(), 3u);
  ASSERT_FALSE(told_.empty());
  EXPECT_EQ(told_.back().sync().acked_seq(), 3u);
}

TEST_F(SyncActor, SendsWhatIsJournaledLater) {
  start(&link_);
  connect(0);
  journal_now_.records = records(1);
  caf::anon_send(journal_now_.watcher, atom::grown_v, std::uint64_t{1});
  settle();
  EXPECT_EQ(view_run(link_.up.sent.back().batch().run())->size(), 1u);
}

TEST_F(SyncActor, DialsAgainOnItsOwnClock) {
  start(&link_);
  link_.up.on.closed({errc::unavailable});
  settle();
  EXPECT_EQ(link_.up.opens, 1);
  advance(1000ms);
  EXPECT_EQ(link_.up.opens, 2);
  EXPECT_EQ(link_.down.opens, 1); // The streams are independent.
}

TEST_F(SyncActor, IgnoresLateWordsOfAnEarlierStream) {
  start(&link_);
  auto old = link_.up.on;
  old.closed({errc::unavailable});
  settle();
  advance(1000ms);
  v1::UploadDown x;
  *x.mutable_challenge() = challenge();
  old.received(x);
  old.closed({errc::unavailable});
  settle();
  EXPECT_TRUE(link_.up.sent.empty());
  connect(0);
  EXPECT_EQ(standing(), "connected");
}

TEST_F(SyncActor, L13_StopsSellingWhenTheHubFences) {
  start(&link_);
  connect(0);
  v1::UploadDown x;
  *x.mutable_refusal() = refusal(errc::fenced);
  *x.mutable_refusal()->mutable_fence()
    = make_fence(till().of, "clone", 1, hub_keys());
  hear(link_.up, x);
  ASSERT_EQ(sale_now_.blocked.size(), 1u);
  EXPECT_EQ(sale_now_.blocked[0].code, errc::fenced);
  EXPECT_EQ(sale_now_.blocked[0].fields["reason"], "clone");
  ASSERT_EQ(journal_now_.appended.size(), 1u);
  EXPECT_EQ(journal_now_.appended[0].fenced().reason(), "clone");
  EXPECT_TRUE(journal_now_.synced);
  EXPECT_EQ(standing(), "fenced");
  advance(600'000ms);
  EXPECT_EQ(link_.up.opens, 1);
  EXPECT_EQ(link_.down.closes, 1);
  EXPECT_EQ(link_.told.closes, 1);
}

TEST_F(SyncActor, L13_DialsNobodyOnceFenced) {
  v1::LedgerState ledger;
  ledger.set_fenced(true);
  reader_.rows[{store::family::state, store::ledger_key(till().of)}]
    = ledger.SerializeAsString();
  start(&link_);
  EXPECT_EQ(standing(), "fenced");
  EXPECT_EQ(link_.up.opens + link_.down.opens + link_.told.opens, 0);
}

TEST_F(SyncActor, L8_HandsAWholeCatalogOverAndTellsWhenItIsActive) {
  auto shop = catalog::testing::small_shop();
  v1::CatalogName name;
  name.set_lineage("L");
  name.set_version(1);
  auto head = catalog::head_of(shop, name);
  start(&link_);
  challenge_on<v1::DownloadDown>(link_.down);
  v1::DownloadDown x;
  *x.mutable_start()->mutable_to() = head;
  x.mutable_start()->set_snapshot(true);
  hear(link_.down, x);
  *x.mutable_chunk() = catalog::pack(catalog::snapshot_of(shop)).front();
  hear(link_.down, x);
  EXPECT_TRUE(sale_now_.staged.empty());
  *x.mutable_end()->mutable_to() = head;
  hear(link_.down, x);
  ASSERT_EQ(sale_now_.staged.size(), 1u);
  EXPECT_EQ(sale_now_.staged[0].activation.next.generation(), 1u);
  EXPECT_EQ(journal_now_.staged.size(), 2u);
  EXPECT_EQ(link_.down.sent.back().applied().state(),
            v1::Applied::STATE_STAGED);

  v1::Applied done;
  *done.mutable_name() = name;
  done.set_state(v1::Applied::STATE_ACTIVE);
  caf::anon_send(sync_, atom::switched_v, done);
  settle();
  EXPECT_EQ(link_.down.sent.back().applied().state(),
            v1::Applied::STATE_ACTIVE);
}

TEST_F(SyncActor, TellsTheHubHowItIs) {
  journal_now_.records = records(2);
  start(&link_);
  challenge_on<v1::ReportDown>(link_.told);
  ASSERT_EQ(link_.told.sent.size(), 2u);
  const auto& status = link_.told.sent[1].status();
  EXPECT_EQ(status.name(), "Kassa 1");
  EXPECT_EQ(status.selling(), "yes");
  EXPECT_EQ(status.durable_seq(), 2u);
  EXPECT_EQ(status.acked_seq(), 0u);
  advance(15'000ms);
  EXPECT_EQ(link_.told.sent.size(), 3u);
}

TEST_F(SyncActor, ClosesItsStreamsForGood) {
  start(&link_);
  connect(0);
  EXPECT_TRUE(*ask<bool>(sync_, atom::stop_v));
  EXPECT_EQ(link_.up.closes, 1);
  EXPECT_EQ(link_.down.closes, 1);
  EXPECT_EQ(link_.told.closes, 1);
  advance(600'000ms);
  EXPECT_EQ(link_.up.opens, 1);
}

} // namespace
} // namespace kassa::sync
