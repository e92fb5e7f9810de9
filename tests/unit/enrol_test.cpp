#include "hub/enrolment.hpp"
#include "hub/rate_limit.hpp"
#include "proto/base/enrol_code.hpp"
#include "proto/base/symbols.hpp"
#include "tests/support/fakes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <string>

namespace kassa {

namespace {

const std::string sha256(32, '\x5a');

TEST(Symbols, AreTheBitsOfTheBytesInOrder) {
  EXPECT_EQ(symbols_of(std::string("\xff\xff", 2), 3), "ZZZ");
  EXPECT_EQ(symbols_of(std::string("\x08\x42", 2), 3), "111");
  EXPECT_EQ(grouped("ABCDEFGHJ"), "ABCD-EFGH-J");
}

TEST(EnrolCode, IsReadAsAPersonTypesIt) {
  testing::seeded_random random{7};
  auto code = make_enrol_code(random, sha256);
  auto text = to_text(code);
  EXPECT_EQ(text.size(), 31U + 7U);
  EXPECT_EQ(*parse_enrol_code(text), code);
  std::string typed;
  for (char c : text)
    typed += c == '-' ? ' ' : static_cast<char>(std::tolower(c));
  std::replace(typed.begin(), typed.end(), '0', 'o');
  std::replace(typed.begin(), typed.end(), '1', 'l');
  EXPECT_EQ(*parse_enrol_code(typed), code);
  EXPECT_EQ(code.fingerprint, short_fingerprint(sha256));
}

TEST(EnrolCode, AMistypedOneIsNone) {
  testing::seeded_random random{8};
  const auto text = to_text(make_enrol_code(random, sha256));
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '-')
      continue;
    auto wrong = text;
    wrong[i] = text[i] == '7' ? '8' : '7';
    EXPECT_EQ(parse_enrol_code(wrong).why().code, errc::enrol_code_mistyped);
  }
  for (const auto& wrong : {std::string{}, text.substr(1), text + "7"})
    EXPECT_EQ(parse_enrol_code(wrong).why().code, errc::enrol_code_mistyped);
}

using hub::code_use;

v1::HubTerminal with_code() {
  v1::HubTerminal out;
  out.set_code_until_ms(15 * 60'000);
  return out;
}

TEST(Enrolment, ACodeIsGoodForOneKeyAndAQuarterOfAnHour) {
  auto of = with_code();
  EXPECT_EQ(hub::judge_code(of, "key", 15 * 60'000), code_use::first);
  EXPECT_EQ(hub::judge_code(of, "key", 15 * 60'000 + 1), code_use::expired);
  of.set_device_key("key");
  of.set_bound_ms(60'000);
  EXPECT_EQ(hub::judge_code(of, "other", 60'001), code_use::used);
}

TEST(Enrolment, TheKeyThatUsedItGetsTheAnswerAgainForADay) {
  auto of = with_code();
  of.set_device_key("key");
  of.set_bound_ms(1000);
  constexpr std::int64_t day = 86'400'000;
  EXPECT_EQ(hub::judge_code(of, "key", 1000 + day), code_use::again);
  EXPECT_EQ(hub::judge_code(of, "key", 1001 + day), code_use::expired);
  const auto code = hub::recovery_of("seed", "code", "key");
  EXPECT_EQ(hub::recovery_of("seed", "code", "key"), code);
  EXPECT_NE(hub::recovery_of("seed", "code", "k"), code);
  EXPECT_NE(hub::recovery_of("another", "code", "key"), code);
}

TEST(Enrolment, LetsABurstThroughAndThenSoManyASecond) {
  hub::rate_limit limit{5, 10};
  int let = 0;
  for (int i = 0; i < 20; ++i)
    let += limit.allows(1'000'000) ? 1 : 0;
  EXPECT_EQ(let, 5);
  let = 0;
  for (int ms = 1; ms <= 2000; ++ms)
    let += limit.allows(1'000'000 + ms) ? 1 : 0;
  EXPECT_EQ(let, 20);
}

} // namespace

} // namespace kassa
