#pragma once

#include "proto/base/result.hpp"

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream_base.hpp>
#include <boost/system/error_code.hpp>

#include <memory>
#include <string>

/// What a terminal shows of itself, and whom it believes, over TLS. The words
/// are what a person sees as the unit's state.
namespace kassa::node {

/// PEM files.
struct tls_files {
  std::string certificate; ///< Ours, with those between it and its CA.
  std::string key;         ///< Of it; empty: in the same file.
  std::string ca;          ///< Whom we believe; empty: whom this machine does.
};

/// Reads the files. TLS 1.2 at least, the peer always verified.
/// @returns `invalid` naming the file and what is wrong with it: it cannot be
/// read, holds no certificate or key, the key is of another certificate, or
/// others than its owner may read the key
result<std::shared_ptr<boost::asio::ssl::context>>
make_tls_client(const tls_files& from);

/// Why nothing can be said to anyone: our certificate has expired, or is not
/// valid yet. Empty: it goes.
std::string own_certificate_fault(boost::asio::ssl::context& of);

/// Has the peer's certificate name this host, or this IP address, and tells the
/// peer whom we mean.
void expect_host(SSL* of, const std::string& host);

/// A failed handshake, read or write in words.
std::string tls_words(SSL* of, const boost::system::error_code& why);

/// Whether the peer told us why it hangs up; else it only went.
bool is_alert(const boost::system::error_code& why);

} // namespace kassa::node
