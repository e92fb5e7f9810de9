#include "tests/bench/fleet_terminal.hpp"

#include "actors/journal/create.hpp"
#include "actors/journal/journal_actor.hpp"
#include "actors/sync/sync_actor.hpp"
#include "node/bundle.hpp"
#include "tests/bench/fleet_counter.hpp"
#include "tests/bench/must.hpp"
#include "transport/sync_client.hpp"

#include <caf/scoped_actor.hpp>
#include <caf/send.hpp>

namespace kassa::bench {

namespace {

constexpr auto program_of_fleet = "bench";
constexpr auto zone_of_fleet = "Europe/Stockholm";
constexpr std::chrono::seconds stop_wait{60};

} // namespace

fleet_terminal::fleet_terminal(world& in, std::size_t number,
                               const fleet_identity& who)
  : in_(in), number_(number), who_(who), scope_(node::scope_of(who.bundle)),
    random_(number), certificate_(who.shows),
    link_(std::make_unique<watched_link>(
      must(transport::grpc_hub_link::make(in.hub, certificate_)), in.board,
      number)) {
  make_journal();
  spawn_all();
}

fleet_terminal::~fleet_terminal() = default;

void fleet_terminal::make_journal() {
  auto catalog = node::catalog_of(who_.bundle);
  const auto shop = node::store_of(who_.bundle);
  journal::new_journal made;
  made.scope = scope_;
  made.genesis.set_device_key(who_.device.public_key);
  made.genesis.set_org_no(shop.org_no());
  made.genesis.set_company(shop.company());
  made.genesis.set_address(shop.address());
  made.genesis.set_model("Huvudkassa SE");
  made.catalog = std::move(catalog.active);
  made.catalog_rows = std::move(catalog.rows);
  made.at.wall_ms = in_.clock.wall_ms();
  made.at.monotonic_ms = in_.clock.monotonic_ms();
  made.at.boot_id = in_.clock.boot_id();
  made.at.zone = zone_of_fleet;
  made.at.program = program_of_fleet;
  if (auto done = journal::create_journal(store_, made); !done)
    in_.board.failed(scope_.terminal + ": " + to_string(done.why()));
}

void fleet_terminal::spawn_all() {
  journal::journal_settings writes;
  writes.store = &store_;
  writes.scope = scope_;
  writes.clock = &in_.clock;
  writes.die = [this](std::string_view why) {
    in_.board.failed(scope_.terminal + ": " + std::string{why});
  };
  writes.zone = zone_of_fleet;
  writes.program = program_of_fleet;
  writes.device = who_.device;
  journal_ = spawn<journal::journal_state>(in_.system, writes);
  counter_ = in_.system.spawn<fleet_counter>(this);
  events_ = in_.system.spawn(
    [this](caf::event_based_actor*) { return hear_events(); });
  sync::sync_settings with;
  with.scope = scope_;
  with.device = who_.device;
  with.hub_key = who_.bundle.hub_key();
  with.program = program_of_fleet;
  with.clock = &in_.clock;
  with.random = &random_;
  with.store = &store_;
  sync_ = spawn<sync::sync_state>(in_.system, with, journal_,
                                  caf::actor_cast<sale_actor>(counter_),
                                  caf::actor_cast<events_actor>(events_),
                                  static_cast<sync::hub_link*>(link_.get()));
}

caf::behavior fleet_terminal::hear_events() {
  return {[this](const v1::Event& x) {
    if (!x.has_sync())
      return;
    const auto& now = x.sync();
    if (now.state() == "connected" && now.acked_seq() == now.durable_seq()
        && now.acked_seq() >= wanted_)
      in_.board.reached(number_, fleet_step::live);
  }};
}

void fleet_terminal::dial() {
  caf::anon_send(sync_, atom::start_v);
}

void fleet_terminal::sell(std::uint32_t sales) {
  caf::anon_send(counter_, atom::append_v, sales);
}

void fleet_terminal::stop() {
  caf::scoped_actor self{in_.system};
  self->request(sync_, stop_wait, atom::stop_v)
    .receive([](bool) {},
             [this](const caf::error& why) {
               in_.board.failed(scope_.terminal + " does not stop: "
                                + to_string(from_caf(why)));
             });
  for (const auto& who : {caf::actor_cast<caf::actor>(sync_), counter_, events_,
                          caf::actor_cast<caf::actor>(journal_)}) {
    self->send_exit(who, caf::exit_reason::user_shutdown);
    self->wait_for(who);
  }
  sync_ = sync_actor{};
  counter_ = caf::actor{};
  events_ = caf::actor{};
  journal_ = journal_actor{};
  link_.reset();
}

} // namespace kassa::bench
