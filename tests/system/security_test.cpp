// Who is turned away, at every service, and that the log says so. The attacker
// has whatever a case says: another terminal's folder, or a copy of ours.

#include "actors/sync/session.hpp"
#include "node/certificate.hpp"
#include "proto/base/enrol_code.hpp"
#include "tests/support/fakes.hpp"
#include "tests/support/fixed_credentials.hpp"
#include "tests/support/folder_secrets.hpp"
#include "tests/support/generic_call.hpp"
#include "tests/system/figures.hpp"
#include "tests/transport/mailbox.hpp"
#include "transport/http/post.hpp"
#include "transport/sync_client.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <future>

namespace kassa::testing {
namespace {

constexpr std::int64_t week_ms = 7LL * 24 * 60 * 60 * 1000;

/// What an attacker shows on a sync stream.
struct attempt {
  std::string name;
  tls::credentials wire;
  scope claimed;
  key_pair signer;
  std::string refusal;         ///< Expected.
  std::string device_key = {}; ///< Empty: the signer's.
  std::string nonce = {};      ///< Empty: the challenge's.
};

v1::Hello hello_of(const attempt& x, sync::stream_kind which,
                   const std::string& challenge) {
  v1::HelloClaim claim;
  claim.set_store(x.claimed.store);
  claim.set_terminal(x.claimed.terminal);
  claim.set_device_key(x.signer.public_key);
  claim.set_protocol(sync::protocol_version);
  *claim.mutable_head() = make_head(0, zero_hash());
  auto out = sync::make_hello(which, x.nonce.empty() ? challenge : x.nonce,
                              claim, x.signer);
  if (!x.device_key.empty()) {
    claim.set_device_key(x.device_key);
    out.set_claim(claim.SerializeAsString());
  }
  return out;
}

/// The code with which the attempt ends.
template <class Up, class Down>
std::string try_stream(sync::stream_link<Up, Down>& link,
                       sync::stream_kind which, const attempt& x) {
  mailbox<Down> heard;
  mailbox<error> closed;
  link.open({[&](Down message) { heard.put(std::move(message)); },
             [&](error why) { closed.put(std::move(why)); }});
  auto ended = [&] {
    auto why = closed.take();
    return why ? std::string{row_of(why->code).name} : "nothing";
  };
  auto first = heard.take(std::chrono::seconds{2});
  if (!first)
    return ended();
  Up up;
  *up.mutable_hello() = hello_of(x, which, first->challenge().nonce());
  link.send(std::move(up));
  auto answer = heard.take();
  link.close();
  return answer && answer->has_refusal() ? answer->refusal().code() : "let in";
}

class Security : public ::testing::Test {
protected:
  Security() {
    all_.must({"store", "add", "kiosk", "--name", "Kiosken", "--org-no",
               "556677-8899"});
    all_.add_till("kiosk");
    all_.start_all();
    for (std::size_t i = 0; i < all_.count(); ++i) {
      // Bound and certified: nothing of the folder's secrets is new any more.
      EXPECT_TRUE(
        eventually([&] { return all_.status(i).hub() == "connected"; }))
        << i;
      all_.at(i).daemon->kill();
    }
    const auto told
      = boost::json::parse(content_of(all_.path("hub.addresses")));
    sync_ = told.at("sync").as_string();
    enrol_ = told.at("enrol").as_string();
    office_ = told.at("office").as_string();
    authority_ = *tls::parse(content_of(all_.hub_identity() + "/ca.pem"));
  }

  static shop::options options() {
    shop::options out;
    out.terminals = 2;
    out.articles = KASSA_SOURCE_DIR "/scripts/sample/articles.csv";
    return out;
  }

  tls::credentials certified(const scope& who, const tls::credentials& by,
                             const tls::validity& lasts = {}) const {
    return *tls::issue(by, {tls::usage::client, who.terminal, who.store},
                       lasts);
  }

  /// Each wrong identity that a stream is tried with.
  std::vector<attempt> wrong_identities() {
    const auto ours = secrets_of(all_.at(0));
    const auto other = secrets_of(all_.at(1));
    const auto kiosk = secrets_of(all_.at(2));
    const auto stranger = make_key_pair(random_);
    const auto authority = *tls::make_authority("Huvudkassa CA", tls::for_ever);
    const auto expired = certified(ours.of, authority_, {0, week_ms});
    const auto forged = certified(ours.of, authority);
    const scope unknown{"butik", "KASSA9"};
    const scope moved{"butik", kiosk.of.terminal};
    const std::string replayed(sync::nonce_size, 'n');
    return {
      {"no certificate", {}, ours.of, ours.device, "unavailable"},
      {"expired", expired, ours.of, ours.device, "unavailable"},
      {"of another authority", forged, ours.of, ours.device, "unavailable"},
      {"another terminal's, with our Terminal-ID in the message", other.wire,
       ours.of, other.device, "wrong_certificate"},
      {"another store's", kiosk.wire, moved, kiosk.device, "wrong_certificate"},
      {"our certificate without our key", ours.wire, ours.of, stranger,
       "wrong_key"},
      {"our certificate, our key shown and not held", ours.wire, ours.of,
       other.device, "bad_signature", ours.device.public_key},
      {"a challenge of before, replayed", ours.wire, ours.of, ours.device,
       "bad_signature", "", replayed},
      {"certified and not known", certified(unknown, authority_), unknown,
       stranger, "unknown_terminal"}};
  }

  void expect_refused(const attempt& x) {
    fixed_credentials as{{authority_.certificate, x.wire}};
    auto link = transport::grpc_hub_link::make(sync_, as);
    ASSERT_TRUE(link);
    using sync::stream_kind;
    EXPECT_EQ(try_stream((*link)->upload(), stream_kind::upload, x), x.refusal)
      << x.name;
    EXPECT_EQ(try_stream((*link)->download(), stream_kind::download, x),
              x.refusal)
      << x.name;
    EXPECT_EQ(try_stream((*link)->report(), stream_kind::report, x), x.refusal)
      << x.name;
  }

  bool log_says(const std::string& what) const {
    return content_of(all_.path("hub.log")).find(what) != std::string::npos;
  }

  v1::EnrolAnswer post(const std::string& body) const {
    auto got = http::post(enrol_, {authority_.certificate, tls::hub_name},
                          "/v1/enrol", body, patience);
    EXPECT_TRUE(got) << to_string(got.why());
    v1::EnrolAnswer out;
    if (!got)
      return out;
    if (got->status != 200)
      out.mutable_refusal()->set_code("HTTP " + std::to_string(got->status));
    else
      out.ParseFromString(got->body);
    return out;
  }

  std::string refusal_of(const v1::EnrolClaim& claim,
                         const key_pair& by) const {
    return post(sync::make_enrol_request(claim, by).SerializeAsString())
      .refusal()
      .code();
  }

  shop all_{options()};
  std::string sync_;
  std::string enrol_;
  std::string office_;
  tls::credentials authority_;
  seeded_random random_{3};
};

TEST_F(Security, L13_NoStreamIsOpenToAWrongIdentity) {
  for (const auto& x : wrong_identities()) {
    expect_refused(x);
    if (x.refusal != "unavailable") {
      EXPECT_TRUE(log_says(x.refusal)) << x.name;
    }
  }
  // What never comes past TLS is told by gRPC.
  EXPECT_TRUE(log_says("peer did not return a certificate"));
  EXPECT_TRUE(log_says("certificate verify failed"));
}

TEST_F(Security, L13_ARevokedTerminalIsTurnedAwayOnItsOpenStreamsToo) {
  all_.restart(1);
  ASSERT_TRUE(eventually([&] { return all_.status(1).hub() == "connected"; }));
  auto revoke = [&](const std::string& store, const std::string& reason) {
    return all_.kassa(
      {"terminal", "revoke", "KASSA2", "--store", store, "--reason", reason});
  };
  EXPECT_NE(revoke("kiosk", "stulen").code, 0);
  EXPECT_NE(revoke("butik", "").code, 0);
  EXPECT_EQ(all_.status(1).hub(), "connected");
  auto done = revoke("butik", "stulen ur kassan");
  ASSERT_EQ(done.code, 0) << done.err;
  EXPECT_NE(done.out.find("stulen ur kassan"), std::string::npos) << done.out;
  ASSERT_TRUE(eventually([&] { return all_.status(1).hub() == "revoked"; }));
  // L5: it sells, but nobody takes it.
  all_.log_in(1);
  all_.must_at(1, {"sell", "100", "--card"});
  all_.at(1).daemon->kill();
  const auto gone = secrets_of(all_.at(1));
  expect_refused({"revoked", gone.wire, gone.of, gone.device, "revoked"});
  auto claim = *node::claim_of(gone.bundle, gone.wire.key);
  claim.set_device_key(gone.device.public_key);
  EXPECT_EQ(refusal_of(claim, gone.device), "revoked");
  EXPECT_TRUE(log_says("\"terminal_revoked\""));
  // The word is kept.
  all_.kill_hub();
  all_.start_hub();
  all_.log_in_at_hub();
  EXPECT_NE(all_.must({"terminals", "--store", "butik"}).find("stulen"),
            std::string::npos);
}

TEST_F(Security, L13_NoCertificateIsGivenToAWrongIdentity) {
  const auto ours = secrets_of(all_.at(0));
  const auto stranger = make_key_pair(random_);
  const auto key = *tls::make_key();
  auto claim_by = [&](const key_pair& by) {
    auto out = *node::claim_of(ours.bundle, key);
    out.set_device_key(by.public_key);
    return out;
  };
  auto claim = claim_by(stranger);
  EXPECT_EQ(refusal_of(claim, stranger), "wrong_key") << "the secret is spent";
  claim = claim_by(ours.device);
  claim.set_store("kiosk");
  EXPECT_EQ(refusal_of(claim, ours.device), "unknown_terminal");
  claim = claim_by(ours.device);
  claim.set_certificate_request("none");
  EXPECT_EQ(refusal_of(claim, ours.device), "invalid");
  claim = claim_by(ours.device);
  auto forged = sync::make_enrol_request(claim, ours.device);
  claim.set_terminal("KASSA2");
  forged.set_claim(claim.SerializeAsString());
  EXPECT_EQ(post(forged.SerializeAsString()).refusal().code(), "bad_signature");
  EXPECT_EQ(post("no message").refusal().code(), "HTTP 400");
  claim = {};
  claim.set_code("NEVERMADE");
  claim.set_device_key(stranger.public_key);
  EXPECT_EQ(refusal_of(claim, stranger), "enrol_code_unknown");
  for (const auto* code : {"wrong_key", "unknown_terminal", "invalid",
                           "bad_signature", "enrol_code_unknown"})
    EXPECT_TRUE(log_says(std::string{"\"code\":\""} + code)) << code;
}

TEST_F(Security, L13_ACodeThatTwoDevicesRaceForHasOneWinner) {
  const auto made = all_.make_code("KASSA8");
  const auto code = *parse_enrol_code(made.code);
  auto race = [&](const key_pair& by) {
    v1::EnrolClaim claim;
    claim.set_code(code.secret);
    claim.set_device_key(by.public_key);
    auto got = post(sync::make_enrol_request(claim, by).SerializeAsString());
    return got.has_enrolled() ? std::string{"won"} : got.refusal().code();
  };
  const auto one = make_key_pair(random_);
  const auto two = make_key_pair(random_);
  auto other = std::async(std::launch::async, race, std::cref(two));
  std::multiset<std::string> ends{race(one), other.get()};
  EXPECT_EQ(ends, (std::multiset<std::string>{"enrol_code_used", "won"}));
  EXPECT_TRUE(log_says("enrol_code_used"));
}

TEST_F(Security, NoCallOfTheOfficeOrARegisterGoesWithoutASession) {
  all_.restart(0);
  const std::set<std::string> open{
    // Who is there, and how one gets in.
    "kassa.v1.Office.LogIn",         "kassa.v1.Register.LogIn",
    "kassa.v1.Register.SwitchUser",  "kassa.v1.Register.GetStatus",
    "kassa.v1.Register.GetIdentity", "kassa.v1.Register.Verify"};
  for (const auto& [service, address] :
       {std::pair{"kassa.v1.Office", office_},
        std::pair{"kassa.v1.Register", all_.at(0).address}}) {
    grpc::GenericStub to{*transport::dial(address)};
    for (const auto* method : methods_of(service))
      for (const auto& session : {std::string{}, std::string(32, 's')})
        if (!open.contains(method->full_name())) {
          EXPECT_EQ(code_of_empty(to, *method, session), "not_logged_in")
            << method->full_name();
        }
  }
  EXPECT_TRUE(log_says("\"office_refused\""));
}

} // namespace
} // namespace kassa::testing
