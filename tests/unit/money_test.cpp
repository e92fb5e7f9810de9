#include "proto/base/money.hpp"
#include "tests/support/test_seed.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <random>

namespace kassa {

namespace {

std::mt19937_64 seeded() {
  return std::mt19937_64{testing::test_seed()};
}

std::int64_t draw(std::mt19937_64& random, std::int64_t low,
                  std::int64_t high) {
  return std::uniform_int_distribution<std::int64_t>{low, high}(random);
}

constexpr int rounds = 20'000;

} // namespace

TEST(Money, RoundsHalfAwayFromZero) {
  EXPECT_EQ(mul_div_round(5, 1, 10), 1);
  EXPECT_EQ(mul_div_round(-5, 1, 10), -1);
  EXPECT_EQ(mul_div_round(4, 1, 10), 0);
  EXPECT_EQ(mul_div_round(-4, 1, 10), 0);
  EXPECT_EQ(mul_div_round(7, -3, 2), -11);
  EXPECT_EQ(mul_div_round(quantity_max, amount_max, quantity_max), amount_max);
}

TEST(Money, L3_TakesVatOutOfAGrossAmount) {
  EXPECT_EQ(vat_of_gross(12500, 2500), 2500);
  EXPECT_EQ(vat_of_gross(11200, 1200), 1200);
  EXPECT_EQ(vat_of_gross(10600, 600), 600);
  EXPECT_EQ(vat_of_gross(10000, 0), 0);
  EXPECT_EQ(vat_of_gross(1, 2500), 0);
  EXPECT_EQ(vat_of_gross(3, 2500), 1); // 0.6 öre.
}

TEST(Money, L3_GivesVatBackOnReturnToTheOre) {
  auto random = seeded();
  for (int i = 0; i < rounds; ++i) {
    auto gross = draw(random, 0, amount_max);
    auto rate = static_cast<std::uint32_t>(draw(random, 0, 10'000));
    auto vat = vat_of_gross(gross, rate);
    ASSERT_EQ(vat_of_gross(-gross, rate), -vat);
    ASSERT_GE(vat, 0);
    ASSERT_LE(vat, gross);
    // The net amount plus its VAT is the gross amount again, within rounding.
    auto net = gross - vat;
    ASSERT_LE(std::abs(net + mul_div_round(net, rate, 10'000) - gross), 1);
  }
}

TEST(Money, L3_RoundingNeverMovesMoreThanFiftyOre) {
  for (ore_t amount = -30'000; amount <= 30'000; ++amount) {
    auto rounded = round_to_krona(amount);
    ASSERT_EQ(rounded % 100, 0);
    ASSERT_LE(std::abs(rounded - amount), 50);
    ASSERT_EQ(rounded, -round_to_krona(-amount));
  }
  EXPECT_EQ(round_to_krona(149), 100);
  EXPECT_EQ(round_to_krona(150), 200);
  EXPECT_EQ(round_to_krona(-150), -200);
}

TEST(Money, L3_SharesAddUpToTheTotal) {
  auto random = seeded();
  for (int i = 0; i < rounds; ++i) {
    std::vector<ore_t> weights(static_cast<std::size_t>(draw(random, 1, 40)));
    bool negative = draw(random, 0, 1) == 1;
    auto limit = draw(random, 0, 1) == 1 ? ore_t{1000} : amount_max;
    for (auto& x : weights)
      x = draw(random, 0, limit) * (negative ? -1 : 1);
    weights[0] += negative ? -1 : 1;
    auto sum = std::accumulate(weights.begin(), weights.end(), ore_t{0});
    auto size = std::abs(sum);
    auto total = draw(random, -size, size);
    auto shares = share_out(total, weights);
    ASSERT_EQ(std::accumulate(shares.begin(), shares.end(), ore_t{0}), total);
    for (std::size_t k = 0; k < shares.size(); ++k) {
      // Nobody's share outgrows what it is a share of, or turns its sign.
      ASSERT_LE(std::abs(shares[k]), std::abs(weights[k]));
      ASSERT_TRUE(shares[k] == 0 || (shares[k] < 0) == (total < 0));
    }
  }
}

TEST(Money, SharesByLargestRemainderAndEarlierFirst) {
  EXPECT_EQ(share_out(100, std::vector<ore_t>{1, 1, 1}),
            (std::vector<ore_t>{34, 33, 33}));
  EXPECT_EQ(share_out(10, std::vector<ore_t>{0, 1, 2}),
            (std::vector<ore_t>{0, 3, 7}));
  EXPECT_EQ(share_out(-10, std::vector<ore_t>{1, 2}),
            (std::vector<ore_t>{-3, -7}));
  EXPECT_EQ(share_out(0, std::vector<ore_t>{0, 0}), (std::vector<ore_t>{0, 0}));
  EXPECT_TRUE(share_out(0, {}).empty());
}

TEST(Money, PricesThousandths) {
  EXPECT_EQ(price_of(1000, 2500), 2500);
  EXPECT_EQ(price_of(345, 9990), 3447); // 34.4655 kr.
  EXPECT_EQ(price_of(-1500, 333), -500);
}

TEST(Money, PrintsKronor) {
  EXPECT_EQ(print_kronor(0), "0,00");
  EXPECT_EQ(print_kronor(-40), "-0,40");
  EXPECT_EQ(print_kronor(123'450), "1 234,50");
  EXPECT_EQ(print_kronor(85'930'020), "859 300,20");
  EXPECT_EQ(print_kronor(-123'456'789), "-1 234 567,89");
  EXPECT_EQ(print_kronor(99'999), "999,99");
}

TEST(Money, ReadsKronor) {
  EXPECT_EQ(*parse_kronor("12"), 1200);
  EXPECT_EQ(*parse_kronor("12,5"), 1250);
  EXPECT_EQ(*parse_kronor("12.50"), 1250);
  EXPECT_EQ(*parse_kronor("-0,40"), -40);
  EXPECT_EQ(*parse_kronor("100000000"), amount_max);
  for (const auto* bad : {"", "-", ",5", "1,", "1,234", "1,2,3", "1 2", "1e3",
                          "100000000,01", "99999999999999999999", "+1", "NaN"})
    EXPECT_FALSE(parse_kronor(bad)) << bad;
}

TEST(Money, ReadsAndPrintsQuantities) {
  EXPECT_EQ(*parse_quantity("2"), 2000);
  EXPECT_EQ(*parse_quantity("0,345"), 345);
  EXPECT_EQ(*parse_quantity("0.345"), 345);
  EXPECT_FALSE(parse_quantity("0,3456"));
  EXPECT_FALSE(parse_quantity("1000001"));
  EXPECT_EQ(print_quantity(2000), "2");
  EXPECT_EQ(print_quantity(345), "0,345");
  EXPECT_EQ(print_quantity(-1500), "-1,5");
  EXPECT_EQ(print_quantity(100'000), "100");
  EXPECT_EQ(print_quantity(0), "0");
}

TEST(Money, ReadsBackWhatItPrints) {
  auto random = seeded();
  for (int i = 0; i < rounds; ++i) {
    auto amount = draw(random, -amount_max, amount_max);
    auto printed = print_kronor(amount);
    std::erase(printed, ' ');
    ASSERT_EQ(*parse_kronor(printed), amount) << printed;
    auto milli = draw(random, -quantity_max, quantity_max);
    ASSERT_EQ(*parse_quantity(print_quantity(milli)), milli);
  }
}

TEST(Money, PrintsRates) {
  EXPECT_EQ(print_rate(2500), "25,00");
  EXPECT_EQ(print_rate(600), "6,00");
  EXPECT_EQ(print_rate(5), "0,05");
  EXPECT_EQ(print_rate(0), "0,00");
}

} // namespace kassa
