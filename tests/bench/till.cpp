#include "tests/bench/till.hpp"

#include "actors/journal/history.hpp"
#include "actors/sale/open_sale.hpp"
#include "actors/sale/signing.hpp"
#include "node/node.hpp"
#include "proto/base/money.hpp"
#include "store/folder.hpp"
#include "tests/bench/folder.hpp"
#include "tests/bench/must.hpp"
#include "tests/bench/report.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace kassa::bench {

namespace {

constexpr ore_t unit_price = 4200;
constexpr std::uint32_t rate = 1200;
constexpr auto zone = "Europe/Stockholm";

v1::RecordBody receipt_draft(const std::vector<v1::Line>& lines,
                             const std::string& sale) {
  v1::RecordBody draft;
  draft.set_user(bench_user);
  auto& receipt = *draft.mutable_receipt();
  receipt.set_series(v1::SERIES_SALE);
  receipt.set_sale(sale);
  receipt.set_company("Exempelbutiken AB");
  receipt.set_org_no("5566778899");
  receipt.set_address("Storgatan 1, 123 45 Exempelby");
  receipt.set_cashier("Anna");
  ore_t total = 0;
  for (const auto& x : lines) {
    *receipt.add_lines() = x;
    total += x.gross_ore();
  }
  auto& payment = *receipt.add_payments();
  payment.set_payment_no(1);
  payment.set_means(v1::MEANS_CARD);
  payment.set_name("Kort");
  payment.set_tendered_ore(total);
  auto& vat = *receipt.add_vat();
  vat.set_basis_points(rate);
  vat.set_gross_ore(total);
  vat.set_vat_ore(vat_of_gross(total, rate));
  receipt.set_total_ore(total);
  receipt.set_to_pay_ore(total);
  receipt.set_delivery(v1::DELIVERY_ELECTRONIC); // No print queue here.
  return draft;
}

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

v1::Line till::line(std::uint32_t no) {
  v1::Line out;
  out.set_line_no(no);
  out.set_article_no(std::to_string(100 + (sold_ * 7 + no) % 93));
  out.set_name("Kanelbulle med pärlsocker");
  out.set_kind(v1::ARTICLE_KIND_GOODS);
  out.set_group("Bageri");
  out.set_group_name("Bageri");
  out.set_quantity_milli(1000);
  out.set_unit("st");
  out.set_unit_price_ore(unit_price);
  out.set_gross_ore(unit_price);
  out.set_vat_code("VAT1200");
  out.set_vat_basis_points(rate);
  out.set_registered_ms(clock_.wall);
  return out;
}

v1::RecordBody till::fill() {
  std::string sale(16, 's');
  std::vector<v1::Line> lines;
  for (std::uint32_t no = 1; no <= 5; ++no) {
    clock_.advance(2000);
    v1::RecordBody draft;
    draft.set_user(bench_user);
    lines.push_back(line(no));
    draft.mutable_line_added()->set_sale(sale);
    *draft.mutable_line_added()->mutable_line() = lines.back();
    append(std::move(draft), store::durability::lazy);
  }
  auto receipt = receipt_draft(lines, sale);
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
