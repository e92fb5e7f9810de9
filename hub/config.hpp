#pragma once

#include "proto/base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// The configuration of `kassa-hub`: one flat table of settings, read from
/// TOML, overridden by flags of the same names.
namespace kassa::hub {

struct config {
  std::string data = "hub-data";
  std::string identity = "hub-identity";
  std::string sync_address = "127.0.0.1:4770";
  std::string office_address = "127.0.0.1:4771";
  std::string enrol_address = "127.0.0.1:4772";
  std::string announced_host; ///< Empty: the listeners' own.
  std::string address_file;   ///< Empty: addresses.json in `data`.
  std::string log_file;       ///< Empty: standard error.
  std::string log_level = "info";
  std::int64_t threads = 4;
  std::int64_t handshakes_per_second = 200;
  std::int64_t terminals_at_once = 10'000;
  std::int64_t store_mib_per_second = 0; ///< 0: no limit.
  std::string backup_folder;             ///< Empty: no backups.
  std::string backup_key;                ///< Empty: backup.key in `identity`.
  std::int64_t backup_every_minutes = 60;
  std::int64_t backup_keep = 48;
  std::int64_t backup_drill_hours = 168;
  std::int64_t backup_same_disk = 0;

  [[nodiscard]] std::string backup_key_path() const {
    return backup_key.empty() ? identity + "/backup.key" : backup_key;
  }

  [[nodiscard]] std::string addresses_path() const {
    return address_file.empty() ? data + "/addresses.json" : address_file;
  }
};

/// One setting: its name in the file, and as a flag with '-' for '_'. One of
/// the two is set.
struct setting {
  std::string_view name;
  std::string_view words; ///< What it does, a line.
  std::string config::*text = nullptr;
  std::int64_t config::*number = nullptr;
};

/// Every setting there is, in the order of the documentation.
[[nodiscard]] const std::vector<setting>& settings();

/// Reads TOML. `bad_configuration` with file, line and what: text that is no
/// TOML, an unknown name, a wrong type, a value that does not go.
/// @param file only for messages
[[nodiscard]] result<config> parse_config(std::string_view toml,
                                          const std::string& file);

/// Whether all values go; `invalid` says which does not.
[[nodiscard]] status check(const config& what);

/// The documented configuration, every setting with the value that it has.
[[nodiscard]] std::string print_config(const config& what);

/// The same as one JSON object: every setting by its name.
[[nodiscard]] std::string config_json(const config& what);

} // namespace kassa::hub
