#include "actors/sync/proof.hpp"
#include "tests/unit/sync_kit.hpp"

#include <gtest/gtest.h>

namespace kassa::sync {
namespace {

using namespace testing;

TEST(Proof, BindsAHelloToItsStreamAndNonce) {
  v1::HelloClaim claim;
  claim.set_store("bageriet");
  claim.set_terminal("TILL1");
  claim.set_device_key(till().device.public_key);
  auto hello = make_hello(stream_kind::upload, "nonce", claim, till().device);
  EXPECT_TRUE(check_hello(stream_kind::upload, "nonce", hello));
  EXPECT_EQ(check_hello(stream_kind::upload, "other", hello).why().code,
            errc::bad_signature);
  EXPECT_EQ(check_hello(stream_kind::download, "nonce", hello).why().code,
            errc::bad_signature);
  hello.mutable_claim()->append(1, '\0');
  EXPECT_FALSE(check_hello(stream_kind::upload, "nonce", hello));
}

TEST(Proof, RefusesAHelloWithMalformedIds) {
  v1::HelloClaim claim;
  claim.set_store("Bageriet!");
  claim.set_terminal("TILL1");
  claim.set_device_key(till().device.public_key);
  auto hello = make_hello(stream_kind::upload, "nonce", claim, till().device);
  EXPECT_EQ(check_hello(stream_kind::upload, "nonce", hello).why().code,
            errc::protocol);
}

TEST(Proof, BindsATokenToItsScopeAndNumber) {
  auto x = token(3);
  EXPECT_TRUE(token_holds(x, till().of, hub_keys().public_key));
  EXPECT_FALSE(
    token_holds(x, *make_scope("bageriet", "TILL2"), hub_keys().public_key));
  EXPECT_FALSE(token_holds(x, till().of, till().device.public_key));
  x.set_n(4);
  EXPECT_FALSE(token_holds(x, till().of, hub_keys().public_key));
}

TEST(Proof, TellsAHeadFromAnAcknowledgement) {
  auto head = make_head(3, std::string(32, 'h'));
  auto of = till().of;
  auto signature = sign_head(head, of, till().device);
  EXPECT_TRUE(head_holds(head, of, till().device.public_key, signature));
  EXPECT_FALSE(ack_holds(head, of, till().device.public_key, signature));
  auto countersigned = sign_ack(head, of, hub_keys());
  EXPECT_TRUE(ack_holds(head, of, hub_keys().public_key, countersigned));
  head.set_seq(4);
  EXPECT_FALSE(ack_holds(head, of, hub_keys().public_key, countersigned));
}

TEST(Proof, BindsAFenceToItsTerminalAndReason) {
  auto fence = make_fence(till().of, "clone", 17, hub_keys());
  EXPECT_TRUE(fence_holds(fence, till().of, hub_keys().public_key));
  EXPECT_FALSE(fence_holds(fence, *make_scope("bageriet", "TILL2"),
                           hub_keys().public_key));
  fence.set_reason("other");
  EXPECT_FALSE(fence_holds(fence, till().of, hub_keys().public_key));
  EXPECT_FALSE(fence_holds({}, till().of, hub_keys().public_key));
  EXPECT_FALSE(fence_holds(fence, till().of, ""));
}

} // namespace
} // namespace kassa::sync
