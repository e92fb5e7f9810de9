#include "node/ports/units.hpp"

#include "actors/sale/unit/ccsp.hpp"
#include "actors/sale/unit/kd.hpp"
#include "node/ports/unit_channels.hpp"

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

error wrong(const std::string& setting) {
  return {errc::invalid,
          {{"what", "unit '" + setting
                      + "' is none of none, kd:tcp:HOST:PORT, "
                        "kd:serial:PATH[@BAUD], ccsp:tcp:HOST:PORT, "
                        "ccsp:serial:PATH[@BAUD]"}}};
}

bool is_number(const std::string& text, std::size_t digits) {
  return !text.empty() && text.size() <= digits
         && text.find_first_not_of("0123456789") == std::string::npos;
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
    return wrong(setting);
  if (out.line == "tcp") {
    auto colon = rest.rfind(':');
    if (colon == std::string::npos)
      return wrong(setting);
    out.port = rest.substr(colon + 1);
    out.where = rest.substr(0, colon);
    if (out.where.empty() || !is_number(out.port, 5))
      return wrong(setting);
    return out;
  }
  out.where = take(rest, '@');
  out.baud = out.protocol == "kd" ? 57'600 : 9'600;
  if (out.line != "serial" || out.where.empty())
    return wrong(setting);
  if (!rest.empty()) {
    if (!is_number(rest, 7))
      return wrong(setting);
    out.baud = static_cast<unsigned>(std::stoul(rest));
  }
  return out;
}

std::unique_ptr<unit::codec> make_codec(const parsed& of) {
  if (of.protocol == "kd")
    return std::make_unique<unit::kd_codec>();
  return std::make_unique<unit::ccsp_codec>();
}

/// A driver with its loop and its line, which end in this order: the thread,
/// the driver, the line.
class unit_on_thread : public unit::control_unit {
public:
  unit_on_thread(const parsed& of, const unit::driver::settings& with)
    : line_(of.line == "tcp" ? make_tcp_channel(loop_, of.where, of.port)
                             : make_serial_channel(loop_, of.where, of.baud)),
      driver_(make_codec(of), *line_, loop_, with) {}
  ~unit_on_thread() override { loop_.stop(); }

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

} // namespace

result<std::unique_ptr<unit::control_unit>>
make_unit(const std::string& setting, const unit::driver::settings& with) {
  auto of = parse(setting);
  if (!of)
    return of.why();
  if (of->protocol == "none")
    return std::unique_ptr<unit::control_unit>{
      std::make_unique<unit::no_unit>()};
  return std::unique_ptr<unit::control_unit>{
    std::make_unique<unit_on_thread>(*of, with)};
}

status check_unit(const std::string& setting) {
  if (auto of = parse(setting); !of)
    return of.why();
  return ok;
}

} // namespace kassa::node
