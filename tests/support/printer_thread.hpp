#pragma once

#include "tests/emulator/printer.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <future>
#include <thread>

namespace kassa::testing {

/// The emulated printer on a thread of its own; lines to it run there, too.
class printer_thread {
public:
  ~printer_thread() { end(); }

  boost::asio::io_context& context() { return context_; }
  auto make_session() { return make_printer_session(printer_); }

  /// Does it to the printer between two of its turns.
  template <class Do>
  auto with(Do what) {
    std::packaged_task<decltype(what(printer_))()> task{
      [this, &what] { return what(printer_); }};
    auto done = task.get_future();
    boost::asio::post(context_, [&task] { task(); });
    return done.get();
  }

  /// Ends the thread: a line calls it before it goes. May be called twice.
  void end() {
    context_.stop();
    if (thread_.joinable())
      thread_.join();
  }

private:
  emulator::emulated_printer printer_;
  boost::asio::io_context context_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_
    = boost::asio::make_work_guard(context_);
  std::thread thread_{[this] { context_.run(); }};
};

} // namespace kassa::testing
