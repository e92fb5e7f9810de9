#include "node/greeting.hpp"

#include <boost/json.hpp>

#include <ostream>

namespace kassa::node {

namespace {

void greet_program(const node& of, const config& with,
                   const std::string& address, cli::context& ui) {
  boost::json::array stops;
  for (const auto& why : of.gates())
    stops.push_back(boost::json::parse(cli::error_json(why)).at("error"));
  *ui.out << boost::json::object{{"terminal", of.scope().terminal},
                                 {"name", of.terminal_name()},
                                 {"store", of.scope().store},
                                 {"register", address},
                                 {"clock", with.clock},
                                 {"printer", of.printer_name()},
                                 {"unit", with.unit},
                                 {"card", with.card},
                                 {"sales_stopped", std::move(stops)}}
          << std::endl;
}

} // namespace

void greet(const node& of, const config& with, const std::string& address,
           cli::context& ui) {
  if (ui.json)
    return greet_program(of, with, address, ui);
  *ui.out << ui.say("Kassa ", "Register ") << of.scope().terminal << " ("
          << of.terminal_name() << ")" << ui.say(" i butik ", " in store ")
          << of.scope().store << ": " << address
          << ui.say(", klocka ", ", clock ") << with.clock
          << ui.say(", skrivare ", ", printer ") << of.printer_name()
          << ui.say(", kontrollenhet ", ", control unit ")
          << (with.unit == "none" ? ui.say("ingen", "none") : with.unit);
  if (with.card != "none")
    *ui.out << ui.say(", kortterminal ", ", card terminal ") << with.card;
  *ui.out << "\n";
  if (with.replay())
    *ui.out << ui.say("UPPSPELNING: affärstiden kommer utifrån",
                      "REPLAY: business time comes from outside")
            << " (clock = \"replay\").\n";
  for (const auto& why : of.gates())
    *ui.out << ui.say("OBS: ", "NOTE: ") << words(why, ui.lang) << "\n";
  ui.out->flush();
}

} // namespace kassa::node
