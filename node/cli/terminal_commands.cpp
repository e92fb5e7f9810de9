#include "node/cli/card.hpp"
#include "node/cli/commands.hpp"
#include "node/cli/day.hpp"
#include "node/cli/law.hpp"
#include "node/cli/receipt_file.hpp"
#include "node/cli/tilling.hpp"
#include "node/cli/unit.hpp"

#include <CLI/CLI.hpp>

namespace kassa::cli {

CLI::App* add_terminal_command(CLI::App& app, terminal_context& at,
                               const std::string& name, const std::string& help,
                               std::function<status()> run) {
  auto* command = app.add_subcommand(name, help)->group("At a terminal");
  command
    ->add_option("--terminal", at.given,
                 "The terminal's address (else $KASSA_TERMINAL, else "
                 "127.0.0.1:4780)")
    ->type_name("ADDRESS");
  command->callback([&at, run = std::move(run)] { report(at.ui, run()); });
  return command;
}

namespace {

void add_people(CLI::App& app, terminal_context& at) {
  struct words {
    std::string user, password_file, layout;
    bool pin = false;
  };
  auto given = std::make_shared<words>();
  auto* command = add_terminal_command(
    app, at, "login", "Log in at a terminal", [&at, given]() -> status {
      auto password
        = read_password(at.ui, given->password_file,
                        given->pin ? "PIN" : at.ui.say("Lösenord", "Password"));
      if (!password)
        return password.why();
      if (given->pin)
        return switch_user(at, given->user, *password);
      return log_in(at, given->user, *password, given->layout);
    });
  command->add_option("user", given->user, "User name")->required();
  command->add_option("--password-file", given->password_file,
                      "Its first line is the password; -: standard input");
  command->add_option("--layout", given->layout, "Button layout");
  command->add_flag("--pin", given->pin,
                    "By PIN: for who has logged in here with the password "
                    "since the register started");
  command->footer("The session is kept in a file that only you can read.\n"
                  "Examples:\n  kassa login anna --terminal 127.0.0.1:4780\n"
                  "  echo hemligt | kassa login anna --password-file -\n"
                  "  kassa login bo --pin\n");
  add_terminal_command(app, at, "logout", "Log out", [&at] {
    return log_out(at);
  })->footer("The open sale stays.\nExample:\n  kassa logout\n");
}

void add_receipt_name(CLI::App& command, receipt_name& which) {
  command.add_option("number", which.number, "Receipt number")->required();
  command.add_option("--series", which.series, "sale or return");
  command.add_option("--of", which.of,
                     "Terminal-ID on the receipt, where it is another");
}

/// Shows a receipt, or makes a file of it.
void add_receipt(CLI::App& app, terminal_context& at) {
  struct words {
    receipt_name which;
    std::string pdf, html, png;
  };
  auto given = std::make_shared<words>();
  auto* one = add_terminal_command(
    app, at, "receipt", "Show a receipt, or save it as a file", [&at, given] {
      const auto& x = *given;
      if (!x.pdf.empty())
        return save_receipt(at, x.which, v1::DOCUMENT_FORMAT_PDF, x.pdf);
      if (!x.html.empty())
        return save_receipt(at, x.which, v1::DOCUMENT_FORMAT_HTML, x.html);
      if (!x.png.empty())
        return save_receipt(at, x.which, v1::DOCUMENT_FORMAT_PNG, x.png);
      return find_receipt(at, x.which);
    });
  add_receipt_name(*one, given->which);
  auto* files = one->add_option_group("file", "Into a file that is not there");
  files->add_option("--pdf", given->pdf, "As PDF")->type_name("FILE");
  files->add_option("--html", given->html, "As HTML")->type_name("FILE");
  files->add_option("--png", given->png, "As a picture")->type_name("FILE");
  files->require_option(0, 1);
  one->footer("An electronic receipt can be saved as often as asked; one on "
              "paper becomes\nits only copy, and says so.\n"
              "Examples:\n  kassa receipt 12 --series return\n"
              "  kassa receipt 13 --pdf kvitto-13.pdf\n");
}

void add_receipts(CLI::App& app, terminal_context& at) {
  add_receipt(app, at);
  auto which = std::make_shared<receipt_name>();
  auto* copy = add_terminal_command(
    app, at, "copy", "Print the one copy that a receipt may have",
    [&at, which] { return copy_receipt(at, *which); });
  add_receipt_name(*copy, *which);
  copy->footer("Examples:\n  kassa copy 12\n"
               "  kassa copy 3 --series return\n");
}

void add_receipt_list(CLI::App& app, terminal_context& at) {
  auto by = std::make_shared<receipt_search>();
  auto* list = add_terminal_command(
    app, at, "receipts", "List receipts of this register",
    [&at, by] { return list_receipts(at, *by); });
  list->add_option("--from", by->from, "First business date, 2026-05-04");
  list->add_option("--to", by->to, "Last business date");
  list->add_option("--number", by->number, "Receipt number");
  list->add_option("--amount", by->amount,
                   "What the goods came to or what was paid, in kronor");
  list->add_option("--article", by->article, "Article number on it");
  list->add_option("--series", by->series, "sale or return [both]");
  list->add_option("--of", by->of,
                   "Terminal-ID of a closed register of this machine");
  list->footer("All that is given must fit.\nExamples:\n"
               "  kassa receipts --from 2026-05-01 --to 2026-05-31\n"
               "  kassa receipts --amount 149 --article 113\n");
}

void add_reports(CLI::App& app, terminal_context& at) {
  struct words {
    bool print = false;
    bool list = false;
    bool by_article = false;
    std::uint64_t number = 0;
  };
  auto given = std::make_shared<words>();
  auto* x = add_terminal_command(
    app, at, "x", "X report: read the open period",
    [&at, given] { return make_x(at, given->print, given->by_article); });
  x->add_flag("--print", given->print, "Print it too");
  x->add_flag("--by-article", given->by_article, "A row an article, too");
  x->footer("It changes nothing.\nExamples:\n  kassa x\n  "
            "kassa x --by-article --print\n");
  auto* z = add_terminal_command(
    app, at, "z", "Z report: close the day, or show an earlier Z",
    [&at, given] {
      if (given->list)
        return list_z(at);
      if (given->number == 0)
        return make_z(at, given->print, given->by_article);
      return given->print ? reprint_z(at, given->number)
                          : find_z(at, given->number);
    });
  z->add_option("number", given->number, "An earlier Z, to show");
  z->add_flag("--list", given->list, "List all Zs");
  z->add_flag("--print", given->print,
              "Print it too; an earlier one is marked KOPIA");
  z->add_flag("--by-article", given->by_article, "A row an article, too");
  z->footer("Examples:\n  kassa z           closes the day\n"
            "  kassa z 17        shows Z 17\n"
            "  kassa z 17 --print   prints it again, as a copy\n"
            "  kassa z --list\n");
}

void add_drawer(CLI::App& app, terminal_context& at) {
  auto text = std::make_shared<std::string>();
  add_terminal_command(app, at, "drawer", "Open the drawer without a sale",
                       [&at] { return open_drawer(at); })
    ->footer("It is journaled, with who did it.\nExample:\n  kassa drawer\n");
  auto* price
    = add_terminal_command(app, at, "price", "Ask for an article's price",
                           [&at, text] { return inquire_price(at, *text); });
  price->add_option("article", *text, "Article number or barcode")->required();
  price->footer("Examples:\n  kassa price 113\n  kassa price 2990000001009\n");
}

void add_printer(CLI::App& app, terminal_context& at) {
  add_terminal_command(app, at, "jobs", "List what is not printed yet", [&at] {
    return list_jobs(at);
  })->footer("Example:\n  kassa jobs\n");
  auto given = std::make_shared<std::pair<std::uint64_t, std::string>>();
  auto* printed = add_terminal_command(
    app, at, "printed", "Answer for the printer: did the job come out?",
    [&at, given] {
      return answer_print(at, given->first, given->second == "yes");
    });
  printed->add_option("job", given->first, "As in 'kassa jobs'")->required();
  printed->add_option("answer", given->second, "no: it is printed again")
    ->required()
    ->check(CLI::IsMember({"yes", "no"}));
  printed->footer("Example:\n  kassa printed 412 yes\n");
}

void add_journal(CLI::App& app, terminal_context& at) {
  struct words {
    std::uint64_t after = 0, limit = 0;
    std::string from, to;
  };
  auto range = std::make_shared<words>();
  auto* journal = add_terminal_command(
    app, at, "journal", "Print the journal, one line a record",
    [&app, &at, range]() -> status {
      if (!app.get_subcommand("journal")->get_subcommands().empty())
        return ok; // Its own callback does it.
      return range->from.empty() && range->to.empty()
               ? show_journal(at, range->after, range->limit)
               : show_journal_of(at, range->from, range->to);
    });
  auto* after
    = journal->add_option("--after", range->after, "Begin after this record");
  auto* limit
    = journal->add_option("--limit", range->limit, "At most so many; 0: all");
  journal->add_option("--from", range->from, "First sales day, closed by its Z")
    ->excludes(after)
    ->excludes(limit);
  journal->add_option("--to", range->to, "Last sales day")
    ->excludes(after)
    ->excludes(limit);
  journal->footer("With --json each line is a whole record.\nExamples:\n"
                  "  kassa journal --from 2026-05-04 --to 2026-05-10\n"
                  "  kassa journal --after 1000 --limit 20\n"
                  "  kassa journal --json > journal.jsonl\n");
  auto path = std::make_shared<std::string>();
  auto* dump = journal->add_subcommand(
    "dump", "Print and check a journal without its register");
  dump
    ->add_option("path", *path,
                 "Raw records of 'kassa hub journal export', or a stopped "
                 "register's data folder")
    ->required();
  dump->footer("Nothing is written there.\nExamples:\n"
               "  kassa journal dump T3SRZN2YK78.journal\n"
               "  kassa journal dump kassa1 --json\n");
  dump->callback([&at, path] { report(at.ui, dump_journal(at.ui, *path)); });
  auto data = std::make_shared<std::string>();
  auto* check = add_terminal_command(
    app, at, "verify", "Rebuild everything from the journal and compare",
    [&at, data] { return verify(at, *data); });
  check->add_option("--data", *data, "The data folder of a stopped daemon");
  check->footer("Examples:\n  kassa verify\n  kassa verify --data kassa1\n");
}

} // namespace

void add_terminal_commands(CLI::App& app, terminal_context& at) {
  add_people(app, at);
  add_reports(app, at);
  add_receipts(app, at);
  add_receipt_list(app, at);
  add_drawer(app, at);
  add_day_commands(app, at);
  add_printer(app, at);
  add_unit_command(app, at);
  add_law_commands(app, at);
  add_card_command(app, at);
  add_journal(app, at);
  auto law = std::make_shared<bool>(false);
  auto* how = add_terminal_command(app, at, "status", "How the terminal is",
                                   [&at, law]() -> status {
                                     if (!*law)
                                       return show_status(at);
                                     show_law(at);
                                     return ok;
                                   });
  how->add_flag("--law", *law,
                "What the register was built to instead: item, paragraph, "
                "wording, verified or not, and what decides it, with the value "
                "that it has where the register answers");
  how->footer("Examples:\n  kassa status\n"
              "  kassa status --terminal 127.0.0.1:4781 --json\n"
              "  kassa status --law\n");
  add_terminal_command(app, at, "watch",
                       "Print events as they come, one JSON object a line",
                       [&at] { return watch(at); })
    ->footer("Until Ctrl-C.\nExample:\n  kassa watch\n");
  add_terminal_command(
    app, at, "confirm-move",
    "A manager's word that a moved data folder may sell again",
    [&at] { return confirm_move(at); })
    ->footer("Only where no hub can be asked, and only when no copy of the\n"
             "folder is in use anywhere: it is journaled.\n"
             "Example:\n  kassa confirm-move\n");
  add_terminal_command(
    app, at, "confirm-clock",
    "A manager's word that a clock behind the journal is right",
    [&at] { return confirm_clock(at); })
    ->footer("Only when the clock was wrong before and is right now: it is "
             "journaled, and\nstands on the Z. Else set the machine's clock.\n"
             "Example:\n  kassa confirm-clock\n");
}

} // namespace kassa::cli
