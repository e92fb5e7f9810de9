#include "node/ports/unit_channels.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/serial_port.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <deque>
#include <utility>

namespace kassa::node {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;

/// One opening of a stream, kept by the operations under way on it. Once it is
/// closed it says nothing.
template <class Stream>
class opening : public std::enable_shared_from_this<opening<Stream>> {
public:
  opening(asio::io_context& context, unit::byte_channel::events on)
    : stream(context), on_(std::move(on)) {}

  void begin() {
    on_.opened();
    read();
  }

  void send(std::string bytes) {
    if (closed_)
      return;
    queue_.push_back(std::move(bytes));
    if (queue_.size() == 1)
      write();
  }

  void fail(const error_code& why) {
    if (std::exchange(closed_, true))
      return;
    shut();
    on_.closed(why.message());
  }

  void close() {
    closed_ = true;
    shut();
  }

  bool closed() const { return closed_; }

  Stream stream;

private:
  void shut() {
    error_code ignored;
    stream.close(ignored);
  }

  void read() {
    auto self = this->shared_from_this();
    stream.async_read_some(
      asio::buffer(buffer_), [self](const error_code& why, std::size_t n) {
        if (self->closed_)
          return;
        if (why)
          return self->fail(why);
        self->on_.received(std::string{self->buffer_.data(), n});
        if (!self->closed_)
          self->read();
      });
  }

  void write() {
    auto self = this->shared_from_this();
    asio::async_write(stream, asio::buffer(queue_.front()),
                      [self](const error_code& why, std::size_t) {
                        if (self->closed_)
                          return;
                        if (why)
                          return self->fail(why);
                        self->queue_.pop_front();
                        if (!self->queue_.empty())
                          self->write();
                      });
  }

  unit::byte_channel::events on_;
  std::array<char, 512> buffer_;
  std::deque<std::string> queue_;
  bool closed_ = false;
};

/// A line of which at most one opening lives.
template <class Stream>
class channel : public unit::byte_channel {
public:
  explicit channel(asio_loop& loop) : context_(loop.context()) {}
  ~channel() override { drop(); }

  void send(std::string bytes) override {
    if (at_)
      at_->send(std::move(bytes));
  }

  void close() override { drop(); }

protected:
  std::shared_ptr<opening<Stream>> renew(events on) {
    at_ = std::make_shared<opening<Stream>>(context_, std::move(on));
    return at_;
  }

  asio::io_context& context_;

private:
  void drop() {
    if (at_)
      at_->close();
    at_.reset();
  }

  std::shared_ptr<opening<Stream>> at_;
};

class tcp_channel : public channel<tcp::socket> {
public:
  tcp_channel(asio_loop& loop, std::string host, std::string port)
    : channel(loop), host_(std::move(host)), port_(std::move(port)) {}

  void open(events on) override {
    auto opened = renew(std::move(on));
    auto finder = std::make_shared<tcp::resolver>(context_);
    finder->async_resolve(
      host_, port_,
      [at = opened, finder](const error_code& why,
                            const tcp::resolver::results_type& found) {
        if (at->closed())
          return;
        if (why)
          return at->fail(why);
        asio::async_connect(
          at->stream, found, [at](const error_code& no, const tcp::endpoint&) {
            if (at->closed())
              return;
            if (no)
              return at->fail(no);
            error_code ignored;
            at->stream.set_option(tcp::no_delay{true}, ignored);
            at->begin();
          });
      });
  }

  bool outlives_closing() const override { return false; }
  std::string name() const override { return "tcp " + host_ + ':' + port_; }

private:
  std::string host_;
  std::string port_;
};

class serial_channel : public channel<asio::serial_port> {
public:
  serial_channel(asio_loop& loop, std::string path, unsigned baud)
    : channel(loop), path_(std::move(path)), baud_(baud) {}

  void open(events on) override {
    auto opened = renew(std::move(on));
    auto why = set_up(opened->stream);
    asio::post(context_, [at = opened, why] {
      if (at->closed())
        return;
      if (why)
        at->fail(why);
      else
        at->begin();
    });
  }

  bool outlives_closing() const override { return true; }
  std::string name() const override {
    return "serial " + path_ + ' ' + std::to_string(baud_);
  }

private:
  error_code set_up(asio::serial_port& port) const {
    using base = asio::serial_port_base;
    error_code why;
    port.open(path_, why);
    if (!why)
      port.set_option(base::baud_rate{baud_}, why);
    if (!why)
      port.set_option(base::character_size{8}, why);
    if (!why)
      port.set_option(base::parity{base::parity::none}, why);
    if (!why)
      port.set_option(base::stop_bits{base::stop_bits::one}, why);
    if (!why)
      port.set_option(base::flow_control{base::flow_control::none}, why);
    return why;
  }

  std::string path_;
  unsigned baud_;
};

} // namespace

std::unique_ptr<unit::byte_channel>
make_tcp_channel(asio_loop& loop, std::string host, std::string port) {
  return std::make_unique<tcp_channel>(loop, std::move(host), std::move(port));
}

std::unique_ptr<unit::byte_channel>
make_serial_channel(asio_loop& loop, std::string path, unsigned baud) {
  return std::make_unique<serial_channel>(loop, std::move(path), baud);
}

} // namespace kassa::node
