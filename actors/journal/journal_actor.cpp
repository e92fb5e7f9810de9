#include "actors/journal/journal_actor.hpp"

#include "actors/catalog/clock.hpp"
#include "actors/journal/history.hpp"
#include "actors/journal/ledger.hpp"
#include "store/keys.hpp"

#include <algorithm>
#include <cstdlib>

namespace kassa::journal {

using store::durability;
using store::family;

journal_state::journal_state(journal_actor::pointer self,
                             journal_settings settings)
  : self_(self), with_(std::move(settings)) {
  load();
}

journal_actor::behavior_type journal_state::make_behavior() {
  return {
    [this](atom::append, const append_request& request) {
      return to_caf(append(request));
    },
    [this](atom::read, std::uint64_t after, std::uint32_t max_bytes,
           bool followed) { return to_caf(read(after, max_bytes, followed)); },
    [this](atom::read, std::uint64_t after) {
      return to_caf(read_evidence(after));
    },
    [this](atom::standing) -> caf::result<position> {
      return position{ledger_.seq(), ledger_.hash(), durable_, durable_hash_};
    },
    [this](atom::watch, const watcher_actor& who) { watch(who); },
    [this](atom::keep, const v1::Acked& acked) { keep(acked); },
    [this](atom::keep, const v1::CatalogTime& time) { keep(time); },
    [this](atom::keep, const v1::Token& token) {
      return to_caf(
        keep_synced(store::token_key(with_.scope), to_bytes(token)));
    },
    [this](atom::keep, const v1::Binding& binding) {
      return to_caf(
        keep_synced(store::folder_binding_key(), to_bytes(binding)));
    },
    [this](atom::stage, const store::write_set& rows) {
      return to_caf(stage(rows));
    },
    [this](atom::seal) { return to_caf(seal()); },
    [this](atom::tick) {
      armed_ = false;
      if (auto sealed = seal(); !sealed)
        report("lazy_sync_failed", sealed.why());
    },
  };
}

void journal_state::load() {
  auto state = read_ledger(*with_.store, with_.scope);
  if (!state) {
    broken_ = state.why();
    report("ledger_unreadable", *broken_);
    if (with_.die)
      with_.die(words(*broken_, language::en));
    return;
  }
  ledger_ = *std::move(state);
  look_at_head();
  if (auto synced = with_.store->sync(); synced)
    grow_durable();
}

// A damaged head stops sales, not the journal: X and Z chain on from the hash
// that the ledger knows. A record beyond it stops everything, since its number
// would be used a second time.
void journal_state::look_at_head() {
  auto body = read_body(*with_.store, with_.scope, ledger_.seq());
  if (body)
    last_ = mark_of(*body);
  else
    report("journal_damaged", body.why());
  auto key = store::journal_key(with_.scope, ledger_.seq() + 1);
  auto beyond = with_.store->get(family::journal, key);
  if (beyond && !*beyond)
    return;
  broken_ = beyond ? damaged(ledger_.seq() + 1, "the ledger does not know it")
                   : beyond.why();
  report("journal_damaged", *broken_);
}

result<appended> journal_state::append(const append_request& request) {
  if (broken_)
    return *broken_;
  auto batch = write_records(with_.scope, ledger_, last_, now(), request,
                             over(*with_.store));
  if (!batch) {
    report("append_refused", batch.why());
    return batch.why();
  }
  if (auto done = with_.store->commit(batch->changes, request.how); !done) {
    broken_ = done.why(); // What is durable is unknown: the store called die.
    return done.why();
  }
  appended out;
  out.first = ledger_.seq() + 1;
  ledger_ = std::move(batch->next);
  if (!batch->bodies.empty())
    last_ = mark_of(batch->bodies.back());
  if (request.how == durability::synced)
    grow_durable();
  else
    arm();
  out.last = ledger_.seq();
  out.durable = durable_;
  out.bodies = std::move(batch->bodies);
  return out;
}

result<record_run> journal_state::read(std::uint64_t after,
                                       std::uint32_t max_bytes,
                                       bool followed) const {
  return (followed ? read_records : read_unfollowed)(
    *with_.store, with_.scope, after, durable_, max_bytes);
}

result<v1::Evidence> journal_state::read_evidence(std::uint64_t after) const {
  return read_beyond(*with_.store, with_.scope, after, durable_,
                     evidence_bytes);
}

void journal_state::watch(const watcher_actor& who) {
  if (std::find(watchers_.begin(), watchers_.end(), who) == watchers_.end())
    watchers_.push_back(who);
  self_->send(who, atom::grown_v, durable_);
}

void journal_state::keep(const v1::Acked& acked) {
  keep_lazily(store::acked_key(with_.scope), to_bytes(acked));
}

void journal_state::keep(const v1::CatalogTime& time) {
  keep_lazily(store::catalog_time_key(with_.scope), to_bytes(time));
  auto now = catalog::read(*with_.clock);
  if (!time.by_hub() || time.boot_id() != now.boot_id)
    return;
  // As told just now: what passed since is a message's way.
  auto off
    = now.wall_ms - time.at_ms()
      - static_cast<std::int64_t>(now.monotonic_ms - time.monotonic_ms());
  quality_ = std::abs(off) <= catalog::clock_warn_ms
               ? v1::CLOCK_QUALITY_CONFIRMED
               : v1::CLOCK_QUALITY_DOUBTED;
}

void journal_state::keep_lazily(std::string key, std::string value) {
  store::write_set changes;
  changes.put(family::state, std::move(key), std::move(value));
  if (auto done = with_.store->commit(changes, durability::lazy); !done)
    report("not_kept", done.why());
}

result<bool> journal_state::keep_synced(std::string key, std::string value) {
  store::write_set changes;
  changes.put(family::state, std::move(key), std::move(value));
  if (auto done = with_.store->commit(changes, durability::synced); !done)
    return done.why();
  grow_durable();
  return true;
}

result<bool> journal_state::stage(const store::write_set& rows) {
  auto active = read_catalog_active(*with_.store, with_.scope);
  if (!active)
    return active.why();
  auto in_use = *active ? (*active)->generation() : 0;
  if (auto good = check_catalog_rows(with_.scope, rows, 0, in_use); !good)
    return good.why();
  if (auto done = with_.store->commit(rows, durability::lazy); !done)
    return done.why();
  return true;
}

result<std::uint64_t> journal_state::seal() {
  if (durable_ == ledger_.seq())
    return durable_;
  if (auto done = with_.store->sync(); !done)
    return done.why();
  grow_durable();
  return durable_;
}

stamp journal_state::now() {
  stamp out;
  out.wall_ms = with_.clock->wall_ms();
  out.monotonic_ms = with_.clock->monotonic_ms();
  out.boot_id = with_.clock->boot_id();
  out.zone = with_.zone;
  out.program = with_.program;
  out.designation = with_.designation;
  out.replay = with_.replay;
  out.unit_total = with_.unit_total;
  out.unit_unsigned = with_.unit_unsigned;
  out.clock_step_ms = with_.clock_step_ms;
  out.device = &with_.device;
  if (clock_step(last_, out))
    quality_ = v1::CLOCK_QUALITY_DOUBTED;
  out.clock_quality = quality_;
  return out;
}

// A sync carries every earlier lazy write too. Watchers hear only of growth.
void journal_state::grow_durable() {
  if (durable_ == ledger_.seq())
    return;
  durable_ = ledger_.seq();
  durable_hash_ = ledger_.hash();
  for (const auto& who : watchers_)
    self_->send(who, atom::grown_v, durable_);
}

void journal_state::arm() {
  if (armed_ || durable_ == ledger_.seq())
    return;
  armed_ = true;
  self_->delayed_send(self_, lazy_max, atom::tick_v);
}

void journal_state::report(std::string_view event, const error& why) const {
  if (with_.log)
    with_.log->log(log_level::error, event, {{"error", to_string(why)}});
}

} // namespace kassa::journal
