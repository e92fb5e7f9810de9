#include "hub/config.hpp"

#include <boost/json.hpp>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <iterator>

// The only file of the hub that knows toml++.
namespace kassa::hub {

namespace {

error bad(const std::string& file, std::uint32_t line, std::string what) {
  return {errc::bad_configuration,
          {{"file", file},
           {"line", std::to_string(line)},
           {"what", std::move(what)}}};
}

status assign(config& to, const setting& x, const toml::node& value,
              const std::string& file) {
  auto line = value.source().begin.line;
  auto named = std::string{x.name};
  if (x.text && !value.is_string())
    return bad(file, line, named + " must be a text in quotes");
  if (x.number && !value.is_integer())
    return bad(file, line, named + " must be a whole number");
  if (x.text)
    to.*x.text = value.as_string()->get();
  else
    to.*x.number = value.as_integer()->get();
  if (auto goes = check(to); !goes)
    return bad(file, line, goes.why().fields.at("what"));
  return ok;
}

std::string in_quotes(const std::string& text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\')
      out.push_back('\\');
    out.push_back(c);
  }
  return out + "\"";
}

std::vector<setting> base_settings() {
  return {
    {"data", "Folder of journals, catalogs and statistics.", &config::data},
    {"identity",
     "Folder of keys, stores, users, terminals and fences. Keep it apart from "
     "data, and in every backup.",
     &config::identity},
    {"sync_address",
     "Where terminals connect, by mutual TLS: an address of this machine, also "
     "one that others reach; port 0 takes a free one.",
     &config::sync_address},
    {"office_address",
     "Where the operator's commands connect; port 0 takes a free one.",
     &config::office_address},
    {"enrol_address",
     "Where machines become terminals, by HTTPS: an address of this machine, "
     "also one that others reach; port 0 takes a free one.",
     &config::enrol_address},
    {"announced_host",
     "The name or address by which terminals reach this machine, for bundles "
     "and codes; empty: that of the listeners.",
     &config::announced_host},
    {"address_file",
     "Where the real addresses are written as JSON; empty: addresses.json in "
     "data.",
     &config::address_file},
    {"log_file", "Appended to, JSON lines; empty: standard error.",
     &config::log_file},
    {"log_level", "debug, info, warn or error.", &config::log_level},
    {"threads", "Worker threads, 1 to 256.", nullptr, &config::threads},
  };
}

/// Of many terminals at once.
std::vector<setting> crowd_settings() {
  return {
    {"handshakes_per_second",
     "How many terminals are let in a second, 1 to 1000; the others "
     "come again a little later.",
     nullptr, &config::handshakes_per_second},
    {"terminals_at_once",
     "How many terminals may be on the line at once, 1 to 100000; the others "
     "come again a little later. A process has to be allowed that many open "
     "files.",
     nullptr, &config::terminals_at_once},
    {"store_mib_per_second",
     "How many MiB a second the terminals of a store may send together of what "
     "they kept while they were away, 4 to 1000; 0: no limit. Sales of the "
     "moment are not counted, and stores take turns in any case.",
     nullptr, &config::store_mib_per_second},
  };
}

std::vector<setting> backup_settings() {
  return {
    {"backup_folder",
     "Where backups are made, encrypted: a folder on another disk than data; "
     "empty: none.",
     &config::backup_folder},
    {"backup_key",
     "File of the backups' key, made when it is missing; empty: backup.key in "
     "identity. Keep a copy elsewhere: without it no backup can be read.",
     &config::backup_key},
    {"backup_every_minutes", "How often, 0 to 10080; 0: only when asked for.",
     nullptr, &config::backup_every_minutes},
    {"backup_keep", "How many are kept, 1 to 10000.", nullptr,
     &config::backup_keep},
    {"backup_drill_hours",
     "How often the newest one is restored aside and checked whole, 0 to 8760; "
     "0: only when asked for.",
     nullptr, &config::backup_drill_hours},
    {"backup_same_disk",
     "1: a backup on the disk of the data is good enough to call its journals "
     "archived. For trials.",
     nullptr, &config::backup_same_disk},
  };
}

} // namespace

const std::vector<setting>& settings() {
  static const auto all = [] {
    auto out = base_settings();
    std::ranges::move(crowd_settings(), std::back_inserter(out));
    std::ranges::move(backup_settings(), std::back_inserter(out));
    return out;
  }();
  return all;
}

result<config> parse_config(std::string_view toml, const std::string& file) {
  try {
    auto table = toml::parse(toml);
    config out;
    for (const auto& [key, value] : table) {
      auto at
        = std::find_if(settings().begin(), settings().end(),
                       [&](const auto& x) { return x.name == key.str(); });
      if (at == settings().end())
        return bad(file, value.source().begin.line,
                   "unknown setting '" + std::string{key.str()} + "'");
      if (auto set = assign(out, *at, value, file); !set)
        return set.why();
    }
    return out;
  } catch (const toml::parse_error& e) {
    return bad(file, e.source().begin.line, std::string{e.description()});
  }
}

status check(const config& what) {
  constexpr std::array<std::string_view, 4> levels{"debug", "info", "warn",
                                                   "error"};
  auto wrong = [](std::string words) {
    return error{errc::invalid, {{"what", std::move(words)}}};
  };
  if (what.data.empty() || what.identity.empty())
    return wrong("data and identity must name a folder");
  if (what.data == what.identity)
    return wrong("data and identity must be two folders");
  auto within = [](const std::string& path, const std::string& folder) {
    return path == folder || path.starts_with(folder + '/');
  };
  if (!what.backup_folder.empty()) {
    if (within(what.backup_folder, what.data)
        || within(what.backup_folder, what.identity))
      return wrong("backup_folder must be outside data and identity");
    if (within(what.backup_key_path(), what.backup_folder))
      return wrong("backup_key must not lie in backup_folder");
  }
  if (std::find(levels.begin(), levels.end(), what.log_level) == levels.end())
    return wrong("log_level must be debug, info, warn or error");
  struct {
    const char* name;
    std::int64_t value, least, most;
  } const numbers[] = {
    {"threads", what.threads, 1, 256},
    {"handshakes_per_second", what.handshakes_per_second, 1, 1000},
    {"terminals_at_once", what.terminals_at_once, 1, 100'000},
    {"store_mib_per_second", what.store_mib_per_second,
     what.store_mib_per_second == 0 ? 0 : 4, 1000},
    {"backup_every_minutes", what.backup_every_minutes, 0, 10'080},
    {"backup_keep", what.backup_keep, 1, 10'000},
    {"backup_drill_hours", what.backup_drill_hours, 0, 8'760},
    {"backup_same_disk", what.backup_same_disk, 0, 1},
  };
  for (const auto& x : numbers)
    if (x.value < x.least || x.value > x.most)
      return wrong(std::string{x.name} + " must be " + std::to_string(x.least)
                   + " to " + std::to_string(x.most));
  return ok;
}

std::string print_config(const config& what) {
  std::string out = "# kassa-hub: every setting, with its value.\n";
  for (const auto& x : settings()) {
    out += "\n# " + std::string{x.words} + "\n" + std::string{x.name} + " = ";
    out += x.text ? in_quotes(what.*x.text) : std::to_string(what.*x.number);
    out += "\n";
  }
  return out;
}

std::string config_json(const config& what) {
  boost::json::object out;
  for (const auto& x : settings())
    if (x.text)
      out[x.name] = what.*x.text;
    else
      out[x.name] = what.*x.number;
  return boost::json::serialize(out);
}

} // namespace kassa::hub
