#include "tests/emulator/card_device.hpp"
#include "tests/emulator/certificates.hpp"
#include "tests/emulator/printer.hpp"
#include "tests/emulator/server.hpp"
#include "tests/emulator/sessions.hpp"
#include "tests/emulator/tls_server.hpp"

#include <CLI/CLI.hpp>
#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <unistd.h>

namespace {

using namespace kassa::emulator;

constexpr auto about
  = "Plays control units, a card terminal and a receipt printer on this\n"
    "machine, for tests and demonstrations. Its codes are worth nothing, and "
    "it\n"
    "takes no money.";

constexpr auto footer
  = "Faults, by --kd-order, --ccsp-order and --tcs-order or on the control "
    "port (there with "
    "the unit's\nname before them, a line each):\n"
    "  fault NAME [count=N|always] [ms=N] [code=C] [on=receipts|queries|all]\n"
    "    no_answer lost late bad_checksum code busy storage_full storage_high\n"
    "    power_fail clock repeat garbage split buffered\n"
    "  replay same|new|no\n"
    "  kind normal|kopia|ovning|profo code|bare|refuse\n"
    "  clear\n"
    "  stats\n"
    "  codes\n"
    "  kinds\n"
    "The card terminal's, by --card-order and \"card ...\":\n"
    "  fault NAME [count=N|always] [ms=N] [on=asks|hellos|all]\n"
    "    decline silent_before silent_after late twice cut_before cut garbled\n"
    "    unknown\n"
    "  clear\n"
    "  charges\n"
    "Orders to the printer:\n"
    "  paper in|low|out; cover open|closed; line on|off; cutter stuck|free\n"
    "  answers on|off; marks on|off|late ms=N; last rows=N; break after=N\n"
    "  text; codes; stats\n"
    "Example:\n"
    "  kassa-emulator --addresses emulator.json --kd-order 'fault lost'\n";

struct options {
  unsigned short kd = 0;
  unsigned short ccsp = 0;
  unsigned short card = 0;
  unsigned short tcs = 0;
  unsigned short printer = 0;
  unsigned short control = 0;
  std::string certificates;
  std::string addresses;
  std::string seed = "huvudkassa";
  std::vector<std::string> kd_orders;
  std::vector<std::string> ccsp_orders;
  std::vector<std::string> card_orders;
  std::vector<std::string> tcs_orders;
  std::vector<std::string> printer_orders;
};

/// Whole or not at all, so that who waits for it never reads half.
bool write_addresses(const std::string& path, const std::string& text) {
  auto part = path + ".part";
  {
    std::ofstream out{part, std::ios::binary};
    out << text;
    if (!out.flush())
      return false;
  }
  return std::rename(part.c_str(), path.c_str()) == 0;
}

template <class Device>
bool give_orders(Device& to, const std::vector<std::string>& orders) {
  for (const auto& x : orders)
    if (auto said = command(to, x); !said.starts_with("ok")) {
      std::cerr << "kassa-emulator: " << said << '\n';
      return false;
    }
  return true;
}

/// Makes an authority, and what a register needs of it, anew. Those of an
/// earlier run are kept: a register may use them still.
bool make_certificates(const std::string& folder,
                       tls_server::credentials& mine) {
  auto read = [&folder](const std::string& name) {
    std::ifstream in{folder + '/' + name, std::ios::binary};
    return std::string{std::istreambuf_iterator<char>{in}, {}};
  };
  credential by{read("ca.pem"), read("ca.key")};
  if (by.certificate.empty() || by.key.empty()) {
    by = make_authority("kassa-emulator");
    auto client = issue(by, "register", {}, kassa::tls::usage::client);
    if (!folder.empty()
        && !(write_private(folder + "/ca.pem", by.certificate)
             && write_private(folder + "/ca.key", by.key)
             && write_private(folder + "/client.pem", client.certificate)
             && write_private(folder + "/client.key", client.key)))
      return false;
  }
  auto server = issue(by, "localhost");
  mine = {server.certificate, server.key, by.certificate};
  return true;
}

struct devices {
  explicit devices(const std::string& seed)
    : kd("EMUKD000000000001", seed + " kd"),
      ccsp("EMUCC000000000001", seed + " ccsp"),
      tcs("EMUTC000000000001", seed + " tcs", system_code) {}

  device kd;
  device ccsp;
  device tcs;
  card_device card;
  emulated_printer printer;
};

int serve(const options& with, devices& all,
          const tls_server::credentials& mine) {
  boost::asio::io_context context;
  server kd{context, with.kd, [&] { return make_kd_session(all.kd); }};
  server ccsp{context, with.ccsp, [&] { return make_ccsp_session(all.ccsp); }};
  tls_server tcs{context, with.tcs, mine,
                 [&] { return make_tcs_session(all.tcs); }};
  server card{context, with.card, [&] { return make_card_session(all.card); }};
  server printer{context, with.printer,
                 [&] { return make_printer_session(all.printer); }};
  auto orders_for = [](auto& to) {
    return [&to](std::string_view line) { return command(to, line); };
  };
  const std::map<std::string, order_taker> takers{
    {"kd", orders_for(all.kd)},
    {"ccsp", orders_for(all.ccsp)},
    {"tcs", orders_for(all.tcs)},
    {"card", orders_for(all.card)},
    {"printer", orders_for(all.printer)}};
  server control{context, with.control,
                 [&takers] { return make_control_session(takers); }};
  auto text = "{\"kd\":\"" + kd.address() + "\",\"ccsp\":\"" + ccsp.address()
              + "\",\"tcs\":\"" + tcs.address() + "\",\"card\":\""
              + card.address() + "\",\"printer\":\"" + printer.address()
              + "\",\"control\":\"" + control.address()
              + "\",\"pid\":" + std::to_string(getpid()) + "}\n";
  boost::asio::signal_set ends{context, SIGINT, SIGTERM};
  ends.async_wait([&context](const auto&, int) { context.stop(); });
  if (!with.addresses.empty() && !write_addresses(with.addresses, text)) {
    std::cerr << "kassa-emulator: cannot write " << with.addresses << '\n';
    return 3;
  }
  std::cout << text << std::flush;
  context.run();
  return 0;
}

int run(const options& with) {
  devices all{with.seed};
  if (!give_orders(all.kd, with.kd_orders)
      || !give_orders(all.ccsp, with.ccsp_orders)
      || !give_orders(all.tcs, with.tcs_orders)
      || !give_orders(all.card, with.card_orders)
      || !give_orders(all.printer, with.printer_orders))
    return 2;
  tls_server::credentials mine;
  if (!make_certificates(with.certificates, mine)) {
    std::cerr << "kassa-emulator: cannot write to " << with.certificates
              << '\n';
    return 3;
  }
  return serve(with, all, mine);
}

} // namespace

int main(int argc, char** argv) {
  options with;
  CLI::App app{about, "kassa-emulator"};
  app.add_option("--kd", with.kd, "Port of the Skattedosan unit [any]");
  app.add_option("--ccsp", with.ccsp, "Port of the CleanCash unit [any]");
  app.add_option("--card", with.card, "Port of the card terminal [any]");
  app.add_option("--tcs", with.tcs, "Port of Infrasec's control system [any]");
  app.add_option("--certificates", with.certificates,
                 "Folder to write ca.pem, client.pem and client.key to; those "
                 "that are there are kept");
  app.add_option("--printer", with.printer,
                 "Port of the receipt printer [any]");
  app.add_option("--control", with.control, "Port that takes orders [any]");
  app.add_option("--addresses", with.addresses,
                 "File to write the addresses to, as JSON");
  app.add_option("--seed", with.seed, "What the codes are made from")
    ->capture_default_str();
  app.add_option("--kd-order", with.kd_orders, "An order, as below");
  app.add_option("--ccsp-order", with.ccsp_orders, "An order, as below");
  app.add_option("--card-order", with.card_orders, "An order, as below");
  app.add_option("--tcs-order", with.tcs_orders, "An order, as below");
  app.add_option("--printer-order", with.printer_orders,
                 "An order to the printer, as below");
  app.footer(footer);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : 2;
  }
  try {
    return run(with);
  } catch (const boost::system::system_error& e) {
    std::cerr << "kassa-emulator: " << e.what() << '\n';
    return 3;
  }
}
