#include "hub/cli/commands.hpp"
#include "node/cli/commands.hpp"
#include "node/cli/help.hpp"

#include <CLI/CLI.hpp>
#include <gtest/gtest.h>

#include <algorithm>

namespace kassa::cli {
namespace {

/// `path` and everything below it shows how it is typed.
void expect_examples(const CLI::App& of, const std::string& path) {
  EXPECT_NE(of.get_footer().find("  " + path), std::string::npos)
    << path << " shows no example of its own";
  for (const auto* below : of.get_subcommands({}))
    if (!below->get_name().empty()) // A group of options has no name.
      expect_examples(*below, path + ' ' + below->get_name());
}

/// The whole command tree, as `kassa` has it.
struct tree {
  tree() {
    hub::add_hub_commands(app, ui);
    add_sale_commands(app, at);
    add_terminal_commands(app, at);
    add_export_command(app, at);
    add_replay_command(app, ui);
    add_errors_command(app, ui);
  }

  context ui;
  terminal_context at{ui};
  CLI::App app;
};

TEST(CliHelp, EveryTextIsToBeHadInSwedish) {
  tree all;
  each_help_text(all.app, [](std::string_view english) {
    EXPECT_TRUE(in_swedish(english)) << "no Swedish for: " << english;
  });
}

TEST(CliHelp, SpeaksTheLanguageThatIsAskedFor) {
  tree all;
  speak(all.app, language::sv);
  auto help = all.app.get_subcommand("sell")->help();
  EXPECT_NE(help.find("Sälj: ett helt köp"), std::string::npos) << help;
  EXPECT_NE(help.find("Användning: "), std::string::npos) << help;
  EXPECT_NE(help.find("  kassa sell 110 2x113 --cash 200"), std::string::npos)
    << "examples stay as they are typed";
}

TEST(CliHelp, TheLanguageIsKnownBeforeTheCommandLineIsParsed) {
  auto of = [](std::vector<const char*> words) {
    return language_of(static_cast<int>(words.size()),
                       const_cast<char**>(words.data()), language::en);
  };
  EXPECT_EQ(of({"kassa", "sell", "--help"}), language::en);
  EXPECT_EQ(of({"kassa", "--lang", "sv", "--help"}), language::sv);
  EXPECT_EQ(of({"kassa", "--lang=sv"}), language::sv);
  EXPECT_EQ(of({"kassa", "--lang"}), language::en);
}

TEST(CliHelp, WhatIsWrongWithACommandLineIsSaidInSwedish) {
  auto said = [](std::vector<std::string> words) -> std::string {
    tree all;
    all.app.require_subcommand(1);
    std::reverse(words.begin(), words.end()); // As CLI11 takes them.
    try {
      all.app.parse(words);
    } catch (const CLI::ParseError& e) {
      return usage_words(e.what(), language::sv);
    }
    return {};
  };
  EXPECT_EQ(said({}), "Ett kommando saknas");
  EXPECT_EQ(said({"exchange"}), "receipt saknas");
  EXPECT_EQ(said({"return", "1", "--line", "0"}),
            "--line: värdet 0 ligger inte från 1 till 100000");
  EXPECT_EQ(said({"return", "1", "--quantity", "2"}),
            "--quantity kräver --line");
  EXPECT_EQ(usage_words("A subcommand is required", language::en),
            "A subcommand is required");
}

TEST(CliHelp, EachCommandShowsAnExampleOfItsOwn) {
  tree whole;
  const auto all = whole.app.get_subcommands({});
  EXPECT_GT(all.size(), 30u);
  for (const auto* one : all)
    expect_examples(*one, "kassa " + one->get_name());
}

} // namespace
} // namespace kassa::cli
