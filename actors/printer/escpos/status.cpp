#include "actors/printer/escpos/status.hpp"

#include <algorithm>

// Bits as in the makers' command references: DLE EOT answers with xx1x xx10,
// GS a with four bytes of which the first is 0xx1 xx00 and the others have bits
// 4 and 7 clear, GS ( H with 37 22, the mark, and NUL.

namespace kassa::printer {

namespace {

constexpr std::uint8_t fixed_bits = 0x93;
constexpr std::uint8_t of_answer = 0x12;
constexpr std::uint8_t of_change = 0x10;
constexpr std::uint8_t of_mark = 0x37;
constexpr std::size_t change_size = 4;
constexpr std::size_t mark_size = 7; ///< 37 22, four characters, NUL.

std::uint8_t at(std::string_view bytes, std::size_t i) {
  return static_cast<std::uint8_t>(bytes[i]);
}

bool bit(std::uint8_t flags, unsigned n) {
  return ((flags >> n) & 1U) != 0;
}

/// How long the answer is that begins here; 0: none does.
std::size_t size_of(std::string_view bytes) {
  auto first = at(bytes, 0);
  if ((first & fixed_bits) == of_answer)
    return 1;
  if ((first & fixed_bits) == of_change) {
    for (std::size_t i = 1; i < std::min(change_size, bytes.size()); ++i)
      if ((at(bytes, i) & 0x90) != 0)
        return 0;
    return change_size;
  }
  if (first != of_mark || (bytes.size() > 1 && at(bytes, 1) != 0x22))
    return 0;
  return bytes.size() >= mark_size && bytes[mark_size - 1] != '\0' ? 0
                                                                   : mark_size;
}

reply read(std::string_view whole) {
  if (whole.size() == 1)
    return answer_byte{at(whole, 0)};
  if (whole.size() == change_size)
    return change_told{
      {at(whole, 0), at(whole, 1), at(whole, 2), at(whole, 3)}};
  return mark_passed{std::string{whole.substr(2, 4)}};
}

} // namespace

std::string ask_status(ask what) {
  return {0x10, 0x04, static_cast<char>(what)};
}

std::string tell_changes(bool on) {
  // Offline, errors and paper; not the drawer's switch, which sales move.
  return {0x1D, 'a', static_cast<char>(on ? 0x0E : 0)};
}

std::string ask_mark(std::string_view mark) {
  return std::string{0x1D, '(', 'H', 6, 0, 48, 48} + std::string{mark};
}

std::string mark_of(std::uint32_t number) {
  std::string out;
  for (int i = 0; i < 4; ++i, number /= 90)
    out.insert(out.begin(), static_cast<char>('!' + number % 90));
  return out;
}

std::vector<reply> reply_reader::take(std::string_view bytes) {
  rest_ += bytes;
  std::vector<reply> out;
  std::string_view left{rest_};
  while (!left.empty()) {
    auto size = size_of(left);
    if (size > left.size())
      break;
    if (size != 0)
      out.push_back(read(left.substr(0, size)));
    left.remove_prefix(std::max<std::size_t>(size, 1));
  }
  rest_.erase(0, rest_.size() - left.size());
  return out;
}

void take_in(condition& to, ask what, answer_byte said) {
  to.asked = true;
  auto flags = said.flags;
  switch (what) {
  case ask::printer: to.online = !bit(flags, 3); break;
  case ask::offline:
    to.cover_open = to.cover_open || bit(flags, 2);
    to.paper_out = to.paper_out || bit(flags, 5);
    to.failed = to.failed || bit(flags, 6);
    break;
  case ask::error:
    // Bit 6, a hot head, passes by itself: the printer is offline meanwhile.
    to.failed = to.failed || bit(flags, 2) || bit(flags, 3) || bit(flags, 5);
    break;
  case ask::paper:
    to.paper_low = bit(flags, 2) || bit(flags, 3);
    to.paper_out = to.paper_out || bit(flags, 5) || bit(flags, 6);
    break;
  }
}

condition condition_of(const change_told& said) {
  const auto& f = said.flags;
  condition out;
  out.asked = true;
  out.online = !bit(f[0], 3);
  out.cover_open = bit(f[0], 5);
  out.failed = bit(f[1], 2) || bit(f[1], 3) || bit(f[1], 5);
  out.paper_low = bit(f[2], 0) || bit(f[2], 1);
  out.paper_out = bit(f[2], 2) || bit(f[2], 3);
  return out;
}

} // namespace kassa::printer
