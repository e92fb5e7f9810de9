#include "tests/support/relay.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdint>
#include <poll.h>
#include <stdexcept>
#include <unistd.h>

namespace kassa::testing {

namespace {

sockaddr_in loopback_at(int port) {
  sockaddr_in out = {};
  out.sin_family = AF_INET;
  out.sin_port = htons(static_cast<std::uint16_t>(port));
  out.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return out;
}

int tcp_socket() {
  return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

/// False when the connection has ended.
bool copy_once(int from, int to) {
  char buffer[65536];
  const auto n = recv(from, buffer, sizeof buffer, 0);
  if (n <= 0)
    return false;
  for (ssize_t sent = 0; sent < n;) {
    const auto m = send(to, buffer + sent, static_cast<std::size_t>(n - sent),
                        MSG_NOSIGNAL);
    if (m <= 0)
      return false;
    sent += m;
  }
  return true;
}

} // namespace

relay::relay(int listen_port, int target)
  : listen_(listen_port), target_(target), door_(tcp_socket()) {
  const int on = 1;
  setsockopt(door_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  auto address = loopback_at(listen_port);
  if (bind(door_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0
      || ::listen(door_, 16) != 0)
    throw std::runtime_error("the relay's port is taken");
  thread_ = std::thread([this] { run(); });
}

relay::~relay() {
  ended_ = true;
  thread_.join();
  break_all();
  close(door_);
}

void relay::break_all() {
  for (auto& one : links_) {
    close(one.near);
    close(one.far);
  }
  links_.clear();
}

void relay::take_newcomer() {
  const int near = accept4(door_, nullptr, nullptr, SOCK_CLOEXEC);
  if (near < 0)
    return;
  const int far = tcp_socket();
  auto address = loopback_at(target_);
  if (cut_
      || connect(far, reinterpret_cast<sockaddr*>(&address), sizeof address)
           != 0) {
    close(near);
    close(far);
    return;
  }
  links_.push_back({near, far});
}

void relay::pass_bytes(link& one, bool near_ready, bool far_ready) {
  const bool lives = (!near_ready || copy_once(one.near, one.far))
                     && (!far_ready || copy_once(one.far, one.near));
  if (lives)
    return;
  close(one.near);
  close(one.far);
  one = {};
}

void relay::run() {
  while (!ended_) {
    if (cut_)
      break_all();
    std::vector<pollfd> ends{{door_, POLLIN, 0}};
    for (const auto& one : links_) {
      ends.push_back({one.near, POLLIN, 0});
      ends.push_back({one.far, POLLIN, 0});
    }
    poll(ends.data(), ends.size(), 20);
    for (std::size_t i = 0; i < links_.size(); ++i)
      pass_bytes(links_[i], ends[1 + 2 * i].revents != 0,
                 ends[2 + 2 * i].revents != 0);
    std::erase_if(links_, [](const link& one) { return one.near < 0; });
    if (ends[0].revents != 0)
      take_newcomer();
  }
}

} // namespace kassa::testing
