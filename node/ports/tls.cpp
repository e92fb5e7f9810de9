#include "node/ports/tls.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/error.hpp>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

namespace kassa::node {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;

error wrong_tls(std::string what) {
  return {errc::invalid, {{"what", std::move(what)}}};
}

/// Whoever holds the key can register receipts in the shop's name.
status check_key_file(const std::string& path) {
  struct stat is {};
  if (::stat(path.c_str(), &is) != 0)
    return wrong_tls("unit_key " + path + " cannot be read");
  if ((is.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return wrong_tls("unit_key " + path
                     + " can be read by others than its owner (chmod 600 "
                     + path + ")");
  return ok;
}

status load(asio::ssl::context& into, const tls_files& from) {
  error_code why;
  into.use_certificate_chain_file(from.certificate, why);
  if (why)
    return wrong_tls("unit_certificate " + from.certificate
                     + " holds no certificate in PEM: " + why.message());
  const auto& key = from.key.empty() ? from.certificate : from.key;
  if (auto s = check_key_file(key); !s)
    return s;
  into.use_private_key_file(key, asio::ssl::context::pem, why);
  if (why)
    return wrong_tls("unit_key " + key
                     + " holds no private key of unit_certificate in PEM: "
                     + why.message());
  if (from.ca.empty())
    into.set_default_verify_paths(why);
  else
    into.load_verify_file(from.ca, why);
  if (why)
    return wrong_tls("unit_ca " + from.ca
                     + " holds no certificates in PEM: " + why.message());
  return ok;
}

/// What the peer says of our certificate; empty: something else.
std::string alert_words(int reason) {
  switch (reason) {
  case SSL_R_TLSV1_ALERT_UNKNOWN_CA:
    return "the server does not know who signed our certificate "
           "(unit_certificate)";
  case SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED:
    return "the server says that our certificate (unit_certificate) has "
           "expired";
  case SSL_R_SSLV3_ALERT_CERTIFICATE_REVOKED:
    return "our certificate (unit_certificate) is revoked";
  case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
  case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
  case SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN:
  case SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE:
  case SSL_R_TLSV1_ALERT_ACCESS_DENIED:
  case SSL_R_TLSV1_ALERT_DECRYPT_ERROR:
    return "the server does not accept our certificate (unit_certificate)";
  default: return {};
  }
}

std::string verify_words(long result) {
  switch (result) {
  case X509_V_ERR_CERT_HAS_EXPIRED:
    return "the server's certificate has expired";
  case X509_V_ERR_CERT_NOT_YET_VALID:
    return "the server's certificate is not valid yet: is the clock right?";
  case X509_V_ERR_HOSTNAME_MISMATCH:
  case X509_V_ERR_IP_ADDRESS_MISMATCH:
    return "the server's certificate names another host than unit_address";
  case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
  case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
  case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
  case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
  case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
  case X509_V_ERR_CERT_SIGNATURE_FAILURE:
    return "the server's certificate is signed by nobody that unit_ca names";
  default:
    return std::string{"the server's certificate is not accepted: "}
           + X509_verify_cert_error_string(result);
  }
}

bool is_ssl(const error_code& why) {
  return why.category() == asio::error::get_ssl_category();
}

} // namespace

result<std::shared_ptr<asio::ssl::context>>
make_tls_client(const tls_files& from) {
  auto out
    = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
  if (SSL_CTX_set_min_proto_version(out->native_handle(), TLS1_2_VERSION) != 1)
    return wrong_tls("TLS 1.2");
  out->set_verify_mode(asio::ssl::verify_peer);
  if (auto s = load(*out, from); !s)
    return s.why();
  return out;
}

std::string own_certificate_fault(asio::ssl::context& of) {
  const auto* mine = SSL_CTX_get0_certificate(of.native_handle());
  if (X509_cmp_current_time(X509_get0_notAfter(mine)) < 0)
    return "our certificate (unit_certificate) has expired";
  if (X509_cmp_current_time(X509_get0_notBefore(mine)) > 0)
    return "our certificate (unit_certificate) is not valid yet: is the clock "
           "right?";
  return {};
}

void expect_host(SSL* of, const std::string& host) {
  error_code is_name;
  asio::ip::make_address(host, is_name);
  if (!is_name) {
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(of), host.c_str());
    return;
  }
  SSL_set1_host(of, host.c_str());
  SSL_set_tlsext_host_name(of, host.c_str());
}

std::string tls_words(SSL* of, const error_code& why) {
  if (is_ssl(why)) {
    auto reason = ERR_GET_REASON(static_cast<unsigned long>(why.value()));
    if (auto words = alert_words(reason); !words.empty())
      return words;
    if (reason == SSL_R_CERTIFICATE_VERIFY_FAILED)
      return verify_words(SSL_get_verify_result(of));
    return "TLS: " + why.message();
  }
  if (why == asio::error::eof || why == asio::ssl::error::stream_truncated)
    return "the server hung up";
  return why.message();
}

bool is_alert(const error_code& why) {
  return is_ssl(why);
}

} // namespace kassa::node
