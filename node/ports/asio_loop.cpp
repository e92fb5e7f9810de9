#include "node/ports/asio_loop.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <memory>

namespace kassa::node {

asio_loop::asio_loop() : work_(boost::asio::make_work_guard(context_)) {
  thread_ = std::thread([this] { context_.run(); });
}

asio_loop::~asio_loop() {
  stop();
}

void asio_loop::post(std::function<void()> turn) {
  boost::asio::post(context_, std::move(turn));
}

void asio_loop::after(std::uint32_t ms, std::function<void()> turn) {
  auto timer = std::make_shared<boost::asio::steady_timer>(
    context_, std::chrono::milliseconds{ms});
  timer->async_wait(
    [timer, turn = std::move(turn)](const boost::system::error_code& why) {
      if (!why)
        turn();
    });
}

void asio_loop::stop() {
  context_.stop();
  if (thread_.joinable())
    thread_.join();
}

} // namespace kassa::node
