#include "hub/record_peek.hpp"

namespace kassa::hub {

namespace {

// Protocol Buffers' wire format: a tag (number << 3 | form), then a varint (0),
// 8 bytes (1), a length and bytes (2), or 4 bytes (5). Groups are not ours.
class wire {
public:
  explicit wire(std::string_view bytes) : rest_(bytes) {}

  bool done() const { return rest_.empty(); }

  bool varint(std::uint64_t& out) {
    out = 0;
    for (std::size_t i = 0; i < rest_.size() && i < 10; ++i) {
      auto byte = static_cast<unsigned char>(rest_[i]);
      out |= std::uint64_t{byte & 0x7fU} << (7 * i);
      if (byte < 0x80) {
        rest_.remove_prefix(i + 1);
        return true;
      }
    }
    return false;
  }

  bool bytes(std::string_view& out) {
    std::uint64_t size = 0;
    if (!varint(size) || size > rest_.size())
      return false;
    out = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return true;
  }

  bool skip(std::uint64_t form) {
    std::uint64_t number = 0;
    std::string_view view;
    switch (form) {
    case 0: return varint(number);
    case 1: return drop(8);
    case 2: return bytes(view);
    case 5: return drop(4);
    default: return false;
    }
  }

private:
  bool drop(std::size_t n) {
    if (rest_.size() < n)
      return false;
    rest_.remove_prefix(n);
    return true;
  }

  std::string_view rest_;
};

// Fields of RecordBody that a hub looks at, with their wire forms.
constexpr std::uint64_t store_tag = 2 << 3 | 2;
constexpr std::uint64_t terminal_tag = 3 << 3 | 2;
constexpr std::uint64_t seq_tag = 4 << 3 | 0;
constexpr std::uint64_t kind_tag = 5 << 3 | 0;

bool read_field(wire& in, std::uint64_t tag, record_peek& out) {
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
  default: return tag >> 3 != 0 && in.skip(tag & 7);
  }
}

} // namespace

std::optional<record_peek> peek_record(std::string_view body) {
  record_peek out;
  for (wire in{body}; !in.done();) {
    std::uint64_t tag = 0;
    if (!in.varint(tag) || !read_field(in, tag, out))
      return std::nullopt;
  }
  return out;
}

} // namespace kassa::hub
