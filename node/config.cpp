#include "node/config.hpp"

#include "node/config_check.hpp"
#include "node/config_law.hpp"
#include "node/config_paper.hpp"
#include "node/ports/cards.hpp"
#include "node/ports/printers.hpp"
#include "node/ports/units.hpp"
#include "proto/base/json_log.hpp"

#include <boost/json.hpp>

#include <charconv>
#include <type_traits>

namespace kassa::node {

namespace {

std::string toml_text(const std::string& text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\')
      out += '\\';
    out += c;
  }
  return out + '"';
}

/// Where it is, whom it speaks to and what hangs on it.
std::vector<setting> own_settings() {
  return {
    {"data", "Data folder of the register, made by 'kassa-node init'.",
     &config::data},
    {"register_address",
     "Where tills and the 'kassa' command reach the register. Only an\n"
     "address of this machine; port 0 takes a free one.",
     &config::register_address},
    {"hub",
     "Address of the hub's sync listener. Empty: the one in the bundle.\n"
     "\"none\": the register never speaks to a hub.",
     &config::hub},
    {"clock",
     "\"system\", or \"replay\": business time comes from the client. Only "
     "for\n"
     "demonstrations and tests; said on every receipt.",
     &config::clock},
    {"designation",
     "Kassabeteckning, at most 16 letters and digits. Empty: the Terminal-ID.",
     &config::designation},
    {"manufacturer",
     "Who made the register, as it tells in plain text (SKVFS 2014:9 4:4): "
     "whoever\ndeclares it.",
     &config::manufacturer},
  };
}

/// What hangs on it beside the printer.
std::vector<setting> device_settings() {
  return {
    {"unit",
     "Control unit (kontrollenhet): \"none\", \"kd:tcp:HOST:PORT\",\n"
     "\"kd:serial:PATH[@BAUD]\" (Skattedosan), or ccsp in place of kd "
     "(CleanCash), or \"tcs\" (Infrasec), as the lines below say.\nWith one, "
     "each receipt waits for its control code.",
     &config::unit},
    {"card",
     "Card terminal: \"none\" (card payments are only noted), \"manual\" "
     "(the\ncashier reads it and answers) or \"emulated:tcp:HOST:PORT\" "
     "(tests and\ndemonstrations: it takes no money). Only with clock = "
     "\"system\".",
     &config::card},
    {"card_timeout_seconds",
     "A customer has so long at the card terminal before its answer counts as\n"
     "unknown and it is asked again, 10 to 600.",
     &config::card_timeout_seconds},
  };
}

/// How Infrasec's control system is reached.
std::vector<setting> tcs_settings() {
  return {
    {"unit_address",
     "With unit = \"tcs\": \"https://HOST[:PORT][/PATH]\", port 443 and path\n"
     "/tcsserver unless given.",
     &config::unit_address},
    {"unit_certificate",
     "With unit = \"tcs\": PEM file with the register's own certificate.",
     &config::unit_certificate},
    {"unit_key",
     "PEM file with its private key, which nobody but its owner may read.\n"
     "Empty: it is in the same file.",
     &config::unit_key},
    {"unit_ca",
     "PEM file with who signs the certificate of the control system. Empty:\n"
     "those that this machine trusts.",
     &config::unit_ca},
    {"unit_application", "ApplicationID, as agreed with Infrasec.",
     &config::unit_application},
  };
}

/// The shop's rules, and what the machine gives.
std::vector<setting> house_settings() {
  return {
    {"free_discount_percent",
     "Discounts up to this part of the price are anyone's who sells; larger\n"
     "ones need the permission DISCOUNT. 0: every discount does.",
     &config::free_discount_percent},
    {"default_mode",
     "The sales mode that a sale begins in: \"none\", \"eat-in\" or "
     "\"take-away\".\nIt decides the VAT of groups that name a code for it; "
     "'kassa mode' changes it.",
     &config::default_mode},
    {"sell_without_printer",
     "Whether receipts on paper are sold while the printer is known not to\n"
     "print. Not in Sweden (SKVFS 2014:9 6:2).",
     &config::sell_without_printer},
    {"reserve_mib",
     "New sales stop when less than this is free on the disk, in MiB.",
     &config::reserve_mib},
    {"registry",
     "Folder where this machine keeps which registers live on it. The same\n"
     "for all data folders of a machine. Empty: none is kept.",
     &config::registry},
    {"several_terminals",
     "Lets several registers of one store share this machine. Only for\n"
     "demonstrations and tests.",
     &config::several_terminals},
    {"address_file",
     "File to write the real addresses to, as JSON, once they are open.",
     &config::address_file},
    {"log_level", "\"debug\", \"info\", \"warn\" or \"error\".",
     &config::log_level},
    {"log_file", "JSON lines are appended here. Empty: to standard error.",
     &config::log_file},
    {"threads", "Threads that actors share: 2 to 4.", &config::threads},
  };
}

} // namespace

const std::vector<setting>& settings() {
  static const std::vector<setting> all = [] {
    auto out = own_settings();
    for (const auto& more : {paper_settings(), device_settings(),
                             tcs_settings(), law_settings(), house_settings()})
      out.insert(out.end(), more.begin(), more.end());
    return out;
  }();
  return all;
}

status set_from_text(config& in, std::string_view name,
                     const std::string& text) {
  for (const auto& x : settings()) {
    if (x.name != name)
      continue;
    if (auto* p = std::get_if<std::string config::*>(&x.where)) {
      in.** p = text;
      return ok;
    }
    if (auto* p = std::get_if<bool config::*>(&x.where)) {
      if (text != "true" && text != "false")
        return wrong_setting(std::string{name} + " is true or false");
      in.** p = text == "true";
      return ok;
    }
    std::int64_t value = 0;
    auto [end, e]
      = std::from_chars(text.data(), text.data() + text.size(), value);
    if (e != std::errc{} || end != text.data() + text.size())
      return wrong_setting(std::string{name} + " is a whole number");
    in.*std::get<std::int64_t config::*>(x.where) = value;
    return ok;
  }
  return wrong_setting("there is no setting " + std::string{name});
}

std::optional<int> minutes_of_day(std::string_view text) {
  auto digit = [&text](std::size_t i) {
    return text[i] >= '0' && text[i] <= '9' ? text[i] - '0' : 1000;
  };
  if (text.size() != 5 || text[2] != ':')
    return {};
  auto hours = digit(0) * 10 + digit(1);
  auto minutes = digit(3) * 10 + digit(4);
  if (hours > 23 || minutes > 59)
    return {};
  return hours * 60 + minutes;
}

std::optional<v1::SalesMode> mode_named(std::string_view text) {
  if (text == "none")
    return v1::SALES_MODE_UNSPECIFIED;
  if (text == "eat-in")
    return v1::SALES_MODE_EAT_IN;
  if (text == "take-away")
    return v1::SALES_MODE_TAKE_AWAY;
  return {};
}

tcs_access tcs_of(const config& what) {
  return {what.unit_address, what.unit_certificate, what.unit_key, what.unit_ca,
          what.unit_application};
}

status check(const config& what) {
  if (what.data.empty())
    return wrong_setting("data names no folder");
  if (what.clock != "system" && what.clock != "replay")
    return wrong_setting("clock = " + toml_text(what.clock)
                         + " is neither \"system\" nor \"replay\"");
  if (auto s = check_paper(what); !s)
    return s;
  if (what.designation.size() > 16)
    return wrong_setting("designation is longer than 16 characters");
  if (auto s = check_law(what); !s)
    return s;
  if (auto s
      = in_range("free_discount_percent", what.free_discount_percent, 0, 100);
      !s)
    return s;
  if (!mode_named(what.default_mode))
    return wrong_setting("default_mode = " + toml_text(what.default_mode)
                         + " is none of none, eat-in, take-away");
  if (auto s = check_unit(what.unit, tcs_of(what)); !s)
    return s;
  if (auto s = check_card(what.card); !s)
    return s;
  if (what.replay() && what.card != "none" && !what.card.empty())
    return wrong_setting("card = " + toml_text(what.card)
                         + " takes money, which clock = \"replay\" may not");
  if (auto s
      = in_range("card_timeout_seconds", what.card_timeout_seconds, 10, 600);
      !s)
    return s;
  if (!log_level_named(what.log_level))
    return wrong_setting("log_level = " + toml_text(what.log_level)
                         + " is none of debug, info, warn, error");
  if (auto s = in_range("reserve_mib", what.reserve_mib, 0, 1'000'000); !s)
    return s;
  return in_range("threads", what.threads, 2, 4);
}

std::string text_of(const config& of, const setting& which) {
  return std::visit(
    [&of](auto member) -> std::string {
      using value = std::decay_t<decltype(of.*member)>;
      if constexpr (std::is_same_v<value, std::string>)
        return toml_text(of.*member);
      else if constexpr (std::is_same_v<value, bool>)
        return of.*member ? "true" : "false";
      else
        return std::to_string(of.*member);
    },
    which.where);
}

std::string print_config(const config& what) {
  std::string out = "# Configuration of kassa-node. A flag of the same name\n"
                    "# (--printer-columns 32) overrides a line.\n";
  for (const auto& x : settings()) {
    out += "\n# ";
    for (char c : x.words)
      out += c == '\n' ? "\n# " : std::string(1, c);
    out += '\n' + std::string{x.name} + " = ";
    out += text_of(what, x);
    out += '\n';
  }
  return out;
}

std::string config_json(const config& what) {
  boost::json::object out;
  for (const auto& x : settings())
    std::visit([&](auto member) { out[x.name] = what.*member; }, x.where);
  return boost::json::serialize(out);
}

} // namespace kassa::node
