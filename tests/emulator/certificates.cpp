#include "tests/emulator/certificates.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <fcntl.h>
#include <memory>
#include <stdexcept>
#include <unistd.h>

namespace kassa::emulator {

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
using bio_ptr = std::unique_ptr<BIO, freer<&BIO_free_all>>;

template <class T>
T* must(T* what) {
  if (what == nullptr)
    throw std::runtime_error{"OpenSSL made no certificate"};
  return what;
}

std::string text_of(const bio_ptr& from) {
  char* data = nullptr;
  auto size = BIO_get_mem_data(from.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

bio_ptr reader(const std::string& text) {
  return bio_ptr{
    must(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())))};
}

std::string pem_of(X509* what) {
  bio_ptr out{must(BIO_new(BIO_s_mem()))};
  PEM_write_bio_X509(out.get(), what);
  return text_of(out);
}

std::string pem_of(EVP_PKEY* what) {
  bio_ptr out{must(BIO_new(BIO_s_mem()))};
  PEM_write_bio_PrivateKey(out.get(), what, nullptr, nullptr, 0, nullptr,
                           nullptr);
  return text_of(out);
}

void extend(X509* what, int kind, const char* value) {
  auto* x = must(X509V3_EXT_conf_nid(nullptr, nullptr, kind, value));
  X509_add_ext(what, x, -1);
  X509_EXTENSION_free(x);
}

/// Without a signer's name, extensions and signature.
x509_ptr begin(EVP_PKEY* key, const std::string& name, const validity& lasts) {
  x509_ptr out{must(X509_new())};
  X509_set_version(out.get(), 2);
  std::uint64_t serial = 0;
  RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial);
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(out.get()), serial >> 1U);
  X509_gmtime_adj(X509_getm_notBefore(out.get()), lasts.from);
  X509_gmtime_adj(X509_getm_notAfter(out.get()), lasts.until);
  X509_NAME_add_entry_by_txt(
    X509_get_subject_name(out.get()), "CN", MBSTRING_UTF8,
    reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_pubkey(out.get(), key);
  return out;
}

} // namespace

credential make_authority(const std::string& name) {
  key_ptr key{must(EVP_EC_gen("P-256"))};
  auto out = begin(key.get(), name, {-7 * 24 * 3600, 7 * 24 * 3600});
  X509_set_issuer_name(out.get(), X509_get_subject_name(out.get()));
  extend(out.get(), NID_basic_constraints, "critical,CA:TRUE");
  extend(out.get(), NID_key_usage, "critical,keyCertSign");
  X509_sign(out.get(), key.get(), EVP_sha256());
  return {pem_of(out.get()), pem_of(key.get())};
}

credential issue(const credential& by, const std::string& name,
                 const validity& lasts, const std::string& hosts) {
  auto from = reader(by.certificate);
  auto with = reader(by.key);
  x509_ptr signer{
    must(PEM_read_bio_X509(from.get(), nullptr, nullptr, nullptr))};
  key_ptr sign{
    must(PEM_read_bio_PrivateKey(with.get(), nullptr, nullptr, nullptr))};
  key_ptr key{must(EVP_EC_gen("P-256"))};
  auto out = begin(key.get(), name, lasts);
  X509_set_issuer_name(out.get(), X509_get_subject_name(signer.get()));
  extend(out.get(), NID_basic_constraints, "critical,CA:FALSE");
  extend(out.get(), NID_subject_alt_name, hosts.c_str());
  X509_sign(out.get(), sign.get(), EVP_sha256());
  return {pem_of(out.get()), pem_of(key.get())};
}

bool write_private(const std::string& path, const std::string& text) {
  int to = ::open(path.c_str(), O_CREAT | O_WRONLY | O_TRUNC, 0600);
  if (to < 0)
    return false;
  auto n = ::write(to, text.data(), text.size());
  return ::close(to) == 0 && n == static_cast<ssize_t>(text.size());
}

} // namespace kassa::emulator
