// Who may speak on the sync listener, and who is believed there to be whom.

#include "tests/transport/sync_fixture.hpp"

#include <openssl/pem.h>
#include <openssl/ssl.h>

namespace kassa::transport {
namespace {

/// Credentials that a test changes under a link.
class changing_credentials : public credentials_port {
public:
  std::shared_ptr<const terminal_credentials> now() override { return what; }
  void reached() override { ++reaches; }
  void unreached() override { ++failures; }

  std::shared_ptr<const terminal_credentials> what;
  std::atomic<int> reaches = 0;
  std::atomic<int> failures = 0;
};

/// What a peer of another TLS library sees of a listener.
struct handshake {
  std::string version; ///< "TLSv1.3"; empty: no hands were shaken.
  std::string certificate;
};

struct tls_ends {
  SSL_CTX* context = SSL_CTX_new(TLS_client_method());
  BIO* line = nullptr;

  ~tls_ends() {
    BIO_free_all(line);
    SSL_CTX_free(context);
  }
};

/// @param own PEM files of the caller's
handshake shake_hands(const std::string& address, int newest,
                      const std::string& own) {
  tls_ends at;
  // Old versions are not to be had at OpenSSL's own level of security.
  SSL_CTX_set_security_level(at.context, 0);
  SSL_CTX_set_max_proto_version(at.context, newest);
  SSL_CTX_set_min_proto_version(at.context, TLS1_VERSION);
  SSL_CTX_use_certificate_file(at.context, own.c_str(), SSL_FILETYPE_PEM);
  SSL_CTX_use_PrivateKey_file(at.context, own.c_str(), SSL_FILETYPE_PEM);
  at.line = BIO_new_ssl_connect(at.context);
  BIO_set_conn_hostname(at.line, address.c_str());
  SSL* ssl = nullptr;
  BIO_get_ssl(at.line, &ssl);
  constexpr unsigned char h2[] = "\2h2"; // gRPC takes nobody without it.
  SSL_set_alpn_protos(ssl, h2, sizeof h2 - 1);
  handshake out;
  if (BIO_do_connect(at.line) != 1)
    return out;
  out.version = SSL_get_version(ssl);
  BIO* text = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(text, SSL_get0_peer_certificate(ssl));
  char* data = nullptr;
  auto size = BIO_get_mem_data(text, &data);
  out.certificate.assign(data, static_cast<std::size_t>(size));
  BIO_free(text);
  return out;
}

class Tls : public sync_fixture {
protected:
  /// A client's certificate of this authority.
  std::shared_ptr<const terminal_credentials>
  client(const hub::authority& by, const tls::holder& whose,
         const tls::validity& lasts = {}) {
    return std::make_shared<terminal_credentials>(terminal_credentials{
      trusted_.ca.certificate, *tls::issue(by.ca, whose, lasts)});
  }

  static tls::holder till(const std::string& terminal) {
    return {tls::usage::client, terminal, "bageriet"};
  }

  /// A terminal's key and certificate, for another TLS library.
  std::string own_file() {
    auto path = folder_ / "own.pem";
    EXPECT_TRUE(store::files{}.replace(
      path, tls::print(client(trusted_, till("KASSA1"))->own)));
    return path;
  }

  /// How an upload ends that the hub has never heard of.
  error refusal(std::shared_ptr<const terminal_credentials> as) {
    changing_credentials with;
    with.what = std::move(as);
    auto link = grpc_hub_link::make(address_, with);
    heard<v1::UploadDown> on;
    (*link)->upload().open(on.events());
    auto why = on.closed.take();
    EXPECT_EQ(on.received.size(), 0U);
    EXPECT_EQ(hub_.uploads.size(), 0U);
    EXPECT_EQ(with.reaches, 0);
    return why.value_or(error{errc::internal});
  }
};

TEST_F(Tls, L13_TheHubHearsWhoseCertificateItIs) {
  heard<v1::UploadDown> on;
  auto session = open(on);
  ASSERT_TRUE(session->peer.certified);
  EXPECT_EQ(*session->peer.certified, (scope{"bageriet", "KASSA1"}));
}

TEST_F(Tls, NobodySpeaksWithoutACertificateOfTheAuthority) {
  hub::authority stranger = testing::trust_in(folder_ / "stranger");
  EXPECT_EQ(refusal(client(stranger, till("KASSA1"))).code, errc::unavailable);
  EXPECT_EQ(refusal(client(trusted_, till("KASSA1"), {0, 1'000'000})).code,
            errc::unavailable)
    << "expired";
  // The hub's own kind of certificate makes nobody a terminal.
  EXPECT_EQ(
    refusal(client(trusted_, {tls::usage::server, "KASSA1", "bageriet"})).code,
    errc::unavailable);
  EXPECT_EQ(refusal(std::make_shared<terminal_credentials>(
                      terminal_credentials{trusted_.ca.certificate, {}}))
              .code,
            errc::unavailable);
}

TEST_F(Tls, ATerminalSpeaksToNoOtherHub) {
  hub::authority stranger = testing::trust_in(folder_ / "stranger");
  auto own = *client(trusted_, till("KASSA1"));
  own.authority = stranger.ca.certificate;
  EXPECT_EQ(refusal(std::make_shared<terminal_credentials>(own)).code,
            errc::unavailable);
}

TEST_F(Tls, ANameThatIsNoTerminalsIsNobodys) {
  changing_credentials with;
  with.what = client(trusted_, {tls::usage::client, "kassa 1", "bageriet"});
  auto link = grpc_hub_link::make(address_, with);
  heard<v1::UploadDown> on;
  (*link)->upload().open(on.events());
  auto session = hub_.uploads.take();
  ASSERT_TRUE(session);
  EXPECT_FALSE((*session)->peer.certified);
}

TEST_F(Tls, ALinkWithoutACertificateSaysSoAtOnce) {
  changing_credentials with;
  auto link = grpc_hub_link::make(address_, with);
  heard<v1::UploadDown> on;
  (*link)->upload().open(on.events());
  EXPECT_EQ(on.closed.take()->code, errc::no_certificate);
}

TEST_F(Tls, ANewCertificateServesTheNextStreamAndEndsNone) {
  changing_credentials with;
  with.what = client(trusted_, till("KASSA1"));
  auto link = grpc_hub_link::make(address_, with);
  heard<v1::UploadDown> on;
  (*link)->upload().open(on.events());
  auto before = hub_.uploads.take();
  ASSERT_TRUE(before && on.received.take());
  with.what = client(trusted_, till("KASSA2"));
  sync::download_link::events ignored{[](auto) {}, [](auto) {}};
  (*link)->download().open(ignored);
  auto after = hub_.downloads.take();
  ASSERT_TRUE(after);
  EXPECT_EQ((*after)->peer.certified->terminal, "KASSA2");
  (*before)->peer.send(down(7));
  EXPECT_EQ(on.received.take()->ack().durable().seq(), 7U);
  EXPECT_EQ(with.failures, 0);
}

TEST_F(Tls, TheVersionIsTheNewestAndNeverBelow1_2) {
  const auto own = own_file();
  EXPECT_EQ(shake_hands(address_, TLS1_3_VERSION, own).version, "TLSv1.3");
  EXPECT_EQ(shake_hands(address_, TLS1_2_VERSION, own).version, "TLSv1.2");
  EXPECT_EQ(shake_hands(address_, TLS1_1_VERSION, own).version, "");
}

TEST_F(Tls, AnotherCertificateOfTheHubIsShownWithoutARestart) {
  heard<v1::UploadDown> on;
  auto session = open(on);
  const auto own = own_file();
  auto before = shake_hands(address_, TLS1_3_VERSION, own).certificate;
  auto fresh = tls::issue(trusted_.ca,
                          {tls::usage::server,
                           tls::hub_name,
                           {},
                           std::string{"DNS:"} + tls::hub_name},
                          tls::for_ever);
  ASSERT_TRUE(store::files{}.replace(trusted_.files.own, tls::print(*fresh)));
  // The listener looks every few seconds; nobody tells when it has.
  const auto until = std::chrono::steady_clock::now() + patience;
  auto now = before;
  while (now == before && std::chrono::steady_clock::now() < until)
    now = shake_hands(address_, TLS1_3_VERSION, own).certificate;
  EXPECT_EQ(now, fresh->certificate);
  session->peer.send(down(9));
  EXPECT_EQ(on.received.take()->ack().durable().seq(), 9U);
}

} // namespace
} // namespace kassa::transport
