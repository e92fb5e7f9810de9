// Whatever a till is used for, its books keep the laws.

#include "tests/unit/sale_booked_till.hpp"

#include <iostream>
#include <random>

namespace {

using namespace kassa;
using namespace kassa::sale;
using kassa::sale::testing::booked_till;

/// A till on which anything is done at any time. What is refused changes
/// nothing.
struct random_till : booked_till {
  explicit random_till(std::uint64_t seed) : draw(seed) {}

  std::uint32_t up_to(std::uint64_t n) {
    return static_cast<std::uint32_t>(1 + draw() % n);
  }
  bool luck(std::uint64_t n) { return up_to(n) == 1; }
  std::uint64_t any_receipt() { return up_to(world.ledger().next_sale()); }

  void do_line() {
    v1::AddLineRequest by;
    by.set_article_no(std::to_string(up_to(4)));
    by.set_quantity_milli(by.article_no() == "4" ? up_to(3000)
                                                 : up_to(3) * 1000);
    if (luck(4))
      by.mutable_discount()->set_basis_points(up_to(10'000));
    (void)call(by);
  }

  void do_discount() {
    v1::SetDiscountRequest by;
    if (luck(2))
      by.mutable_discount()->set_basis_points(up_to(10'000));
    else
      by.mutable_discount()->set_amount_ore(up_to(5000));
    (void)call(by);
  }

  void do_payment() {
    constexpr v1::Means all[]
      = {v1::MEANS_CASH, v1::MEANS_CARD, v1::MEANS_SWISH, v1::MEANS_GIFT_CARD};
    v1::AddPaymentRequest by;
    by.set_means(all[draw() % 4]);
    if (luck(3))
      by.set_amount_ore(luck(2) ? up_to(200) * 100 : up_to(20'000));
    (void)call(by);
  }

  void do_begin() {
    auto part = [this](auto by) {
      by.set_number(any_receipt());
      if (luck(2)) {
        auto& line = *by.add_lines();
        line.set_line_no(up_to(3));
        if (luck(2))
          line.set_quantity_milli(up_to(2) * 500);
      }
      return by;
    };
    switch (up_to(4)) {
    case 1: (void)call(part(v1::BeginReturnRequest{})); break;
    case 2: (void)call(correction_of(any_receipt())); break;
    default: (void)call(part(v1::BeginExchangeRequest{}));
    }
  }

  void do_remove() {
    if (luck(2)) {
      v1::RemoveLineRequest by;
      by.set_line_no(up_to(4));
      return (void)call(by);
    }
    v1::RemovePaymentRequest by;
    by.set_payment_no(up_to(4));
    (void)call(by);
  }

  void do_aside() {
    v1::ParkRequest park;
    park.set_parking(std::to_string(up_to(3)));
    v1::FetchRequest fetch;
    fetch.set_parking(std::to_string(up_to(3)));
    v1::SetTrainingRequest practise;
    practise.set_on(!now.training);
    switch (up_to(6)) {
    case 1: (void)call(park); break;
    case 2: (void)call(fetch); break;
    case 3: (void)call(v1::AbortRequest{}); break;
    case 4: (void)call(practise); break;
    case 5:
      if (luck(3))
        (void)call(v1::MakeZRequest{});
      break;
    default: (void)call(v1::MakeXRequest{});
    }
  }

  void do_unit() {
    if (now.pending)
      hear(luck(4) ? unit::outcome{unit::unavailable{"no line"}}
                   : unit::outcome{unit::accepted{"CODE", "UNIT-1"}});
    else if (with.unit)
      with.unit.reset();
    else
      plug_in();
  }

  void do_pay() {
    auto made = call(v1::PayRequest{});
    if (!made)
      return;
    for (const auto& body : *made)
      if (body.has_receipt())
        check(body.receipt());
  }

  void check(const v1::Receipt& receipt) {
    ASSERT_TRUE(journal::check_receipt(receipt));
    ASSERT_LE(std::abs(receipt.rounding_ore()), 50);
  }

  void something() {
    switch (up_to(16)) {
    case 1:
    case 2: do_begin(); break;
    case 3: do_discount(); break;
    case 4:
    case 5:
    case 6: do_payment(); break;
    case 7: do_remove(); break;
    case 8: do_aside(); break;
    case 9:
    case 10: do_unit(); break;
    case 11:
    case 12:
    case 13: do_pay(); break;
    default: do_line();
    }
  }

  std::mt19937_64 draw;
};

/// Ends what is open, by whatever that takes.
void close(random_till& t) {
  while (t.now.pending)
    t.hear(unit::accepted{"CODE", "UNIT-1"});
  t.with.unit.reset();
  if (t.now.sale && is_settled(*t.now.sale)) {
    while (t.now.sale->payments_size() > 0) {
      v1::RemovePaymentRequest by;
      by.set_payment_no(t.now.sale->payments(0).payment_no());
      t.must(by);
    }
    while (t.now.sale->lines().empty() || view_of(t.now).remaining_ore() < 0)
      t.add("3", 3000);
    if (view_of(t.now).remaining_ore() != 0)
      t.pay_part(v1::MEANS_CARD);
    t.must(v1::PayRequest{});
  }
  if (t.now.sale)
    t.must(v1::AbortRequest{});
  v1::SetTrainingRequest off;
  t.must(off);
}

void live(std::uint32_t seed) {
  std::cout << "seed " << seed << '\n';
  SCOPED_TRACE(seed);
  random_till t(seed);
  for (int i = 0; i < 3000 && !::testing::Test::HasFatalFailure(); ++i)
    t.something();
  close(t);
  auto z = t.must(v1::MakeZRequest{}).back().z_report();
  for (const auto& row : z.period().means())
    EXPECT_TRUE(row.means() != v1::MEANS_OFFSET || row.amount_ore() == 0);
  EXPECT_EQ(z.grand().sales_ore() - z.grand().returns_ore(),
            z.grand().net_ore());
  // Lookups answer the receipts' own lines: none came back more than once.
  for (std::uint64_t no = 1; no < t.world.ledger().next_sale(); ++no) {
    auto sold = t.memory.receipt(v1::SERIES_SALE, no);
    ASSERT_TRUE(sold);
    if (!*sold)
      continue; // A void.
    for (const auto& row : (*sold)->entry.returned())
      for (const auto& line : (*sold)->body.receipt().lines())
        if (line.line_no() == row.line_no()) {
          EXPECT_LE(row.quantity_milli(), line.quantity_milli());
          EXPECT_LE(row.gross_ore(), line.gross_ore());
        }
  }
  t.expect_verified();
}

TEST(SaleRandomDays, L2_L3_L12_HoldWhateverIsDone) {
  live(std::random_device{}());
}

// A payout that had become too large, since goods were added after it, counted
// as balanced.
TEST(SaleRandomDays, L3_HoldsWhereAPayoutBecameTooLarge) {
  live(2028913059);
}

} // namespace
