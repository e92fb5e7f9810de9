#pragma once

#include "actors/journal/create.hpp"
#include "actors/journal/history.hpp"
#include "actors/journal/ledger.hpp"
#include "actors/journal/scribe.hpp"
#include "proto/base/money.hpp"
#include "store/keys.hpp"
#include "tests/support/fakes.hpp"
#include "tests/support/memory_store.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace kassa::testing {

/// Lines and receipts that agree with themselves.
inline v1::Line make_line(std::uint32_t no, std::int64_t milli, ore_t price,
                          std::uint32_t rate, ore_t discount = 0) {
  v1::Line line;
  line.set_line_no(no);
  line.set_article_no("A" + std::to_string(no));
  line.set_name("Bulle");
  line.set_kind(v1::ARTICLE_KIND_GOODS);
  line.set_group("g" + std::to_string(rate));
  line.set_group_name("Grupp " + std::to_string(rate));
  line.set_quantity_milli(milli);
  line.set_unit("st");
  line.set_unit_price_ore(price);
  line.set_discount_ore(discount);
  line.set_gross_ore(price_of(milli, price) - discount);
  line.set_vat_basis_points(rate);
  return line;
}

/// Words between the goods, which count nowhere.
inline v1::Line make_note(std::uint32_t no, const std::string& text) {
  v1::Line line;
  line.set_line_no(no);
  line.set_text(text);
  return line;
}

/// Sums a receipt of these lines up and pays it; cash is rounded.
inline v1::RecordBody make_receipt(v1::Series series,
                                   const std::vector<v1::Line>& lines,
                                   v1::Means means = v1::MEANS_CASH) {
  v1::RecordBody draft;
  auto& receipt = *draft.mutable_receipt();
  receipt.set_series(series);
  receipt.set_delivery(v1::DELIVERY_PAPER);
  std::map<std::uint32_t, ore_t, std::greater<>> rates;
  ore_t total = 0;
  for (const auto& line : lines) {
    *receipt.add_lines() = line;
    rates[line.vat_basis_points()] += line.gross_ore();
    total += line.gross_ore();
  }
  for (auto [rate, gross] : rates) {
    auto* row = receipt.add_vat();
    row->set_basis_points(rate);
    row->set_gross_ore(gross);
    row->set_vat_ore(vat_of_gross(gross, rate));
  }
  auto to_pay = means == v1::MEANS_CASH ? round_to_krona(total) : total;
  receipt.set_total_ore(total);
  receipt.set_rounding_ore(to_pay - total);
  receipt.set_to_pay_ore(to_pay);
  auto* payment = receipt.add_payments();
  payment->set_means(means);
  payment->set_name(means == v1::MEANS_CASH ? "Kontant" : "Kort");
  auto change = means == v1::MEANS_CASH && to_pay > 0 ? 500 : 0;
  payment->set_tendered_ore(to_pay + change);
  payment->set_change_ore(change);
  return draft;
}

/// `exists` where it was written after all.
inline errc code_of(const result<journal::written>& x) {
  return x ? errc::exists : x.why().code;
}

/// One article at 25 %, paid in cash.
inline v1::RecordBody one_line_sale() {
  return make_receipt(v1::SERIES_SALE, {make_line(1, 1000, 1000, 2500)});
}

/// A return of one line of a receipt.
inline v1::RecordBody make_return(std::uint64_t number, const v1::Line& sold) {
  auto line = sold;
  line.set_quantity_milli(-sold.quantity_milli());
  line.set_discount_ore(-sold.discount_ore());
  line.set_gross_ore(-sold.gross_ore());
  auto& original = *line.mutable_original();
  original.set_series(v1::SERIES_SALE);
  original.set_number(number);
  original.set_line_no(sold.line_no());
  return make_receipt(v1::SERIES_RETURN, {line});
}

/// The receipts of an even exchange, the return first: what was sold comes
/// back, and the same goes.
inline std::vector<v1::RecordBody> make_exchange(std::uint64_t number,
                                                 const v1::Line& sold) {
  auto settle = [](v1::RecordBody& of, v1::Series other) {
    auto& receipt = *of.mutable_receipt();
    receipt.set_rounding_ore(0);
    receipt.set_to_pay_ore(receipt.total_ore());
    receipt.mutable_counterpart()->set_series(other);
    auto& payment = *receipt.mutable_payments(0);
    payment.set_means(v1::MEANS_OFFSET);
    payment.set_name("Kvittning");
    payment.set_tendered_ore(receipt.total_ore());
    payment.clear_change_ore();
  };
  std::vector<v1::RecordBody> out{make_return(number, sold),
                                  make_receipt(v1::SERIES_SALE, {sold})};
  settle(out[0], v1::SERIES_SALE);
  settle(out[1], v1::SERIES_RETURN);
  return out;
}

inline v1::RecordBody make_z() {
  v1::RecordBody draft;
  draft.mutable_z_report()->set_cashier("Anna");
  return draft;
}

inline v1::RecordBody make_x() {
  v1::RecordBody draft;
  draft.mutable_x_report()->set_cashier("Anna");
  return draft;
}

/// A journal in memory, written by scribe and ledger as the actor does it.
struct journal_world {
  journal_world() {
    at.wall_ms = clock.wall;
    at.zone = "Europe/Stockholm";
    at.program = "test 1";
    journal::new_journal made;
    made.scope = of;
    made.genesis.set_device_key(device.public_key);
    made.genesis.set_org_no("5566778899");
    made.genesis.set_company("Bageriet AB");
    made.genesis.set_address("Storgatan 1");
    made.genesis.set_model("Huvudkassa SE");
    made.catalog.mutable_name()->set_lineage(std::string(16, 'l'));
    made.catalog.set_generation(journal::first_generation);
    made.at = now();
    auto done = journal::create_journal(disk, made);
    EXPECT_TRUE(done) << to_string(done.why());
  }

  journal::stamp now() {
    at.wall_ms = clock.wall;
    at.monotonic_ms = clock.monotonic;
    at.boot_id = clock.boot;
    at.device = &device;
    return at;
  }

  v1::LedgerState ledger() const {
    auto state = journal::read_ledger(disk, of);
    EXPECT_TRUE(state);
    return state ? *state : v1::LedgerState{};
  }

  result<journal::written> write(journal::append_request request) {
    clock.advance(1000);
    auto state = ledger();
    auto head = journal::read_body(disk, of, state.seq());
    std::optional<journal::clock_mark> last;
    if (head)
      last = journal::mark_of(*head);
    auto batch = journal::write_records(of, state, last, now(), request,
                                        journal::over(disk));
    if (batch) {
      EXPECT_TRUE(disk.commit(batch->changes, request.how));
    }
    return batch;
  }

  result<journal::written> write(v1::RecordBody draft) {
    journal::append_request request;
    request.drafts.push_back(std::move(draft));
    return write(std::move(request));
  }

  /// Writes what must succeed; answers the last body.
  v1::RecordBody must(v1::RecordBody draft) {
    auto batch = write(std::move(draft));
    EXPECT_TRUE(batch) << to_string(batch.why());
    return batch ? batch->bodies.back() : v1::RecordBody{};
  }

  scope of{"bageriet", "KASSA1"};
  memory_store disk;
  manual_clock clock;
  key_pair device = *key_pair_from_seed(std::string(32, 'k'));
  journal::stamp at;
};

} // namespace kassa::testing
