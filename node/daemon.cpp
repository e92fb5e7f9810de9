#include "node/daemon.hpp"

#include "actors/printer/layout/receipt_layout.hpp"
#include "node/bundle.hpp"
#include "node/config_law.hpp"
#include "node/config_paper.hpp"
#include "node/documents.hpp"
#include "node/enrol.hpp"
#include "node/greeting.hpp"
#include "node/init.hpp"
#include "node/machine.hpp"
#include "node/node.hpp"
#include "node/register/register_service.hpp"
#include "node/rejoin.hpp"
#include "node/slots.hpp"
#include "node/verifier.hpp"
#include "proto/base/console.hpp"
#include "proto/base/json_log.hpp"
#include "transport/server.hpp"

#include <boost/json.hpp>
#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>

#include <csignal>
#include <cstdio>
#include <ostream>
#include <unistd.h>

namespace kassa::node {

namespace {

sigset_t ending_signals() {
  sigset_t out;
  sigemptyset(&out);
  sigaddset(&out, SIGTERM);
  sigaddset(&out, SIGINT);
  return out;
}

/// How the register works, not where its files lie.
std::vector<named_setting> journaled(const config& with) {
  std::vector<named_setting> out;
  for (const auto& x : settings())
    for (auto name :
         {"clock", "designation", "manufacturer", "printer", "printer_columns",
          "escpos", "unit", "unit_address", "unit_application", "card",
          "free_discount_percent", "default_mode", "printer_answers",
          "printer_code_page", "printer_code_page_number", "printer_logo",
          "printer_qr", "sell_without_printer"})
      if (x.name == name)
        out.push_back({name, text_of(with, x), text_of(config{}, x)});
  for (const auto& x : law_settings())
    out.push_back(
      {std::string{x.name}, text_of(with, x), text_of(config{}, x)});
  return out;
}

node_settings settings_of(const config& with, printer::options paper) {
  node_settings out;
  out.paper = std::move(paper);
  out.page = page_of(with);
  out.journaled = journaled(with);
  out.data = with.data;
  out.registry = with.registry;
  out.several_terminals = with.several_terminals;
  out.designation = with.designation;
  out.manufacturer = with.manufacturer;
  out.replay = with.replay();
  out.unit_total = with.unit_amount == "total";
  out.unit_unsigned = with.unit_return_sign == "none";
  out.clock_step_ms = with.clock_step_seconds * 1000;
  out.rules.clock_behind_minutes = static_cast<int>(with.clock_behind_minutes);
  out.rules.refund_rounding = with.refund_rounding == "up"
                                ? v1::CASH_ROUNDING_UP
                                : v1::CASH_ROUNDING_UNSPECIFIED;
  out.rules.float_required = with.float_required;
  out.rules.z_due_minutes = minutes_of_day(with.z_due).value_or(0);
  out.rules.free_discount
    = static_cast<std::uint32_t>(with.free_discount_percent) * 100;
  out.rules.default_mode
    = mode_named(with.default_mode).value_or(v1::SALES_MODE_UNSPECIFIED);
  out.rules.sell_without_printer = with.sell_without_printer;
  out.rules.registers_all = with.unit_registers == "all";
  out.reserve_mib = static_cast<std::uint64_t>(with.reserve_mib);
  return out;
}

std::string receipt_text(const v1::ReceiptView& x,
                         const printer::options& with) {
  v1::RecordBody body;
  body.set_business_ms(x.business_ms());
  body.set_offset_minutes(x.offset_minutes());
  if (x.pro_forma()) {
    *body.mutable_pro_forma()->mutable_receipt() = x.receipt();
    body.mutable_pro_forma()->set_number(x.pro_forma_number());
  } else {
    *body.mutable_receipt() = x.receipt();
  }
  return printer::to_text(printer::lay_out(body, with), with.columns);
}

std::string report_text(const v1::ReportView& x, const printer::options& with) {
  v1::RecordBody body;
  body.set_business_ms(x.wall_ms());
  if (x.report().number() == 0)
    *body.mutable_x_report() = x.report();
  else
    *body.mutable_z_report() = x.report();
  if (x.copy())
    return printer::to_text(printer::lay_out_reprint({}, body, with),
                            with.columns);
  return printer::to_text(printer::lay_out(body, with), with.columns);
}

register_ports ports_of(const node& of, verifier& check) {
  register_ports out;
  out.sale = of.sale();
  out.journal = of.journal();
  out.printer = of.printer();
  out.sync = of.sync();
  out.board = of.board();
  auto screen = of.settings().paper;
  screen.screen = true;
  screen.zone = of.zone();
  out.receipt_text
    = [screen](const v1::ReceiptView& x) { return receipt_text(x, screen); };
  auto paper = screen;
  paper.screen = false; // A report is no receipt, and says what it is.
  out.report_text
    = [paper](const v1::ReportView& x) { return report_text(x, paper); };
  out.summary_text = [paper](const v1::PeriodSummary& x) {
    return printer::to_text(printer::lay_out_summary(x, paper), paper.columns);
  };
  out.can_make = can_make;
  out.document = [paper](const v1::ReceiptView& x, v1::DocumentFormat format) {
    return document_of(x, format, paper);
  };
  out.fill = [&of, told = of.settings().journaled](v1::NodeStatus& x) {
    for (const auto& row : told) {
      auto& to = *x.add_settings();
      to.set_name(row.name);
      to.set_value(row.value);
    }
    x.set_name(of.terminal_name());
    x.set_printer(of.printer_name());
    x.set_free_bytes(of.free_bytes());
    x.set_started_ms(of.started_ms());
  };
  out.verify
    = [&check](verify_progress progress) { check.start(std::move(progress)); };
  return out;
}

status tell_address(const config& with, const std::string& address) {
  if (with.address_file.empty())
    return ok;
  return store::files{}.replace(with.address_file,
                                "{\"register\": \"" + address + "\"}\n");
}

void log_start(json_log& log, const node& of, const config& with,
               const std::string& address) {
  log.log(log_level::info, "started",
          {{"terminal", of.scope().terminal},
           {"store", of.scope().store},
           {"register", address},
           {"clock", with.clock},
           {"printer", of.printer_name()},
           {"unit", with.unit},
           {"card", with.card},
           {"data", with.data},
           {"program", of.settings().program}});
  for (const auto& why : of.gates())
    log.log(log_level::error, "sales_stopped",
            {{"code", std::string{row_of(why.code).name}},
             {"words", words(why, language::en)}});
}

/// Serves until somebody wants the end.
status serve_until_told(node& of, machine& m, const config& with,
                        caf::actor_system& system, cli::context& ui) {
  verifier check{of};
  register_service service{system, ports_of(of, check)};
  auto server = transport::serve(with.register_address, {&service.service()});
  if (!server)
    return server.why();
  if (auto s = tell_address(with, (*server)->address()); !s)
    return s;
  log_start(*m.log, of, with, (*server)->address());
  greet(of, with, (*server)->address(), ui);
  auto wanted = ending_signals();
  int signal = 0;
  sigwait(&wanted, &signal);
  m.log->log(log_level::info, "stopping", {{"signal", std::to_string(signal)}});
  service.close();
  (*server)->stop();
  return ok;
}

} // namespace

void hold_signals() {
  auto held = ending_signals();
  pthread_sigmask(SIG_BLOCK, &held, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

status run(const config& with, cli::context& ui) {
  machine m{with, ui.json};
  if (auto s = m.equip(with); !s)
    return s;
  auto paper = paper_of(with);
  if (!paper)
    return paper.why();
  caf::actor_system_config tuning;
  set_workers(tuning, static_cast<std::size_t>(with.threads));
  caf::actor_system system{tuning};
  auto started
    = node::start(system, settings_of(with, *std::move(paper)), m.ports());
  if (!started) {
    m.log->log(log_level::error, "not_started",
               {{"why", to_string(started.why())}});
    return started.why();
  }
  auto served = serve_until_told(**started, m, with, system, ui);
  (*started)->stop();
  // Their threads speak to actors: they end before the actors' system.
  m.unit.reset();
  m.card.reset();
  m.log->log(log_level::info, "stopped", {});
  return served;
}

std::string config_path(const std::string& data) {
  return data + "/kassa-node.toml";
}

namespace {

/// @param file for messages
status set_up(const config& with, const std::string& bundle,
              const std::string& file, bool force, cli::context& ui) {
  store::files disk;
  machine m{with, ui.json};
  init_settings how{
    with.data, with.registry, with.several_terminals, with.designation,
    {},        force};
  auto who = init(how, bundle, file, m.ports());
  if (!who)
    return who.why();
  if (!disk.exists(config_path(with.data)))
    if (auto s = disk.replace(config_path(with.data), print_config(with)); !s)
      return s;
  if (ui.json) {
    *ui.out << boost::json::object{{"terminal", who->terminal},
                                   {"store", who->store},
                                   {"data", with.data}}
            << std::endl;
    return ok;
  }
  *ui.out << ui.say("Kassa ", "Register ") << who->terminal
          << ui.say(" i butik ", " in store ") << who->store
          << ui.say(" är klar. Starta: ", " is ready. Start it: ")
          << "kassa-node run --data " << with.data << "\n";
  return ok;
}

void tell_moved(const v1::Bundle& to, cli::context& ui) {
  if (ui.json) {
    *ui.out << boost::json::object{{"terminal", to.terminal()},
                                   {"store", to.store()},
                                   {"hub", to.hub()}}
            << std::endl;
    return;
  }
  *ui.out << ui.say("Kassa ", "Register ") << to.terminal()
          << ui.say(" hör nu till Web Office ", " belongs to the hub at ")
          << to.hub()
          << ui.say(". Journal och nummer fortsätter. Ny återställningskod: ",
                    " now. Journal and numbers go on. New recovery code: ")
          << to.recovery_code() << "\n";
}

} // namespace

status init_folder(const config& with, const std::string& bundle_file,
                   bool force, cli::context& ui) {
  auto text = store::files{}.read(bundle_file);
  if (!text)
    return text.why();
  if (!*text)
    return error{errc::bad_bundle,
                 {{"file", bundle_file}, {"what", "there is no such file"}}};
  return set_up(with, **text, bundle_file, force, ui);
}

status enrol_folder(const config& with, const enrol_words& words,
                    cli::context& ui) {
  system_random random;
  store::files disk;
  const enrolling how{words.hub, words.code, with.data};
  if (!words.slots.empty()) {
    auto bundle = fetch_by_slot(how, words.slots, disk, random);
    return bundle ? set_up(with, *bundle, words.slots, words.force, ui)
                  : status{bundle.why()};
  }
  auto moved = rejoin(how, disk, machine{with, ui.json}.ports());
  if (!moved)
    return moved.why();
  if (*moved) {
    tell_moved(**moved, ui);
    return ok;
  }
  auto bundle = fetch_bundle(how, disk, random);
  if (!bundle)
    return bundle.why();
  return set_up(with, *bundle, words.hub, words.force, ui);
}

} // namespace kassa::node
