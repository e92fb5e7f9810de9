#include "node/config.hpp"
#include "node/daemon.hpp"
#include "proto/base/console.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <map>
#include <ostream>
#include <string>

// kassa-node: the terminal daemon.

namespace {

using namespace kassa;

constexpr const char* examples = R"(Examples:
  kassa-node init --bundle kassa1.json --data /var/lib/kassa1
  kassa-node enrol --hub 192.0.2.7 --code CODE --data /var/lib/kassa1
  kassa-node run --data /var/lib/kassa1
  kassa-node run --config kassa1.toml --register-address 127.0.0.1:0
  kassa-node --print-config > kassa.toml
)";

using given_flags = std::map<std::string, std::string>;

/// A flag for every setting; it keeps the text, checks come later.
void add_flags(CLI::App& to, given_flags& given) {
  for (const auto& x : node::settings()) {
    std::string name{x.name};
    auto flag = "--" + name;
    std::replace(flag.begin(), flag.end(), '_', '-');
    std::string words{x.words};
    std::replace(words.begin(), words.end(), '\n', ' ');
    if (std::holds_alternative<bool node::config::*>(x.where))
      to.add_flag_function(
        flag, [&given, name](std::int64_t) { given[name] = "true"; }, words);
    else
      to.add_option_function<std::string>(
        flag, [&given, name](const std::string& v) { given[name] = v; }, words);
  }
}

/// The file, and the flags above it.
result<node::config> gather(const std::string& file, const given_flags& given) {
  auto path = file;
  if (path.empty() && given.contains("data")
      && std::filesystem::exists(node::config_path(given.at("data"))))
    path = node::config_path(given.at("data"));
  auto out = path.empty() ? result<node::config>{node::config{}}
                          : node::read_config(path);
  if (!out)
    return out;
  for (const auto& [name, text] : given)
    if (auto s = node::set_from_text(*out, name, text); !s)
      return error{errc::usage, s.why().fields};
  if (auto s = node::check(*out); !s)
    return error{errc::usage, s.why().fields};
  // The machine's registry names folders: they must not depend on where the
  // program was started.
  out->data = std::filesystem::absolute(out->data).lexically_normal().string();
  return out;
}

/// What the command line says.
struct command_line {
  std::string file, bundle;
  node::enrol_words enrolling;
  bool force = false;
  bool print = false;
  given_flags given;
  CLI::App* run = nullptr;
  CLI::App* init = nullptr;
  CLI::App* enrol = nullptr;
};

void add_run(CLI::App& app, command_line& to) {
  to.run = app.add_subcommand("run", "Run the register until SIGTERM");
  to.run->add_option("--config", to.file,
                     "TOML file; default: DATA/kassa-node.toml");
  to.run->footer("Examples:\n  kassa-node run --data kassa1\n"
                 "  kassa-node run --config kassa1.toml --clock replay\n");
  add_flags(*to.run, to.given);
}

void add_force(CLI::App& command, command_line& to) {
  command.add_flag("--force", to.force,
                   "Take a closed register's place on this machine, though not "
                   "all of it is in a backup of the hub");
}

void add_init(CLI::App& app, command_line& to) {
  to.init = app.add_subcommand("init", "Set a register up from a bundle");
  to.init->add_option("--bundle", to.bundle, "The file of 'kassa terminal add'")
    ->required();
  to.init->add_option("--config", to.file, "TOML file with settings to keep");
  to.init->footer(
    "Example:\n  kassa-node init --bundle kassa1.bundle --data kassa1 "
    "--printer file:kvitton.txt\n");
  add_force(*to.init, to);
  add_flags(*to.init, to.given);
}

void add_enrol(CLI::App& app, command_line& to) {
  to.enrol = app.add_subcommand(
    "enrol", "Set a register up with a one-time code of the hub");
  auto* code = to.enrol->add_option("--code", to.enrolling.code,
                                    "As 'kassa terminal add --code' told it");
  to.enrol
    ->add_option("--slots", to.enrolling.slots,
                 "Instead, the file of 'kassa terminal slots'; then --hub may "
                 "be left out")
    ->excludes(code);
  to.enrol->add_option("--config", to.file, "TOML file with settings to keep");
  to.enrol->footer(
    "Here --hub is where the hub enrols, HOST[:PORT]. The same command may be "
    "given again\nuntil it has succeeded. A register whose hub is lost for "
    "ever "
    "comes to a new one by a\ncode for its own Terminal-ID: its journal and "
    "numbers go on.\n"
    "Example:\n  kassa-node enrol --hub 192.0.2.7 --code "
    "K7QD-2M4X-9PTA-0VBC-6RZH-WE3J-D81S-5NG --data kassa1\n");
  add_force(*to.enrol, to);
  add_flags(*to.enrol, to.given);
}

/// Does what was asked for. A usage error is told by its words.
std::string carry_out(command_line& what, cli::context& ui) {
  if (!*what.run && !*what.init && !*what.enrol)
    return "run, init or enrol is missing";
  if (*what.enrol) { // Where it enrols is no setting.
    auto& how = what.enrolling;
    if (how.code.empty() && how.slots.empty())
      return "--code or --slots is missing";
    if (auto given = what.given.extract("hub"))
      how.hub = given.mapped();
    else if (how.slots.empty())
      return "--hub is missing";
    how.force = what.force;
  }
  auto with = gather(what.file, what.given);
  if (!with) {
    cli::fail(ui, with.why());
    return {};
  }
  node::hold_signals();
  cli::report(ui, *what.init
                    ? node::init_folder(*with, what.bundle, what.force, ui)
                  : *what.enrol ? node::enrol_folder(*with, what.enrolling, ui)
                                : node::run(*with, ui));
  return {};
}

} // namespace

int main(int argc, char** argv) {
  cli::context ui;
  ui.program = "kassa-node";
  CLI::App app{"The register of one till: sells, journals, prints and syncs.",
               "kassa-node"};
  app.footer(examples + cli::exit_code_help());
  app.fallthrough();
  app.set_version_flag("--version", KASSA_VERSION);
  app.add_flag("--json", ui.json, "Print JSON, for programs");
  command_line what;
  app.add_flag("--print-config", what.print,
               "Print every setting with its default and what it does");
  add_run(app, what);
  add_init(app, what);
  add_enrol(app, what);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    if (e.get_exit_code() == 0)
      return app.exit(e);
    cli::fail_usage(ui, argc, argv, e.what());
    return ui.exit;
  }
  if (what.print) {
    *ui.out << (ui.json ? node::config_json({}) + '\n' : node::print_config({}))
            << std::flush;
    return cli::exit_ok;
  }
  if (auto wrong = carry_out(what, ui); !wrong.empty())
    cli::fail_usage(ui, argc, argv, wrong);
  return ui.exit;
}
