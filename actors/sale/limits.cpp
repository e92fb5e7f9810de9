#include "actors/sale/limits.hpp"

#include "actors/sale/pricing.hpp"

#include <algorithm>
#include <cstdlib>

namespace kassa::sale {

std::size_t characters(std::string_view utf8) noexcept {
  auto starts
    = [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; };
  return static_cast<std::size_t>(
    std::count_if(utf8.begin(), utf8.end(), starts));
}

status check_text(std::string_view text) {
  if (characters(text) > text_max)
    return error{errc::text_too_long, {{"limit", std::to_string(text_max)}}};
  return ok;
}

status check_size(const v1::OpenSale* sale, std::span<const v1::Line> more,
                  ore_t before) {
  auto bytes = sale ? sale->ByteSizeLong() : 0;
  auto net = sale ? net_of(sale->lines()) - before : 0;
  for (const auto& line : more) {
    bytes += line.ByteSizeLong();
    net += line.gross_ore();
  }
  if (bytes > sale_bytes_max)
    return error{
      errc::too_large,
      {{"what", "sale"}, {"limit", std::to_string(sale_bytes_max) + " B"}}};
  if (std::abs(net) > amount_max)
    return error{
      errc::too_large,
      {{"what", "sale"}, {"limit", print_kronor(amount_max) + " kr"}}};
  return ok;
}

status check_client_id(std::string_view id) {
  if (id.empty())
    return error{errc::invalid, {{"what", "client_id"}}};
  if (id.size() > client_id_max)
    return error{
      errc::too_large,
      {{"what", "client_id"}, {"limit", std::to_string(client_id_max)}}};
  return ok;
}

status
check_extensions(const google::protobuf::Map<std::string, std::string>& all) {
  std::size_t bytes = 0;
  for (const auto& [key, value] : all)
    bytes += key.size() + value.size();
  if (all.size() > extensions_max || bytes > extension_bytes_max)
    return error{errc::too_large,
                 {{"what", "extensions"}, {"limit", "8, 1024 B"}}};
  return ok;
}

} // namespace kassa::sale
