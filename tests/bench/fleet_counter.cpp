#include "tests/bench/fleet_counter.hpp"

#include "actors/catalog/load.hpp"
#include "tests/bench/folder.hpp"
#include "tests/bench/sample_sale.hpp"

#include <utility>

namespace kassa::bench {

namespace {

constexpr std::chrono::seconds append_wait{60};
constexpr std::uint32_t sale_lines = 5;
static_assert(sale_lines + 2 == records_a_sale);

} // namespace

caf::behavior fleet_counter::make_behavior() {
  return {
    [](const v1::GetStatusRequest&) {
      v1::NodeStatus out;
      out.set_selling("yes");
      out.set_printer("none");
      out.set_unit("none");
      out.set_clock("system");
      return out;
    },
    [this](atom::staged, const staged_catalog& what) {
      staged_ = what; // A newer one replaces one that still waits.
      try_switch();
    },
    [this](atom::append, std::uint32_t sales) {
      of_.selling_ = false;
      try_switch();
      sell(sales);
    },
    [this](atom::block, const error& why) { give_up(why); },
    [](atom::unblock, const error&) {},
    [](const v1::CatalogTime&) {}, // Its prices are not asked for.
    [](atom::standing, const std::string&) {},
  };
}

void fleet_counter::try_switch() {
  if (!staged_ || of_.selling_)
    return;
  auto next = *std::exchange(staged_, std::nullopt);
  auto fresh = catalog::load_next(of_.store_, of_.scope_, next.activation.next,
                                  next.activation.rows);
  if (!fresh)
    return switched(next.head, v1::Applied::STATE_FAILED,
                    to_string(fresh.why()));
  journal::append_request request;
  auto& body = request.drafts.emplace_back();
  body.set_kind(v1::KIND_CATALOG_SWITCHED);
  auto& record = *body.mutable_catalog_switched();
  *record.mutable_after() = next.head.name();
  record.set_state_hash(next.head.state_hash());
  record.set_rows(next.head.rows());
  request.how = store::durability::synced;
  request.activate = std::move(next.activation);
  this->request(of_.journal_, append_wait, atom::append_v, std::move(request))
    .await(
      [this, head = next.head](const journal::appended&) {
        switched(head, v1::Applied::STATE_ACTIVE, {});
      },
      [this](const caf::error& why) { give_up(from_caf(why)); });
}

void fleet_counter::switched(const v1::CatalogHead& to,
                             v1::Applied::State state,
                             const std::string& detail) {
  v1::Applied what;
  *what.mutable_name() = to.name();
  what.set_state(state);
  what.set_detail(detail);
  send(of_.sync_, atom::switched_v, std::move(what));
  if (state == v1::Applied::STATE_ACTIVE)
    of_.in_.board.reached(of_.number_, fleet_step::active);
}

void fleet_counter::sell(std::uint32_t left) {
  if (left == 0)
    return of_.in_.board.reached(of_.number_, fleet_step::sold);
  request(of_.journal_, append_wait, atom::append_v, next_sale())
    .await(
      [this, left](const journal::appended& x) {
        of_.wanted_ = x.last;
        sell(left - 1);
      },
      [this](const caf::error& why) { give_up(from_caf(why)); });
}

/// Five lines, a payment and the receipt, in one write.
journal::append_request fleet_counter::next_sale() {
  journal::append_request out;
  out.how = store::durability::synced;
  const std::string sale(16, 's');
  std::vector<v1::Line> lines;
  for (std::uint32_t no = 1; no <= sale_lines; ++no) {
    lines.push_back(sample_line(no, sold_, of_.in_.clock.wall_ms()));
    auto& added = out.drafts.emplace_back();
    added.set_user(bench_user);
    added.mutable_line_added()->set_sale(sale);
    *added.mutable_line_added()->mutable_line() = lines.back();
  }
  auto receipt = sample_sale(lines, sale);
  auto& paid = out.drafts.emplace_back();
  paid.set_user(bench_user);
  paid.mutable_payment_added()->set_sale(sale);
  *paid.mutable_payment_added()->mutable_payment()
    = receipt.receipt().payments(0);
  out.drafts.push_back(std::move(receipt));
  ++sold_;
  return out;
}

void fleet_counter::give_up(const error& why) {
  of_.in_.board.failed(of_.scope_.terminal + ": " + to_string(why));
}

} // namespace kassa::bench
