#include "proto/base/endpoint.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <charconv>
#include <optional>

namespace kassa {

namespace {

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  auto [end, bad]
    = std::from_chars(text.data(), text.data() + text.size(), port);
  if (bad != std::errc{} || end != text.data() + text.size() || text.empty())
    return std::nullopt;
  return port;
}

/// Four numbers and nothing else: "127.1" is a name, if anything.
bool is_v4(const std::string& host) {
  in_addr parsed{};
  return inet_pton(AF_INET, host.c_str(), &parsed) == 1;
}

bool is_v6(const std::string& host) {
  in6_addr parsed{};
  return inet_pton(AF_INET6, host.c_str(), &parsed) == 1;
}

} // namespace

std::string endpoint::text() const {
  return (is == kind::v6 ? '[' + host + ']' : host) + ':'
         + std::to_string(port);
}

result<endpoint> parse_endpoint(std::string_view text) {
  error bad{errc::invalid, {{"what", std::string{text} + " (HOST:PORT)"}}};
  auto colon = text.rfind(':');
  if (colon == std::string_view::npos)
    return bad;
  auto port = parse_port(text.substr(colon + 1));
  auto host = text.substr(0, colon);
  if (!port || host.empty())
    return bad;
  endpoint out{std::string{host}, *port, endpoint::kind::name};
  if (host.front() == '[') {
    out.host = host.back() == ']' ? host.substr(1, host.size() - 2) : "";
    out.is = endpoint::kind::v6;
    return is_v6(out.host) ? result<endpoint>{out} : bad;
  }
  if (host.find(':') != std::string_view::npos)
    return bad;
  if (is_v4(out.host))
    out.is = endpoint::kind::v4;
  return out;
}

} // namespace kassa
