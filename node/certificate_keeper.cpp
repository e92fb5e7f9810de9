#include "node/certificate_keeper.hpp"

namespace kassa::node {

result<std::unique_ptr<certificate_keeper>>
certificate_keeper::start(certificate_settings with) {
  auto there = own_credentials(store::files{}, with.data);
  if (!there)
    return there.why();
  return std::unique_ptr<certificate_keeper>{
    new certificate_keeper{std::move(with), *std::move(there)}};
}

certificate_keeper::certificate_keeper(certificate_settings with,
                                       tls::credentials there)
  : with_(std::move(with)), own_(std::move(there)) {
  const auto& of = with_.bundle;
  if (auto says = tls::read(own_.certificate);
      says && says->name == of.terminal() && says->unit == of.store()) {
    offer();
    const auto& lasts = says->lasts;
    when_.got(monotonic_ms(), {lasts.until_ms - with_.clock->wall_ms(),
                               lasts.until_ms - lasts.from_ms});
  }
  thread_ = std::thread{[this] { run(); }};
}

certificate_keeper::~certificate_keeper() {
  {
    std::lock_guard lock{mutex_};
    ended_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

std::shared_ptr<const transport::terminal_credentials>
certificate_keeper::now() {
  std::lock_guard lock{mutex_};
  return offered_;
}

void certificate_keeper::reached() {
  std::lock_guard lock{mutex_};
  when_.reached();
}

void certificate_keeper::unreached() {
  {
    std::lock_guard lock{mutex_};
    when_.unreached(monotonic_ms(), sync::draw_luck(*with_.random));
  }
  changed_.notify_all();
}

void certificate_keeper::run() {
  std::unique_lock lock{mutex_};
  while (!ended_) {
    auto left = when_.due_ms() - monotonic_ms();
    if (left > 0) {
      changed_.wait_for(lock, std::chrono::milliseconds{left});
      continue;
    }
    lock.unlock();
    fetch();
    lock.lock();
  }
}

void certificate_keeper::fetch() {
  auto claim = claim_of(with_.bundle, own_.key);
  if (!claim)
    return failed({claim.why()});
  auto got = ask_hub({with_.bundle.enrol(), with_.bundle.authority()},
                     *std::move(claim), with_.device);
  if (auto* no = std::get_if<not_enrolled>(&got))
    return failed(*no);
  take(std::get<enrolled>(got));
}

void certificate_keeper::take(const enrolled& got) {
  auto says = tls::read(got.what.certificate());
  if (!says)
    return failed({says.why()});
  own_.certificate = got.what.certificate();
  if (auto s = keep_credentials(disk_, with_.data, own_); !s)
    with_.log->log(log_level::error, "certificate_not_kept",
                   {{"why", to_string(s.why())}}); // It serves all the same.
  with_.log->log(log_level::info, "certificate_renewed", {});
  told_.reset();
  std::lock_guard lock{mutex_};
  offer();
  when_.got(monotonic_ms(), {says->lasts.until_ms - got.hub_ms,
                             says->lasts.until_ms - says->lasts.from_ms});
}

void certificate_keeper::failed(const not_enrolled& no) {
  // A hub that is gone for days is told of once.
  if (std::exchange(told_, no.why.code) != no.why.code)
    with_.log->log(log_level::warn, "no_certificate",
                   {{"why", to_string(no.why)}});
  std::lock_guard lock{mutex_};
  when_.failed(monotonic_ms(), no.retry_after_ms,
               sync::draw_luck(*with_.random));
}

std::int64_t certificate_keeper::monotonic_ms() const {
  return static_cast<std::int64_t>(with_.clock->monotonic_ms());
}

void certificate_keeper::offer() {
  offered_ = std::make_shared<const transport::terminal_credentials>(
    transport::terminal_credentials{with_.bundle.authority(), own_});
}

} // namespace kassa::node
