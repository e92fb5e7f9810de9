#pragma once

#include "actors/sale/unit/byte_channel.hpp"
#include "node/ports/asio_loop.hpp"

#include <boost/asio/ssl/context.hpp>

#include <memory>
#include <string>

namespace kassa::node {

/// Where messages are POSTed.
struct https_target {
  std::string host;
  std::string port;
  std::string path; ///< Begins with '/'.
};

/// A line that carries whole messages by HTTPS (`unit::tcs::message_end` ends
/// each): what is sent is the body of a POST, what is received the status, a
/// line break and the body of its answer. One request at a time.
///
/// The connection is kept. A server may close one that nobody uses: it is then
/// opened anew at once, and if it is closed again, at the next request. A
/// request is never sent twice from here.
std::unique_ptr<unit::byte_channel>
make_https_channel(asio_loop& loop, https_target to,
                   std::shared_ptr<boost::asio::ssl::context> with);

} // namespace kassa::node
