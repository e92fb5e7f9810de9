// A sealed text is the nonce (24 bytes), then libsodium's secret box.

#include "proto/base/secret_box.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <sodium.h>

namespace kassa {

namespace {

constexpr std::size_t nonce_size = crypto_secretbox_NONCEBYTES;
constexpr std::uint64_t block_size = 64; // Of XChaCha20.

static_assert(secret_key_size == crypto_secretbox_KEYBYTES
              && secret_key_size == crypto_stream_xchacha20_KEYBYTES
              && stream_nonce_size == crypto_stream_xchacha20_NONCEBYTES);

const unsigned char* sodium_in(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* sodium_out(char* text) {
  return reinterpret_cast<unsigned char*>(text);
}

} // namespace

std::string seal(std::string_view key, std::string_view plain,
                 random_port& random) {
  assert(key.size() == secret_key_size);
  auto out = random_bytes(random, nonce_size);
  out.resize(nonce_size + crypto_secretbox_MACBYTES + plain.size());
  crypto_secretbox_easy(sodium_out(out.data() + nonce_size), sodium_in(plain),
                        plain.size(), sodium_in(out), sodium_in(key));
  return out;
}

std::optional<std::string> unseal(std::string_view key,
                                  std::string_view sealed) {
  assert(key.size() == secret_key_size);
  constexpr auto least = nonce_size + crypto_secretbox_MACBYTES;
  if (sealed.size() < least)
    return std::nullopt;
  std::string out(sealed.size() - least, '\0');
  auto box = sealed.substr(nonce_size);
  if (crypto_secretbox_open_easy(sodium_out(out.data()), sodium_in(box),
                                 box.size(), sodium_in(sealed), sodium_in(key))
      != 0)
    return std::nullopt;
  return out;
}

void xor_stream(std::string_view key, std::string_view nonce,
                std::uint64_t offset, std::span<char> bytes) {
  assert(key.size() == secret_key_size && nonce.size() == stream_nonce_size);
  auto skip = static_cast<std::size_t>(offset % block_size);
  auto first = std::min<std::size_t>(
    skip == 0 ? 0 : static_cast<std::size_t>(block_size) - skip, bytes.size());
  auto run = [&](std::uint64_t block, char* at, std::size_t size) {
    crypto_stream_xchacha20_xor_ic(sodium_out(at), sodium_out(at), size,
                                   sodium_in(nonce), block, sodium_in(key));
  };
  if (first > 0) {
    std::array<char, block_size> whole{};
    std::copy_n(bytes.data(), first, whole.data() + skip);
    run(offset / block_size, whole.data(), whole.size());
    std::copy_n(whole.data() + skip, first, bytes.data());
  }
  if (first < bytes.size())
    run((offset + first) / block_size, bytes.data() + first,
        bytes.size() - first);
}

} // namespace kassa
