#pragma once

#include "actors/sale/payments.hpp"
#include "actors/sale/pricing.hpp"
#include "actors/sale/sale.hpp"
#include "actors/sale/views.hpp"
#include "tests/support/sale_shop.hpp"

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// A till without actors: decides, numbers what it decided, and evolves.
namespace kassa::sale::testing {

class fake_memory : public memory {
public:
  result<std::optional<written_receipt>>
  receipt(v1::Series series, std::uint64_t number) const override {
    auto i = receipts.find({series, number});
    return i == receipts.end() ? std::optional<written_receipt>{}
                               : std::optional{i->second};
  }
  result<std::optional<v1::SaleParked>>
  parked(const std::string& name) const override {
    auto i = aside.find(name);
    return i == aside.end() ? std::optional<v1::SaleParked>{}
                            : std::optional{i->second};
  }
  result<v1::LedgerState> ledger() const override { return state; }
  result<std::vector<v1::ArticleRow>> articles() const override { return rows; }
  result<std::optional<v1::RecordBody>> z(std::uint64_t number) const override {
    auto i = zs.find(number);
    return i == zs.end() ? std::optional<v1::RecordBody>{}
                         : std::optional{i->second};
  }

  std::map<std::pair<v1::Series, std::uint64_t>, written_receipt> receipts;
  std::map<std::string, v1::SaleParked> aside;
  v1::LedgerState state;
  std::vector<v1::ArticleRow> rows;
  std::map<std::uint64_t, v1::RecordBody> zs;
};

struct till {
  till() {
    with.catalog = view.get();
    with.memory = &memory;
    with.here = {"torget", "KASSA1"};
    with.designation = "KASSA1";
    with.wall_ms = with.catalog_ms = 1'777'892'700'000;
    with.user = "anna";
    with.new_sale = std::string(16, 's');
  }

  void use(const kassa::testing::sale_shop& other, std::uint64_t version) {
    view = other.view(version);
    with.catalog = view.get();
  }

  /// What would be written; then it is, as the journal would. The first
  /// record of what was decided.
  template <class Request>
  result<v1::RecordBody> call(const Request& request) {
    with.new_revision = seq + 1;
    auto all = decide(now, request, with);
    if (!all)
      return all.why();
    EXPECT_FALSE(all->empty());
    for (auto& body : *all) {
      body.set_seq(++seq);
      number(body);
      evolve(now, body);
      written.push_back(body);
    }
    return all->front();
  }

  template <class Request>
  v1::RecordBody must(const Request& request) {
    auto body = call(request);
    EXPECT_TRUE(body) << to_string(body.why());
    return body ? *body : v1::RecordBody{};
  }

  template <class Request>
  errc refused(const Request& request) {
    auto body = call(request);
    EXPECT_FALSE(body);
    return body ? errc::internal : body.why().code;
  }

  v1::Line add(const std::string& no, std::int64_t milli = 0) {
    v1::AddLineRequest by;
    by.set_article_no(no);
    by.set_quantity_milli(milli);
    return must(by).line_added().line();
  }

  v1::SaleView pay_part(v1::Means means, std::optional<ore_t> amount = {}) {
    must(payment(means, amount));
    return view_of(now);
  }

  static v1::AddPaymentRequest payment(v1::Means means,
                                       std::optional<ore_t> amount = {}) {
    v1::AddPaymentRequest by;
    by.set_means(means);
    if (amount)
      by.set_amount_ore(*amount);
    return by;
  }

  v1::Receipt pay() { return must(v1::PayRequest{}).receipt(); }

  /// Sells and remembers the receipt.
  std::uint64_t sell(const std::vector<std::pair<std::string, int>>& what) {
    for (const auto& [no, quantity] : what)
      add(no, quantity);
    pay_part(v1::MEANS_CARD);
    return pay().number();
  }

  v1::BeginReturnRequest return_of(std::uint64_t number) {
    v1::BeginReturnRequest by;
    by.set_number(number);
    return by;
  }

  kassa::testing::sale_shop shop;
  catalog::view::ptr view = shop.view(1);
  fake_memory memory;
  context with;
  state now;
  seq_t seq = 10;
  std::vector<v1::RecordBody> written;

private:
  void number(v1::RecordBody& body) {
    if (body.has_receipt()) {
      auto& receipt = *body.mutable_receipt();
      receipt.set_number(++last[receipt.series()]);
      remember(body);
    }
    if (body.has_sale_parked())
      memory.aside[body.sale_parked().parking()] = body.sale_parked();
    if (body.has_parked_fetched())
      memory.aside.erase(body.parked_fetched().parking());
  }

  void remember(const v1::RecordBody& body) {
    const auto& receipt = body.receipt();
    v1::ReceiptEntry entry;
    entry.set_seq(body.seq());
    memory.receipts[{receipt.series(), receipt.number()}] = {body, entry};
    for (const auto& line : receipt.lines())
      if (line.original().terminal() == with.here.terminal)
        returned(line);
  }

  void returned(const v1::Line& line) {
    auto& entry
      = memory.receipts.at({v1::SERIES_SALE, line.original().number()}).entry;
    v1::LineReturned* row = nullptr;
    for (auto& x : *entry.mutable_returned())
      if (x.line_no() == line.original().line_no())
        row = &x;
    if (!row)
      row = entry.add_returned();
    row->set_line_no(line.original().line_no());
    row->set_quantity_milli(row->quantity_milli() - line.quantity_milli());
    row->set_gross_ore(row->gross_ore() - line.gross_ore());
  }

  std::map<v1::Series, std::uint64_t> last;
};

} // namespace kassa::sale::testing
