#include "hub/cli/commands.hpp"
#include "node/cli/commands.hpp"

#include <CLI/CLI.hpp>
#include <gtest/gtest.h>

namespace kassa::cli {
namespace {

/// `path` and everything below it shows how it is typed.
void expect_examples(const CLI::App& of, const std::string& path) {
  EXPECT_NE(of.get_footer().find("  " + path), std::string::npos)
    << path << " shows no example of its own";
  for (const auto* below : of.get_subcommands({}))
    expect_examples(*below, path + ' ' + below->get_name());
}

TEST(CliHelp, EachCommandShowsAnExampleOfItsOwn) {
  context ui;
  terminal_context at(ui);
  CLI::App app;
  hub::add_hub_commands(app, ui);
  add_sale_commands(app, at);
  add_terminal_commands(app, at);
  add_replay_command(app, ui);
  add_errors_command(app, ui);
  const auto all = app.get_subcommands({});
  EXPECT_GT(all.size(), 30u);
  for (const auto* one : all)
    expect_examples(*one, "kassa " + one->get_name());
}

} // namespace
} // namespace kassa::cli
