#include "node/cli/commands.hpp"
#include "node/cli/day.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace kassa::cli {

namespace {

void add_float(CLI::App& app, terminal_context& at) {
  auto text = std::make_shared<std::string>();
  auto* command = add_terminal_command(
    app, at, "float", "Set the float; the first one opens the sales day",
    [&at, text] { return change_float(at, *text); });
  command->add_option("amount", *text, "Kronor")->required();
  command->footer("Example:\n  kassa float 1500\n");
}

void add_cash(CLI::App& app, terminal_context& at) {
  struct words {
    std::string way, amount, reason;
  };
  auto given = std::make_shared<words>();
  auto* command = add_terminal_command(
    app, at, "cash", "Put cash into the drawer, or take it out", [&at, given] {
      return move_cash(at, given->amount, given->way == "out", given->reason);
    });
  command->add_option("way", given->way)
    ->required()
    ->check(CLI::IsMember({"in", "out"}));
  command->add_option("amount", given->amount, "Kronor")->required();
  command->add_option("--reason", given->reason, "Why; the journal keeps it")
    ->required();
  command->footer("Examples:\n  kassa cash in 500 --reason Växel\n"
                  "  kassa cash out 2000 --reason Bankpåse\n");
}

void add_count(CLI::App& app, terminal_context& at) {
  auto rows = std::make_shared<std::vector<std::string>>();
  auto* command = add_terminal_command(
    app, at, "count", "Count the drawer before a Z, by coin and note",
    [&at, rows] { return count_drawer(at, *rows); });
  command->add_option("rows", *rows, "VALUE=HOW MANY, in kronor")
    ->required()
    ->type_name("VALUE=N");
  command->footer("The difference is kept beside the Z. It changes neither "
                  "sales nor VAT.\nExample:\n"
                  "  kassa count 500=2 100=7 20=4 10=3 5=2 1=8\n");
}

void add_training(CLI::App& app, terminal_context& at) {
  auto state = std::make_shared<std::string>();
  auto* training = add_terminal_command(
    app, at, "training", "Practise: what is sold then counts nowhere",
    [&at, state] { return set_training(at, *state == "on"); });
  training->add_option("state", *state)
    ->required()
    ->check(CLI::IsMember({"on", "off"}));
  training->footer("Example:\n  kassa training on\n");
  auto parking = std::make_shared<std::string>();
  auto* bill = add_terminal_command(
    app, at, "proforma", "Print the open sale or a parked one: EJ KVITTO",
    [&at, parking] { return print_pro_forma(at, *parking); });
  bill->add_option("--parked", *parking, "A parked sale's name");
  bill->footer("Example:\n  kassa proforma --parked \"bord 4\"\n");
}

void add_summary(CLI::App& app, terminal_context& at) {
  auto dates = std::make_shared<std::pair<std::string, std::string>>();
  auto* command = add_terminal_command(
    app, at, "summary", "Sum up the Zs of some sales days",
    [&at, dates] { return sum_period(at, dates->first, dates->second); });
  command->add_option("--from", dates->first, "First sales day, 2026-05-04");
  command->add_option("--to", dates->second, "Last sales day");
  command->footer(
    "Example:\n  kassa summary --from 2026-05-01 --to 2026-05-31\n");
}

void add_unlock(CLI::App& app, terminal_context& at) {
  struct words {
    std::string user, code_file;
    bool by_code = false;
  };
  auto given = std::make_shared<words>();
  auto* command = add_terminal_command(
    app, at, "unlock", "Let a user who is locked out try again at once",
    [&at, given]() -> status {
      if (!given->by_code && given->code_file.empty())
        return lift_lock_out(at, given->user, {});
      auto code
        = read_password(at.ui, given->code_file,
                        at.ui.say("Återställningskod", "Recovery code"));
      return code ? lift_lock_out(at, given->user, *code) : status(code.why());
    });
  command->add_option("user", given->user, "User name")->required();
  command->add_flag("--recovery-code", given->by_code,
                    "Ask for the recovery code; nobody needs to be logged in");
  command->add_option("--code-file", given->code_file,
                      "Its first line is the recovery code");
  command->footer("Examples:\n  kassa unlock bo\n"
                  "  kassa unlock anna --recovery-code\n");
}

} // namespace

void add_day_commands(CLI::App& app, terminal_context& at) {
  add_float(app, at);
  add_cash(app, at);
  add_count(app, at);
  add_training(app, at);
  add_summary(app, at);
  add_unlock(app, at);
}

} // namespace kassa::cli
