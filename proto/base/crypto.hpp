#pragma once

#include "proto/base/ports.hpp"
#include "proto/base/result.hpp"

#include <array>
#include <initializer_list>
#include <string>
#include <string_view>

/// Hashes, signatures and password verifiers, over libsodium. Pure: what is
/// random is drawn from the port.
namespace kassa {

inline constexpr std::size_t hash_size = 32;

/// BLAKE2b-256 of a domain tag and some parts. Every part but the domain is
/// taken as it is: the caller fixes lengths or encodes them.
[[nodiscard]] std::string
hash256(std::string_view domain, std::initializer_list<std::string_view> parts);

/// 32 zero bytes: what comes before record 1.
[[nodiscard]] const std::string& zero_hash();

/// The hash of a record: over the domain "kassa.record.1", the previous
/// record's hash and the bytes of its body (design, section 4).
[[nodiscard]] std::string record_hash(std::string_view previous_hash,
                                      std::string_view body);
/// Whether that is a record's hash; as `record_hash`, and takes no memory.
/// @pre previous_hash.size() == hash_size
[[nodiscard]] bool record_hash_holds(std::string_view previous_hash,
                                     std::string_view body,
                                     std::string_view hash);

/// An Ed25519 key pair. The seed is the secret: 32 bytes.
struct key_pair {
  std::string seed;
  std::string public_key;
};

[[nodiscard]] key_pair make_key_pair(random_port& random);
[[nodiscard]] result<key_pair> key_pair_from_seed(std::string_view seed);

/// Signs the domain tag followed by length-prefixed parts (u32, big endian).
[[nodiscard]] std::string sign(const key_pair& key, std::string_view domain,
                               std::initializer_list<std::string_view> parts);

[[nodiscard]] bool
verify_signature(std::string_view public_key, std::string_view domain,
                 std::initializer_list<std::string_view> parts,
                 std::string_view signature);

/// How dear a password check is. `shop` is 19 MiB and two passes; `test` is the
/// least that the library allows and stands in tests only.
enum class password_cost : std::uint8_t { shop, test };

/// Makes an argon2id verifier string, with a salt of its own.
[[nodiscard]] std::string
make_verifier(std::string_view password, random_port& random,
              password_cost cost = password_cost::shop);

/// Takes as long as the verifier's cost says: never on an actor's thread that
/// others wait for longer than a log-in may take.
[[nodiscard]] bool password_holds(std::string_view verifier,
                                  std::string_view password);

[[nodiscard]] std::string to_hex(std::string_view bytes);
[[nodiscard]] result<std::string> from_hex(std::string_view hex);

/// Compares in constant time.
[[nodiscard]] bool equal_secrets(std::string_view a, std::string_view b);

} // namespace kassa
