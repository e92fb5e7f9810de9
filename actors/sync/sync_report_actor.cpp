// What the sync actor tells of the terminal, and the time that comes back.

#include "actors/sync/sync_actor.hpp"
#include "store/keys.hpp"

#include <chrono>

namespace kassa::sync {

namespace {

constexpr std::chrono::seconds status_wait{5};

} // namespace

void sync_state::obey(stream_kind, const report::send& x) {
  link_->report().send(x.message);
}

void sync_state::obey(stream_kind, const report::gather& x) {
  auto gathered = [this, life = x.life](const v1::NodeStatus& node) {
    run(report::event{
      report::gathered{life, status_of(node), catalog::read(*with_.clock)}});
  };
  self_->request(sale_, status_wait, v1::GetStatusRequest{})
    .then(gathered, [gathered](const caf::error&) {
      gathered({}); // What this actor knows itself still goes.
    });
}

void sync_state::obey(stream_kind, const report::told_time& x) {
  self_->send(sale_, x.time);
}

v1::TerminalStatus sync_state::status_of(const v1::NodeStatus& node) const {
  v1::TerminalStatus out;
  out.set_program(with_.program);
  *out.mutable_catalog() = download_->active().name();
  out.set_durable_seq(durable_);
  out.set_acked_seq(upload_->acked());
  out.set_oldest_unacked_ms(oldest_unacked_ms());
  out.set_print_queue(node.print_queue());
  out.set_printer(node.printer());
  out.set_unit(node.unit());
  out.set_free_bytes(node.free_bytes());
  out.set_wall_ms(with_.clock->wall_ms());
  out.set_selling(node.selling());
  out.set_clock(node.clock());
  out.set_name(node.name());
  return out;
}

std::int64_t sync_state::oldest_unacked_ms() const {
  if (upload_->acked() >= durable_)
    return 0;
  auto bytes
    = with_.store->get(store::family::journal,
                       store::journal_key(with_.scope, upload_->acked() + 1));
  v1::Record record;
  v1::RecordBody body;
  if (!bytes || !*bytes || !record.ParseFromString(**bytes)
      || !body.ParseFromString(record.body()))
    return 0;
  return body.wall_ms();
}

} // namespace kassa::sync
