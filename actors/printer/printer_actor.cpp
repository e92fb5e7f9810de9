#include "actors/printer/printer_actor.hpp"

#include "actors/journal/history.hpp"
#include "actors/printer/escpos/escpos.hpp"

#include <caf/actor_cast.hpp>
#include <caf/send.hpp>

#include <chrono>

namespace kassa::printer {

namespace {

constexpr std::chrono::seconds journal_timeout{30};
/// Attempts of jobs begin with 1; this one marks the pulse of a drawer, and a
/// look at the printer.
constexpr std::uint32_t no_attempt = 0;

v1::RecordBody draft(v1::Kind kind) {
  v1::RecordBody out;
  out.set_kind(kind);
  return out;
}

} // namespace

printer_state::printer_state(printer_actor::pointer self, printer_settings with,
                             journal_actor journal, events_actor events,
                             printer_port* port)
  : self_(self), with_(std::move(with)), journal_(std::move(journal)),
    events_(std::move(events)), port_(port) {}

printer_actor::behavior_type printer_state::make_behavior() {
  listen();
  load();
  return {
    [this](atom::job, std::uint64_t job) { take(job); },
    [this](atom::job, const document& sheet) { return print_sheet(sheet); },
    [this](const v1::AnswerPrintRequest& x, const std::string& user) {
      return answer(x, user);
    },
    [this](const v1::ListPrintJobsRequest&) {
      v1::PrintJobList out;
      for (auto& x : queue_.jobs())
        *out.add_jobs() = std::move(x);
      return out;
    },
    [this](atom::standing) { return status_; },
    [this](atom::again) { feed(look_again{/*timer=*/false}); },
    [this](atom::standing, const v1::PrinterStatus& now, bool looked_at) {
      note(now, looked_at);
    },
    [this](atom::tick) { look_idly(); },
    [this](atom::ended, std::uint64_t job, std::uint32_t attempt, int what,
           const std::string& detail) {
      if (attempt == no_attempt)
        return job == 0
                 ? sheet_ended(static_cast<outcome>(what), detail)
                 : drawer_answered(job, static_cast<outcome>(what), detail);
      note_outcome(static_cast<outcome>(what), detail);
      feed(port_answered{job, attempt, static_cast<outcome>(what), detail});
    },
    [this](atom::tick, std::uint64_t job, std::uint32_t attempt) {
      if (attempt == no_attempt)
        return feed(look_again{/*timer=*/true});
      feed(due{job, attempt});
    },
  };
}

/// Takes over what the process before left behind.
void printer_state::load() {
  loaded found;
  found.ask_first = with_.ask_first;
  if (auto jobs = journal::print_jobs(*with_.store, with_.scope))
    found.jobs = *std::move(jobs);
  else
    log(log_level::error, "print_queue_unreadable", 0, to_string(jobs.why()));
  if (port_ != nullptr) {
    feed(found);
    return;
  }
  for (const auto& x : found.jobs)
    without_printer(x.job_seq());
}

void printer_state::take(seq_t job) {
  if (is_drawer(job))
    open_drawer(job);
  else if (port_ != nullptr)
    feed(queued{job});
  else
    without_printer(job);
}

bool printer_state::is_drawer(seq_t job) const {
  auto body = journal::read_body(*with_.store, with_.scope, job);
  return body && body->has_drawer_opened();
}

/// A pulse is no job: it waits for no paper, is not tried again and leaves no
/// record. Whoever misses it presses again.
void printer_state::open_drawer(seq_t job) {
  if (port_ != nullptr && port_->escpos())
    hand_over({job, no_attempt}, drawer_pulse());
}

/// No record stands behind a sheet: it is no job either.
caf::result<bool> printer_state::print_sheet(const document& sheet) {
  if (port_ == nullptr)
    return to_caf(error{errc::no_printer});
  sheets_.push_back(self_->make_response_promise<bool>());
  hand_over({0, no_attempt}, as_bytes(sheet));
  return sheets_.back();
}

void printer_state::sheet_ended(outcome what, const std::string& detail) {
  auto waits = std::move(sheets_.front());
  sheets_.pop_front();
  if (what == outcome::printed) {
    waits.deliver(true);
    return;
  }
  log(log_level::warn, "sheet_not_printed", 0, detail);
  waits.deliver(to_caf(why_not(status_).value_or(
    error{errc::printer_failed, {{"what", detail}}, detail})));
}

void printer_state::drawer_answered(seq_t job, outcome what,
                                    const std::string& detail) const {
  if (what != outcome::printed)
    log(log_level::warn, "drawer_not_opened", job, detail);
}

/// Nothing comes out and nothing waits: the record says why.
void printer_state::without_printer(seq_t job) {
  perform(record_end{job, v1::PRINT_STATE_PRINTED, "no printer", {}}, {});
}

caf::result<v1::Done> printer_state::answer(const v1::AnswerPrintRequest& x,
                                            const std::string& user) {
  const auto* job = queue_.find(x.job_seq());
  if (job == nullptr)
    return to_caf(
      error{errc::unknown_job, {{"job", std::to_string(x.job_seq())}}});
  if (job->state() != v1::PRINT_STATE_UNKNOWN
      && job->state() != v1::PRINT_STATE_FAILED)
    return to_caf(error{errc::busy});
  auto promise = self_->make_response_promise<v1::Done>();
  feed(person_answered{x.job_seq(), x.came_out(), user},
       [promise](status how) mutable {
         if (how)
           promise.deliver(v1::Done{});
         else
           promise.deliver(to_caf(how.why()));
       });
  return promise;
}

void printer_state::feed(const input& in, const answered& on) {
  for (const auto& x : queue_.step(in))
    std::visit([this, &on](const auto& y) { perform(y, on); }, x);
}

void printer_state::perform(const record_start& x, const answered&) {
  journal::append_request request;
  request.how = store::durability::synced;
  auto& body = request.drafts.emplace_back(draft(v1::KIND_PRINT_STARTED));
  body.mutable_print_started()->set_job_seq(x.job);
  body.mutable_print_started()->set_attempt(x.attempt);
  self_->request(journal_, journal_timeout, atom::append_v, std::move(request))
    .then([this, x](const journal::appended&) { raise_witness(x); },
          [this, x](const caf::error& why) {
            auto detail = to_string(from_caf(why));
            log(log_level::warn, "print_start_refused", x.job, detail);
            feed(start_refused{x.job, x.attempt, detail});
          });
}

/// The world sees this head in a moment: the witness has to know it first.
void printer_state::raise_witness(const record_start& x) {
  self_->request(journal_, journal_timeout, atom::standing_v)
    .then(
      [this, x](const journal::position& at) {
        if (with_.witness != nullptr)
          if (auto s = with_.witness->raise({at.durable, at.durable_hash});
              !s) {
            feed(start_refused{x.job, x.attempt, to_string(s.why())});
            return;
          }
        feed(start_durable{x.job, x.attempt});
      },
      [this, x](const caf::error& why) {
        feed(start_refused{x.job, x.attempt, to_string(from_caf(why))});
      });
}

void printer_state::perform(const print_job& x, const answered&) {
  auto bytes = bytes_of(x.job);
  if (bytes) {
    hand_over(x, *std::move(bytes));
    return;
  }
  // A job that nobody can lay out must not hold up the others for ever.
  log(log_level::error, "print_job_unreadable", x.job, to_string(bytes.why()));
  self_->send(self_, atom::ended_v, x.job, x.attempt,
              static_cast<int>(outcome::unknown), to_string(bytes.why()));
}

void printer_state::hand_over(const print_job& x, std::string bytes) {
  // A slow port must not keep the actor alive once the node lets it go.
  auto me = caf::actor_cast<caf::weak_actor_ptr>(self_->ctrl());
  port_->print(std::move(bytes), [me, x](outcome what, std::string detail) {
    if (auto strong = caf::actor_cast<caf::strong_actor_ptr>(me))
      caf::anon_send(caf::actor_cast<printer_actor>(strong), atom::ended_v,
                     std::uint64_t{x.job}, x.attempt, static_cast<int>(what),
                     std::move(detail));
  });
}

void printer_state::perform(const record_end& x, const answered& on) {
  journal::append_request request;
  request.how = store::durability::synced; // Told right after (L4).
  auto& body = request.drafts.emplace_back(draft(v1::KIND_PRINT_ENDED));
  body.set_user(x.by);
  body.mutable_print_ended()->set_job_seq(x.job);
  body.mutable_print_ended()->set_state(x.state);
  body.mutable_print_ended()->set_detail(x.detail);
  body.mutable_print_ended()->set_by(x.by);
  self_->request(journal_, journal_timeout, atom::append_v, std::move(request))
    .then(
      [this, x, on](const journal::appended&) {
        if (port_ != nullptr)
          tell(x.job, x.state, x.detail);
        if (on)
          on(ok);
      },
      [this, on, job = x.job](const caf::error& why) {
        // On disk the job stays as it was; the next start asks a person.
        auto what = from_caf(why);
        log(log_level::error, "print_end_refused", job, to_string(what));
        if (on)
          on(what);
      });
}

void printer_state::perform(const wait_for& x, const answered&) {
  self_->delayed_send(self_, x.delay, atom::tick_v, std::uint64_t{x.job},
                      x.attempt);
}

void printer_state::perform(const look_later& x, const answered&) {
  self_->delayed_send(self_, x.delay, atom::tick_v, std::uint64_t{0},
                      no_attempt);
}

void printer_state::perform(const changed& x, const answered&) {
  tell(x.job, x.state, x.detail);
}

void printer_state::tell(seq_t seq, v1::PrintState state,
                         const std::string& detail) {
  if (state == v1::PRINT_STATE_FAILED || state == v1::PRINT_STATE_UNKNOWN)
    log(log_level::warn, "print_not_printed", seq, detail);
  v1::Event event;
  event.mutable_print()->set_job_seq(seq);
  event.mutable_print()->set_state(state);
  event.mutable_print()->set_detail(detail);
  if (const auto* job = queue_.find(seq))
    event.mutable_print()->set_attempt(job->attempt());
  self_->send(events_, std::move(event));
}

result<document> printer_state::document_of(seq_t job) const {
  auto body = journal::read_body(*with_.store, with_.scope, job);
  if (!body)
    return body.why();
  const auto& how = with_.paper;
  auto reprint = body->has_z_reprinted();
  if (!body->has_copy() && !reprint)
    return lay_out(*body, how);
  auto seq
    = reprint ? body->z_reprinted().z_seq() : body->copy().original_seq();
  auto original = journal::read_body(*with_.store, with_.scope, seq);
  if (!original)
    return original.why();
  return reprint ? lay_out_reprint(*body, *original, how)
                 : lay_out_copy(*body, *original, how);
}

result<std::string> printer_state::bytes_of(seq_t job) const {
  auto doc = document_of(job);
  if (!doc)
    return doc.why();
  if (doc->rows.empty())
    return error{errc::corrupt, {{"what", "print job"}}};
  return as_bytes(*doc);
}

std::string printer_state::as_bytes(const document& doc) const {
  return port_->escpos() ? to_escpos(doc, with_.paper.columns, with_.page)
                         : to_text(doc, with_.paper.columns) + '\n';
}

void printer_state::log(log_level level, std::string_view event, seq_t job,
                        std::string detail) const {
  if (with_.log != nullptr)
    with_.log->log(
      level, event,
      {{"job", std::to_string(job)}, {"detail", std::move(detail)}});
}

} // namespace kassa::printer
