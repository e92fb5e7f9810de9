#include "tests/emulator/printer.hpp"
#include "tests/emulator/server.hpp"
#include "tests/emulator/sessions.hpp"

#include <CLI/CLI.hpp>
#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <unistd.h>

namespace {

using namespace kassa::emulator;

constexpr auto about = "Plays control units and a receipt printer on this "
                       "machine, for tests and demonstrations. Its\n"
                       "codes are worth nothing.";

constexpr auto footer
  = "Faults, by --kd-order and --ccsp-order or on the control port (there with "
    "the unit's\nname before them, a line each):\n"
    "  fault NAME [count=N|always] [ms=N] [code=C] [on=receipts|queries|all]\n"
    "    no_answer lost late bad_checksum code busy storage_full storage_high\n"
    "    power_fail clock repeat garbage split\n"
    "  replay same|new|no\n"
    "  clear\n"
    "  stats\n"
    "Orders to the printer:\n"
    "  paper in|low|out; cover open|closed; line on|off; cutter stuck|free\n"
    "  answers on|off; marks on|off|late ms=N; last rows=N; break after=N\n"
    "  text; stats\n"
    "Example:\n"
    "  kassa-emulator --addresses emulator.json --kd-order 'fault lost'\n";

struct options {
  unsigned short kd = 0;
  unsigned short ccsp = 0;
  unsigned short printer = 0;
  unsigned short control = 0;
  std::string addresses;
  std::string seed = "huvudkassa";
  std::vector<std::string> kd_orders;
  std::vector<std::string> ccsp_orders;
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

template <class Device>
order_taker taker(Device& of) {
  return [&of](std::string_view line) { return command(of, line); };
}

int run(const options& with) {
  device kd{"EMUKD000000000001", with.seed + " kd"};
  device ccsp{"EMUCC000000000001", with.seed + " ccsp"};
  emulated_printer printer;
  if (!give_orders(kd, with.kd_orders) || !give_orders(ccsp, with.ccsp_orders)
      || !give_orders(printer, with.printer_orders))
    return 2;
  boost::asio::io_context context;
  server kd_door{context, with.kd, [&kd] { return make_kd_session(kd); }};
  server ccsp_door{context, with.ccsp,
                   [&ccsp] { return make_ccsp_session(ccsp); }};
  server printer_door{context, with.printer,
                      [&printer] { return make_printer_session(printer); }};
  server control_door{context, with.control, [&kd, &ccsp, &printer] {
                        return make_control_session(
                          {{"kd", taker(kd)},
                           {"ccsp", taker(ccsp)},
                           {"printer", taker(printer)}});
                      }};
  auto text = "{\"kd\":\"" + kd_door.address() + "\",\"ccsp\":\""
              + ccsp_door.address() + "\",\"printer\":\""
              + printer_door.address() + "\",\"control\":\""
              + control_door.address()
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

} // namespace

int main(int argc, char** argv) {
  options with;
  CLI::App app{about, "kassa-emulator"};
  app.add_option("--kd", with.kd, "Port of the Skattedosan unit [any]");
  app.add_option("--ccsp", with.ccsp, "Port of the CleanCash unit [any]");
  app.add_option("--printer", with.printer,
                 "Port of the receipt printer [any]");
  app.add_option("--control", with.control, "Port that takes orders [any]");
  app.add_option("--addresses", with.addresses,
                 "File to write the addresses to, as JSON");
  app.add_option("--seed", with.seed, "What the codes are made from")
    ->capture_default_str();
  app.add_option("--kd-order", with.kd_orders, "An order, as below");
  app.add_option("--ccsp-order", with.ccsp_orders, "An order, as below");
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
