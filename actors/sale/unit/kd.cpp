#include "actors/sale/unit/kd.hpp"

#include "actors/sale/unit/fields.hpp"

#include <charconv>
#include <sstream>

namespace kassa::unit {

namespace {

/// No answer of the document is longer than 80 bytes.
constexpr std::size_t kd_line_max = 1024;
constexpr std::size_t crc_width = 6; ///< "0x1A2B"

std::string print_crc(std::uint16_t crc) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string out = "0x";
  for (int shift = 12; shift >= 0; shift -= 4)
    out += hex[(crc >> shift) & 0xF];
  return out;
}

struct kd_meaning {
  int code;
  verdict what;
  refusal why;
  std::string_view words;
};

// -1 to -3 say that a request came damaged: it is asked again. What an internal
// error left behind nobody can say.
constexpr kd_meaning kd_meanings[] = {
  {-1, verdict::again, refusal::protocol, "wrong length"},
  {-2, verdict::again, refusal::protocol, "wrong checksum"},
  {-3, verdict::again, refusal::protocol, "unknown command"},
  {1, verdict::never, refusal::protocol, "wrong number of arguments"},
  {2, verdict::never, refusal::clock, "date or time out of range"},
  {3, verdict::never, refusal::bad_data, "company number"},
  {4, verdict::never, refusal::unknown_register, "register"},
  {5, verdict::never, refusal::sequence, "serial number"},
  {6, verdict::never, refusal::bad_data, "receipt type"},
  {7, verdict::never, refusal::bad_data, "receipt type"},
  {8, verdict::never, refusal::bad_data, "return amount"},
  {9, verdict::never, refusal::bad_data, "sale amount"},
  {10, verdict::never, refusal::bad_data, "VAT 1"},
  {11, verdict::never, refusal::bad_data, "VAT 2"},
  {12, verdict::never, refusal::bad_data, "VAT 3"},
  {13, verdict::never, refusal::bad_data, "VAT 4"},
  {15, verdict::doubt, refusal::out_of_order, "internal error"},
  {16, verdict::doubt, refusal::out_of_order, "internal error"},
  {17, verdict::doubt, refusal::out_of_order, "internal error"},
  {18, verdict::doubt, refusal::out_of_order, "internal error"},
  {19, verdict::doubt, refusal::out_of_order, "internal error"},
  {20, verdict::doubt, refusal::out_of_order, "power failed"},
  {21, verdict::never, refusal::bad_data, "sale and return do not agree"},
  {22, verdict::never, refusal::protocol, "text behind the checksum"},
  {23, verdict::block, refusal::out_of_order, "counter failed"},
  {24, verdict::block, refusal::storage_full, "log is full"},
};

rejected explain_kd(int code) {
  for (const auto& x : kd_meanings)
    if (x.code == code)
      return {x.what, x.why,
              "kd " + std::to_string(code) + ": " + std::string{x.words}};
  return {verdict::doubt, refusal::protocol,
          "kd " + std::to_string(code) + ": not in the protocol"};
}

/// The data words of the answer to `ver`: the fifth names the unit.
constexpr std::size_t version_words = 5;

answer decode_kd(const std::string& line) {
  if (line.size() < crc_width + 2)
    return garbled{"short line"};
  auto text = std::string_view{line}.substr(0, line.size() - crc_width);
  if (text.back() != ' '
      || line.substr(text.size()) != print_crc(crc16_xmodem(text)))
    return garbled{"wrong checksum"};
  std::istringstream in{std::string{text}};
  std::vector<std::string> words;
  for (std::string word; in >> word;)
    words.push_back(word);
  int code = 0;
  auto first = words.empty() ? std::string{} : words.front();
  auto end = first.data() + first.size();
  auto [at, bad] = std::from_chars(first.data(), end, code);
  if (first.empty() || bad != std::errc{} || at != end)
    return garbled{"no return code"};
  if (code != 0)
    return explain_kd(code);
  if (words.size() > version_words)
    return identity{words[version_words], words[1]};
  if (words.size() <= 2) // Without a code where the kind gets none.
    return coded{
      words.size() == 2 ? words[1] : std::string{}, {}, health::fine, false};
  return garbled{"neither a code nor a version"};
}

} // namespace

std::uint16_t crc16_xmodem(std::string_view bytes) noexcept {
  unsigned crc = 0;
  for (char c : bytes) {
    crc ^= static_cast<unsigned>(static_cast<unsigned char>(c)) << 8;
    for (int bit = 0; bit < 8; ++bit)
      crc = (crc & 0x8000U) != 0 ? (crc << 1) ^ 0x1021U : crc << 1;
    crc &= 0xFFFFU;
  }
  return static_cast<std::uint16_t>(crc);
}

std::string kd_frame(std::string_view words, std::string_view end) {
  auto out = std::string{words} + ' ';
  out += print_crc(crc16_xmodem(out));
  return out += end;
}

std::vector<std::string> kd_codec::queries() const {
  return {kd_frame("ver", "\r\n")};
}

result<std::string> kd_codec::encode(const registration& what) const {
  auto f = to_fields(what.receipt);
  if (!f)
    return f.why();
  auto words = "kd " + f->date_time + ' ' + f->org_no + ' ' + f->register_name
               + ' ' + f->number + ' ' + f->kind + ' ' + f->return_amount + ' '
               + f->sale_amount;
  for (const auto& vat : f->vat)
    words += ' ' + vat;
  return kd_frame(words, "\r\n");
}

std::vector<answer> kd_codec::feed(std::string_view bytes) {
  std::vector<answer> out;
  for (char c : bytes) {
    if (c == '\n' && line_.empty())
      continue;
    if (c != '\r') {
      if (line_.size() < kd_line_max)
        line_ += c;
      else
        overlong_ = true;
      continue;
    }
    if (overlong_)
      out.emplace_back(garbled{"overlong line"});
    else if (!line_.empty())
      out.push_back(decode_kd(line_));
    reset();
  }
  return out;
}

void kd_codec::reset() {
  line_.clear();
  overlong_ = false;
}

} // namespace kassa::unit
