#include "proto/base/secret_box.hpp"
#include "tests/support/fakes.hpp"

#include <gtest/gtest.h>

namespace kassa {

namespace {

const std::string key(secret_key_size, 'k');

} // namespace

TEST(SecretBox, OnlyTheKeyOpensWhatWasSealed) {
  testing::seeded_random random{1};
  const std::string plain = "Kungsbacka, 1970";
  const auto sealed = seal(key, plain, random);
  EXPECT_EQ(sealed.find(plain), std::string::npos);
  EXPECT_EQ(unseal(key, sealed), plain);
  EXPECT_EQ(unseal(std::string(secret_key_size, 'x'), sealed), std::nullopt);
  EXPECT_NE(seal(key, plain, random), sealed) << "a nonce of its own";
  EXPECT_EQ(unseal(key, seal(key, "", random)), "");
}

TEST(SecretBox, EveryChangedOrLostByteIsSeen) {
  testing::seeded_random random{2};
  const auto sealed = seal(key, "Kungsbacka", random);
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    auto changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_EQ(unseal(key, changed), std::nullopt) << i;
    EXPECT_EQ(unseal(key, sealed.substr(0, i)), std::nullopt) << i;
  }
}

// Wherever a text is cut into pieces, they are the same text.
TEST(SecretBox, AStreamCanBeTakenFromAnywhere) {
  testing::seeded_random random{3};
  const auto nonce = random_bytes(random, stream_nonce_size);
  const auto plain = random_bytes(random, 400);
  auto whole = plain;
  xor_stream(key, nonce, 0, whole);
  EXPECT_NE(whole, plain);
  for (std::size_t at : {0, 1, 63, 64, 65, 127, 128, 200, 399}) {
    for (std::size_t size : {0, 1, 2, 63, 64, 65, 130, 400}) {
      auto piece = whole.substr(at, size);
      xor_stream(key, nonce, at, piece);
      EXPECT_EQ(piece, plain.substr(at, size)) << at << " " << size;
    }
  }
}

} // namespace kassa
