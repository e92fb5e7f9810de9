#pragma once

#include "actors/printer/printer_port.hpp"
#include "proto/base/ids.hpp"

#include <kassa/v1/terminal_state.pb.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace kassa::printer {

// -- inputs: what happened ----------------------------------------------------

/// The jobs that the store held when the terminal started.
struct loaded {
  std::vector<v1::PrintJob> jobs;
  /// Nobody can say that they are not printed elsewhere: a person is asked
  /// about each.
  bool ask_first = false;
};
struct queued {
  seq_t job;
};
/// The start is on disk: bytes may leave.
struct start_durable {
  seq_t job;
  std::uint32_t attempt;
};
/// The start could not be written, so nothing was sent.
struct start_refused {
  seq_t job;
  std::uint32_t attempt;
  std::string detail;
};
struct port_answered {
  seq_t job;
  std::uint32_t attempt;
  outcome what;
  std::string detail;
};
/// The timer of this attempt: of its answer, or of the next try.
struct due {
  seq_t job;
  std::uint32_t attempt;
};
/// The printer was looked at.
struct looked {
  bool prints;
  std::string detail; ///< Why not: the name of the error, for one.
};
/// Time for another look: the timer's, or because somebody waits.
struct look_again {
  bool timer;
};
/// A person looked.
struct person_answered {
  seq_t job;
  bool came_out;
  std::string user;
};

using input
  = std::variant<loaded, queued, start_durable, start_refused, port_answered,
                 due, looked, look_again, person_answered>;

// -- effects: what the shell must do, in this order ---------------------------

/// Ask the port how the printer is; then feed `looked`.
struct look_at_printer {
  bool operator==(const look_at_printer&) const = default;
};
/// Feed `look_again` after this long. At most one is under way.
struct look_later {
  std::chrono::milliseconds delay;
  bool operator==(const look_later&) const = default;
};

/// Append PRINT_STARTED, synced; then feed `start_durable`.
struct record_start {
  seq_t job;
  std::uint32_t attempt;
  bool operator==(const record_start&) const = default;
};
/// Send the bytes.
struct print_job {
  seq_t job;
  std::uint32_t attempt;
  bool operator==(const print_job&) const = default;
};
/// Append PRINT_ENDED, synced; then tell watchers (L4).
struct record_end {
  seq_t job;
  v1::PrintState state;
  std::string detail;
  std::string by;
  bool operator==(const record_end&) const = default;
};
/// Feed `due` after this long.
struct wait_for {
  seq_t job;
  std::uint32_t attempt;
  std::chrono::milliseconds delay;
  bool operator==(const wait_for&) const = default;
};
/// Tell watchers of a state that is no end.
struct changed {
  seq_t job;
  v1::PrintState state;
  std::string detail;
  bool operator==(const changed&) const = default;
};

using effect = std::variant<look_at_printer, look_later, record_start,
                            print_job, record_end, wait_for, changed>;
using effects = std::vector<effect>;

/// Without an answer for this long, nobody knows what came out.
inline constexpr std::chrono::seconds answer_timeout{60};
inline constexpr std::chrono::milliseconds retry_delay_min{2'000};
inline constexpr std::chrono::milliseconds retry_delay_max{60'000};

/// Between looks at a printer that a job waits for.
inline constexpr std::chrono::milliseconds look_delay{2'000};

/// The durable print queue: one job at a time, in the order of the journal.
/// Before each the printer is looked at: a job waits, with no record of it, for
/// paper or a closed cover. A failed job is tried again and holds its place; an
/// unknown one waits for a person and holds up nobody (design, section 5).
class queue {
public:
  [[nodiscard]] effects step(const input& in);

  /// What is not printed yet, in order.
  [[nodiscard]] std::vector<v1::PrintJob> jobs() const;
  [[nodiscard]] const v1::PrintJob* find(seq_t job) const;

private:
  effects on(const loaded& x);
  effects on(const queued& x);
  effects on(const start_durable& x);
  effects on(const start_refused& x);
  effects on(const port_answered& x);
  effects on(const due& x);
  effects on(const looked& x);
  effects on(const look_again& x);
  effects on(const person_answered& x);

  v1::PrintJob* next();
  void pump(effects& out);
  void start(v1::PrintJob& job, effects& out);
  void wait(v1::PrintJob& job, const std::string& detail, effects& out);
  void retry_later(v1::PrintJob& job, effects& out);
  void end(seq_t job, v1::PrintState state, std::string detail, std::string by,
           effects& out);
  v1::PrintJob* current(seq_t job, std::uint32_t attempt);

  std::map<seq_t, v1::PrintJob> jobs_;
  /// Jobs come in the order of the journal: what is not newer was seen before,
  /// and may be printed already.
  seq_t newest_ = 0;
  seq_t active_ = 0;      ///< The job whose start or end is awaited; 0: none.
  seq_t backing_off_ = 0; ///< The failed job whose next try is awaited.
  bool sent_ = false;     ///< Bytes of the active job may be out.
  bool looking_ = false;  ///< `looked` is awaited.
  bool waiting_ = false;  ///< The first job waits for the printer.
  bool timer_ = false;    ///< `look_again` is awaited.
  std::uint32_t failures_ = 0; ///< In a row, of whichever job.
};

} // namespace kassa::printer
