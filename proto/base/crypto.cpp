// A hash is BLAKE2b-256 over the domain and the parts, one after the other; no
// domain begins with another one. A signature is Ed25519 over the domain and,
// for each part, its length (u32, big endian) and its bytes. A verifier is
//   $kassa$argon2id$m=KIBIBYTES,t=PASSES$SALT$HASH
// with salt (16 bytes) and hash (32 bytes) in hex.

#include "proto/base/crypto.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cstring>
#include <optional>
#include <sodium.h>

namespace kassa {

namespace {

/// Choosing the fastest code for this processor happens here; all else works
/// without, but slower.
void wake_sodium() {
  [[maybe_unused]] static const int woken = sodium_init();
  assert(woken >= 0);
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

std::string message_of(std::string_view domain,
                       std::initializer_list<std::string_view> parts) {
  std::string out{domain};
  for (auto part : parts) {
    assert(part.size() <= UINT32_MAX);
    for (int shift = 24; shift >= 0; shift -= 8)
      out.push_back(static_cast<char>(part.size() >> shift & 0xff));
    out.append(part);
  }
  return out;
}

// -- passwords ----------------------------------------------------------------

constexpr std::size_t salt_size = crypto_pwhash_argon2id_SALTBYTES;
constexpr std::string_view verifier_tag = "$kassa$argon2id$";

// A verifier comes with the catalog: one that asks for more than this would
// stop a register, so it holds for nobody.
constexpr std::uint32_t kibibytes_max = 256 * 1024;
constexpr std::uint32_t passes_max = 16;

struct verifier_parts {
  std::uint32_t kibibytes = 0;
  std::uint32_t passes = 0;
  std::string salt;
  std::string hash;
};

std::optional<std::string> stretch(std::string_view password,
                                   const verifier_parts& how) {
  wake_sodium();
  std::string out(hash_size, '\0');
  if (crypto_pwhash_argon2id(bytes_of(out), out.size(), password.data(),
                             password.size(), bytes_of(how.salt), how.passes,
                             std::size_t{how.kibibytes} * 1024,
                             crypto_pwhash_argon2id_ALG_ARGON2ID13)
      != 0)
    return std::nullopt;
  return out;
}

bool take(std::string_view& from, std::string_view what) {
  if (!from.starts_with(what))
    return false;
  from.remove_prefix(what.size());
  return true;
}

bool take_number(std::string_view& from, std::uint32_t& n) {
  auto [end, failed]
    = std::from_chars(from.data(), from.data() + from.size(), n);
  if (failed != std::errc{})
    return false;
  from.remove_prefix(static_cast<std::size_t>(end - from.data()));
  return true;
}

std::optional<verifier_parts> parse_verifier(std::string_view text) {
  verifier_parts out;
  if (!take(text, verifier_tag) || !take(text, "m=")
      || !take_number(text, out.kibibytes) || !take(text, ",t=")
      || !take_number(text, out.passes) || !take(text, "$")
      || out.kibibytes > kibibytes_max || out.passes > passes_max)
    return std::nullopt;
  auto salt = from_hex(text.substr(0, 2 * salt_size));
  text.remove_prefix(std::min(text.size(), 2 * salt_size));
  if (!salt || salt->size() != salt_size || !take(text, "$"))
    return std::nullopt;
  auto hash = from_hex(text);
  if (!hash || hash->size() != hash_size)
    return std::nullopt;
  out.salt = *std::move(salt);
  out.hash = *std::move(hash);
  return out;
}

} // namespace

// -- hashes -------------------------------------------------------------------

namespace {

/// @param out of hash_size
void hash_into(unsigned char* out, std::string_view domain,
               std::initializer_list<std::string_view> parts) {
  wake_sodium();
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, hash_size);
  crypto_generichash_update(&state, bytes_of(domain), domain.size());
  for (auto part : parts)
    crypto_generichash_update(&state, bytes_of(part), part.size());
  crypto_generichash_final(&state, out, hash_size);
}

constexpr std::string_view record_domain = "kassa.record.1";

} // namespace

std::string hash256(std::string_view domain,
                    std::initializer_list<std::string_view> parts) {
  std::string out(hash_size, '\0');
  hash_into(bytes_of(out), domain, parts);
  return out;
}

const std::string& zero_hash() {
  static const std::string zeros(hash_size, '\0');
  return zeros;
}

std::string record_hash(std::string_view previous_hash, std::string_view body) {
  assert(previous_hash.size() == hash_size);
  return hash256(record_domain, {previous_hash, body});
}

bool record_hash_holds(std::string_view previous_hash, std::string_view body,
                       std::string_view hash) {
  assert(previous_hash.size() == hash_size);
  std::array<unsigned char, hash_size> due;
  hash_into(due.data(), record_domain, {previous_hash, body});
  return hash.size() == due.size()
         && std::memcmp(due.data(), hash.data(), due.size()) == 0;
}

// -- signatures ---------------------------------------------------------------

key_pair make_key_pair(random_port& random) {
  auto made = key_pair_from_seed(random_bytes(random, crypto_sign_SEEDBYTES));
  return *std::move(made);
}

result<key_pair> key_pair_from_seed(std::string_view seed) {
  if (seed.size() != crypto_sign_SEEDBYTES)
    return error{errc::corrupt, {{"what", "key"}}};
  wake_sodium();
  key_pair out{std::string{seed},
               std::string(crypto_sign_PUBLICKEYBYTES, '\0')};
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret;
  crypto_sign_seed_keypair(bytes_of(out.public_key), secret.data(),
                           bytes_of(seed));
  sodium_memzero(secret.data(), secret.size());
  return out;
}

std::string sign(const key_pair& key, std::string_view domain,
                 std::initializer_list<std::string_view> parts) {
  wake_sodium();
  assert(key.seed.size() == crypto_sign_SEEDBYTES);
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> open;
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret;
  crypto_sign_seed_keypair(open.data(), secret.data(),
                           bytes_of(std::string_view{key.seed}));
  auto message = message_of(domain, parts);
  std::string out(crypto_sign_BYTES, '\0');
  crypto_sign_detached(bytes_of(out), nullptr, bytes_of(message),
                       message.size(), secret.data());
  sodium_memzero(secret.data(), secret.size());
  return out;
}

bool verify_signature(std::string_view public_key, std::string_view domain,
                      std::initializer_list<std::string_view> parts,
                      std::string_view signature) {
  if (public_key.size() != crypto_sign_PUBLICKEYBYTES
      || signature.size() != crypto_sign_BYTES)
    return false;
  wake_sodium();
  auto message = message_of(domain, parts);
  return crypto_sign_verify_detached(bytes_of(signature), bytes_of(message),
                                     message.size(), bytes_of(public_key))
         == 0;
}

// -- passwords ----------------------------------------------------------------

std::string make_verifier(std::string_view password, random_port& random,
                          password_cost cost) {
  verifier_parts parts;
  parts.kibibytes = cost == password_cost::shop
                      ? 19 * 1024
                      : crypto_pwhash_argon2id_MEMLIMIT_MIN / 1024;
  parts.passes = cost == password_cost::shop ? 2 : 1;
  parts.salt = random_bytes(random, salt_size);
  auto hash = stretch(password, parts);
  // Without memory there is no verifier: one that holds for nobody stands in.
  parts.hash = hash ? *std::move(hash) : random_bytes(random, hash_size);
  return std::string{verifier_tag} + "m=" + std::to_string(parts.kibibytes)
         + ",t=" + std::to_string(parts.passes) + "$" + to_hex(parts.salt) + "$"
         + to_hex(parts.hash);
}

bool password_holds(std::string_view verifier, std::string_view password) {
  auto parts = parse_verifier(verifier);
  if (!parts)
    return false;
  auto hash = stretch(password, *parts);
  return hash && equal_secrets(*hash, parts->hash);
}

// -- text ---------------------------------------------------------------------

std::string to_hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  out.reserve(2 * bytes.size());
  for (char c : bytes) {
    auto byte = static_cast<unsigned char>(c);
    out.push_back(digits[byte >> 4]);
    out.push_back(digits[byte & 15]);
  }
  return out;
}

result<std::string> from_hex(std::string_view hex) {
  std::string out(hex.size() / 2, '\0');
  std::size_t written = 0;
  const char* end = nullptr;
  if (hex.size() % 2 != 0
      || sodium_hex2bin(bytes_of(out), out.size(), hex.data(), hex.size(),
                        nullptr, &written, &end)
           != 0
      || written != out.size())
    return error{errc::invalid, {{"what", "hex"}}};
  return out;
}

bool equal_secrets(std::string_view a, std::string_view b) {
  return a.size() == b.size()
         && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

} // namespace kassa
