#pragma once

#include "tests/emulator/device.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <chrono>
#include <deque>
#include <memory>
#include <utility>

namespace kassa::emulator {

/// One connection: carries out, in order, what its session says. Kept by the
/// operations under way.
template <class Stream>
struct connection : std::enable_shared_from_this<connection<Stream>> {
  using error_code = boost::system::error_code;

  connection(Stream over, std::unique_ptr<session> with)
    : stream(std::move(over)), timer(stream.get_executor()),
      talk(std::move(with)) {}

  void read() {
    auto self = this->shared_from_this();
    stream.async_read_some(boost::asio::buffer(buffer),
                           [self](const error_code& why, std::size_t n) {
                             if (why)
                               return;
                             self->take({self->buffer.data(), n});
                             self->read();
                           });
  }

  void take(std::string_view bytes) {
    auto idle = queue.empty();
    for (auto& x : talk->take(bytes))
      queue.push_back(std::move(x));
    if (idle)
      next();
  }

  void next() {
    if (queue.empty())
      return;
    timer.expires_after(std::chrono::milliseconds{queue.front().delay_ms});
    timer.async_wait([self = this->shared_from_this()](const error_code& why) {
      if (!why)
        self->act();
    });
  }

  void act() {
    if (queue.front().hang_up) {
      error_code ignored;
      stream.lowest_layer().close(ignored);
      return;
    }
    boost::asio::async_write(
      stream, boost::asio::buffer(queue.front().bytes),
      [self = this->shared_from_this()](const error_code& why, std::size_t) {
        if (why)
          return;
        self->queue.pop_front();
        self->next();
      });
  }

  Stream stream;
  boost::asio::steady_timer timer;
  std::unique_ptr<session> talk;
  std::deque<action> queue;
  std::array<char, 1024> buffer;
};

} // namespace kassa::emulator
