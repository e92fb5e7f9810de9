#include "actors/sync/proof.hpp"
#include "tests/support/live_shop.hpp"

// Two holders of one life, a real hub between them, and gRPC (L13).

namespace kassa {
namespace {

using namespace kassa::testing;

class Fence : public ::testing::Test {
protected:
  Fence() {
    first_.init(hub_.bundle_of("KASSA1"));
    first_.start(&hub_);
    EXPECT_TRUE(first_.sell());
    first_.await("connected", first_.durable());
    // While it runs: the copy has the token that the hub knows.
    copy_folder();
    copied_at_ = first_.durable();
    sell(first_, 4);
    first_.await("connected", first_.durable());
  }

  /// The engine may drop a file of an earlier start meanwhile: then again.
  void copy_folder() {
    std::error_code failed;
    for (int tries = 0; tries < 100; ++tries) {
      std::filesystem::remove_all(folder_ / "second");
      std::filesystem::copy(folder_ / "first", folder_ / "second",
                            std::filesystem::copy_options::recursive, failed);
      if (!failed)
        return;
    }
    FAIL() << failed.message();
  }

  static void sell(live_till& at, int times) {
    for (int i = 0; i < times; ++i) {
      auto sold = at.sell();
      ASSERT_TRUE(sold) << kassa::to_string(sold.why());
    }
  }

  /// The second holder wakes without a way to the hub, sells, and then meets
  /// the hub.
  void wake_second(int sales) {
    second_.start(nullptr);
    sell(second_, sales);
    second_.stop();
    second_.start(&hub_);
    second_.await("fenced");
  }

  static caf::actor_system_config& tuned(caf::actor_system_config& config) {
    set_workers(config, 2);
    return config;
  }

  /// The one entry, whatever else: of this scope, with the claim that the
  /// second holder signed.
  v1::FenceEntry evidence() {
    EXPECT_TRUE(hub_.fenced());
    auto all = hub_.fences();
    EXPECT_EQ(all.size(), 1U);
    auto out = all.empty() ? v1::FenceEntry{} : all.front();
    EXPECT_EQ(out.store(), "bageriet");
    EXPECT_EQ(out.terminal(), "KASSA1");
    v1::Hello said;
    said.set_claim(out.claim());
    said.set_signature(out.claim_signature());
    EXPECT_TRUE(
      sync::check_hello(sync::stream_kind::upload, out.nonce(), said));
    EXPECT_GT(out.held().seq(), copied_at_);
    EXPECT_EQ(out.held().seq(), out.shown().seq());
    EXPECT_NE(out.held().hash(), out.shown().hash());
    EXPECT_NE(out.fence().reason().find("another journal at record "
                                        + std::to_string(out.shown().seq())),
              std::string::npos)
      << out.fence().reason();
    return out;
  }

  temp_dir folder_;
  caf::actor_system_config config_;
  caf::actor_system system_{tuned(config_)};
  live_hub hub_{system_};
  live_till first_{system_, folder_ / "first"};
  live_till second_{system_, folder_ / "second"};
  seq_t copied_at_ = 0;
};

TEST_F(Fence, L13_AForkThatIsBehindTheHubIsFencedAtItsHelloAndBothHoldersStop) {
  wake_second(1);
  EXPECT_EQ(second_.selling(), "fenced");
  auto refused = second_.sell();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.why().code, errc::fenced);
  evidence();
  // The first holder is told too: nobody can know who is honest.
  first_.await("fenced");
  EXPECT_EQ(first_.selling(), "fenced");
  EXPECT_FALSE(first_.sell());
}

TEST_F(Fence, L13_AForkThatIsAheadOfTheHubFindsItAndBringsTheEvidence) {
  // Not what it holds itself: a record of the printer may still be on its way.
  const auto at_hub = first_.await("connected").acked_seq();
  first_.stop();
  wake_second(10);
  EXPECT_EQ(second_.selling(), "fork");
  auto refused = second_.sell();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.why().code, errc::fork);
  EXPECT_GE(evidence().shown().seq(), at_hub);
  second_.stop();
  // For ever: a restart changes nothing.
  second_.start(&hub_);
  EXPECT_EQ(second_.selling(), "fenced");
  EXPECT_FALSE(second_.sell());
}

} // namespace
} // namespace kassa
