#include "actors/sale/card/lines.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace kassa::card::lines {

namespace {

using fields = std::vector<std::string>;

fields split(const std::string& line) {
  fields out(1);
  for (char c : line)
    if (c == '\t')
      out.emplace_back();
    else
      out.back() += c;
  return out;
}

std::optional<ore_t> amount_in(const std::string& text) {
  ore_t out = 0;
  auto [end, e] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (e != std::errc{} || end != text.data() + text.size())
    return {};
  return out;
}

/// ANSWER id APPROVED amount terminal card issuer authorisation reference
std::optional<saying> approved(const fields& f) {
  auto amount = f.size() == 9 ? amount_in(f[3]) : std::nullopt;
  if (!amount)
    return {};
  return told{
    f[1], outcome::approved, *amount, {f[4], f[5], f[6], f[7], f[8]}, {}};
}

/// Of a damaged line not even its id is believed.
saying read(const std::string& line) {
  auto f = split(line);
  std::optional<saying> out;
  if (f[0] == "TERMINAL" && f.size() == 3)
    out = identity{f[1]};
  else if (f[0] == "ERROR" && f.size() == 2)
    out = garbled{f[1]};
  else if (f[0] == "ANSWER" && f.size() >= 3 && f[2] == "APPROVED")
    out = approved(f);
  else if (f[0] == "ANSWER" && f.size() == 4 && f[2] == "DECLINED")
    out = told{f[1], outcome::declined, 0, {}, f[3]};
  else if (f[0] == "ANSWER" && f.size() == 4 && f[2] == "UNKNOWN")
    out = told{f[1], outcome::unknown, 0, {}, f[3]};
  return out ? *std::move(out) : garbled{"the terminal's answer is damaged"};
}

} // namespace

std::string hello() {
  return "HELLO\t1\n";
}

std::string ask(const std::string& id, ore_t amount) {
  return "ASK\t" + id + '\t' + std::to_string(amount) + '\n';
}

std::vector<saying> reader::feed(std::string_view bytes) {
  std::vector<saying> out;
  for (char c : bytes) {
    if (c == '\n')
      out.push_back(read(std::exchange(line_, {})));
    else if (c != '\r')
      line_ += c;
    if (line_.size() <= line_max)
      continue;
    line_.clear();
    garbled endless;
    endless.detail = "the terminal's answer does not end";
    out.emplace_back(std::move(endless));
  }
  return out;
}

} // namespace kassa::card::lines
