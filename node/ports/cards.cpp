#include "node/ports/cards.hpp"

#include "node/ports/unit_channels.hpp"
#include "proto/base/digits.hpp"

#include <utility>

namespace kassa::node {

namespace {

constexpr std::string_view emulated = "emulated:tcp:";

struct card_endpoint {
  std::string host;
  std::string port;
};

result<card_endpoint> endpoint_of(const std::string& setting) {
  auto rest = setting.starts_with(emulated) ? setting.substr(emulated.size())
                                            : std::string{};
  auto colon = rest.rfind(':');
  card_endpoint out;
  if (colon != std::string::npos)
    out = {rest.substr(0, colon), rest.substr(colon + 1)};
  if (out.host.empty() || out.port.empty() || out.port.size() > 5
      || !all_digits(out.port))
    return error{errc::invalid,
                 {{"what", "card '" + setting
                             + "' is none of none, manual, "
                               "emulated:tcp:HOST:PORT"}}};
  return out;
}

bool is_none(const std::string& setting) {
  return setting.empty() || setting == "none";
}

/// A driver with its loop and its line, which end in this order: the thread,
/// the driver, the line.
class card_on_thread : public card::card_terminal {
public:
  card_on_thread(const card_endpoint& at, const card::patience& with)
    : line_(make_tcp_channel(loop_, at.host, at.port)),
      driver_(*line_, loop_, with) {}
  ~card_on_thread() override { loop_.stop(); }

  void start(events on) override { driver_.start(std::move(on)); }
  void ask(card::request what) override { driver_.ask(std::move(what)); }
  void abandon(std::string id) override { driver_.abandon(std::move(id)); }
  void check() override { driver_.check(); }
  card::condition status() const override { return driver_.status(); }
  std::string name() const override { return driver_.name(); }

private:
  asio_loop loop_;
  std::unique_ptr<unit::byte_channel> line_;
  card::driver driver_;
};

} // namespace

result<std::unique_ptr<card::card_terminal>>
make_card(const std::string& setting, const card::patience& with) {
  using made = std::unique_ptr<card::card_terminal>;
  if (is_none(setting))
    return made{};
  if (setting == card::manual_name)
    return made{std::make_unique<card::manual_terminal>()};
  auto at = endpoint_of(setting);
  if (!at)
    return at.why();
  return made{std::make_unique<card_on_thread>(*at, with)};
}

status check_card(const std::string& setting) {
  if (is_none(setting) || setting == card::manual_name)
    return ok;
  if (auto at = endpoint_of(setting); !at)
    return at.why();
  return ok;
}

} // namespace kassa::node
