#include "actors/printer/queue.hpp"

#include <algorithm>
#include <utility>

namespace kassa::printer {

effects queue::step(const input& in) {
  return std::visit([this](const auto& x) { return on(x); }, in);
}

std::vector<v1::PrintJob> queue::jobs() const {
  std::vector<v1::PrintJob> out;
  for (const auto& [seq, job] : jobs_)
    out.push_back(job);
  return out;
}

const v1::PrintJob* queue::find(seq_t job) const {
  auto it = jobs_.find(job);
  return it == jobs_.end() ? nullptr : &it->second;
}

effects queue::on(const loaded& x) {
  effects out;
  for (const auto& job : x.jobs) {
    newest_ = std::max(newest_, seq_t{job.job_seq()});
    if (job.state() == v1::PRINT_STATE_PRINTED
        || !jobs_.emplace(job.job_seq(), job).second)
      continue;
    // The terminal died between the start and the answer.
    if (job.state() == v1::PRINT_STATE_PRINTING)
      end(job.job_seq(), v1::PRINT_STATE_UNKNOWN, "interrupted", {}, out);
    else if (x.ask_first && job.state() != v1::PRINT_STATE_UNKNOWN)
      end(job.job_seq(), v1::PRINT_STATE_UNKNOWN, "folder in doubt", {}, out);
  }
  pump(out);
  return out;
}

effects queue::on(const queued& x) {
  effects out;
  if (x.job <= newest_)
    return out;
  newest_ = x.job;
  jobs_[x.job].set_job_seq(x.job);
  jobs_[x.job].set_state(v1::PRINT_STATE_QUEUED);
  out.push_back(changed{x.job, v1::PRINT_STATE_QUEUED, {}});
  pump(out);
  return out;
}

effects queue::on(const start_durable& x) {
  auto* job = current(x.job, x.attempt);
  if (job == nullptr)
    return {};
  job->set_state(v1::PRINT_STATE_PRINTING);
  job->clear_detail();
  sent_ = true;
  return {changed{x.job, v1::PRINT_STATE_PRINTING, {}},
          wait_for{x.job, x.attempt, answer_timeout},
          print_job{x.job, x.attempt}};
}

effects queue::on(const start_refused& x) {
  effects out;
  auto* job = current(x.job, x.attempt);
  if (job == nullptr)
    return out;
  active_ = 0;
  retry_later(*job, out);
  return out;
}

effects queue::on(const port_answered& x) {
  effects out;
  auto* job = current(x.job, x.attempt);
  if (job == nullptr || !sent_)
    return out; // Too late: the job is unknown already, and stays so.
  switch (x.what) {
  case outcome::printed:
    end(x.job, v1::PRINT_STATE_PRINTED, x.detail, {}, out);
    pump(out);
    break;
  case outcome::failed:
    end(x.job, v1::PRINT_STATE_FAILED, x.detail, {}, out);
    retry_later(*job, out);
    break;
  case outcome::unknown:
    end(x.job, v1::PRINT_STATE_UNKNOWN, x.detail, {}, out);
    pump(out);
    break;
  }
  return out;
}

effects queue::on(const due& x) {
  effects out;
  if (current(x.job, x.attempt) != nullptr && sent_) {
    end(x.job, v1::PRINT_STATE_UNKNOWN, "no answer", {}, out);
    pump(out);
    return out;
  }
  auto* job = find(x.job);
  if (backing_off_ == x.job && job != nullptr && job->attempt() == x.attempt) {
    backing_off_ = 0;
    pump(out);
  }
  return out;
}

effects queue::on(const person_answered& x) {
  effects out;
  if (x.job == active_ || find(x.job) == nullptr)
    return out;
  if (backing_off_ == x.job)
    backing_off_ = 0;
  auto state = x.came_out ? v1::PRINT_STATE_PRINTED : v1::PRINT_STATE_FAILED;
  end(x.job, state, {}, x.user, out);
  pump(out);
  return out;
}

effects queue::on(const looked& x) {
  effects out;
  if (!std::exchange(looking_, false))
    return out;
  auto* job = next();
  if (job == nullptr)
    return out;
  if (x.prints)
    start(*job, out);
  else
    wait(*job, x.detail, out);
  return out;
}

effects queue::on(const look_again& x) {
  effects out;
  if (x.timer)
    timer_ = false;
  else
    backing_off_ = 0;
  waiting_ = false;
  pump(out);
  return out;
}

/// The first job that may be printed.
v1::PrintJob* queue::next() {
  for (auto& [seq, job] : jobs_)
    if (job.state() != v1::PRINT_STATE_UNKNOWN)
      return &job;
  return nullptr;
}

/// Looks at the printer for the first job, unless one is under way.
void queue::pump(effects& out) {
  if (active_ != 0 || backing_off_ != 0 || looking_ || waiting_
      || next() == nullptr)
    return;
  looking_ = true;
  out.push_back(look_at_printer{});
}

void queue::start(v1::PrintJob& job, effects& out) {
  job.set_attempt(job.attempt() + 1);
  active_ = job.job_seq();
  sent_ = false;
  out.push_back(record_start{active_, job.attempt()});
}

void queue::wait(v1::PrintJob& job, const std::string& detail, effects& out) {
  waiting_ = true;
  if (job.detail() != detail) {
    job.set_detail(detail);
    out.push_back(changed{job.job_seq(), job.state(), detail});
  }
  if (!std::exchange(timer_, true))
    out.push_back(look_later{look_delay});
}

/// The printer is at fault, not the job: those behind it wait too, in order.
void queue::retry_later(v1::PrintJob& job, effects& out) {
  auto delay = retry_delay_min * (1u << std::min(failures_, 5u));
  ++failures_;
  backing_off_ = job.job_seq();
  out.push_back(
    wait_for{job.job_seq(), job.attempt(), std::min(delay, retry_delay_max)});
}

void queue::end(seq_t job, v1::PrintState state, std::string detail,
                std::string by, effects& out) {
  if (active_ == job)
    active_ = 0;
  out.push_back(record_end{job, state, detail, std::move(by)});
  if (state == v1::PRINT_STATE_PRINTED) {
    failures_ = 0;
    jobs_.erase(job);
    return;
  }
  auto& kept = jobs_[job];
  kept.set_state(state);
  kept.set_detail(std::move(detail));
}

v1::PrintJob* queue::current(seq_t job, std::uint32_t attempt) {
  if (job != active_)
    return nullptr;
  auto it = jobs_.find(job);
  return it != jobs_.end() && it->second.attempt() == attempt ? &it->second
                                                              : nullptr;
}

} // namespace kassa::printer
