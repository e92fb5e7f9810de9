#pragma once

#include "actors/journal/period.hpp"
#include "actors/journal/verify.hpp"
#include "actors/sale/exchange.hpp"
#include "actors/sale/lookups.hpp"
#include "actors/sale/signing.hpp"
#include "actors/sale/views.hpp"
#include "tests/support/journal_world.hpp"
#include "tests/support/sale_shop.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace kassa::sale::testing {

/// A till without actors that keeps its books: decides, has a real journal in
/// memory write, evolves what was written.
struct booked_till {
  booked_till() {
    with.catalog = view.get();
    with.memory = &memory;
    with.here = world.of;
    with.designation = world.of.terminal;
    with.user = "anna";
  }

  template <class Request>
  result<std::vector<v1::RecordBody>> call(const Request& by) {
    auto written = world.ledger().seq() + 1;
    with.wall_ms = with.catalog_ms = world.clock.wall;
    with.new_revision = written;
    with.new_sale = std::string(8, 's') + std::to_string(10'000'000 + written);
    auto all = decide(now, by, with);
    if (!all)
      return all.why();
    return book(*std::move(all));
  }

  result<std::vector<v1::RecordBody>> book(drafts all) {
    auto made = world.write(journal::append_request{
      std::move(all), store::durability::synced, {}, {}});
    if (!made)
      return made.why();
    for (const auto& body : made->bodies)
      evolve(now, body);
    return made->bodies;
  }

  template <class Request>
  std::vector<v1::RecordBody> must(const Request& by) {
    auto all = call(by);
    EXPECT_TRUE(all) << to_string(all.why());
    return all ? *all : std::vector<v1::RecordBody>(1);
  }

  template <class Request>
  errc refused(const Request& by) {
    auto all = call(by);
    EXPECT_FALSE(all);
    return all ? errc::internal : all.why().code;
  }

  void add(const std::string& no, std::int64_t milli = 0) {
    v1::AddLineRequest by;
    by.set_article_no(no);
    by.set_quantity_milli(milli);
    must(by);
  }

  v1::SaleView pay_part(v1::Means means, std::optional<ore_t> amount = {}) {
    v1::AddPaymentRequest by;
    by.set_means(means);
    if (amount)
      by.set_amount_ore(*amount);
    must(by);
    return view_of(now);
  }

  std::vector<v1::Receipt> pay() {
    std::vector<v1::Receipt> out;
    for (const auto& body : must(v1::PayRequest{}))
      if (body.has_receipt())
        out.push_back(body.receipt());
    return out;
  }

  std::uint64_t sell(const std::vector<std::pair<std::string, int>>& what,
                     v1::Means means = v1::MEANS_CARD) {
    for (const auto& [no, milli] : what)
      add(no, milli);
    pay_part(means);
    return pay().back().number();
  }

  static v1::BeginExchangeRequest exchange_of(std::uint64_t number,
                                              std::uint32_t line = 0,
                                              std::int64_t milli = 0) {
    v1::BeginExchangeRequest by;
    by.set_number(number);
    if (line == 0)
      return by;
    auto& x = *by.add_lines();
    x.set_line_no(line);
    x.set_quantity_milli(milli);
    return by;
  }

  static v1::CorrectPaymentRequest correction_of(std::uint64_t number) {
    v1::CorrectPaymentRequest by;
    by.set_number(number);
    return by;
  }

  /// From now on a control unit registers what is paid.
  void plug_in() {
    with.unit = unit::condition{unit::state::ready, "UNIT-1", "1", "", false};
  }

  /// What the unit did with the number that waits becomes a record.
  v1::RecordBody hear(const unit::outcome& what) {
    EXPECT_TRUE(now.pending);
    auto verdict = judge(*now.pending, what, false);
    EXPECT_TRUE(verdict.draft);
    auto all = book({*verdict.draft});
    EXPECT_TRUE(all) << to_string(all.why());
    return all->back();
  }

  v1::MeansRow period_means(v1::Means means) const {
    const auto state = world.ledger();
    for (const auto& row : state.period().means())
      if (row.means() == means)
        return row;
    return {};
  }

  void expect_verified() {
    auto report = journal::verify(world.disk, world.of, {});
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->findings.empty()) << report->findings.front().words;
    auto rebuilt = memory.open_sale();
    ASSERT_TRUE(rebuilt);
    ASSERT_EQ(rebuilt->sale.has_value(), now.sale.has_value());
    EXPECT_EQ(rebuilt->pending.has_value(), now.pending.has_value());
    if (now.sale) {
      EXPECT_EQ(rebuilt->sale->DebugString(), now.sale->DebugString());
    }
  }

  kassa::testing::journal_world world;
  kassa::testing::sale_shop shop;
  catalog::view::ptr view = shop.view(1);
  lookups memory{&world.disk, world.of};
  context with;
  state now;
};

} // namespace kassa::sale::testing
