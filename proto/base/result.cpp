#include "proto/base/result.hpp"

#include <algorithm>
#include <array>

namespace kassa {

namespace {

constexpr std::array error_rows{
#define KASSA_ERROR(code, number, kind, sv, en)                                \
  error_row{errc::code, #code, error_kind::kind, sv, en},
#include "proto/base/error_codes.def"
#undef KASSA_ERROR
};

constexpr bool ascends() {
  for (std::size_t i = 1; i < error_rows.size(); ++i)
    if (error_rows[i - 1].code >= error_rows[i].code)
      return false;
  return true;
}
static_assert(ascends(), "error_codes.def: numbers are unique and ascend");

constexpr bool has_words() {
  return std::all_of(error_rows.begin(), error_rows.end(),
                     [](const error_row& x) {
                       return !x.name.empty() && !x.sv.empty() && !x.en.empty();
                     });
}
static_assert(has_words(), "error_codes.def: every code has words");

/// A field that nobody filled in reads as this.
constexpr std::string_view unknown = "?";

} // namespace

std::pair<const error_row*, std::size_t> error_table() noexcept {
  return {error_rows.data(), error_rows.size()};
}

const error_row& row_of(errc code) noexcept {
  auto i = std::lower_bound(
    error_rows.begin(), error_rows.end(), code,
    [](const error_row& row, errc x) { return row.code < x; });
  // A number from a newer program, that was stored or sent, is no crash.
  return i != error_rows.end() && i->code == code ? *i : error_rows.front();
}

errc code_named(std::string_view name) noexcept {
  auto i = std::find_if(error_rows.begin(), error_rows.end(),
                        [name](const error_row& x) { return x.name == name; });
  return i != error_rows.end() ? i->code : errc::internal;
}

std::string words(const error& why, language in) {
  const auto& row = row_of(why.code);
  auto text = in == language::sv ? row.sv : row.en;
  std::string out;
  for (;;) {
    auto open = text.find('{');
    auto close = text.find('}', open);
    if (close == std::string_view::npos)
      return out.append(text);
    out.append(text.substr(0, open));
    auto field
      = why.fields.find(std::string{text.substr(open + 1, close - open - 1)});
    out.append(field != why.fields.end() ? std::string_view{field->second}
                                         : unknown);
    text.remove_prefix(close + 1);
  }
}

std::string to_string(const error& why) {
  auto out
    = std::string{row_of(why.code).name} + ": " + words(why, language::en);
  if (!why.detail.empty())
    out += " (" + why.detail + ")";
  return out;
}

std::string_view to_string(error_kind kind) noexcept {
  switch (kind) {
  case error_kind::retry: return "retry";
  case error_kind::ask: return "ask";
  case error_kind::stop: return "stop";
  }
  return "stop";
}

} // namespace kassa
