#pragma once

#include "actors/interfaces.hpp"
#include "node/register/events.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace grpc {
class Service;
} // namespace grpc

namespace kassa::node {

/// Takes one step of a verification; the last one has `finished` set. False:
/// nobody listens any more, end soon. Thread-safe. When the last copy goes
/// without a finished step, the caller is told `internal`.
using verify_progress = std::function<bool(const v1::VerifyProgress&)>;

/// What the Register service stands on. Functions may be called from any
/// thread and must not block, `verify` included: it starts its own thread.
struct register_ports {
  sale_actor sale;
  journal_actor journal;
  printer_actor printer;
  sync_actor sync; ///< None where the terminal has no hub.
  std::shared_ptr<event_board> board;
  /// The screen forms (EJ KVITTO), from printer/layout.
  std::function<std::string(const v1::ReceiptView&)> receipt_text;
  std::function<std::string(const v1::ReportView&)> report_text;
  std::function<std::string(const v1::PeriodSummary&)> summary_text;
  /// Whether documents of this format can be made; asked before a receipt's one
  /// copy is used up.
  std::function<status(v1::DocumentFormat)> can_make;
  /// A receipt as a file, from actors/printer.
  std::function<result<v1::Document>(const v1::ReceiptView&,
                                     v1::DocumentFormat)>
    document;
  /// Adds what only the composition root knows: free bytes, printer, name,
  /// start time.
  std::function<void(v1::NodeStatus&)> fill;
  std::function<void(verify_progress)> verify;
};

struct register_limits {
  std::uint32_t calls = 64; ///< Unary calls under way at once.
  std::uint32_t watchers = 32;
  std::uint32_t readers = 8; ///< ReadJournal and Verify streams at once.
  std::chrono::seconds answer_time{30}; ///< For an actor's answer.
};

/// The gRPC Register service over the terminal's actors. Outlives the server
/// that serves it; is destroyed before the actor system.
class register_service {
public:
  register_service(caf::actor_system& sys, register_ports ports,
                   register_limits limits = {});
  /// Closes, and lets calls under way fail with `unavailable`.
  ~register_service();

  grpc::Service& service();

  /// Ends the streams and refuses new calls, so that the server can stop
  /// without waiting for its watchers. Calls under way finish.
  void close();

private:
  class implementation;
  std::unique_ptr<implementation> impl_;
};

} // namespace kassa::node
