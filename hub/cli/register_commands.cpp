#include "actors/catalog/embedded.hpp"
#include "hub/cli/office.hpp"
#include "store/files.hpp"

#include <CLI/CLI.hpp>

#include <ostream>

namespace kassa::hub {

namespace {

void add_store_add(CLI::App& store, const office_ptr& to) {
  auto& command = *store.add_subcommand("add", "Adds a store");
  auto request = std::make_shared<v1::AddStoreRequest>();
  auto footer = std::make_shared<std::vector<std::string>>();
  auto text = [&](const char* flag, auto set, const char* words) {
    return command.add_option_function<std::string>(
      flag, [request, set](const std::string& x) { set(*request, x); }, words);
  };
  auto data = [&](const char* flag, void (v1::StoreData::*set)(std::string &&),
                  const char* words) {
    return text(
      flag,
      [set](v1::AddStoreRequest& r, std::string x) {
        (r.mutable_data()->*set)(std::move(x));
      },
      words);
  };
  text(
    "store", [](auto& r, const std::string& x) { r.set_store(x); },
    "Id of the store: 1 to 16 of a-z, 0-9 and -")
    ->required();
  data("--name", &v1::StoreData::set_name<std::string>, "As printed")
    ->required();
  data("--org-no", &v1::StoreData::set_org_no<std::string>,
       "Company number, ten digits")
    ->required();
  data("--company", &v1::StoreData::set_company<std::string>,
       "Company [the name]");
  data("--address", &v1::StoreData::set_address<std::string>,
       "Address, as printed");
  data("--time-zone", &v1::StoreData::set_time_zone<std::string>,
       "IANA name [Europe/Stockholm]");
  command.add_option("--footer", *footer, "Lines under each receipt");
  add_hub_option(command, to);
  command.footer("Example:\n  kassa store add bageri --name 'Södermalms "
                 "Bageri' --org-no 556677-8899 --address 'Götgatan 1, "
                 "Stockholm'");
  command.callback([to, request, footer] {
    for (const auto& line : *footer)
      request->mutable_data()->add_footer(line);
    to->run(&office_context::service::AddStore, *request,
            [&](const v1::StoreSummary& x) {
              *to->ui.out << to->ui.say("Butiken finns: ", "Added store ")
                          << x.store() << "\n";
            });
  });
}

/// What `store set` was given; one of them.
struct store_words {
  std::string store;
  std::string org_no;
  std::vector<std::string> rows;
  bool no_rows = false;
};

result<v1::SetStoreRequest> request_of(const store_words& with) {
  if (with.rows.empty() && !with.no_rows && with.org_no.empty())
    return error{errc::usage, {{"what", "--embedded-barcode, --org-no"}}};
  v1::SetStoreRequest out;
  out.set_store(with.store);
  out.set_org_no(with.org_no);
  for (const auto& text : with.rows) {
    auto row = catalog::parse_embedded(text);
    if (!row)
      return row.why();
    *out.add_embedded_barcodes() = *std::move(row);
  }
  return out;
}

void add_store_set(CLI::App& store, const office_ptr& to) {
  auto& command = *store.add_subcommand(
    "set", "Sets a store's table of barcodes that carry a price or a quantity, "
           "or corrects its company number");
  auto with = std::make_shared<store_words>();
  command.add_option("store", with->store, "Store")->required();
  auto* rows
    = command
        .add_option("--embedded-barcode", with->rows,
                    "PREFIX:ARTICLE-DIGITS:VALUE-DIGITS:price|quantity:DECIMALS"
                    ", repeatable; the table is replaced")
        ->type_name("ROW");
  auto* none
    = command
        .add_flag("--no-embedded-barcodes", with->no_rows, "An empty table")
        ->excludes(rows);
  command
    .add_option("--org-no", with->org_no,
                "Company number, ten digits; only while the store has no "
                "terminal")
    ->excludes(rows)
    ->excludes(none);
  add_hub_option(command, to);
  command.footer(
    "Prefix, article, value and check digit are 13 digits together.\n"
    "Examples:\n  kassa store set bageri --embedded-barcode 20:6:4:price:2 "
    "--embedded-barcode 23:6:4:quantity:3\n"
    "  kassa store set bageri --org-no 556677-8899\n"
    "  kassa publish --store bageri");
  command.callback([to, with] {
    auto request = request_of(*with);
    if (!request)
      return cli::fail(to->ui, request.why());
    to->run(&office_context::service::SetStore, *request,
            [&](const v1::Pending& x) { show_pending(to->ui, x); });
  });
}

void add_store_list(CLI::App& store, const office_ptr& to) {
  auto& command = *store.add_subcommand("list", "Lists the stores");
  add_hub_option(command, to);
  command.footer("Example:\n  kassa store list");
  command.callback([to] {
    to->run(&office_context::service::ListStores, v1::ListStoresRequest{},
            [&](const v1::StoreList& x) {
              auto& ui = to->ui;
              cli::table rows{{ui.say("butik", "store"), ui.say("namn", "name"),
                               ">version", ui.say(">rader", ">rows"),
                               ui.say(">väntar", ">pending"),
                               ui.say(">kassor", ">terminals")}};
              for (const auto& one : x.stores())
                rows.add({one.store(), one.name(),
                          std::to_string(one.catalog().name().version()),
                          std::to_string(one.catalog().rows()),
                          std::to_string(one.pending_rows()),
                          std::to_string(one.terminals())});
              rows.print(*ui.out);
            });
  });
}

// The bundle holds a secret: its owner reads it, nobody else.
status write_bundle(const std::string& path, const v1::Bundle& bundle) {
  return store::files{}.replace(path, cli::to_json(bundle) + "\n", true);
}

void show_code(cli::context& ui, const v1::AddTerminalAnswer& x) {
  if (ui.json)
    return cli::print_json(ui, x);
  *ui.out << ui.say("Kassa ", "Terminal ") << x.terminal()
          << ui.say(", engångskod till ", ", one-time code until ")
          << show_time(x.code_until_ms()) << ": " << x.code() << "\n"
          << ui.say("På kassan: ", "At the register: ")
          << "kassa-node enrol --hub " << x.enrol() << " --code " << x.code()
          << " --data " << x.terminal() << "\n";
}

void add_terminal_add(CLI::App& terminal, const office_ptr& to) {
  auto& command = *terminal.add_subcommand(
    "add", "Adds a terminal: by a bundle that sets it up, or a one-time code");
  struct options {
    v1::AddTerminalRequest request;
    std::string out;
    bool code = false;
  };
  auto with = std::make_shared<options>();
  auto text = [&](const char* flag, auto set, const char* words) {
    return command.add_option_function<std::string>(
      flag, [with, set](const std::string& x) { set(with->request, x); },
      words);
  };
  text(
    "--store", [](auto& r, const std::string& x) { r.set_store(x); }, "Store")
    ->required();
  text(
    "--id", [](auto& r, const std::string& x) { r.set_terminal(x); },
    "Terminal-ID, 4 to 16 of A-Z and 0-9 [issued by the hub]");
  text(
    "--name", [](auto& r, const std::string& x) { r.set_name(x); },
    "Display name [Kassa N]");
  auto* out
    = command.add_option("--out", with->out, "File to write the bundle to");
  command
    .add_flag("--code", with->code,
              "A one-time code instead: the machine fetches its bundle")
    ->excludes(out);
  add_hub_option(command, to);
  command.footer(
    "A code is good for one machine, and has to be used within 15 minutes.\n"
    "Examples:\n  kassa terminal add --store bageri --name 'Kassa "
    "1' --out kassa1.bundle\n  kassa-node init --bundle "
    "kassa1.bundle --data kassa1\n"
    "  kassa terminal add --store bageri --code");
  command.callback([to, with] {
    if (with->out.empty() && !with->code)
      return cli::fail(to->ui, {errc::usage, {{"what", "--out, --code"}}});
    with->request.set_by_code(with->code);
    auto answer = to->ask(&office_context::service::AddTerminal, with->request);
    if (!answer)
      return cli::fail(to->ui, answer.why());
    if (with->code)
      return show_code(to->ui, *answer);
    if (!cli::report(to->ui, write_bundle(with->out, answer->bundle())))
      return;
    if (to->ui.json) {
      // The secret is in the file, and nowhere else.
      answer->mutable_bundle()->clear_secret();
      return cli::print_json(to->ui, *answer);
    }
    *to->ui.out << to->ui.say("Kassa ", "Terminal ") << answer->terminal()
                << ": " << with->out << "\n"
                << to->ui.say("Återställningskod: ", "Recovery code: ")
                << answer->bundle().recovery_code() << "\n";
  });
}

void show_terminals(cli::context& ui, const v1::TerminalList& x) {
  cli::table rows{{"Terminal-ID", ui.say("namn", "name"),
                   ui.say("läge", "state"), ui.say(">hos oss", ">held"),
                   ui.say(">arkiverat", ">archived"), ui.say(">har", ">told"),
                   ui.say("hörd", "heard"), ">version"}};
  for (const auto& one : x.terminals()) {
    auto state = one.fenced()                 ? ui.say("spärrad", "fenced")
                 : one.retiring() == "closed" ? ui.say("avvecklad", "retired")
                 : one.revoked()              ? ui.say("indragen", "revoked")
                 : !one.retiring().empty()    ? ui.say("avvecklas", "retiring")
                 : one.connected()            ? ui.say("ansluten", "connected")
                 : one.bound()                ? ui.say("borta", "away")
                                              : ui.say("ny", "new");
    rows.add({one.terminal(), one.name(), state, std::to_string(one.held_seq()),
              std::to_string(one.archived_seq()),
              std::to_string(one.announced_seq()), show_time(one.heard_ms()),
              std::to_string(one.catalog().version())});
  }
  rows.print(*ui.out);
  for (const auto& one : x.terminals())
    if (const auto& why = one.fenced()    ? one.fence_reason()
                          : one.revoked() ? one.revoke_reason()
                                          : one.retire_reason();
        !why.empty())
      *ui.out << one.terminal() << ": " << why << "\n";
}

void add_terminal_revoke(CLI::App& app, const office_ptr& to) {
  auto& command = *app.add_subcommand(
    "revoke", "Take a terminal's access to the hub away, for ever");
  auto request = std::make_shared<v1::RevokeTerminalRequest>();
  command.add_option("terminal", *request->mutable_terminal(), "Terminal-ID")
    ->required();
  add_store_option(command, request);
  command
    .add_option("--reason", *request->mutable_reason(),
                "Why, for those who come after")
    ->required();
  add_hub_option(command, to);
  command.footer(
    "For one that was stolen or lost: its connection ends at once, and "
    "nothing\n"
    "more is taken from it. What it had sold and not sent shows as missing.\n\n"
    "Example:\n  kassa terminal revoke T3SRZN2YK78 --store bageri --reason "
    "stolen");
  command.callback([to, request] {
    to->run(&office_context::service::RevokeTerminal, *request,
            [&](const v1::TerminalSummary& x) {
              v1::TerminalList one;
              *one.add_terminals() = x;
              show_terminals(to->ui, one);
            });
  });
}

void add_terminals(CLI::App& app, const office_ptr& to) {
  auto& command = *app.add_subcommand(
    "terminals", "How a store's terminals are; never what they sold");
  auto request = std::make_shared<v1::ListTerminalsRequest>();
  add_store_option(command, request);
  add_hub_option(command, to);
  command.footer("Example:\n  kassa terminals --store bageri");
  command.callback([to, request] {
    to->run(&office_context::service::ListTerminals, *request,
            [&](const v1::TerminalList& x) { show_terminals(to->ui, x); });
  });
}

} // namespace

void add_register_commands(CLI::App& app, const office_ptr& to) {
  auto& store = *app.add_subcommand("store", "Stores: add, set, list");
  store.require_subcommand(1);
  store.footer("Examples:\n  kassa store add bageri --name Bageri --org-no "
               "556677-8899\n  kassa store list");
  add_store_add(store, to);
  add_store_set(store, to);
  add_store_list(store, to);
  auto& terminal = *app.add_subcommand(
    "terminal", "Terminals: add, revoke, retire, many by a file");
  terminal.require_subcommand(1);
  terminal.footer("Example:\n  kassa terminal add --store bageri --out "
                  "kassa1.bundle");
  add_terminal_add(terminal, to);
  add_terminal_revoke(terminal, to);
  add_retire_commands(terminal, to);
  add_slots_commands(terminal, to);
  add_terminals(app, to);
}

} // namespace kassa::hub
