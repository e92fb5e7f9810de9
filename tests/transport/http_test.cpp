// Small calls over HTTPS, and whom each end believes.

#include "hub/authority.hpp"
#include "tests/support/temp_dir.hpp"
#include "transport/http/listener.hpp"
#include "transport/http/post.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>

namespace kassa::http {
namespace {

using namespace std::chrono_literals;
using kassa::testing::temp_dir;

class Http : public ::testing::Test {
protected:
  static hub::authority authority_in(const temp_dir& folder) {
    auto out = hub::open_authority(store::files{}, folder.path());
    EXPECT_TRUE(out) << to_string(out.why());
    return *out;
  }

  void listen(const listener_limits& with = {}) {
    auto made = listener::start(
      "127.0.0.1:0", shown(),
      [this](const request& x) {
        ++asked_;
        return response{200, x.method + ' ' + x.target + ' ' + x.body};
      },
      with);
    ASSERT_TRUE(made) << to_string(made.why());
    at_ = *std::move(made);
  }

  listener::source shown() {
    return [this] { return hub::shown_by(ours_); };
  }

  result<answer> ask(const std::string& body, const std::string& ca,
                     const std::string& name = tls::hub_name) {
    return post(at_->address(), {ca, name}, "/v1/x", body, 10s);
  }

  temp_dir folder_;
  temp_dir other_folder_;
  hub::authority ours_ = authority_in(folder_);
  hub::authority theirs_ = authority_in(other_folder_);
  std::atomic<int> asked_ = 0;
  std::unique_ptr<listener> at_;
};

TEST_F(Http, AnswersWhoTrustsItsAuthority) {
  listen();
  auto got = ask("hej", ours_.ca.certificate);
  ASSERT_TRUE(got) << to_string(got.why());
  EXPECT_EQ(got->status, 200);
  EXPECT_EQ(got->body, "POST /v1/x hej");
}

TEST_F(Http, NothingIsSaidToAServerOfAnotherAuthorityOrName) {
  listen();
  EXPECT_EQ(ask("secret", theirs_.ca.certificate).why().code,
            errc::unavailable);
  EXPECT_EQ(ask("secret", ours_.ca.certificate, "another").why().code,
            errc::unavailable);
  EXPECT_EQ(asked_, 0);
}

TEST_F(Http, TheAuthorityIsFoundByItsFingerprintAlone) {
  listen();
  auto is = [](const std::string& sha256) {
    return [sha256](const std::string& pem) {
      auto found = tls::fingerprint(pem);
      return found && *found == sha256;
    };
  };
  auto found = find_authority(at_->address(), is(ours_.sha256), 10s);
  ASSERT_TRUE(found) << to_string(found.why());
  EXPECT_TRUE(ask("hej", *found));
  EXPECT_EQ(find_authority(at_->address(), is(theirs_.sha256), 10s).why().code,
            errc::other_hub);
  EXPECT_EQ(asked_, 1);
}

TEST_F(Http, BoundsWhatItTakes) {
  listen({.body_max = 1000});
  auto big = ask(std::string(1001, 'x'), ours_.ca.certificate);
  ASSERT_TRUE(big) << to_string(big.why());
  EXPECT_EQ(big->status, 413);
  EXPECT_EQ(asked_, 0);
  EXPECT_TRUE(ask(std::string(1000, 'x'), ours_.ca.certificate));
}

TEST_F(Http, HangsUpOnMoreThanItMayServeAtOnce) {
  listen({.connections_max = 0});
  EXPECT_EQ(ask("hej", ours_.ca.certificate).why().code, errc::unavailable);
}

TEST_F(Http, AnIpv6AddressStandsInBrackets) {
  // Nobody listens there, with IPv6 or without; it is no name to be found.
  auto why
    = post("[::1]:1", {ours_.ca.certificate, tls::hub_name}, "/v1/x", "", 10s)
        .why();
  EXPECT_EQ(why.code, errc::unavailable);
  EXPECT_EQ(why.detail.find("not found"), std::string::npos) << why.detail;
}

TEST_F(Http, ShowsACertificateThatReplacedItsOwn) {
  listen({.look = 0ms});
  ASSERT_TRUE(ask("hej", ours_.ca.certificate));
  store::files files;
  const auto before = *files.read(ours_.files.own);
  ASSERT_TRUE(files.replace(ours_.files.own, "no certificate", true));
  EXPECT_TRUE(ask("hej", ours_.ca.certificate)) << "the one it has";
  // One that another authority issued says that it was taken.
  ASSERT_TRUE(files.replace(ours_.files.own, *before, true));
  ASSERT_TRUE(files.replace(ours_.files.own,
                            files.read(theirs_.files.own)->value(), true));
  EXPECT_EQ(ask("hej", ours_.ca.certificate).why().code, errc::unavailable);
  EXPECT_TRUE(ask("hej", theirs_.ca.certificate));
}

TEST_F(Http, SaysWhyItCannotListen) {
  listen();
  auto again = listener::start(at_->address(), shown(), {});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.why().code, errc::address_taken);
  for (const auto* text : {"", "127.0.0.1", "host:1", "127.0.0.1:x", "1:99999"})
    EXPECT_EQ(listener::start(text, shown(), {}).why().code, errc::invalid)
      << text;
}

TEST_F(Http, AnAuthorityIsMadeOnceAndKeptForItsOwnerAlone) {
  auto again = authority_in(folder_);
  EXPECT_EQ(again.sha256, ours_.sha256);
  EXPECT_EQ(again.server.key, ours_.server.key);
  EXPECT_NE(theirs_.sha256, ours_.sha256);
  for (const auto* name : {"/ca.pem", "/tls.pem"}) {
    struct stat is {};
    ASSERT_EQ(::stat((folder_.path() + name).c_str(), &is), 0);
    EXPECT_EQ(is.st_mode & 0777, 0600U) << name;
  }
  // Rotated: another key, the same authority.
  ASSERT_TRUE(store::files{}.remove(folder_.path() + "/tls.pem"));
  auto rotated = authority_in(folder_);
  EXPECT_EQ(rotated.sha256, ours_.sha256);
  EXPECT_NE(rotated.server.key, ours_.server.key);
  ASSERT_TRUE(store::files{}.replace(folder_.path() + "/ca.pem", "x"));
  EXPECT_EQ(hub::open_authority(store::files{}, folder_.path()).why().code,
            errc::corrupt);
}

} // namespace
} // namespace kassa::http
