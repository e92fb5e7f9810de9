#include "node/cli/help.hpp"

#include "proto/base/console.hpp"

#include <CLI/CLI.hpp>

#include <map>
#include <utility>

namespace kassa::cli {

namespace {

const std::map<std::string_view, std::string_view>& swedish() {
  static const std::map<std::string_view, std::string_view> table{
#define KASSA_HELP(english, translated) {english, translated},
#include "node/cli/help_sv.def"
#undef KASSA_HELP
  };
  return table;
}

std::string translated(std::string_view english) {
  return std::string{in_swedish(english).value_or(english)};
}

/// Prose of a footer, a paragraph at a time, and what stands between: empty
/// lines and indented ones, which are examples.
template <class Visit>
void each_part(std::string_view text, const Visit& visit) {
  auto is_prose = [](std::string_view line) {
    return !line.empty() && !line.starts_with(' ');
  };
  auto size = [&text](std::size_t from) {
    return std::min(text.find('\n', from), text.size());
  };
  while (!text.empty()) {
    auto end = size(0);
    auto prose = is_prose(text.substr(0, end));
    auto headed = text.starts_with("Example");
    for (auto next = end + 1; prose && !headed && next < text.size();) {
      auto line = text.substr(next, size(next) - next);
      if (!is_prose(line) || line.starts_with("Example"))
        break;
      end = size(next);
      next = end + 1;
    }
    visit(text.substr(0, end), prose);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

std::string translated_footer(std::string_view text) {
  std::string out;
  each_part(text, [&out](std::string_view part, bool prose) {
    out += prose ? translated(part) : std::string{part};
    out += '\n';
  });
  return out;
}

void label(CLI::App& app) {
  auto words = app.get_formatter();
  for (const auto* name : {"Usage", "OPTIONS", "SUBCOMMAND", "SUBCOMMANDS",
                           "REQUIRED", "Positionals", "Excludes", "Needs"})
    std::static_pointer_cast<CLI::Formatter>(words)->label(name,
                                                           translated(name));
}

void translate(CLI::App& app) {
  label(app);
  app.description(translated(app.get_description()));
  app.footer(translated_footer(app.get_footer()));
  app.group(translated(app.get_group()));
  for (auto* option : app.get_options()) {
    option->description(translated(option->get_description()));
    option->group(translated(option->get_group()));
  }
  for (auto* below : app.get_subcommands({}))
    translate(*below);
}

} // namespace

std::optional<std::string_view> in_swedish(std::string_view english) {
  auto found = swedish().find(english);
  if (found == swedish().end())
    return std::nullopt;
  return found->second;
}

void each_help_text(const CLI::App& app,
                    const std::function<void(std::string_view)>& visit) {
  auto tell = [&visit](std::string_view text) {
    if (!text.empty())
      visit(text);
  };
  tell(app.get_description());
  tell(app.get_group());
  each_part(app.get_footer(), [&tell](std::string_view part, bool prose) {
    if (prose)
      tell(part);
  });
  for (const auto* option : app.get_options()) {
    tell(option->get_description());
    tell(option->get_group());
  }
  for (const auto* below : app.get_subcommands({}))
    each_help_text(*below, visit);
}

std::string usage_words(std::string english, language lang) {
  if (lang != language::sv)
    return english;
  constexpr std::pair<std::string_view, std::string_view> phrases[] = {
    {"A subcommand is required", "Ett kommando saknas"},
    {" required but received ", " behövs, men antalet var "},
    {" is required", " saknas"},
    {": At least ", ": minst "},
    {": At Most ", ": högst "},
    {" required ", " × "},
    {" missing", " saknas"},
    {"Could not convert: ", "Går inte att läsa: "},
    {" requires ", " kräver "},
    {" excludes ", " går inte ihop med "},
    {"Value ", "värdet "},
    {" not in range ", " ligger inte från "},
    {" to ", " till "},
    {" not in ", " finns inte bland "},
    {"File does not exist: ", "filen finns inte: "},
  };
  for (auto [said, meant] : phrases)
    if (auto at = english.find(said); at != std::string::npos)
      english.replace(at, said.size(), meant);
  return english;
}

void speak(CLI::App& app, language lang) {
  if (lang == language::sv)
    translate(app);
}

language language_of(int argc, char** argv, language otherwise) {
  constexpr std::string_view flag = "--lang";
  for (int i = 1; i < argc; ++i) {
    std::string_view word = argv[i];
    if (word == flag && i + 1 < argc)
      return language_named(argv[i + 1]).value_or(otherwise);
    if (word.starts_with(flag) && word.substr(flag.size()).starts_with('='))
      return language_named(word.substr(flag.size() + 1)).value_or(otherwise);
  }
  return otherwise;
}

} // namespace kassa::cli
