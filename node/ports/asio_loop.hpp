#pragma once

#include "actors/sale/unit/loop_port.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <thread>

namespace kassa::node {

/// A loop with a thread of its own, for devices that talk back.
class asio_loop : public unit::loop_port {
public:
  asio_loop();
  ~asio_loop() override;

  void post(std::function<void()> turn) override;
  void after(std::uint32_t ms, std::function<void()> turn) override;

  /// Ends the thread after the turn at hand; nothing runs afterwards.
  void stop();
  boost::asio::io_context& context() { return context_; }

private:
  boost::asio::io_context context_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type>
    work_;
  std::thread thread_;
};

} // namespace kassa::node
