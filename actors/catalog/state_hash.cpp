#include "actors/catalog/state_hash.hpp"

#include "proto/base/crypto.hpp"

namespace kassa::catalog {

namespace {

using limbs = std::array<std::uint64_t, 4>;

limbs limbs_of(std::string_view bytes) {
  limbs out{};
  for (std::size_t i = 0; i < hash_size; ++i) {
    auto& limb = out[3 - i / 8];
    limb = (limb << 8) | static_cast<unsigned char>(bytes[i]);
  }
  return out;
}

limbs row_limbs(std::string_view row_key, std::string_view row) {
  auto n = static_cast<std::uint32_t>(row_key.size());
  const char length[] = {static_cast<char>(n >> 24), static_cast<char>(n >> 16),
                         static_cast<char>(n >> 8), static_cast<char>(n)};
  return limbs_of(
    hash256("kassa.row.1", {std::string_view{length, 4}, row_key, row}));
}

void add_to(limbs& sum, const limbs& x) {
  std::uint64_t carry = 0;
  for (std::size_t i = 0; i < sum.size(); ++i) {
    auto with_carry = sum[i] + carry;
    carry = with_carry < carry ? 1 : 0;
    sum[i] = with_carry + x[i];
    carry += sum[i] < with_carry ? 1 : 0;
  }
}

limbs negated(limbs x) {
  for (auto& limb : x)
    limb = ~limb;
  add_to(x, {1, 0, 0, 0});
  return x;
}

} // namespace

void state_hash::add(std::string_view row_key, std::string_view row) {
  add_to(sum_, row_limbs(row_key, row));
}

void state_hash::remove(std::string_view row_key, std::string_view row) {
  add_to(sum_, negated(row_limbs(row_key, row)));
}

std::string state_hash::bytes() const {
  std::string out(hash_size, '\0');
  for (std::size_t i = 0; i < hash_size; ++i)
    out[i] = static_cast<char>(sum_[3 - i / 8] >> (56 - 8 * (i % 8)));
  return out;
}

state_hash state_hash::from_bytes(std::string_view bytes) {
  state_hash out;
  if (bytes.size() == hash_size)
    out.sum_ = limbs_of(bytes);
  return out;
}

} // namespace kassa::catalog
