#include "actors/sale/unit/ccsp.hpp"

#include "actors/sale/unit/fields.hpp"

#include <algorithm>
#include <cassert>

namespace kassa::unit {

namespace {

constexpr std::string_view mark = "#!#";
constexpr std::size_t around = 11; ///< What a frame adds to its payload.
constexpr std::size_t ccsp_line_max = 4096;

std::string hex(std::size_t value, std::size_t width) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out(width, '0');
  for (auto at = width; at-- > 0; value >>= 4)
    out[at] = digits[value & 0xF];
  return out;
}

std::string checksum(std::string_view bytes) {
  unsigned sum = 0;
  for (char c : bytes)
    sum ^= static_cast<unsigned char>(c);
  return hex(sum, 2);
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> out(1);
  for (char c : text)
    if (c == '#')
      out.emplace_back();
    else
      out.back() += c;
  return out;
}

std::string field(const std::vector<std::string>& of, std::size_t n) {
  return n < of.size() ? of[n] : std::string{};
}

struct ccsp_meaning {
  std::string_view code;
  verdict what;
  refusal why;
  std::string_view words;
};

constexpr ccsp_meaning ccsp_meanings[] = {
  {"001", verdict::again, refusal::protocol, "wrong checksum"},
  {"002", verdict::never, refusal::protocol, "unknown message type"},
  {"003", verdict::never, refusal::bad_data, "invalid data"},
  {"004", verdict::never, refusal::sequence, "invalid sequence"},
  {"005", verdict::never, refusal::protocol, "deprecated message"},
  {"006", verdict::again, refusal::out_of_order, "not operational"},
  {"007", verdict::block, refusal::unknown_register, "unknown POS ID"},
  {"008", verdict::doubt, refusal::out_of_order, "internal error"},
  {"009", verdict::block, refusal::licence, "licence exceeded"},
  {"010", verdict::block, refusal::storage_full, "storage is full"},
  {"011", verdict::never, refusal::sequence, "invalid sequence number"},
};

answer explain_ccsp(const std::string& code) {
  for (const auto& x : ccsp_meanings)
    if (x.code == code)
      return rejected{x.what, x.why,
                      "NAK " + code + ": " + std::string{x.words}};
  return rejected{verdict::doubt, refusal::protocol,
                  "NAK " + code + ": not in the protocol"};
}

answer decode_status(const std::vector<std::string>& f) {
  auto detail = "status " + field(f, 1) + " (" + field(f, 2) + ')';
  if (field(f, 1) == "0")
    return standing{health::fine, {}};
  if (field(f, 1) == "1")
    return standing{health::warning, detail};
  if (field(f, 1) == "5")
    return standing{health::busy, detail};
  if (field(f, 1) == "4")
    return standing{health::blocked, detail};
  return standing{health::fault, detail};
}

answer decode_code(const std::vector<std::string>& f) {
  auto storage = field(f, 4);
  auto after = storage == "1"   ? health::warning
               : storage == "2" ? health::blocked
                                : health::fine;
  return coded{field(f, 1), field(f, 2), after, false};
}

answer decode_identity(const std::vector<std::string>& f) {
  auto version = field(f, 2);
  if (version != "2")
    return standing{health::blocked,
                    "protocol version " + version + " is not spoken"};
  return identity{field(f, 1), field(f, 3)};
}

/// @param frame from its mark up to, not with, the carriage return
answer decode_ccsp(std::string_view frame) {
  auto size = frame.size() + 1;
  if (size <= around || frame.substr(3, 3) != hex(size, 3) || frame[6] != '#'
      || frame[frame.size() - 3] != '#')
    return garbled{"wrong length"};
  auto summed = frame.substr(0, frame.size() - 2);
  if (frame.substr(summed.size()) != checksum(summed))
    return garbled{"wrong checksum"};
  auto f = split(frame.substr(7, size - around));
  if (f[0] == "RRR")
    return decode_code(f);
  if (f[0] == "NAK")
    return explain_ccsp(field(f, 1));
  if (f[0] == "SIR" || f[0] == "SRX")
    return decode_status(f);
  if (f[0] == "IR")
    return decode_identity(f);
  return garbled{"message " + f[0]};
}

} // namespace

std::string ccsp_frame(std::string_view payload) {
  assert(payload.size() < 4000);
  auto out = std::string{mark} + hex(payload.size() + around, 3) + '#';
  out += payload;
  out += '#';
  return out + checksum(out) + '\r';
}

std::vector<std::string> ccsp_codec::queries() const {
  return {ccsp_frame("IQ"), ccsp_frame("SIQ")};
}

// The order of the fields is ours: none is documented (README).
result<std::string> ccsp_codec::encode(const registration& what) const {
  auto f = to_fields(what.receipt);
  if (!f)
    return f.why();
  auto payload = "RR#" + f->number + '#' + f->org_no + '#' + f->register_name
                 + '#' + f->date_time + '#' + f->number + '#' + f->kind + '#'
                 + f->sale_amount + '#' + f->return_amount;
  for (const auto& vat : f->vat)
    payload += '#' + vat;
  return ccsp_frame(payload);
}

std::vector<answer> ccsp_codec::feed(std::string_view bytes) {
  std::vector<answer> out;
  for (char c : bytes) {
    if (c != '\r') {
      // Only what follows the last mark can become a frame.
      if (line_.size() == ccsp_line_max)
        line_.erase(0, ccsp_line_max / 2);
      line_ += c;
      continue;
    }
    auto at = line_.rfind(mark);
    if (at != std::string::npos)
      out.push_back(decode_ccsp(std::string_view{line_}.substr(at)));
    else if (!line_.empty() && line_ != "\n")
      out.emplace_back(garbled{"no frame"});
    reset();
  }
  return out;
}

void ccsp_codec::reset() {
  line_.clear();
}

} // namespace kassa::unit
