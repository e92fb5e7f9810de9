#pragma once

#include "node/ports/units.hpp"
#include "proto/base/result.hpp"

#include <kassa/v1/record.pb.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// The configuration of `kassa-node`: one flat table of settings, read from
/// TOML, overridden by flags of the same names.
namespace kassa::node {

struct config {
  std::string data = "kassa-data";
  std::string register_address = "127.0.0.1:4780";
  std::string hub;
  std::string clock = "system";
  std::string designation;
  std::string manufacturer = "Huvudkassa";
  std::string printer = "none";
  std::int64_t printer_columns = 42;
  bool escpos = false;
  std::string printer_code_page = "cp858";
  std::int64_t printer_code_page_number = -1;
  std::string printer_logo;
  std::string printer_qr = "none";
  bool printer_answers = true;
  bool sell_without_printer = false;
  std::string unit = "none";
  std::string unit_amount = "paid";
  std::string unit_registers = "all";
  std::string unit_address;
  std::string unit_certificate;
  std::string unit_key;
  std::string unit_ca;
  std::string unit_application = "Huvudkassa";
  std::string card = "none";
  std::int64_t card_timeout_seconds = 90;
  std::string unit_return_sign = "minus";
  bool float_required = true;
  std::string z_due = "09:00";
  std::int64_t clock_step_seconds = 10;
  std::int64_t clock_behind_minutes = 10;
  std::string refund_rounding = "nearest";
  bool x_grand_totals = true;
  std::string z_reprint_mark = "kopia";
  std::int64_t free_discount_percent = 0;
  std::string default_mode = "none";
  std::int64_t reserve_mib = 256;
  std::string registry = "/var/tmp/huvudkassa";
  bool several_terminals = false;
  std::string address_file;
  std::string log_level = "info";
  std::string log_file;
  std::int64_t threads = 2;

  bool replay() const { return clock == "replay"; }
};

/// "09:00" as minutes after midnight; nothing when it is no time of a day.
[[nodiscard]] std::optional<int> minutes_of_day(std::string_view text);

/// "none", "eat-in" or "take-away"; nothing when it is none of them.
[[nodiscard]] std::optional<v1::SalesMode> mode_named(std::string_view text);

/// One setting: its name in the file, and as a flag with '-' for '_'.
struct setting {
  using target = std::variant<std::string config::*, std::int64_t config::*,
                              bool config::*>;
  std::string_view name;
  std::string_view words; ///< What it does, a line.
  target where;
};

/// Every setting there is, in the order of the documentation.
[[nodiscard]] const std::vector<setting>& settings();

/// Reads TOML. `bad_configuration` with file, line and what: text that is no
/// TOML, an unknown name, a wrong type, a value that does not go.
/// @param file only for messages
[[nodiscard]] result<config> parse_config(std::string_view toml,
                                          const std::string& file);

/// Reads a file; `bad_configuration` when it cannot be read.
[[nodiscard]] result<config> read_config(const std::string& path);

/// Sets one setting from a flag's text. `invalid` says what is wrong.
[[nodiscard]] status set_from_text(config& in, std::string_view name,
                                   const std::string& text);

/// What the settings say of Infrasec's control system.
[[nodiscard]] tcs_access tcs_of(const config& what);

/// Whether all values go; `invalid` says which does not, and why.
[[nodiscard]] status check(const config& what);

/// The value of one setting, as the file has it.
[[nodiscard]] std::string text_of(const config& of, const setting& which);

/// The documented configuration, every setting with the value that it has.
[[nodiscard]] std::string print_config(const config& what);

/// The same as one JSON object: every setting by its name.
[[nodiscard]] std::string config_json(const config& what);

} // namespace kassa::node
