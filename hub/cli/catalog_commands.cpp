#include "hub/cli/office.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <ostream>

namespace kassa::hub {

namespace {

result<v1::Permission> permission_named(std::string name) {
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) {
    return static_cast<char>(std::toupper(c));
  });
  v1::Permission out;
  if (!v1::Permission_Parse("PERMISSION_" + name, &out)
      || out == v1::PERMISSION_UNSPECIFIED)
    return error{errc::usage, {{"what", "--may " + name}}};
  return out;
}

struct user_options {
  v1::AddUserRequest request;
  std::string password_file;
  std::string pin_file;
  bool pin = false;
  std::vector<std::string> may;
};

void add_user(office_context& to, user_options& with) {
  for (const auto& name : with.may) {
    auto permission = permission_named(name);
    if (!permission)
      return cli::fail(to.ui, permission.why());
    with.request.add_permissions(*permission);
  }
  auto password = cli::read_password(to.ui, with.password_file,
                                     to.ui.say("Lösenord: ", "Password: "));
  if (!password)
    return cli::fail(to.ui, password.why());
  with.request.set_password(*password);
  if (with.pin || !with.pin_file.empty()) {
    auto pin = cli::read_password(to.ui, with.pin_file, "PIN: ");
    if (!pin)
      return cli::fail(to.ui, pin.why());
    with.request.set_pin(*pin);
  }
  to.run(&office_context::service::AddUser, with.request,
         [&](const v1::Pending& x) { show_pending(to.ui, x); });
}

void add_user_command(CLI::App& app, const office_ptr& to) {
  auto& user = *app.add_subcommand("user", "Users of a store's tills: add");
  user.require_subcommand(1);
  user.footer("Example:\n  kassa user add anna --store bageri --name Anna");
  auto& command = *user.add_subcommand("add", "Adds a user, or replaces one");
  auto with = std::make_shared<user_options>();
  command
    .add_option_function<std::string>(
      "user", [with](const std::string& x) { with->request.set_user(x); },
      "User name")
    ->required();
  add_store_option(
    command, [with](const std::string& x) { with->request.set_store(x); });
  command.add_option_function<std::string>(
    "--name", [with](const std::string& x) { with->request.set_name(x); },
    "As shown and printed [the user name]");
  command
    .add_option("--may", with->may,
                "sell, return, z, drawer, discount, cash, manage [sell,return]")
    ->delimiter(',');
  command.add_option("--password-file", with->password_file,
                     "First line of this file; - is standard input");
  command.add_flag("--pin", with->pin,
                   "Ask for a PIN too, 4 to 12 digits, for a fast change at a "
                   "till where the user has logged in");
  command.add_option("--pin-file", with->pin_file,
                     "First line of this file is the PIN");
  add_hub_option(command, to);
  command.footer("Examples:\n  kassa user add anna --store bageri --name Anna "
                 "--may sell,return,z\n  kassa user add bo --store bageri "
                 "--pin");
  command.callback([to, with] { add_user(*to, *with); });
}

void add_articles_command(CLI::App& app, const office_ptr& to) {
  auto& articles = *app.add_subcommand("articles", "Articles: import");
  articles.require_subcommand(1);
  articles.footer(
    "Example:\n  kassa articles import articles.csv --store bageri");
  auto& command = *articles.add_subcommand(
    "import", "Reads a CSV of articles, whole or not at all");
  auto request = std::make_shared<v1::ImportArticlesRequest>();
  auto file = std::make_shared<std::string>();
  command.add_option("file", *file, "CSV, UTF-8")->required();
  add_store_option(command, request);
  command.add_flag_callback(
    "--replace", [request] { request->set_replace(true); },
    "Delete articles that the file does not name");
  add_hub_option(command, to);
  command.footer(
    "Columns: article_no,name,group,kind,price_ore,vat_basis_points,ean13\n"
    "and, if you like: purchase_price_ore,unit,decimals,open_price,"
    "group_open_price,effective_from,deposit,vat_eat_in,vat_take_away\n"
    "(deposit: the article number of the pant; vat_eat_in, vat_take_away: "
    "basis points)\n"
    "Example:\n  kassa articles import articles.csv --store bageri\n"
    "  kassa publish --store bageri");
  command.callback([to, request, file] {
    auto text = cli::read_file(*file);
    if (!text)
      return cli::fail(to->ui, text.why());
    request->set_csv(*std::move(text));
    request->set_file_name(*file);
    to->run(&office_context::service::ImportArticles, *request,
            [&](const v1::Pending& x) { show_pending(to->ui, x); });
  });
}

void add_layout_command(CLI::App& app, const office_ptr& to) {
  auto& layout = *app.add_subcommand("layout", "Button layouts: import");
  layout.require_subcommand(1);
  layout.footer("Example:\n  kassa layout import main.json --store bageri");
  auto& command
    = *layout.add_subcommand("import", "Reads a layout from a JSON file");
  auto request = std::make_shared<v1::ImportLayoutRequest>();
  auto file = std::make_shared<std::string>();
  command.add_option("file", *file, "JSON of a kassa.v1.Layout")->required();
  add_store_option(command, request);
  command.add_option_function<std::string>(
    "--id", [request](const std::string& x) { request->set_layout(x); },
    "Id of the layout [main]");
  add_hub_option(command, to);
  command.footer(
    "Example of a file:\n"
    "  {\"name\":\"Bageri\",\"columns\":4,\"rows\":3,\"is_default\":true,\n"
    "   \"buttons\":[{\"column\":0,\"row\":0,\"article\":\"101\"},\n"
    "              {\"column\":1,\"row\":0,\"group\":\"Bageri\"}]}\n"
    "Example:\n  kassa layout import main.json --store bageri");
  command.callback([to, request, file] {
    auto text = cli::read_file(*file);
    if (!text)
      return cli::fail(to->ui, text.why());
    if (!cli::report(to->ui,
                     cli::from_json(*text, *request->mutable_content())))
      return;
    if (request->layout().empty())
      request->set_layout("main");
    to->run(&office_context::service::ImportLayout, *request,
            [&](const v1::Pending& x) { show_pending(to->ui, x); });
  });
}

void add_publish_command(CLI::App& app, const office_ptr& to) {
  auto& command = *app.add_subcommand(
    "publish", "Gives what waits to all terminals of a store");
  auto request = std::make_shared<v1::PublishRequest>();
  add_store_option(command, request);
  command.add_option_function<std::uint64_t>(
    "--base-version",
    [request](std::uint64_t x) { request->set_base_version(x); },
    "Refuse when the catalog is at another version");
  add_hub_option(command, to);
  command.footer("Example:\n  kassa publish --store bageri");
  command.callback([to, request] {
    to->run(&office_context::service::Publish, *request,
            [&](const v1::PublishAnswer& x) {
              *to->ui.out << "Version " << x.head().name().version() << ": "
                          << x.changed_rows()
                          << to->ui.say(" rader ändrade, ", " rows changed, ")
                          << x.head().rows()
                          << to->ui.say(" i allt.\n", " in all.\n");
            });
  });
}

} // namespace

void show_pending(cli::context& ui, const v1::Pending& x) {
  *ui.out << x.changed() << ui.say(" rader ändrade, ", " rows changed, ")
          << x.rows()
          << ui.say(" väntar på 'kassa publish'.\n",
                    " wait for 'kassa publish'.\n");
}

void add_catalog_commands(CLI::App& app, const office_ptr& to) {
  add_user_command(app, to);
  add_articles_command(app, to);
  add_layout_command(app, to);
  add_publish_command(app, to);
}

} // namespace kassa::hub
