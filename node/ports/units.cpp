#include "node/ports/units.hpp"

#include "actors/sale/unit/ccsp.hpp"
#include "actors/sale/unit/kd.hpp"
#include "actors/sale/unit/tcs.hpp"
#include "node/ports/https_channel.hpp"
#include "node/ports/tls.hpp"
#include "node/ports/unit_channels.hpp"
#include "proto/base/crypto.hpp"
#include "proto/base/digits.hpp"
#include "proto/base/system.hpp"

#include <utility>

namespace kassa::node {

namespace {

struct parsed {
  std::string protocol; ///< "none", "kd", "ccsp"
  std::string line;     ///< "tcp", "serial"
  std::string where;    ///< Host, or path.
  std::string port;
  unsigned baud = 0;
};

error no_such_unit(const std::string& setting) {
  return {errc::invalid,
          {{"what", "unit '" + setting
                      + "' is none of none, kd:tcp:HOST:PORT, "
                        "kd:serial:PATH[@BAUD], ccsp:tcp:HOST:PORT, "
                        "ccsp:serial:PATH[@BAUD], tcs"}}};
}

bool is_number(const std::string& text, std::size_t digits) {
  return !text.empty() && text.size() <= digits && all_digits(text);
}

/// The text up to a mark; the rest stays without it.
std::string take(std::string& from, char mark) {
  auto at = from.find(mark);
  auto out = from.substr(0, at);
  from = at == std::string::npos ? std::string{} : from.substr(at + 1);
  return out;
}

result<parsed> parse(const std::string& setting) {
  auto rest = setting;
  parsed out;
  out.protocol = take(rest, ':');
  if (setting.empty() || setting == "none")
    return parsed{"none", {}, {}, {}, 0};
  out.line = take(rest, ':');
  if (out.protocol != "kd" && out.protocol != "ccsp")
    return no_such_unit(setting);
  if (out.line == "tcp") {
    auto colon = rest.rfind(':');
    if (colon == std::string::npos)
      return no_such_unit(setting);
    out.port = rest.substr(colon + 1);
    out.where = rest.substr(0, colon);
    if (out.where.empty() || !is_number(out.port, 5))
      return no_such_unit(setting);
    return out;
  }
  out.where = take(rest, '@');
  out.baud = out.protocol == "kd" ? 57'600 : 9'600;
  if (out.line != "serial" || out.where.empty())
    return no_such_unit(setting);
  if (!rest.empty()) {
    if (!is_number(rest, 7))
      return no_such_unit(setting);
    out.baud = static_cast<unsigned>(std::stoul(rest));
  }
  return out;
}

error wrong_address(const std::string& address) {
  return {errc::invalid,
          {{"what", "unit_address '" + address
                      + "' is not https://HOST[:PORT][/PATH]"}}};
}

result<https_target> parse_address(const std::string& address) {
  constexpr std::string_view scheme = "https://";
  if (!address.starts_with(scheme))
    return wrong_address(address);
  auto rest = address.substr(scheme.size());
  auto slash = rest.find('/');
  https_target out;
  out.path = slash == std::string::npos ? "/tcsserver" : rest.substr(slash);
  out.host = take(rest, '/');
  auto colon = out.host.rfind(':');
  out.port = colon == std::string::npos ? "443" : out.host.substr(colon + 1);
  out.host = out.host.substr(0, colon);
  auto bad = address.find_first_of(" \t\r\n") != std::string::npos;
  if (bad || out.host.empty() || !is_number(out.port, 5))
    return wrong_address(address);
  return out;
}

std::unique_ptr<unit::codec> make_codec(const parsed& of) {
  if (of.protocol == "kd")
    return std::make_unique<unit::kd_codec>();
  return std::make_unique<unit::ccsp_codec>();
}

/// A version 4 UUID.
std::string new_guid() {
  system_random random;
  auto bytes = random_bytes(random, 16);
  bytes[6] = static_cast<char>((bytes[6] & 0x0F) | 0x40);
  bytes[8] = static_cast<char>((bytes[8] & 0x3F) | 0x80);
  auto out = to_hex(bytes);
  for (std::size_t at : {20, 16, 12, 8})
    out.insert(at, 1, '-');
  return out;
}

/// A driver with its loop and its line, which end in this order: the thread,
/// the driver, the line.
class unit_on_thread : public unit::control_unit {
public:
  using line_maker
    = std::function<std::unique_ptr<unit::byte_channel>(asio_loop&)>;

  unit_on_thread(std::unique_ptr<unit::codec> speaks, const line_maker& make,
                 const unit::driver::settings& with)
    : line_(make(loop_)), driver_(std::move(speaks), *line_, loop_, with) {}
  ~unit_on_thread() override { loop_.stop(); }

  void introduce(unit::registrant who) override {
    driver_.introduce(std::move(who));
  }
  void start(events on) override { driver_.start(std::move(on)); }
  void register_receipt(unit::registration what, on_outcome on) override {
    driver_.register_receipt(std::move(what), std::move(on));
  }
  void abandon(std::string id) override { driver_.abandon(std::move(id)); }
  void check() override { driver_.check(); }
  unit::condition status() const override { return driver_.status(); }
  bool signs() const override { return true; }
  bool replays() const override { return driver_.replays(); }
  std::string name() const override { return driver_.name(); }

private:
  asio_loop loop_;
  std::unique_ptr<unit::byte_channel> line_;
  unit::driver driver_;
};

std::unique_ptr<unit::byte_channel> make_line(asio_loop& loop,
                                              const parsed& of) {
  if (of.line == "tcp")
    return make_tcp_channel(loop, of.where, of.port);
  return make_serial_channel(loop, of.where, of.baud);
}

result<std::unique_ptr<unit::control_unit>>
make_tcs(const tcs_access& from, const unit::driver::settings& with) {
  auto to = parse_address(from.address);
  if (!to)
    return to.why();
  auto tls = make_tls_client({from.certificate, from.key, from.ca});
  if (!tls)
    return tls.why();
  return std::unique_ptr<unit::control_unit>{std::make_unique<unit_on_thread>(
    std::make_unique<unit::tcs::tcs_codec>(
      unit::tcs::settings{from.application, new_guid()}),
    [&](asio_loop& loop) { return make_https_channel(loop, *to, *tls); },
    with)};
}

} // namespace

result<std::unique_ptr<unit::control_unit>>
make_unit(const std::string& setting, const unit::driver::settings& with,
          const tcs_access& tcs) {
  if (auto s = check_unit(setting, tcs); !s)
    return s.why();
  if (setting == "tcs")
    return make_tcs(tcs, with);
  auto of = parse(setting);
  if (!of)
    return of.why();
  if (of->protocol == "none")
    return std::unique_ptr<unit::control_unit>{
      std::make_unique<unit::no_unit>()};
  return std::unique_ptr<unit::control_unit>{std::make_unique<unit_on_thread>(
    make_codec(*of), [&](asio_loop& loop) { return make_line(loop, *of); },
    with)};
}

status check_unit(const std::string& setting, const tcs_access& tcs) {
  if (setting != "tcs") {
    auto of = parse(setting);
    return of ? ok : status{of.why()};
  }
  if (auto to = parse_address(tcs.address); !to)
    return to.why();
  if (tcs.certificate.empty())
    return error{errc::invalid, {{"what", "unit_certificate names no file"}}};
  return ok;
}

} // namespace kassa::node
