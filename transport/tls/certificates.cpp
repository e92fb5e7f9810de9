#include "transport/tls/certificates.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <ctime>
#include <memory>

namespace kassa::tls {

namespace {

template <auto Free>
struct freer {
  template <class T>
  void operator()(T* what) const {
    Free(what);
  }
};

using key_ptr = std::unique_ptr<EVP_PKEY, freer<&EVP_PKEY_free>>;
using x509_ptr = std::unique_ptr<X509, freer<&X509_free>>;
using request_ptr = std::unique_ptr<X509_REQ, freer<&X509_REQ_free>>;
using bio_ptr = std::unique_ptr<BIO, freer<&BIO_free_all>>;
using extension_ptr
  = std::unique_ptr<X509_EXTENSION, freer<&X509_EXTENSION_free>>;

constexpr int day_s = 24 * 60 * 60;

error failed(std::string what) {
  return {errc::internal, {}, "OpenSSL: " + std::move(what)};
}

bio_ptr reader(const std::string& text) {
  return bio_ptr{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))};
}

std::string text_of(BIO* from) {
  char* data = nullptr;
  auto size = BIO_get_mem_data(from, &data);
  return {data, static_cast<std::size_t>(size)};
}

x509_ptr read_certificate(const std::string& pem) {
  return x509_ptr{
    PEM_read_bio_X509(reader(pem).get(), nullptr, nullptr, nullptr)};
}

key_ptr read_key(const std::string& pem) {
  return key_ptr{
    PEM_read_bio_PrivateKey(reader(pem).get(), nullptr, nullptr, nullptr)};
}

bool set_time(ASN1_TIME* to, std::int64_t utc_ms) {
  // Days and seconds apart: a count of seconds to the year 9999 is too long.
  auto s = utc_ms / 1000;
  return ASN1_TIME_adj(to, 0, static_cast<int>(s / day_s),
                       static_cast<long>(s % day_s))
         != nullptr;
}

bool set_serial(X509* of) {
  std::uint64_t serial = 0;
  return RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial)
           == 1
         && ASN1_INTEGER_set_uint64(X509_get_serialNumber(of), serial >> 1U)
              == 1;
}

bool extend(X509* what, int kind, const std::string& value) {
  extension_ptr x{X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str())};
  return x && X509_add_ext(what, x.get(), -1) == 1;
}

bool set_name(X509* of, const char* field, const std::string& value) {
  return value.empty()
         || X509_NAME_add_entry_by_txt(
              X509_get_subject_name(of), field, MBSTRING_UTF8,
              reinterpret_cast<const unsigned char*>(value.c_str()), -1, -1, 0)
              == 1;
}

/// Without a signer's name, extensions and signature; null when it fails.
x509_ptr draft(EVP_PKEY* key, const holder& whose, const validity& lasts) {
  x509_ptr out{X509_new()};
  if (!out || X509_set_version(out.get(), 2) != 1 || !set_serial(out.get())
      || !set_time(X509_getm_notBefore(out.get()), lasts.from_ms)
      || !set_time(X509_getm_notAfter(out.get()), lasts.until_ms)
      || !set_name(out.get(), "OU", whose.unit)
      || !set_name(out.get(), "CN", whose.name)
      || X509_set_pubkey(out.get(), key) != 1)
    return {};
  return out;
}

/// Signs, and prints.
result<std::string> finish(X509* what, X509_NAME* signer, EVP_PKEY* with) {
  bio_ptr out{BIO_new(BIO_s_mem())};
  if (X509_set_issuer_name(what, signer) != 1
      || X509_sign(what, with, EVP_sha256()) == 0
      || PEM_write_bio_X509(out.get(), what) != 1)
    return failed("no certificate was signed");
  return text_of(out.get());
}

result<std::string> text_of(EVP_PKEY* key) {
  bio_ptr out{BIO_new(BIO_s_mem())};
  if (PEM_write_bio_PrivateKey(out.get(), key, nullptr, nullptr, 0, nullptr,
                               nullptr)
      != 1)
    return failed("no key was written");
  return text_of(out.get());
}

result<credentials> with_key(result<std::string> certificate, EVP_PKEY* key) {
  auto text = text_of(key);
  if (!certificate || !text)
    return certificate ? text.why() : certificate.why();
  return credentials{*std::move(certificate), *std::move(text)};
}

/// The authority's word that the key is the holder's.
result<std::string> vouch(const credentials& authority, EVP_PKEY* key,
                          const holder& whose, const validity& lasts) {
  auto signer = read_certificate(authority.certificate);
  auto sign = read_key(authority.key);
  if (!signer || !sign)
    return error{errc::corrupt, {{"what", "CA"}}};
  auto out = draft(key, whose, lasts);
  if (!out || !extend(out.get(), NID_basic_constraints, "critical,CA:FALSE")
      || !extend(out.get(), NID_ext_key_usage,
                 whose.use == usage::server ? "serverAuth" : "clientAuth")
      || (!whose.alternative.empty()
          && !extend(out.get(), NID_subject_alt_name, whose.alternative)))
    return failed("no certificate was made");
  return finish(out.get(), X509_get_subject_name(signer.get()), sign.get());
}

std::string text_of(X509_NAME* name, int field) {
  auto at = X509_NAME_get_index_by_NID(name, field, -1);
  if (at < 0)
    return {};
  const auto* text = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at));
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
          static_cast<std::size_t>(ASN1_STRING_length(text))};
}

std::int64_t ms_of(const ASN1_TIME* time) {
  std::tm parts{};
  return ASN1_TIME_to_tm(time, &parts) == 1 ? timegm(&parts) * 1000LL : 0;
}

} // namespace

result<credentials> make_authority(const std::string& name,
                                   const validity& lasts) {
  key_ptr key{EVP_EC_gen("P-256")};
  auto out = draft(key.get(), {usage::server, name}, lasts);
  if (!out
      || !extend(out.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0")
      || !extend(out.get(), NID_key_usage, "critical,keyCertSign"))
    return failed("no authority was made");
  auto text = finish(out.get(), X509_get_subject_name(out.get()), key.get());
  return with_key(std::move(text), key.get());
}

result<credentials> issue(const credentials& authority, const holder& whose,
                          const validity& lasts) {
  key_ptr key{EVP_EC_gen("P-256")};
  if (!key)
    return failed("no key was made");
  return with_key(vouch(authority, key.get(), whose, lasts), key.get());
}

result<std::string> make_key() {
  key_ptr key{EVP_EC_gen("P-256")};
  if (!key)
    return failed("no key was made");
  return text_of(key.get());
}

result<std::string> make_request(const std::string& key) {
  auto own = read_key(key);
  if (!own)
    return error{errc::corrupt, {{"what", "PEM"}}};
  request_ptr request{X509_REQ_new()};
  bio_ptr out{BIO_new(BIO_s_mem())};
  if (!request || X509_REQ_set_pubkey(request.get(), own.get()) != 1
      || X509_REQ_sign(request.get(), own.get(), EVP_sha256()) == 0
      || PEM_write_bio_X509_REQ(out.get(), request.get()) != 1)
    return failed("no request was made");
  return text_of(out.get());
}

result<std::string> certify(const credentials& authority,
                            const std::string& request, const holder& whose,
                            const validity& lasts) {
  request_ptr asked{
    PEM_read_bio_X509_REQ(reader(request).get(), nullptr, nullptr, nullptr)};
  auto* key = asked ? X509_REQ_get0_pubkey(asked.get()) : nullptr;
  if (!key || X509_REQ_verify(asked.get(), key) != 1)
    return error{errc::invalid, {{"what", "certificate request"}}};
  return vouch(authority, key, whose, lasts);
}

result<credentials> parse(const std::string& file) {
  auto at = file.find("-----BEGIN PRIVATE KEY-----");
  credentials out{file.substr(0, at), {}};
  if (at != std::string::npos)
    out.key = file.substr(at);
  auto key = read_key(out.key);
  auto shown = read_certificate(out.certificate);
  if (!key || (!shown && !out.certificate.empty())
      || (shown && X509_check_private_key(shown.get(), key.get()) != 1))
    return error{errc::corrupt, {{"what", "PEM"}}};
  return out;
}

std::string print(const credentials& what) {
  return what.certificate + what.key;
}

result<content> read(const std::string& certificate) {
  auto of = read_certificate(certificate);
  if (!of)
    return error{errc::corrupt, {{"what", "PEM"}}};
  auto* name = X509_get_subject_name(of.get());
  return content{text_of(name, NID_commonName),
                 text_of(name, NID_organizationalUnitName),
                 {ms_of(X509_get0_notBefore(of.get())),
                  ms_of(X509_get0_notAfter(of.get()))}};
}

result<std::string> fingerprint(const std::string& certificate) {
  auto of = read_certificate(certificate);
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  if (!of || X509_digest(of.get(), EVP_sha256(), out, &size) != 1)
    return error{errc::corrupt, {{"what", "PEM"}}};
  return std::string{reinterpret_cast<const char*>(out), size};
}

} // namespace kassa::tls
