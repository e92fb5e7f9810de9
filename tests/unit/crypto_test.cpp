#include "proto/base/crypto.hpp"
#include "tests/support/fakes.hpp"

#include <gtest/gtest.h>

namespace kassa {

namespace {

std::string verifier(std::string_view password, std::uint64_t seed = 1) {
  testing::seeded_random random{seed};
  return make_verifier(password, random, password_cost::test);
}

key_pair key(std::uint64_t seed = 1) {
  testing::seeded_random random{seed};
  return make_key_pair(random);
}

} // namespace

// Worked out with Python: hashlib.blake2b(b"abc", digest_size=32).
TEST(Crypto, HashesAsBlake2bDoes) {
  constexpr auto abc
    = "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319";
  EXPECT_EQ(to_hex(hash256("a", {"b", "c"})), abc);
  EXPECT_EQ(to_hex(hash256("abc", {})), abc);
}

// hashlib.blake2b(b"kassa.record.1" + bytes(32) + b"body", digest_size=32)
TEST(Crypto, ChainsARecordToTheOneBefore) {
  EXPECT_EQ(zero_hash(), std::string(32, '\0'));
  auto first = record_hash(zero_hash(), "body");
  EXPECT_EQ(to_hex(first),
            "4edfa7d81f93b671e81c9d1dd72fa6d013bc78db4579596d2c15d576acc30195");
  EXPECT_NE(record_hash(first, "body"), first);
  EXPECT_TRUE(record_hash_holds(zero_hash(), "body", first));
  EXPECT_FALSE(record_hash_holds(first, "body", first));
  EXPECT_FALSE(record_hash_holds(zero_hash(), "body", first.substr(1)));
}

TEST(Crypto, MakesTheSameKeyOfTheSameSeed) {
  auto made = key();
  auto again = key_pair_from_seed(made.seed);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->public_key, made.public_key);
  EXPECT_NE(key(2).public_key, made.public_key);
  EXPECT_FALSE(key_pair_from_seed("short"));
}

TEST(Crypto, VerifiesWhatItSigned) {
  auto k = key();
  auto s = sign(k, "kassa.head.1", {"store", "KASSA1"});
  EXPECT_TRUE(
    verify_signature(k.public_key, "kassa.head.1", {"store", "KASSA1"}, s));
}

TEST(Crypto, RefusesASignatureOfAnythingElse) {
  auto k = key();
  auto s = sign(k, "kassa.head.1", {"store", "KASSA1"});
  auto holds = [&](const std::string& by, std::string_view domain,
                   std::initializer_list<std::string_view> parts,
                   std::string_view signature) {
    return verify_signature(by, domain, parts, signature);
  };
  const auto& us = k.public_key;
  EXPECT_FALSE(holds(us, "kassa.ack.1", {"store", "KASSA1"}, s));
  EXPECT_FALSE(holds(us, "kassa.head.1", {"storeK", "ASSA1"}, s));
  EXPECT_FALSE(holds(us, "kassa.head.1", {"storeKASSA1"}, s));
  EXPECT_FALSE(
    holds(key(2).public_key, "kassa.head.1", {"store", "KASSA1"}, s));
  EXPECT_FALSE(holds(us, "kassa.head.1", {"store", "KASSA1"}, ""));
  EXPECT_FALSE(holds("", "kassa.head.1", {"store", "KASSA1"}, s));
  auto torn = s;
  torn[5] = static_cast<char>(torn[5] ^ 1);
  EXPECT_FALSE(holds(us, "kassa.head.1", {"store", "KASSA1"}, torn));
}

TEST(Crypto, KnowsAPasswordByItsVerifier) {
  auto v = verifier("hemligt");
  EXPECT_TRUE(password_holds(v, "hemligt"));
  EXPECT_FALSE(password_holds(v, "Hemligt"));
  EXPECT_FALSE(password_holds(v, ""));
  EXPECT_TRUE(v.starts_with("$kassa$argon2id$m=8,t=1$")) << v;
  EXPECT_EQ(v.find("hemligt"), std::string::npos);
}

TEST(Crypto, SaltsEachVerifierAnew) {
  EXPECT_NE(verifier("x", 1), verifier("x", 2));
}

TEST(Crypto, HoldsForNobodyWhenTheVerifierIsDamaged) {
  auto v = verifier("x");
  for (std::size_t n = 0; n < v.size(); ++n)
    EXPECT_FALSE(password_holds(v.substr(0, n), "x")) << n;
  EXPECT_FALSE(password_holds(v + "0", "x"));
  EXPECT_FALSE(password_holds("$kassa$argon2id$m=4294967295,t=1$", "x"));
  auto dear = v;
  dear.replace(dear.find("m=8"), 3, "m=999999999");
  EXPECT_FALSE(password_holds(dear, "x"));
}

TEST(Crypto, WritesHexAndReadsIt) {
  EXPECT_EQ(to_hex(std::string{"\x00\xff\x1a", 3}), "00ff1a");
  EXPECT_EQ(*from_hex("00FF1a"), (std::string{"\x00\xff\x1a", 3}));
  EXPECT_EQ(*from_hex(""), "");
  for (const auto* bad : {"0", "0g", "00 ", " 00"})
    EXPECT_FALSE(from_hex(bad)) << bad;
}

TEST(Crypto, ComparesSecrets) {
  EXPECT_TRUE(equal_secrets("abc", "abc"));
  EXPECT_FALSE(equal_secrets("abc", "abd"));
  EXPECT_FALSE(equal_secrets("abc", "ab"));
  EXPECT_TRUE(equal_secrets("", ""));
}

} // namespace kassa
