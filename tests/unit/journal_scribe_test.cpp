#include "actors/journal/scribe.hpp"
#include "actors/journal/verify.hpp"
#include "proto/base/crypto.hpp"
#include "tests/support/journal_world.hpp"

#include <gtest/gtest.h>

namespace {

using namespace kassa;
using namespace kassa::journal;
using namespace kassa::testing;

v1::RecordBody log_out(const std::string& user) {
  v1::RecordBody draft;
  draft.mutable_log_out()->set_user(user);
  return draft;
}

// Worked out apart: BLAKE2b-256 of the tag, 32 zero bytes and "abc".
TEST(Scribe, ChainsByTheKnownAnswer) {
  EXPECT_EQ(to_hex(record_hash(zero_hash(), "abc")),
            "cd1ab7c84f3b0ed36bcc019e63c1bafd2141bf2df02bafa378a0d51ccf5c96c2");
}

TEST(Scribe, ChainsEachRecordToTheOneBefore) {
  journal_world world;
  world.must(log_out("anna"));
  world.must(log_out("bo"));
  auto previous = zero_hash();
  for (seq_t seq = 1; seq <= 3; ++seq) {
    auto record = read_record(world.disk, world.of, seq);
    ASSERT_TRUE(record);
    EXPECT_EQ(record->hash(), record_hash(previous, record->body()));
    previous = record->hash();
  }
  EXPECT_EQ(world.ledger().hash(), previous);
}

TEST(Scribe, DerivesTheKindFromThePayloadAndRefusesAnother) {
  journal_world world;
  EXPECT_EQ(world.must(log_out("anna")).kind(), v1::KIND_LOG_OUT);
  auto draft = log_out("anna");
  draft.set_kind(v1::KIND_LOG_IN);
  auto batch = world.write(draft);
  ASSERT_FALSE(batch);
  EXPECT_EQ(batch.why().code, errc::invalid);
  EXPECT_FALSE(world.write(v1::RecordBody{}));
}

TEST(Scribe, L14_KeepsARecordOfAnUnknownKindByteForByte) {
  journal_world world;
  v1::RecordBody draft;
  draft.set_kind(static_cast<v1::Kind>(10'007));
  draft.GetReflection()->MutableUnknownFields(&draft)->AddLengthDelimited(
    10'107, "of another maker");
  auto batch = world.write(draft);
  ASSERT_TRUE(batch);
  auto record = read_record(world.disk, world.of, world.ledger().seq());
  ASSERT_TRUE(record);
  EXPECT_EQ(record->body(), batch->records.back().body());
  EXPECT_NE(record->body().find("of another maker"), std::string::npos);
  EXPECT_EQ(record->hash(), world.ledger().hash());
}

TEST(Scribe, RefusesARecordThatIsTooLargeAndWritesNothing) {
  journal_world world;
  auto commits = world.disk.commits;
  append_request request;
  request.drafts = {log_out("anna"), log_out(std::string(record_max, 'x'))};
  auto batch = world.write(request);
  ASSERT_FALSE(batch);
  EXPECT_EQ(batch.why().code, errc::too_large);
  EXPECT_EQ(world.disk.commits, commits);
  EXPECT_EQ(world.ledger().seq(), 1u);
}

TEST(Scribe, PutsAClockStepBeforeTheFirstRecordThatSeesIt) {
  journal_world world;
  world.must(log_out("anna"));
  world.clock.wall += 9'000;
  EXPECT_EQ(world.write(log_out("anna"))->bodies.size(), 1u);
  world.clock.wall -= 3'600'000;
  auto batch = world.write(log_out("anna"));
  ASSERT_TRUE(batch);
  ASSERT_EQ(batch->bodies.size(), 2u);
  EXPECT_EQ(batch->bodies[0].clock_stepped().step_ms(), -3'600'000);
  EXPECT_EQ(batch->next.period().clock_steps(), 1u);
}

TEST(Scribe, TheShopDecidesHowFarAClockIsSetBeforeItIsAStep) {
  journal_world world;
  world.at.clock_step_ms = 60'000;
  world.must(log_out("anna"));
  world.clock.wall += 60'000;
  EXPECT_EQ(world.write(log_out("anna"))->bodies.size(), 1u);
  world.clock.wall += 60'001;
  EXPECT_EQ(world.write(log_out("anna"))->bodies.size(), 2u);
}

TEST(Scribe, KeepsTheLatestWallTimeUntilAManagersWord) {
  journal_world world;
  world.must(log_out("anna"));
  const auto high = world.ledger().wall_ms();
  EXPECT_EQ(world.ledger().clock_high_ms(), high);
  world.clock.boot = "boot-2";
  world.clock.monotonic = 5;
  world.clock.wall -= 3'600'000;
  world.must(log_out("anna"));
  EXPECT_EQ(world.ledger().clock_high_ms(), high);
  v1::RecordBody word;
  word.mutable_clock_stepped()->set_step_ms(-3'600'000);
  word.mutable_clock_stepped()->set_by("anna");
  world.must(word);
  EXPECT_LT(world.ledger().clock_high_ms(), high);
  EXPECT_EQ(world.ledger().clock_high_ms(), world.ledger().wall_ms());
  EXPECT_EQ(world.ledger().period().clock_steps(), 1u);
  auto report = verify(world.disk, world.of, {});
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->findings.empty());
}

TEST(Scribe, DoesNotCompareTheClocksOfTwoBoots) {
  journal_world world;
  world.clock.wall += 3'600'000;
  world.clock.boot = "boot-2";
  world.clock.monotonic = 5;
  EXPECT_EQ(world.write(log_out("anna"))->bodies.size(), 1u);
}

TEST(Scribe, DatesAReceiptByItsBusinessTimeInTheStore) {
  journal_world world;
  world.at.replay = true;
  auto draft = one_line_sale();
  draft.set_business_ms(1'609'455'600'000); // 2020-12-31 23:00 UTC
  auto body = world.must(draft);
  EXPECT_EQ(body.receipt().business_date(), "2021-01-01");
  EXPECT_EQ(body.offset_minutes(), 60);
  EXPECT_TRUE(body.receipt().replayed());
  EXPECT_EQ(world.must(log_out("anna")).business_ms(), 1'609'455'600'000);
}

TEST(Scribe, NamesTheCatalogThatIsActive) {
  journal_world world;
  auto body = world.must(one_line_sale());
  EXPECT_EQ(body.catalog().lineage(), std::string(16, 'l'));
  EXPECT_EQ(body.receipt().catalog().lineage(), std::string(16, 'l'));
}

TEST(Scribe, L13_GivesNoNumberAwayInAFencedScope) {
  journal_world world;
  world.must(one_line_sale());
  v1::RecordBody fence;
  fence.mutable_fenced()->set_reason("copied");
  world.must(fence);
  auto refused = world.write(one_line_sale());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.why().code, errc::fenced);
  EXPECT_EQ(refused.why().fields.at("reason"), "copied");
  world.must(log_out("anna"));
  world.must(make_x());
  EXPECT_EQ(world.must(make_z()).z_report().number(), 1u);
}

TEST(Scribe, L2_AnIntentHoldsItsNumberUntilAVoidSaysWhy) {
  journal_world world;
  v1::RecordBody intent;
  *intent.mutable_intent()->mutable_receipt() = one_line_sale().receipt();
  EXPECT_EQ(world.must(intent).intent().receipt().number(), 1u);
  auto refused = world.write(make_z());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.why().code, errc::payment_pending);
  v1::RecordBody end;
  end.mutable_void_()->set_series(v1::SERIES_SALE);
  end.mutable_void_()->set_reason("the unit refused");
  EXPECT_EQ(world.must(end).void_().number(), 1u);
  EXPECT_EQ(world.must(one_line_sale()).receipt().number(), 2u);
  world.must(make_z());
}

TEST(Scribe, RemembersARepeatInTheSameBatchUntilTwoZsLater) {
  journal_world world;
  append_request request;
  request.drafts = {one_line_sale()};
  request.remember = repeat{"call-1", "print", "Pay", "", true};
  auto batch = world.write(request);
  ASSERT_TRUE(batch);
  auto found = find_answer(world.disk, world.of, "call-1");
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->seq(), 2u);
  EXPECT_EQ((*found)->fingerprint(), "print");
  world.must(make_z());
  EXPECT_TRUE(*find_answer(world.disk, world.of, "call-1"));
  world.must(make_z());
  EXPECT_FALSE(*find_answer(world.disk, world.of, "call-1"));
  EXPECT_EQ(world.disk.in(store::family::index)
              .count(store::answer_key(world.of, 1, "call-1")),
            0u);
}

struct scribe_switch : ::testing::Test {
  append_request to(std::uint64_t generation, std::uint64_t version) {
    append_request request;
    auto& body = *request.drafts.emplace_back().mutable_catalog_switched();
    body.mutable_after()->set_lineage(std::string(16, 'l'));
    body.mutable_after()->set_version(version);
    request.activate.emplace();
    *request.activate->next.mutable_name() = body.after();
    request.activate->next.set_generation(generation);
    return request;
  }

  bool has_row(std::uint64_t generation) {
    return world.disk.in(store::family::catalog)
             .count(store::catalog_row_key(world.of, generation, "row"))
           != 0;
  }

  void put_row(std::uint64_t generation) {
    world.disk.in(store::family::catalog)[store::catalog_row_key(
      world.of, generation, "row")]
      = "x";
  }

  journal_world world;
};

TEST_F(scribe_switch, L8_SwitchesToAGenerationAndErasesTheOlderOnes) {
  put_row(1);
  put_row(2);
  ASSERT_TRUE(world.write(to(2, 5)));
  EXPECT_FALSE(has_row(1));
  EXPECT_TRUE(has_row(2));
  EXPECT_EQ(world.ledger().catalog().version(), 5u);
  EXPECT_EQ((*read_catalog_active(world.disk, world.of))->generation(), 2u);
}

TEST_F(scribe_switch, L8_WritesADeltaIntoTheGenerationThatStays) {
  put_row(1);
  auto request = to(1, 6);
  request.activate->rows.put(store::family::catalog,
                             store::catalog_row_key(world.of, 1, "new"), "y");
  ASSERT_TRUE(world.write(request));
  EXPECT_TRUE(has_row(1));
}

TEST_F(scribe_switch, L7_RefusesRowsOutsideTheCatalog) {
  auto request = to(1, 6);
  request.activate->rows.put(store::family::state, store::ledger_key(world.of),
                             "y");
  EXPECT_FALSE(world.write(request));
  request = to(1, 6);
  request.activate->next.mutable_name()->set_version(7);
  EXPECT_FALSE(world.write(request));
}

} // namespace
