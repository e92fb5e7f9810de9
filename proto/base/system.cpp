#include "proto/base/system.hpp"

#include "proto/base/crypto.hpp"

#include <cstdlib>
#include <ctime>
#include <fstream>
#include <sodium.h>

namespace kassa {

namespace {

std::int64_t read_ms(clockid_t which) {
  timespec at{};
  clock_gettime(which, &at);
  return std::int64_t{at.tv_sec} * 1000 + at.tv_nsec / 1'000'000;
}

} // namespace

system_clock::system_clock() {
  std::ifstream in("/proc/sys/kernel/random/boot_id");
  std::string text;
  std::getline(in, text);
  std::erase(text, '-');
  if (auto bytes = from_hex(text); bytes && bytes->size() == 16)
    boot_ = *std::move(bytes);
  else
    boot_ = text.substr(0, 16);
}

std::int64_t system_clock::wall_ms() {
  return read_ms(CLOCK_REALTIME);
}

std::uint64_t system_clock::monotonic_ms() {
  return static_cast<std::uint64_t>(read_ms(CLOCK_BOOTTIME));
}

system_random::system_random() {
  if (sodium_init() < 0)
    std::abort(); // Without randomness there is no key.
}

void system_random::fill(std::span<std::byte> out) {
  randombytes_buf(out.data(), out.size());
}

} // namespace kassa
