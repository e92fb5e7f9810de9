#pragma once

#include "proto/base/ports.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

/// Encryption with one secret key, over libsodium. Pure: what is random is
/// drawn from the port.
namespace kassa {

/// The size of a key, in bytes. Each purpose takes a key of its own.
inline constexpr std::size_t secret_key_size = 32;

/// Encrypts and authenticates (XSalsa20-Poly1305), with a nonce of its own.
[[nodiscard]] std::string seal(std::string_view key, std::string_view plain,
                               random_port& random);

/// What was sealed. Nothing when the key is another, or a byte was changed.
[[nodiscard]] std::optional<std::string> unseal(std::string_view key,
                                                std::string_view sealed);

inline constexpr std::size_t stream_nonce_size = 24;

/// Encrypts in place, or decrypts: bytes of a long text that begin at `offset`
/// (XChaCha20). Does not tell whether they were changed.
/// @param nonce of the whole text, `stream_nonce_size` bytes, used once
void xor_stream(std::string_view key, std::string_view nonce,
                std::uint64_t offset, std::span<char> bytes);

} // namespace kassa
