#include "node/ports/talking_sink.hpp"

#include "actors/printer/escpos/status.hpp"
#include "node/ports/print_io.hpp"

#include <fcntl.h>
#include <random>
#include <unistd.h>
#include <utility>

namespace kassa::node {

namespace {

using namespace print_io;
using namespace printer;
using std::chrono::steady_clock;

/// Opens the line. @param why set when it cannot be
using opener = std::function<descriptor(std::string& why)>;

/// One conversation over an open line.
class talk {
public:
  talk(descriptor line, bool socket, talk_limits limits)
    : line_(std::move(line)), socket_(socket), limits_(limits) {}

  int fd() const { return line_.get(); }

  bool say(std::string_view bytes) {
    return write_all(line_.get(), bytes, socket_).what == outcome::printed;
  }

  /// All four questions, one after the other; nothing when one goes unanswered.
  std::optional<condition> ask_all() {
    condition out;
    for (auto what : all_asks) {
      if (!say(ask_status(what)))
        return {};
      auto said = await_answer();
      if (!said)
        return {};
      take_in(out, what, *said);
    }
    return out;
  }

  /// Whether a mark comes back from a printer that has nothing to do: those who
  /// never heard of GS ( H stay silent.
  bool returns(const std::string& mark) {
    const auto until = steady_clock::now() + limits_.answer;
    if (!say(ask_mark(mark)))
      return false;
    do {
      auto replies = hear(until);
      if (!replies)
        return false;
      for (const auto& x : *replies)
        if (const auto* said = std::get_if<mark_passed>(&x);
            said != nullptr && said->mark == mark)
          return true;
    } while (steady_clock::now() < until);
    return false;
  }

  /// @returns what came until then; nothing when the line is gone
  std::optional<std::vector<reply>> hear(time_point until) {
    auto bytes = read_some(line_.get(), until);
    if (!bytes)
      return {};
    return reader_.take(*bytes);
  }

private:
  std::optional<answer_byte> await_answer() {
    auto until = steady_clock::now() + limits_.answer;
    do {
      auto replies = hear(until);
      if (!replies)
        return {};
      for (const auto& x : *replies)
        if (const auto* said = std::get_if<answer_byte>(&x))
          return *said;
    } while (steady_clock::now() < until);
    return {};
  }

  descriptor line_;
  bool socket_;
  talk_limits limits_;
  reply_reader reader_;
};

print_verdict unknown(std::string what) {
  return {outcome::unknown, std::move(what)};
}

std::string trouble_of(const condition& x) {
  auto what = why_not(status_of(x));
  return what ? std::string{row_of(what->code).name} : std::string{};
}

/// Waits for the mark behind a job, and asks meanwhile why it does not come.
class job_watch {
public:
  job_watch(talk& with, std::string mark, const talk_limits& limits,
            const printer_port::hear& hear)
    : talk_(with), mark_(std::move(mark)), limits_(limits), hear_(hear),
      begun_(steady_clock::now()), calm_(begun_) {}

  print_verdict wait() {
    auto ask_at = begun_ + limits_.again;
    for (;;) {
      auto now = steady_clock::now();
      if (now >= end())
        return unknown(now_.prints() ? "the printer did not say that it was "
                                       "printed"
                                     : trouble_of(now_));
      if (now >= ask_at) {
        ask_at = now + limits_.again;
        begin_round();
      }
      auto replies = talk_.hear(std::min(ask_at, end()));
      if (!replies)
        return unknown("the line broke before the printer's answer");
      for (const auto& x : *replies)
        if (std::visit([this](const auto& y) { return on(y); }, x))
          return {};
    }
  }

private:
  time_point end() const {
    return std::min(calm_ + limits_.quiet, begun_ + limits_.whole);
  }

  bool on(const mark_passed& x) const { return x.mark == mark_; }

  bool on(const change_told& x) {
    note(condition_of(x));
    return false;
  }

  bool on(const answer_byte& x) {
    if (round_ == all_asks.size())
      return false;
    take_in(asked_, all_asks[round_], x);
    if (++round_ == all_asks.size())
      note(asked_);
    else
      (void)talk_.say(ask_status(all_asks[round_]));
    return false;
  }

  void begin_round() {
    round_ = 0;
    asked_ = {};
    (void)talk_.say(ask_status(all_asks[0]));
  }

  /// A printer that waits for a person is given longer.
  void note(const condition& x) {
    if (!x.prints() || !now_.prints())
      calm_ = steady_clock::now();
    if (!(x == now_))
      hear_(x);
    now_ = x;
  }

  talk& talk_;
  std::string mark_;
  const talk_limits& limits_;
  const printer_port::hear& hear_;
  time_point begun_;
  time_point calm_;
  condition now_;
  condition asked_;
  std::size_t round_ = all_asks.size();
};

class talking_sink : public print_sink {
public:
  talking_sink(opener open, bool socket, talk_limits limits)
    : open_(std::move(open)), socket_(socket), limits_(limits),
      marks_(std::random_device{}()) {}

  void listen(printer_port::hear on) override { hear_ = std::move(on); }

  condition look() override {
    condition out;
    if (talk_) // Kept from before; it may be gone by now.
      if (auto said = talk_->ask_all())
        return judged(*said);
    talk_.reset();
    if (!begin(out.detail)) {
      marks_passed_.reset(); // What comes back may be another.
      out.asked = answers_;
      out.online = false;
      return out;
    }
    if (auto said = talk_->ask_all()) {
      answers_ = true;
      return judged(*said);
    }
    // Not the silence of a line that never spoke.
    talk_.reset();
    marks_passed_.reset();
    out.asked = answers_;
    out.online = !answers_;
    out.detail = answers_ ? "no answer" : "";
    return out;
  }

  print_verdict put(std::string_view bytes) override {
    std::string why;
    if (!begin(why))
      return {outcome::failed, why};
    auto said = !answers_                      ? put_only(bytes)
                : marks_passed_.value_or(true) ? put_and_mark(bytes)
                                               : put_and_look(bytes);
    talk_.reset();
    if (said.what == outcome::unknown)
      marks_passed_.reset(); // Perhaps it never will.
    return said;
  }

  void rest() override { talk_.reset(); }

private:
  bool begin(std::string& why) {
    if (talk_)
      return true;
    auto line = open_(why);
    if (line.bad())
      return false;
    talk_ = std::make_unique<talk>(std::move(line), socket_, limits_);
    return true;
  }

  print_verdict put_only(std::string_view bytes) {
    auto said = write_all(talk_->fd(), bytes, socket_);
    return said.what == outcome::printed && socket_ ? drain(talk_->fd()) : said;
  }

  /// What the printer says, and whether it will say that a job came out: that
  /// is asked once, while it has nothing to do and could.
  condition judged(condition said) {
    if (!marks_passed_ && said.prints())
      marks_passed_ = talk_->returns(mark_of(marks_++));
    said.unconfirmed = !marks_passed_.value_or(true);
    return said;
  }

  /// For one that never says that a job came out: it did when the printer had
  /// all of it and was well for a while after.
  print_verdict put_and_look(std::string_view bytes) {
    auto said = put_only(bytes);
    if (said.what != outcome::printed)
      return said;
    const auto begun = steady_clock::now();
    condition before;
    before.asked = before.unconfirmed = true;
    for (auto asked = begun; asked < begun + limits_.whole;) {
      if (!talk_->hear(asked + limits_.again))
        return unknown("the line broke after the job");
      if (steady_clock::now() < asked + limits_.again)
        continue; // It said something that nobody asked.
      asked = steady_clock::now();
      auto now = talk_->ask_all();
      if (!now)
        return unknown("no answer after the job");
      *now = judged(*now);
      if (!(*now == before))
        hear_(*now);
      if (now->prints())
        return {};
      before = *now;
    }
    return unknown(trouble_of(before));
  }

  print_verdict put_and_mark(std::string_view bytes) {
    auto mark = mark_of(marks_++);
    std::string all = tell_changes(true);
    all += bytes;
    all += ask_mark(mark) + tell_changes(false);
    auto said = write_all(talk_->fd(), all, socket_);
    if (said.what != outcome::printed)
      return said;
    return job_watch{*talk_, mark, limits_, hear_}.wait();
  }

  opener open_;
  bool socket_;
  talk_limits limits_;
  std::uint32_t marks_; ///< Not those of the process before.
  printer_port::hear hear_ = [](const condition&) {};
  std::unique_ptr<talk> talk_;
  bool answers_ = false; ///< It did once.
  /// Whether marks come back (GS ( H); nothing: that is to be learnt.
  std::optional<bool> marks_passed_;
};

/// What was said to nobody is no answer to what is asked now.
void forget_input(int fd) {
  char lost[256];
  while (read(fd, lost, sizeof lost) > 0) {
  }
}

} // namespace

std::unique_ptr<print_sink>
make_talking_tcp_sink(std::string host, std::string port, talk_limits limits) {
  return std::make_unique<talking_sink>(
    [host = std::move(host), port = std::move(port)](std::string& why) {
      return connect_to(host, port, why);
    },
    true, limits);
}

std::unique_ptr<print_sink> make_talking_device_sink(std::string path,
                                                     talk_limits limits) {
  return std::make_unique<talking_sink>(
    [path = std::move(path)](std::string& why) {
      constexpr int how = O_NOCTTY | O_NONBLOCK | O_CLOEXEC;
      descriptor out{open(path.c_str(), O_RDWR | how)};
      if (out.bad()) // One that only takes.
        out = descriptor{open(path.c_str(), O_WRONLY | how)};
      if (out.bad()) {
        why = failed("open " + path).detail;
        return out;
      }
      make_raw(out.get());
      forget_input(out.get());
      return out;
    },
    false, limits);
}

} // namespace kassa::node
