#include "node/cli/commands.hpp"
#include "node/cli/replay/replay.hpp"

#include <CLI/CLI.hpp>

namespace kassa::cli {

namespace {

struct replay_words {
  replay::replay_settings with;
  std::string password_file;
  std::string means = "mixed";
  std::int64_t patience = 180;
  std::int64_t pace = 0;

  status run(context& ui) {
    with.patience = std::chrono::seconds(patience);
    with.pace = std::chrono::milliseconds(pace);
    with.plan.means = means == "cash"   ? replay::pay_by::cash
                      : means == "card" ? replay::pay_by::card
                                        : replay::pay_by::mixed;
    auto password
      = read_password(ui, password_file, ui.say("Lösenord", "Password"));
    if (!password)
      return password.why();
    with.password = *password;
    return replay::run_replay(ui, with);
  }
};

void add_options(CLI::App& command, replay_words& words) {
  auto& with = words.with;
  command
    .add_option("--articles", with.articles,
                "CSV: article_no, name, price_ore and more")
    ->required();
  command
    .add_option("--tickets", with.tickets, "CSV: Date,Time,Transaction,Item")
    ->required();
  command
    .add_option("--terminals", with.terminals,
                "Addresses, with commas between; @FILE: an address file")
    ->required()
    ->delimiter(',');
  command.add_option("--user", with.user, "Who sells")->required();
  command.add_option("--password-file", words.password_file,
                     "Its first line is the password; -: standard input");
  command
    .add_option("--seed", with.plan.seed,
                "Chooses cash or card, and names the calls")
    ->capture_default_str();
  command.add_option("--from-date", with.plan.from_date, "First day to play");
  command.add_option("--to-date", with.plan.to_date, "Last day to play");
  command.add_option("--means", words.means, "cash, card or mixed")
    ->check(CLI::IsMember({"cash", "card", "mixed"}))
    ->capture_default_str();
  command
    .add_option("--patience", words.patience,
                "Seconds that a terminal may be away")
    ->check(CLI::Range(1, 86'400))
    ->capture_default_str();
  command
    .add_option("--pace", words.pace,
                "Milliseconds between two sales, for those who look on")
    ->check(CLI::Range(0, 60'000));
}

} // namespace

void add_replay_command(CLI::App& app, context& ui) {
  auto words = std::make_shared<replay_words>();
  auto* command = app.add_subcommand(
    "replay", "Play real tickets through terminals, a cashier at each");
  add_options(*command, *words);
  command->footer(
    "The terminals need clock = \"replay\". A ticket is sold on terminal\n"
    "(ticket number mod N); rows with the same article are one line; each\n"
    "day ends in a Z. Terminals and hub may die and come back meanwhile, and\n"
    "the command itself: given again, it goes on where it was.\nExample:\n"
    "  kassa replay --articles articles.csv --tickets tickets.csv \\\n"
    "    --terminals 127.0.0.1:4780,127.0.0.1:4781 --user anna\n");
  command->callback([&ui, words] { report(ui, words->run(ui)); });
}

} // namespace kassa::cli
