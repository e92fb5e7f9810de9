#include "tests/emulator/certificates.hpp"

#include <chrono>
#include <fcntl.h>
#include <stdexcept>
#include <unistd.h>

namespace kassa::emulator {

namespace {

tls::validity from_now(const validity& lasts) {
  const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
                     std::chrono::system_clock::now().time_since_epoch())
                     .count();
  return {now + lasts.from * 1000, now + lasts.until * 1000};
}

credential must(result<credential> made) {
  if (!made)
    throw std::runtime_error{to_string(made.why())};
  return *std::move(made);
}

} // namespace

credential make_authority(const std::string& name) {
  constexpr long week = 7L * 24 * 3600;
  return must(tls::make_authority(name, from_now({-week, week})));
}

credential issue(const credential& by, const std::string& name,
                 const validity& lasts, tls::usage use,
                 const std::string& hosts) {
  return must(tls::issue(by, {use, name, {}, hosts}, from_now(lasts)));
}

bool write_private(const std::string& path, const std::string& text) {
  int to = ::open(path.c_str(), O_CREAT | O_WRONLY | O_TRUNC, 0600);
  if (to < 0)
    return false;
  auto n = ::write(to, text.data(), text.size());
  return ::close(to) == 0 && n == static_cast<ssize_t>(text.size());
}

} // namespace kassa::emulator
