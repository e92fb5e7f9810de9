#include "tests/emulator/device.hpp"

#include "proto/base/digits.hpp"
#include "tests/emulator/checks.hpp"

#include <algorithm>
#include <array>
#include <sodium.h>
#include <sstream>

namespace kassa::emulator {

namespace {

using digest = std::array<unsigned char, crypto_auth_hmacsha256_BYTES>;

digest keyed(const std::string& seed, const std::string& text) {
  std::array<unsigned char, crypto_auth_hmacsha256_KEYBYTES> key{};
  crypto_generichash(key.data(), key.size(),
                     reinterpret_cast<const unsigned char*>(seed.data()),
                     seed.size(), nullptr, 0);
  digest out{};
  crypto_auth_hmacsha256(out.data(),
                         reinterpret_cast<const unsigned char*>(text.data()),
                         text.size(), key.data());
  return out;
}

/// Without padding.
std::string base32(const std::vector<unsigned char>& bytes) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string out;
  unsigned held = 0;
  unsigned bits = 0;
  for (auto byte : bytes) {
    held = (held << 8) | byte;
    bits += 8;
    for (; bits >= 5; bits -= 5)
      out += alphabet[(held >> (bits - 5)) & 31U];
    held &= (1U << bits) - 1;
  }
  if (bits > 0)
    out += alphabet[(held << (5 - bits)) & 31U];
  return out;
}

/// 20 bytes of the receipt, 16 of the counter.
std::string make_code(const std::string& seed, const std::string& kvittodata,
                      std::uint64_t counter) {
  auto of_receipt = keyed(seed, kvittodata);
  auto of_counter = keyed(seed, "counter " + std::to_string(counter));
  std::vector<unsigned char> block;
  for (int shift = 56; shift >= 0; shift -= 8)
    block.push_back(static_cast<unsigned char>(counter >> shift));
  block.insert(block.end(), of_counter.begin(), of_counter.begin() + 8);
  return base32({of_receipt.begin(), of_receipt.begin() + 20}) + ';'
         + base32(block);
}

/// The rest of a longer code.
std::string lengthen(std::string code, const std::string& seed,
                     std::size_t size) {
  for (auto more = keyed(seed, code); code.size() < size;
       more = keyed(seed, code))
    code += base32({more.begin(), more.end()});
  code.resize(size);
  return code;
}

struct fault_name {
  std::string_view name;
  fault what;
};

constexpr fault_name fault_names[] = {
  {"no_answer", fault::no_answer},
  {"lost", fault::lost},
  {"late", fault::late},
  {"bad_checksum", fault::bad_checksum},
  {"code", fault::code},
  {"busy", fault::busy},
  {"storage_full", fault::storage_full},
  {"storage_high", fault::storage_high},
  {"power_fail", fault::power_fail},
  {"clock", fault::clock},
  {"repeat", fault::repeat},
  {"garbage", fault::garbage},
  {"split", fault::split},
  {"buffered", fault::buffered},
};

std::optional<std::uint32_t> number(const std::string& text) {
  if (text.empty() || text.size() > 8 || !all_digits(text))
    return {};
  return static_cast<std::uint32_t>(std::stoul(text));
}

bool set_option(armed_fault& of, const std::string& word) {
  auto at = word.find('=');
  auto name = word.substr(0, at);
  auto value = at == std::string::npos ? std::string{} : word.substr(at + 1);
  auto n = number(value);
  if (word == "always")
    of.left = always;
  else if (name == "count" && n && *n > 0)
    of.left = *n;
  else if (name == "ms" && n)
    of.ms = *n;
  else if (name == "code" && !value.empty())
    of.code = value;
  else if (name == "on" && value == "receipts")
    of.with = moment::receipts;
  else if (name == "on" && value == "queries")
    of.with = moment::queries;
  else if (name == "on" && value == "all")
    of.with = moment::all;
  else
    return false;
  return true;
}

std::string set_gift(device& of, std::istringstream& in) {
  std::string kind, to;
  in >> kind >> to;
  if (!is_kind(kind) || (to != "code" && to != "bare" && to != "refuse"))
    return "error kind " + kind + ' ' + to;
  of.set_gift(kind, to == "code"   ? gift::code
                    : to == "bare" ? gift::bare
                                   : gift::refusal);
  return "ok";
}

std::string arm(device& of, std::istringstream& in) {
  std::string name;
  in >> name;
  auto at = std::find_if(std::begin(fault_names), std::end(fault_names),
                         [&name](auto& x) { return x.name == name; });
  if (at == std::end(fault_names))
    return "error no fault " + name;
  armed_fault out;
  out.what = at->what;
  for (std::string word; in >> word;)
    if (!set_option(out, word))
      return "error no option " + word;
  if (out.what == fault::code && out.code.empty())
    return "error code= is missing";
  of.arm(out);
  return "ok";
}

} // namespace

std::optional<armed_fault> device::next_fault(bool receipt) {
  for (auto at = faults_.begin(); at != faults_.end(); ++at) {
    if (at->with == (receipt ? moment::queries : moment::receipts))
      continue;
    auto out = *at;
    if (at->left != always && --at->left == 0)
      faults_.erase(at);
    return out;
  }
  return {};
}

gift device::gift_for(const std::string& kind) const {
  if (auto at = gifts_.find(kind); at != gifts_.end())
    return at->second;
  return kind == "normal" || code_size_ == unit_code ? gift::code : gift::bare;
}

std::optional<std::string> device::commit(const std::string& owner,
                                          const std::string& kind,
                                          const std::string& kvittodata) {
  auto& before = given_[kvittodata];
  kinds_[kind] += before.empty() ? 1 : 0;
  if (!before.empty() && replay_ == replay::same)
    return before.back();
  if (!before.empty() && replay_ == replay::no)
    return {};
  before.push_back(lengthen(make_code(seed_, kvittodata, ++counters_[owner]),
                            seed_, code_size_));
  return before.back();
}

std::vector<std::string> device::codes(const std::string& kvittodata) const {
  auto at = given_.find(kvittodata);
  return at == given_.end() ? std::vector<std::string>{} : at->second;
}

std::string device::list() const {
  std::string out = "ok";
  for (const auto& [text, codes] : given_)
    for (const auto& x : codes)
      out += ' ' + x;
  return out;
}

std::string device::list_kinds() const {
  std::string out = "ok";
  for (const auto& [kind, count] : kinds_)
    out += ' ' + kind + '=' + std::to_string(count);
  return out;
}

std::size_t device::all_codes() const {
  std::size_t out = 0;
  for (const auto& [text, codes] : given_)
    out += codes.size();
  return out;
}

std::vector<action> disturb(std::string bytes,
                            const std::optional<armed_fault>& by,
                            std::size_t sum_at) {
  if (!by)
    return {{std::move(bytes)}};
  switch (by->what) {
  case fault::lost: return {};
  case fault::power_fail: return {{{}, 0, true}};
  case fault::late: return {{std::move(bytes), by->ms}};
  case fault::repeat: return {{bytes}, {bytes}};
  case fault::garbage: return {{"\x01\xFF#!#\x7F~ 0x\r"}, {std::move(bytes)}};
  case fault::bad_checksum: {
    auto& digit = bytes[bytes.size() - sum_at];
    digit = digit == '0' ? '1' : '0';
    return {{std::move(bytes)}};
  }
  case fault::split: {
    std::vector<action> out;
    for (char c : bytes)
      out.push_back({std::string(1, c)});
    return out;
  }
  default: return {{std::move(bytes)}};
  }
}

std::string command(device& of, std::string_view line) {
  std::istringstream in{std::string{line}};
  std::string verb;
  in >> verb;
  if (verb == "fault")
    return arm(of, in);
  if (verb == "clear") {
    of.clear();
    return "ok";
  }
  if (verb == "stats")
    return "ok receipts=" + std::to_string(of.receipts())
           + " codes=" + std::to_string(of.all_codes());
  if (verb == "codes")
    return of.list();
  if (verb == "kinds")
    return of.list_kinds();
  if (verb == "kind")
    return set_gift(of, in);
  std::string to;
  in >> to;
  if (verb != "replay" || (to != "same" && to != "new" && to != "no"))
    return "error " + std::string{line};
  of.set_replay(to == "same"  ? replay::same
                : to == "new" ? replay::anew
                              : replay::no);
  return "ok";
}

} // namespace kassa::emulator
