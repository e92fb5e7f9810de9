#pragma once

#include "actors/sale/unit/byte_channel.hpp"
#include "node/ports/asio_loop.hpp"

#include <memory>

namespace kassa::node {

/// A connection; every opening connects anew.
std::unique_ptr<unit::byte_channel>
make_tcp_channel(asio_loop& loop, std::string host, std::string port);

/// A serial device: 8 data bits, no parity, one stop bit, no flow control.
std::unique_ptr<unit::byte_channel>
make_serial_channel(asio_loop& loop, std::string path, unsigned baud);

} // namespace kassa::node
