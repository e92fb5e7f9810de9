#include "tests/bench/till.hpp"

#include "actors/journal/history.hpp"
#include "actors/sale/open_sale.hpp"
#include "actors/sale/signing.hpp"
#include "node/node.hpp"
#include "store/folder.hpp"
#include "tests/bench/folder.hpp"
#include "tests/bench/must.hpp"
#include "tests/bench/report.hpp"
#include "tests/bench/sample_sale.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace kassa::bench {

namespace {

constexpr auto zone = "Europe/Stockholm";

} // namespace

till::till(const std::string& folder) : folder_(folder) {
  make_folder(folder_);
  open();
}

void till::open() {
  store::terminal_store::options with;
  with.path = node::store_path(folder_);
  with.die = [](std::string_view why) {
    std::fprintf(stderr, "kassa-bench: %.*s\n", static_cast<int>(why.size()),
                 why.data());
    std::exit(5);
  };
  store_ = must(store::terminal_store::open(std::move(with)));
  scope_ = must(store::read_folder_scope(*store_)).value();
  ledger_ = must(journal::read_ledger(*store_, scope_));
  clock_.wall = std::max(clock_.wall, ledger_.wall_ms());
  sold_ = ledger_.receipts_ever();
}

void till::reopen() {
  must(store_->flush());
  store_.reset();
  open();
}

v1::RecordBody till::append(v1::RecordBody draft, store::durability how) {
  journal::append_request request;
  request.drafts.push_back(std::move(draft));
  request.how = how;
  journal::stamp now;
  now.wall_ms = clock_.wall;
  now.monotonic_ms = clock_.monotonic;
  now.boot_id = clock_.boot;
  now.zone = zone;
  now.program = "bench";
  auto made = must(journal::write_records(scope_, ledger_, last_, now, request,
                                          journal::over(*store_)));
  must(store_->commit(made.changes, how));
  ledger_ = std::move(made.next);
  last_ = journal::mark_of(made.bodies.back());
  return std::move(made.bodies.back());
}

v1::RecordBody till::fill() {
  std::string sale(16, 's');
  std::vector<v1::Line> lines;
  for (std::uint32_t no = 1; no <= 5; ++no) {
    clock_.advance(2000);
    v1::RecordBody draft;
    draft.set_user(bench_user);
    lines.push_back(sample_line(no, sold_, clock_.wall));
    draft.mutable_line_added()->set_sale(sale);
    *draft.mutable_line_added()->mutable_line() = lines.back();
    append(std::move(draft), store::durability::lazy);
  }
  auto receipt = sample_sale(lines, sale);
  v1::RecordBody paid;
  paid.set_user(bench_user);
  paid.mutable_payment_added()->set_sale(sale);
  *paid.mutable_payment_added()->mutable_payment()
    = receipt.receipt().payments(0);
  append(std::move(paid), store::durability::lazy);
  ++sold_;
  return receipt;
}

till::cost till::sell(store::durability how) {
  auto receipt = fill();
  cost out;
  out.micros = timed([&] { append(std::move(receipt), how); });
  out.bytes = store_->last_sync_bytes();
  return out;
}

till::signed_cost till::sell_signed(unit::control_unit& by) {
  auto receipt = fill();
  signed_cost out;
  out.micros = timed([&] {
    v1::RecordBody draft;
    draft.set_user(bench_user);
    *draft.mutable_intent()->mutable_receipt()
      = std::move(*receipt.mutable_receipt());
    auto kept = append(std::move(draft), store::durability::synced);
    out.intent_bytes = store_->last_sync_bytes();
    sale::pending_code waits;
    waits.intent = kept.intent();
    waits.seq = kept.seq();
    waits.user = kept.user();
    waits.since_ms = kept.business_ms();
    std::optional<v1::RecordBody> ended;
    out.unit_micros = timed([&] {
      by.register_receipt(must(sale::registration_of(waits.intent, false)),
                          [&](const unit::outcome& x) {
                            ended = sale::judge(waits, x, false).draft;
                          });
    });
    append(std::move(*ended), store::durability::synced);
    out.receipt_bytes = store_->last_sync_bytes();
  });
  return out;
}

void till::close_day(store::durability how) {
  clock_.advance(1000);
  v1::RecordBody draft;
  draft.set_user(bench_user);
  draft.mutable_z_report();
  append(std::move(draft), how);
}

} // namespace kassa::bench
