#include "proto/base/record_peek.hpp"

#include "proto/base/wire.hpp"

namespace kassa {

namespace {

// Fields of RecordBody that a hub looks at, with their wire forms.
constexpr std::uint64_t store_tag = 2 << 3 | 2;
constexpr std::uint64_t terminal_tag = 3 << 3 | 2;
constexpr std::uint64_t seq_tag = 4 << 3 | 0;
constexpr std::uint64_t kind_tag = 5 << 3 | 0;

bool read_field(wire_reader& in, std::uint64_t tag, record_peek& out) {
  std::uint64_t number = 0;
  switch (tag) {
  case store_tag: return in.bytes(out.store);
  case terminal_tag: return in.bytes(out.terminal);
  case seq_tag: return in.varint(out.seq);
  case kind_tag:
    if (!in.varint(number))
      return false;
    out.kind = static_cast<std::uint32_t>(number);
    return true;
  default: return tag >> 3 != 0 && in.pass_over(tag & 7);
  }
}

} // namespace

std::optional<record_peek> peek_record(std::string_view body) {
  record_peek out;
  for (wire_reader in{body}; !in.done();) {
    std::uint64_t tag = 0;
    if (!in.varint(tag) || !read_field(in, tag, out))
      return std::nullopt;
  }
  return out;
}

} // namespace kassa
