#include "node/cli/exporting.hpp"
#include "proto/base/money.hpp"

#include <toml++/toml.h>

// The only file of the command line that knows toml++.
namespace kassa::cli {

namespace exporting = journal::exporting;

namespace {

/// Reads one file. Stops at its first fault.
class accounts_reader {
public:
  explicit accounts_reader(std::string file) : file_(std::move(file)) {
    plan_.source = file_;
  }

  result<exporting::account_plan> read(const toml::table& top) {
    for (const auto& [key, value] : top) {
      const auto* table = value.as_table();
      if (table == nullptr)
        return bad(value, "there is no setting " + std::string(key.str()));
      if (auto s = read_section(std::string(key.str()), *table); !s)
        return s.why();
    }
    return std::move(plan_);
  }

private:
  error bad(const toml::node& at, std::string what) const {
    return {errc::bad_configuration,
            {{"file", file_},
             {"line", std::to_string(at.source().begin.line)},
             {"what", std::move(what)}}};
  }

  status read_section(const std::string& name, const toml::table& table) {
    for (const auto& [key, value] : table) {
      const std::string row(key.str());
      const auto account = value.value<std::string>();
      if (!value.is_string() || !exporting::is_account(*account))
        return bad(value,
                   row + " has to be an account in quotes, 4 to 8 digits");
      if (!put(name, row, *account))
        return bad(value, "there is no " + row + " in [" + name + "]");
    }
    return ok;
  }

  /// False when the section knows no such row.
  bool put(const std::string& section, const std::string& row,
           const std::string& account) {
    if (section == "means" && exporting::is_means_key(row))
      plan_.means[row] = account;
    else if (section == "own_means")
      plan_.own_means[row] = account;
    else if (section == "groups")
      plan_.groups[row] = account;
    else if (section == "sales" || section == "vat")
      return put_rate(section == "vat" ? plan_.vat : plan_.sales, row, account);
    else if (section == "other")
      return put_other(row, account);
    else
      return false;
    return true;
  }

  static bool put_rate(exporting::account_plan::by_rate& into,
                       const std::string& row, const std::string& account) {
    const auto percent = parse_kronor(row); // Two decimals, like an amount.
    if (!percent || *percent < 0 || *percent > 10'000)
      return false;
    into[static_cast<std::uint32_t>(*percent)] = account;
    return true;
  }

  bool put_other(const std::string& row, const std::string& account) {
    auto* where = row == "rounding"          ? &plan_.rounding
                  : row == "cash_in"         ? &plan_.cash_in
                  : row == "cash_out"        ? &plan_.cash_out
                  : row == "cash_difference" ? &plan_.cash_difference
                                             : nullptr;
    if (where == nullptr)
      return false;
    *where = account;
    return true;
  }

  std::string file_;
  exporting::account_plan plan_;
};

} // namespace

result<exporting::account_plan> parse_accounts(std::string_view toml,
                                               const std::string& file) {
  try {
    return accounts_reader(file).read(
      toml::parse(toml, std::string_view(file)));
  } catch (const toml::parse_error& e) {
    return error{errc::bad_configuration,
                 {{"file", file},
                  {"line", std::to_string(e.source().begin.line)},
                  {"what", std::string(e.description())}}};
  }
}

result<exporting::account_plan> read_accounts(const std::string& file) {
  if (file.empty())
    return exporting::bas_2026();
  auto text = read_file(file);
  if (!text)
    return text.why();
  return parse_accounts(*text, file);
}

} // namespace kassa::cli
