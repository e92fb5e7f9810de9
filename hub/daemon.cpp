#include "hub/daemon.hpp"

#include "hub/enrol_service.hpp"
#include "hub/folders.hpp"
#include "hub/hub.hpp"
#include "hub/office_service.hpp"
#include "hub/open_files.hpp"
#include "proto/base/console.hpp"
#include "proto/base/endpoint.hpp"
#include "proto/base/json_log.hpp"
#include "proto/base/system.hpp"
#include "store/files.hpp"
#include "transport/grpc_log.hpp"
#include "transport/limits.hpp"
#include "transport/server.hpp"
#include "transport/sync_server.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>

#include <csignal>
#include <cstdio>
#include <unistd.h>

namespace kassa::hub {

namespace {

constexpr int exit_stop = 5;

sigset_t ending_signals() {
  sigset_t out;
  sigemptyset(&out);
  sigaddset(&out, SIGTERM);
  sigaddset(&out, SIGINT);
  return out;
}

die_port make_die(log_port& log, bool json) {
  return [&log, json](std::string_view why) {
    log.log(log_level::error, "disk failed", {{"why", std::string{why}}});
    const auto text = std::string{why};
    const auto said = json ? cli::error_json({errc::io, {}, text})
                           : "kassa-hub: the disk failed: " + text;
    std::fprintf(stderr, "%s\n", said.c_str());
    _exit(exit_stop);
  };
}

/// What lives while the hub serves; ends in the reverse order.
struct listening {
  std::unique_ptr<hub> core;
  std::unique_ptr<grpc::Service> sync_service;
  std::unique_ptr<grpc::Service> office_service;
  std::unique_ptr<transport::server> sync;
  std::unique_ptr<transport::server> office;
  std::unique_ptr<http::listener> enrol;
};

status write_addresses(const config& with, const store::files& files,
                       const listening& of) {
  boost::json::object all{{"sync", of.sync->address()},
                          {"office", of.office->address()},
                          {"enrol", of.enrol->address()},
                          {"pid", getpid()}};
  return files.replace(with.addresses_path(),
                       boost::json::serialize(all) + "\n");
}

/// As terminals are told of a listener.
std::string announced(const config& with, const std::string& address) {
  auto there = parse_endpoint(address);
  if (with.announced_host.empty() || !there)
    return address;
  return with.announced_host + ':' + std::to_string(there->port);
}

/// What serves terminals and people: clock and log outlive it.
status serve_all(listening& to, caf::actor_system& system, const config& with,
                 const authority& as, clock_port& clock, log_port& log) {
  to.sync_service = transport::make_sync_service(*to.core);
  to.office_service = make_office_service(system, to.core->office(), log);
  transport::server_options secured;
  secured.reflection = false; // Terminals know what there is.
  secured.secured = as.files;
  auto sync
    = transport::serve(with.sync_address, {to.sync_service.get()}, secured);
  if (!sync)
    return sync.why();
  to.sync = *std::move(sync);
  transport::server_options plain;
  plain.receive_max = transport::answer_max; // A store's whole price list.
  auto office
    = transport::serve(with.office_address, {to.office_service.get()}, plain);
  if (!office)
    return office.why();
  to.office = *std::move(office);
  auto enrol = serve_enrolment(with.enrol_address, as, system,
                               to.core->office(), clock, log);
  if (!enrol)
    return enrol.why();
  to.enrol = *std::move(enrol);
  to.core->set_addresses(announced(with, to.sync->address()),
                         announced(with, to.enrol->address()));
  return ok;
}

} // namespace

void hold_signals() {
  auto ending = ending_signals();
  pthread_sigmask(SIG_BLOCK, &ending, nullptr);
}

status run(const config& with, bool json) {
  auto log = json_log::open(with.log_file, *log_level_named(with.log_level));
  if (!log)
    return log.why();
  allow_open_files(with.terminals_at_once, **log);
  const transport::grpc_log said{**log};
  system_clock clock;
  system_random random;
  store::files files;
  auto stored = open_folders(with, files, random, make_die(**log, json));
  if (!stored)
    return stored.why();
  const auto kept = backups_of(with, files, random, *stored);
  caf::actor_system_config workers;
  set_workers(workers, static_cast<std::size_t>(with.threads));
  caf::actor_system system{workers};
  hub_settings settings;
  settings.key = stored->key;
  settings.trusted = stored->trusted;
  settings.program = "kassa-hub " KASSA_VERSION;
  settings.detached = true;
  settings.handshakes_a_second = with.handshakes_per_second;
  settings.terminals_at_once = with.terminals_at_once;
  settings.store_bytes_a_second = with.store_mib_per_second * 1024 * 1024;
  settings.backup_every_ms = with.backup_every_minutes * 60 * 1000;
  settings.drill_every_ms = with.backup_drill_hours * 60 * 60 * 1000;
  auto core = hub::start(system, std::move(settings),
                         {stored->data.get(), stored->identity.get(), &clock,
                          &random, log->get(), kept.get()});
  if (!core)
    return core.why();
  listening all{*std::move(core), {}, {}, {}, {}, {}};
  if (auto served = serve_all(all, system, with, stored->trusted, clock, **log);
      !served)
    return served;
  if (auto told = write_addresses(with, files, all); !told)
    return told;
  (*log)->log(log_level::info, "started",
              {{"program", "kassa-hub " KASSA_VERSION},
               {"sync", all.sync->address()},
               {"office", all.office->address()},
               {"enrol", all.enrol->address()},
               {"data", with.data}});
  auto ending = ending_signals();
  int which = 0;
  sigwait(&ending, &which);
  (*log)->log(log_level::info, "stopping", {{"signal", std::to_string(which)}});
  all.core->leave();
  all.sync->stop();
  all.enrol.reset();
  all.office->stop();
  all.core->stop();
  return ok;
}

} // namespace kassa::hub
