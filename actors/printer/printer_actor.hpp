#pragma once

#include "actors/interfaces.hpp"
#include "actors/printer/escpos/code_page.hpp"
#include "actors/printer/layout/receipt_layout.hpp"
#include "actors/printer/printer_port.hpp"
#include "actors/printer/queue.hpp"
#include "proto/base/ids.hpp"
#include "proto/base/ports.hpp"
#include "store/terminal_store.hpp"
#include "store/witness.hpp"

#include <chrono>
#include <deque>
#include <functional>
#include <optional>
#include <string>

namespace kassa::printer {

/// Between looks at a printer that nothing waits for: while it is well, and
/// while it is not.
inline constexpr std::chrono::seconds idle_look{10};
inline constexpr std::chrono::seconds worried_look{3};

struct printer_settings {
  kassa::scope scope;
  /// Outlives the actor. Only durable records are asked for.
  const store::reader* store = nullptr;
  /// Raised before the first byte; outlives the actor. Null: none is kept.
  store::witness* witness = nullptr;
  /// The folder is in doubt: what waits in it is not printed by itself, a
  /// person is asked.
  bool ask_first = false;
  log_port* log = nullptr;            ///< Outlives the actor; null: no log.
  options paper = {};                 ///< How it is laid out.
  code_page page = usual_code_page(); ///< With ESC/POS.
  /// Hears how the printer is whenever that changes. Called on the actor's
  /// thread: it only posts.
  std::function<void(const v1::PrinterStatus&)> on_status;
};

/// Feeds what happens to the queue and does what it says. Blocks on the store
/// and the witness: detached in a shop.
class printer_state {
public:
  using handle = printer_actor;

  static constexpr auto name = "printer";

  /// @param port outlives the actor; null: there is no printer, and a job is
  /// done when it is seen.
  printer_state(printer_actor::pointer self, printer_settings with,
                journal_actor journal, events_actor events, printer_port* port);

  printer_actor::behavior_type make_behavior();

private:
  using answered = std::function<void(status)>;

  void load();
  void feed(const input& in, const answered& on = {});
  void take(seq_t job);
  bool is_drawer(seq_t job) const;
  void open_drawer(seq_t job);
  caf::result<bool> print_sheet(const document& sheet);
  void sheet_ended(outcome what, const std::string& detail);
  void drawer_answered(seq_t job, outcome what,
                       const std::string& detail) const;
  void without_printer(seq_t job);
  caf::result<v1::Done> answer(const v1::AnswerPrintRequest& x,
                               const std::string& user);

  // -- how the printer is (printer_looks_actor.cpp)
  void listen();
  void look(bool for_queue);
  void look_idly();
  void note(const v1::PrinterStatus& now, bool looked_at);
  void note_outcome(outcome what, const std::string& detail);
  void tell_status(const v1::PrinterStatus& now);

  void perform(const look_at_printer&, const answered&) { look(true); }
  void perform(const look_later& x, const answered&);
  void perform(const record_start& x, const answered& on);
  void perform(const print_job& x, const answered& on);
  void perform(const record_end& x, const answered& on);
  void perform(const wait_for& x, const answered& on);
  void perform(const changed& x, const answered& on);

  void raise_witness(const record_start& x);
  void tell(seq_t job, v1::PrintState state, const std::string& detail);
  void hand_over(const print_job& x, std::string bytes);
  result<document> document_of(seq_t job) const;
  result<std::string> bytes_of(seq_t job) const;
  std::string as_bytes(const document& doc) const;
  void log(log_level level, std::string_view event, seq_t job,
           std::string detail) const;

  printer_actor::pointer self_;
  printer_settings with_;
  journal_actor journal_;
  events_actor events_;
  printer_port* port_;
  queue queue_;
  /// Who waits for a sheet, in the order in which the port got them.
  std::deque<caf::typed_response_promise<bool>> sheets_;
  v1::PrinterStatus status_; ///< Last told; at first nothing is known.
};

} // namespace kassa::printer
