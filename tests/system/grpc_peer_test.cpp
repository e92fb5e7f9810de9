// The hub as others see it: a client in another language, over another gRPC and
// another TLS, that knows proto/ and its README and nothing of our code.

#include "proto/base/console.hpp"
#include "tests/support/shop.hpp"
#include "transport/tls/certificates.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <filesystem>

namespace kassa::testing {
namespace {

constexpr auto peer_packages = KASSA_SOURCE_DIR "/build/grpc_peer/node_modules";
/// There once all of them are.
constexpr auto peer_installed = KASSA_SOURCE_DIR "/build/grpc_peer/installed";

using verdicts = std::map<std::string, std::string>;

/// What proto/README.md says of each row of tests/grpc_peer/client.cjs.
const verdicts documented{
  {"itself", "let in"}, // Else the rest would show nothing.
  // Below gRPC: TLS ends it.
  {"plain text", "unavailable"},
  {"no certificate", "unavailable"},
  {"of another authority", "unavailable"},
  // On each of the three streams.
  {"another Terminal-ID", "wrong_certificate"},
  {"another store", "wrong_certificate"},
  {"another key", "wrong_key"},
  {"signed for another stream", "bad_signature"},
  {"a nonce of before", "bad_signature"},
  {"a hello of before", "bad_signature"},
  {"revoked", "revoked"},
  // Out of turn.
  {"no hello", "protocol"},
  {"a batch before the token", "protocol"},
  // An honest one, then a copy of it.
  {"journal", "taken"},
  {"back again", "taken"},
  {"catalog", "whole"},
  {"report", "taken"},
  {"a copy", "fenced"},
  // Each call of the Office but the log-in.
  {"Office without a session", "not_logged_in"},
  {"Office with a made-up session", "not_logged_in"},
};

class GrpcPeer : public ::testing::Test {
protected:
  GrpcPeer() {
    all_.must({"store", "add", "kiosk", "--name", "Kiosken", "--org-no",
               "556677-8899"});
    const auto told
      = boost::json::parse(content_of(all_.path("hub.addresses")));
    input_ = told.as_object();
    input_["proto"] = KASSA_SOURCE_DIR "/proto";
    input_["state"] = all_.path("peer.json");
    input_["journal"] = all_.path("peer.journal");
    // Of the same name: only its signature is another.
    const auto authority = *tls::make_authority("Huvudkassa CA", tls::for_ever);
    const auto foreign = *tls::issue(
      authority, {tls::usage::client, "PEER1", "butik"}, tls::for_ever);
    input_["foreign"]
      = {{"certificate", foreign.certificate}, {"key", foreign.key}};
  }

  static shop::options no_tills() {
    shop::options out;
    out.terminals = 0;
    return out;
  }

  std::string code_of(const std::string& store, const std::string& id) {
    v1::AddTerminalAnswer made;
    EXPECT_TRUE(
      cli::from_json(all_.must({"--json", "terminal", "add", "--store", store,
                                "--id", id, "--code"}),
                     made));
    return made.code();
  }

  /// Runs the client to its end.
  outcome peer(const std::string& name, const boost::json::object& input) {
    write_file(all_.path(name), boost::json::serialize(input));
    auto variables = all_.environment();
    variables["NODE_PATH"] = peer_packages;
    return run({"/usr/bin/env", "node",
                KASSA_SOURCE_DIR "/tests/grpc_peer/client.cjs",
                all_.path(name)},
               variables);
  }

  /// How often the hub's log says it.
  std::size_t logged(const std::string& what) const {
    const auto log = content_of(all_.path("hub.log"));
    std::size_t out = 0;
    for (auto at = log.find(what); at != std::string::npos;
         at = log.find(what, at + 1))
      ++out;
    return out;
  }

  shop all_{no_tills()};
  boost::json::object input_;
};

verdicts parse_verdicts(const std::string& json) {
  verdicts out;
  const auto all = boost::json::parse(json);
  for (const auto& [row, verdict] : all.as_object())
    out[row] = verdict.as_string();
  return out;
}

TEST_F(GrpcPeer, L6_L13_AnotherImplementationIsServedAndItsIntrudersAreNot) {
  if (!std::filesystem::exists(peer_installed))
    GTEST_SKIP() << "NOT TESTED: the peer's packages could not be installed; "
                    "see tests/grpc_peer/README.md";
  auto first = input_;
  first["codes"] = {{"till", code_of("butik", "PEER1")},
                    {"other", code_of("butik", "PEER2")},
                    {"revoked", code_of("butik", "PEER3")},
                    {"kiosk", code_of("kiosk", "PEER4")}};
  const auto enrolled = peer("enrol.json", first);
  ASSERT_EQ(enrolled.code, 0) << enrolled.err;
  all_.must(
    {"terminal", "revoke", "PEER3", "--store", "butik", "--reason", "stulen"});
  const auto tried = peer("try.json", input_);
  ASSERT_EQ(tried.code, 0) << tried.err;
  EXPECT_EQ(parse_verdicts(tried.out), documented) << tried.out;
  // L6: what the hub hands out is what the peer wrote, byte for byte.
  const auto exported = all_.path("exported");
  all_.must(
    {"hub", "journal", "export", "--terminal", "PEER1", "--out", exported});
  EXPECT_EQ(content_of(exported), content_of(all_.path("peer.journal")));
  // What never comes past TLS is told by gRPC, the rest by us.
  EXPECT_GE(logged("Handshake failed"), 3u);
  for (const auto* said :
       {"peer did not return a certificate", "wrong_certificate", "wrong_key",
        "bad_signature", "\"revoked", "\"fenced\"", "\"office_refused\""})
    EXPECT_GE(logged(said), 1u) << said;
}

} // namespace
} // namespace kassa::testing
