#include "proto/base/receipt_code.hpp"

#include <charconv>

namespace kassa {

namespace {

constexpr std::string_view begins = "KVITTO:";

} // namespace

std::string print_receipt_code(const receipt_code& of) {
  return std::string{begins} + of.designation + ':' + std::to_string(of.number);
}

std::optional<receipt_code> parse_receipt_code(std::string_view text) {
  if (!text.starts_with(begins))
    return {};
  text.remove_prefix(begins.size());
  auto colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0)
    return {};
  receipt_code out{std::string{text.substr(0, colon)}, 0};
  const auto* end = text.data() + text.size();
  auto [at, why] = std::from_chars(text.data() + colon + 1, end, out.number);
  if (why != std::errc{} || at != end || out.number == 0)
    return {};
  return out;
}

} // namespace kassa
