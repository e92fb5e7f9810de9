#include "node/ports/printers.hpp"

#include "node/ports/talking_sink.hpp"
#include "proto/base/digits.hpp"

#include <chrono>
#include <condition_variable>
#include <csignal>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

namespace kassa::node {

namespace {

/// How long a line stays open that nobody uses.
constexpr std::chrono::seconds rest_after{2};

} // namespace

struct threaded_printer::worker {
  /// Done with the sink, or told that it is too late.
  using job = std::function<void(print_sink&, bool late)>;

  std::unique_ptr<print_sink> to;
  std::mutex lock;
  std::condition_variable wake;
  std::deque<job> jobs;
  bool ended = false;
  std::thread thread;

  explicit worker(std::unique_ptr<print_sink> sink) : to(std::move(sink)) {
    thread = std::thread([this] { run(); });
  }

  void add(job what) {
    {
      std::lock_guard hold{lock};
      jobs.push_back(std::move(what));
    }
    wake.notify_all();
  }

  void run() {
    // A reader that leaves in the middle of a job is an answer, not a signal.
    sigset_t broken;
    sigemptyset(&broken);
    sigaddset(&broken, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &broken, nullptr);
    auto busy = false; // The sink may hold its line.
    for (;;) {
      std::unique_lock hold{lock};
      auto some = [this] { return ended || !jobs.empty(); };
      if (busy && !wake.wait_for(hold, rest_after, some)) {
        to->rest();
        busy = false;
      }
      wake.wait(hold, some);
      if (jobs.empty())
        return;
      auto next = std::move(jobs.front());
      jobs.pop_front();
      auto late = ended;
      hold.unlock();
      next(*to, late);
      busy = true;
    }
  }
};

threaded_printer::threaded_printer(std::unique_ptr<print_sink> to, bool escpos,
                                   std::string name)
  : worker_(std::make_unique<worker>(std::move(to))), escpos_(escpos),
    name_(std::move(name)) {}

threaded_printer::~threaded_printer() {
  {
    std::lock_guard hold{worker_->lock};
    worker_->ended = true;
  }
  worker_->wake.notify_all();
  worker_->thread.join();
}

void threaded_printer::print(std::string bytes, answer on) {
  worker_->add(
    [bytes = std::move(bytes), on = std::move(on)](print_sink& to, bool late) {
      auto said = late ? print_verdict{printer::outcome::failed, "stopping"}
                       : to.put(bytes);
      on(said.what, std::move(said.detail));
    });
}

void threaded_printer::look(hear on) {
  worker_->add([on = std::move(on)](print_sink& to, bool late) {
    on(late ? printer::condition{} : to.look());
  });
}

void threaded_printer::listen(hear on) {
  worker_->add([on = std::move(on)](print_sink& to, bool) { to.listen(on); });
}

namespace {

struct parsed {
  std::string kind;
  std::string where; ///< Path, or host.
  std::string port;
};

error wrong_printer(std::string what) {
  return {errc::invalid, {{"what", std::move(what)}}};
}

result<parsed> parse(const std::string& setting) {
  if (setting.empty() || setting == "none")
    return parsed{"none", {}, {}};
  auto colon = setting.find(':');
  parsed out{setting.substr(0, colon),
             colon == std::string::npos ? "" : setting.substr(colon + 1),
             {}};
  if (out.kind != "file" && out.kind != "device" && out.kind != "tcp")
    return wrong_printer(
      "printer '" + setting
      + "' is none of none, file:PATH, device:PATH, tcp:HOST:PORT");
  if (out.where.empty())
    return wrong_printer("printer '" + setting + "' names no place");
  if (out.kind != "tcp")
    return out;
  auto last = out.where.rfind(':');
  if (last == std::string::npos) {
    out.port = "9100";
    return out;
  }
  out.port = out.where.substr(last + 1);
  out.where.resize(last);
  if (out.where.empty() || out.port.empty() || out.port.size() > 5
      || !all_digits(out.port))
    return wrong_printer("printer '" + setting + "' is no tcp:HOST:PORT");
  return out;
}

std::unique_ptr<print_sink> make_sink(const parsed& p, printer_manner how) {
  auto talks = how.escpos && how.answers;
  if (p.kind == "file")
    return make_file_sink(p.where);
  if (p.kind == "device")
    return talks ? make_talking_device_sink(p.where)
                 : make_device_sink(p.where);
  return talks ? make_talking_tcp_sink(p.where, p.port)
               : make_tcp_sink(p.where, p.port);
}

} // namespace

status check_printer(const std::string& setting) {
  if (auto p = parse(setting); !p)
    return p.why();
  return ok;
}

result<std::unique_ptr<printer::printer_port>>
make_printer(const std::string& setting, printer_manner how) {
  auto p = parse(setting);
  if (!p)
    return p.why();
  if (p->kind == "none")
    return std::unique_ptr<printer::printer_port>{};
  auto name = p->kind + ' ' + p->where + (p->port.empty() ? "" : ":" + p->port);
  return std::unique_ptr<printer::printer_port>{
    std::make_unique<threaded_printer>(make_sink(*p, how), how.escpos,
                                       std::move(name))};
}

} // namespace kassa::node
