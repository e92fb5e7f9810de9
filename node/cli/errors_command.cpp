#include "node/cli/commands.hpp"

#include <CLI/CLI.hpp>

#include <ostream>

namespace kassa::cli {

namespace {

void print_markdown(context& ui) {
  auto& out = *ui.out;
  out
    << "# Error codes\n\n"
       "Made by `kassa errors --markdown` from `base/error_codes.def`; a test\n"
       "compares. A code keeps its name and its number for ever. *retry*: the\n"
       "same call may succeed later; *ask*: a person must change something;\n"
       "*stop*: do not go on, call for help. `{name}` is a field of the "
       "error.\n"
       "\n| number | code | kind | Swedish | English |\n"
       "|---:|---|---|---|---|\n";
  const auto [rows, count] = error_table();
  for (std::size_t i = 0; i < count; ++i)
    out << "| " << static_cast<int>(rows[i].code) << " | `" << rows[i].name
        << "` | " << to_string(rows[i].kind) << " | " << rows[i].sv << " | "
        << rows[i].en << " |\n";
  out.flush();
}

/// An error whose words show the names of its fields: "{what}".
error named_fields(const error_row& row) {
  error out{row.code};
  for (auto text : {row.sv, row.en}) {
    for (auto open = text.find('{'); open != std::string_view::npos;
         open = text.find('{', open + 1)) {
      std::string name{text.substr(open, text.find('}', open) + 1 - open)};
      out.fields[name.substr(1, name.size() - 2)] = name;
    }
  }
  return out;
}

void print_json_lines(context& ui) {
  const auto [rows, count] = error_table();
  for (std::size_t i = 0; i < count; ++i)
    *ui.out << error_json(named_fields(rows[i])) << '\n';
  ui.out->flush();
}

void print_table(context& ui) {
  table out({ui.say(">nummer", ">number"), ui.say("kod", "code"),
             ui.say("slag", "kind"), ui.say("ord", "words")});
  const auto [rows, count] = error_table();
  for (std::size_t i = 0; i < count; ++i)
    out.add({std::to_string(static_cast<int>(rows[i].code)),
             std::string(rows[i].name), std::string(to_string(rows[i].kind)),
             std::string(ui.lang == language::sv ? rows[i].sv : rows[i].en)});
  out.print(*ui.out);
}

} // namespace

void add_errors_command(CLI::App& app, context& ui) {
  auto markdown = std::make_shared<bool>(false);
  auto* command = app.add_subcommand("errors", "The table of error codes");
  command->add_flag("--markdown", *markdown, "As proto/ERRORS.md");
  command->footer("Examples:\n  kassa errors\n  kassa errors --json\n"
                  "  kassa errors --markdown > ERRORS.md\n");
  command->callback([&ui, markdown] {
    if (*markdown)
      print_markdown(ui);
    else if (ui.json)
      print_json_lines(ui);
    else
      print_table(ui);
  });
}

} // namespace kassa::cli
