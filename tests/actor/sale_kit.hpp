#pragma once

#include "actors/journal/journal_actor.hpp"
#include "actors/sale/sale_actor.hpp"
#include "tests/support/caf_fixture.hpp"
#include "tests/support/sale_shop.hpp"
#include "tests/support/world_journal.hpp"

#include <caf/send.hpp>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace kassa::testing {

/// What printer, events and sync were told.
struct told {
  std::vector<std::uint64_t> jobs;
  std::vector<printer::document> sheets;
  std::optional<error> sheet_trouble; ///< Why none comes out.
  int looks = 0; ///< At the printer, because somebody waits.
  std::vector<std::string> answered_by;
  std::vector<v1::Event> events;
  std::vector<v1::Applied> applied;
};

class fake_printer {
public:
  using handle = printer_actor;
  static constexpr auto name = "printer";

  fake_printer(printer_actor::pointer, std::shared_ptr<told> to)
    : told_(std::move(to)) {}
  printer_actor::behavior_type make_behavior() {
    return {
      [this](atom::job, std::uint64_t seq) { told_->jobs.push_back(seq); },
      [this](atom::job, const printer::document& x) -> caf::result<bool> {
        told_->sheets.push_back(x);
        if (told_->sheet_trouble)
          return to_caf(*told_->sheet_trouble);
        return true;
      },
      [this](const v1::AnswerPrintRequest&, const std::string& user) {
        told_->answered_by.push_back(user);
        return v1::Done{};
      },
      [](const v1::ListPrintJobsRequest&) { return v1::PrintJobList{}; },
      [](atom::standing) { return v1::PrinterStatus{}; },
      [this](atom::again) { ++told_->looks; },
      [](atom::standing, const v1::PrinterStatus&, bool) {},
      [](atom::tick) {},
      [](atom::ended, std::uint64_t, std::uint32_t, int, const std::string&) {},
      [](atom::tick, std::uint64_t, std::uint32_t) {},
    };
  }

private:
  std::shared_ptr<told> told_;
};

class fake_events {
public:
  using handle = events_actor;
  static constexpr auto name = "events";

  fake_events(events_actor::pointer, std::shared_ptr<told> to)
    : told_(std::move(to)) {}
  events_actor::behavior_type make_behavior() {
    return {[this](const v1::Event& x) { told_->events.push_back(x); }};
  }

private:
  std::shared_ptr<told> told_;
};

/// One terminal without its surroundings: a real journal and a real sale actor
/// over a store in memory.
struct terminal {
  explicit terminal(std::string id = "KASSA1") {
    world.of.terminal = id;
    if (id != "KASSA1") // The world makes the journal of KASSA1.
      make_journal();
    commit(shop.rows_under(world.of, journal::first_generation));
    store::write_set active;
    active.put(store::family::state, store::catalog_active_key(world.of),
               shop.active(0, journal::first_generation).SerializeAsString());
    commit(active);
  }

  void start(caf::actor_system& sys) {
    printer = spawn<fake_printer>(sys, heard);
    events = spawn<fake_events>(sys, heard);
    journal = spawn<journal::journal_state>(sys, for_journal());
    sale = spawn<sale::sale_state>(sys, for_sale(), journal, printer, events);
  }

  journal::journal_settings for_journal() {
    auto out = settings_of(world);
    out.replay = replay;
    return out;
  }

  sale::sale_settings for_sale() {
    sale::sale_settings out;
    out.scope = world.of;
    out.store = &world.disk;
    out.clock = &world.clock;
    out.random = &random;
    out.unit = unit;
    out.card = card;
    out.program = "test 1";
    out.name = "Kassa 1";
    out.replay = replay;
    out.rules = rules;
    out.recovery_code = "ABCD-EFGH";
    out.binding.emplace().set_machine_id("machine-2");
    out.folder_before = "machine-1";
    out.folder_after = "machine-2";
    out.on_applied
      = [to = heard](v1::Applied x) { to->applied.push_back(std::move(x)); };
    return out;
  }

  v1::LedgerState ledger() const { return world.ledger(); }

  journal_world world;
  seeded_random random;
  sale_shop shop;
  std::shared_ptr<told> heard = std::make_shared<told>();
  unit::control_unit* unit = nullptr;
  card::card_terminal* card = nullptr;
  bool replay = false;
  sale::shop_rules rules;
  printer_actor printer;
  events_actor events;
  journal_actor journal;
  sale_actor sale;

private:
  void make_journal() {
    world.disk = memory_store{};
    journal::new_journal made;
    made.scope = world.of;
    made.genesis.set_company("Exempelbutiken AB");
    made.catalog = shop.active(0, journal::first_generation);
    made.at = world.now();
    EXPECT_TRUE(journal::create_journal(world.disk, made));
  }

  void commit(const store::write_set& what) {
    EXPECT_TRUE(world.disk.commit(what, store::durability::synced));
  }
};

struct sale_fixture : caf_fixture {
  ~sale_fixture() override { stop(till); }

  void begin() {
    till.start(sys_);
    settle();
    session = log_in(till, "anna");
  }

  void stop(terminal& which) {
    if (!which.sale)
      return;
    kill(which.sale);
    kill(which.journal);
    kill(which.printer);
    kill(which.events);
    which.sale = sale_actor{};
    which.journal = journal_actor{};
    which.printer = printer_actor{};
    which.events = events_actor{};
  }

  void restart() {
    stop(till);
    begin();
  }

  result<v1::LogInAnswer> try_log_in(terminal& on, const std::string& user,
                                     const std::string& password
                                     = sale_shop::password,
                                     const std::string& client_id = {}) {
    v1::LogInRequest by;
    by.set_client_id(client_id);
    by.set_user(user);
    by.set_password(password);
    return ask<v1::LogInAnswer>(on.sale, by);
  }

  std::string log_in(terminal& on, const std::string& user) {
    auto answer = try_log_in(on, user);
    EXPECT_TRUE(answer) << to_string(answer.why());
    return answer ? answer->session() : std::string{};
  }

  /// Sends a changing call by `session` with the sale's revision as it is, and
  /// with a name of its own where it has none.
  template <class Answer, class Request>
  result<Answer> call(Request by) {
    by.mutable_call()->set_session(session);
    if (by.call().client_id().empty())
      by.mutable_call()->set_client_id("call-" + std::to_string(++calls_));
    if (by.call().revision() == 0)
      by.mutable_call()->set_revision(revision());
    return ask<Answer>(till.sale, by);
  }

  template <class Answer, class Request>
  Answer must(const Request& by) {
    auto answer = call<Answer>(by);
    EXPECT_TRUE(answer) << to_string(answer.why());
    return answer ? *answer : Answer{};
  }

  std::uint64_t revision() { return sale().revision(); }

  v1::SaleView sale() {
    v1::GetSaleRequest by;
    by.set_session(session);
    auto answer = ask<v1::SaleView>(till.sale, by);
    EXPECT_TRUE(answer) << to_string(answer.why());
    return answer ? *answer : v1::SaleView{};
  }

  static v1::AddLineRequest line(const std::string& no,
                                 const std::string& client_id = {}) {
    v1::AddLineRequest by;
    by.set_article_no(no);
    by.mutable_call()->set_client_id(client_id);
    return by;
  }

  static v1::AddPaymentRequest by_card() {
    v1::AddPaymentRequest by;
    by.set_means(v1::MEANS_CARD);
    return by;
  }

  /// Stages `next` as this version, as sync does.
  void stage(const sale_shop& next, std::uint64_t version) {
    auto generation = version + 1;
    ASSERT_TRUE(till.world.disk.commit(
      next.rows_under(till.world.of, generation), store::durability::synced));
    caf::anon_send(till.sale, atom::staged_v,
                   staged_catalog{{next.active(version, generation), {}},
                                  next.head(version)});
    settle();
  }

  /// Stages version 1, in which article 1 has another name and price.
  void stage_dearer(const std::string& name, std::int64_t ore) {
    auto next = till.shop;
    next.article("1", name, "kok", ore);
    stage(next, 1);
  }

  v1::ReceiptView sell(const std::string& no) {
    must<v1::SaleView>(line(no));
    must<v1::SaleView>(by_card());
    return must<v1::ReceiptView>(v1::PayRequest{});
  }

  terminal till;
  std::string session;

private:
  int calls_ = 0;
};

} // namespace kassa::testing
