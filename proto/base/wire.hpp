#pragma once

#include <cstdint>
#include <string_view>

namespace kassa {

/// Walks Protocol Buffers' wire format without copying: a tag (number << 3 |
/// form), then a varint (0), 8 bytes (1), a length and bytes (2), or 4 bytes
/// (5). Groups are not ours. Each call is false when the bytes do not hold what
/// was asked for; the walk is over then.
class wire_reader {
public:
  explicit wire_reader(std::string_view bytes) : rest_(bytes) {}

  bool done() const { return rest_.empty(); }
  /// What is left to walk.
  std::string_view rest() const { return rest_; }

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

  bool pass_over(std::uint64_t form) {
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

} // namespace kassa
