#pragma once

#include "proto/base/console.hpp"
#include "transport/client.hpp"

#include <kassa/v1/office.grpc.pb.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace CLI {
class App;
}

/// The operator's side of the `kassa` command line.
namespace kassa::hub {

/// The hub that this run speaks to, dialled at the first use. Shared by the
/// commands.
class office_context {
public:
  using service = v1::Office::Stub;

  explicit office_context(cli::context& console) : ui(console) {}

  cli::context& ui;
  /// As given by `--hub`; empty: see `address`.
  std::string given;

  /// `--hub`, else $KASSA_HUB, else 127.0.0.1:4771.
  [[nodiscard]] std::string address() const;

  /// One call; the session is filled in where there is one to fill.
  template <class Request, class Answer>
  result<Answer> ask(grpc::Status (service::*method)(grpc::ClientContext*,
                                                     const Request&, Answer*),
                     Request request,
                     std::chrono::seconds timeout = std::chrono::seconds{60}) {
    if constexpr (!std::is_same_v<Request, v1::OfficeLogInRequest>) {
      auto session = cli::session_file{}.find(address());
      if (!session)
        return errc::not_logged_in;
      request.set_session(session->token);
    }
    auto channel = transport::dial(address());
    if (!channel)
      return channel.why();
    service to{*channel};
    return transport::call(to, method, request, timeout, "Web Office");
  }

  /// Asks, then prints the answer: as JSON, or by `show`.
  template <class Request, class Answer, class Show>
  void run(grpc::Status (service::*method)(grpc::ClientContext*, const Request&,
                                           Answer*),
           Request request, Show show,
           std::chrono::seconds timeout = std::chrono::seconds{60}) {
    auto answer = ask(method, std::move(request), timeout);
    if (!answer)
      return cli::fail(ui, answer.why());
    if (ui.json)
      return cli::print_json(ui, *answer);
    show(*answer);
  }
};

using office_ptr = std::shared_ptr<office_context>;

/// Under `kassa hub`.
void add_backup_command(CLI::App& hub, const office_ptr& to);
void add_journal_command(CLI::App& hub, const office_ptr& to);
/// Under `kassa hub journal`.
void add_evidence_commands(CLI::App& journal, const office_ptr& to);
void add_hub_command(CLI::App& app, const office_ptr& to);
void add_register_commands(CLI::App& app, const office_ptr& to);
/// Under `kassa terminal`.
void add_retire_commands(CLI::App& terminal, const office_ptr& to);
void add_slots_commands(CLI::App& terminal, const office_ptr& to);
void add_versions_commands(CLI::App& app, const office_ptr& to);
void add_catalog_commands(CLI::App& app, const office_ptr& to);
void add_ready_command(CLI::App& app, const office_ptr& to);
void add_stats_command(CLI::App& app, const office_ptr& to);
void add_cited_command(CLI::App& app, const office_ptr& to);

/// Adds `--hub` to a command.
void add_hub_option(CLI::App& command, const office_ptr& to);

/// Adds `--store`, which has to be given. @param set keeps it
void add_store_option(CLI::App& command,
                      std::function<void(const std::string&)> set);

/// The same, kept in a request.
template <class Request>
void add_store_option(CLI::App& command,
                      const std::shared_ptr<Request>& request) {
  add_store_option(command,
                   [request](const std::string& x) { request->set_store(x); });
}

/// How many rows wait for a publish.
void show_pending(cli::context& ui, const v1::Pending& x);

/// "2026-05-04 13:05", or "-" for never, in the machine's zone of shops.
[[nodiscard]] std::string show_time(std::int64_t utc_ms);

} // namespace kassa::hub
