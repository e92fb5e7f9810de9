#include "actors/journal/signatures.hpp"
#include "actors/journal/verify.hpp"
#include "proto/base/crypto.hpp"
#include "proto/base/head_signature.hpp"
#include "tests/support/journal_world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace kassa;
using namespace kassa::journal;
using namespace kassa::testing;
using store::family;
using ::testing::HasSubstr;

/// A day with everything in it that a derived row is made of.
struct verify_world : ::testing::Test, journal_world {
  verify_world() {
    auto line = make_line(1, 2000, 1000, 2500);
    for (int i = 0; i < 5; ++i)
      must(
        make_receipt(v1::SERIES_SALE, {line, make_line(2, 1000, 990, 1200)}));
    must(make_return(2, make_line(1, 1000, 1000, 2500)));
    v1::RecordBody draft;
    draft.mutable_copy()->set_original_series(v1::SERIES_SALE);
    draft.mutable_copy()->set_original_number(3);
    must(draft);
    must(make_z());
    must(make_receipt(v1::SERIES_SALE, {line}));
    draft.mutable_print_started()->set_job_seq(2);
    must(draft);
    draft.mutable_print_ended()->set_job_seq(2);
    draft.mutable_print_ended()->set_state(v1::PRINT_STATE_PRINTED);
    must(draft);
    park("bord 1");
    park("bord 2");
    draft.mutable_parked_fetched()->set_parking("bord 1");
    must(draft);
    draft.mutable_sale_aborted()->set_amount_ore(1000);
    must(draft);
    append_request request;
    request.drafts = {make_receipt(v1::SERIES_SALE, {line})};
    request.remember = repeat{"call", "f", "Pay", "", true};
    EXPECT_TRUE(write(request));
  }

  void park(const std::string& name) {
    v1::RecordBody draft;
    auto& sale = *draft.mutable_sale_parked();
    sale.set_parking(name);
    auto& line = *sale.mutable_sale()->add_lines();
    line = make_line(1, 1000, 1000, 2500);
    (*line.mutable_extensions())["b"] = "2";
    (*line.mutable_extensions())["a"] = "1";
    must(draft);
  }

  verify_report check() {
    auto report = verify(disk, of, {});
    EXPECT_TRUE(report);
    return report ? *report : verify_report{};
  }

  /// The first finding's words; the whole must have one.
  std::string first() {
    auto report = check();
    EXPECT_TRUE(report.finished);
    return report.findings.empty() ? "all agrees"
                                   : report.findings.front().words;
  }

  std::string& record(seq_t seq) {
    return disk.in(family::journal)[store::journal_key(of, seq)];
  }
};

TEST_F(verify_world, FindsNothingInASoundJournal) {
  auto report = check();
  EXPECT_TRUE(report.finished);
  EXPECT_EQ(report.findings, std::vector<finding>{});
  EXPECT_EQ(report.seq, ledger().seq());
  EXPECT_EQ(report.grand.SerializeAsString(),
            ledger().grand().SerializeAsString());
}

TEST_F(verify_world, NamesEachRecordWithAFlippedBit) {
  for (seq_t seq = 1; seq <= ledger().seq(); ++seq) {
    SCOPED_TRACE(seq);
    auto kept = record(seq);
    record(seq)[kept.size() / 2] ^= 1;
    auto report = check();
    ASSERT_FALSE(report.findings.empty());
    EXPECT_EQ(report.findings[0].seq, seq);
    auto damage = find_damage(disk, of, 1, ledger().seq());
    ASSERT_TRUE(damage && *damage);
    EXPECT_EQ((*damage)->seq, seq);
    record(seq) = kept;
  }
  EXPECT_EQ(first(), "all agrees");
}

// The signatures that stand beside a journal.
TEST_F(verify_world, L13_FindsAZWhoseSignatureIsAnothers) {
  must(make_z());
  const auto seq = ledger().seq();
  auto& row = disk.in(family::state)[store::signature_key(of, seq)];
  v1::HeadSignature by;
  ASSERT_TRUE(by.ParseFromString(row));
  auto kept = row;
  (*by.mutable_signature())[5] ^= 1;
  row = by.SerializeAsString();
  EXPECT_EQ(first(), "record " + std::to_string(seq)
                       + ": the Z's signature does not hold");
  // Another device's, which holds.
  const auto other = *key_pair_from_seed(std::string(32, 'x'));
  row = make_signature(of, seq, ledger().hash(), other).SerializeAsString();
  EXPECT_THAT(first(), HasSubstr("does not hold"));
  disk.in(family::state).erase(store::signature_key(of, seq));
  EXPECT_EQ(first(),
            "record " + std::to_string(seq) + ": the Z's signature is missing");
  disk.in(family::state)[store::signature_key(of, seq)] = kept;
  disk.in(family::state)[store::signature_key(of, seq - 1)] = kept;
  EXPECT_EQ(first(), "1 signatures have no Z");
}

TEST_F(verify_world, L13_AJournalOfBeforeSignaturesIsSound) {
  for (seq_t seq = 1; seq <= ledger().seq(); ++seq)
    disk.in(family::state).erase(store::signature_key(of, seq));
  EXPECT_EQ(first(), "all agrees");
}

TEST_F(verify_world, L6_FindsATailThatWasCutAfterTheHubHadIt) {
  const auto hub = *key_pair_from_seed(std::string(32, 'h'));
  auto acknowledge = [&](seq_t seq, const std::string& hash) {
    v1::Head head;
    head.set_seq(seq);
    head.set_hash(hash);
    v1::Acked acked;
    acked.set_seq(seq);
    acked.set_hash(hash);
    acked.set_hub_key(hub.public_key);
    acked.set_countersignature(sign_ack(head, of, hub));
    disk.in(family::state)[store::acked_key(of)] = acked.SerializeAsString();
    return acked;
  };
  const auto last = ledger().seq();
  auto acked = acknowledge(last, ledger().hash());
  EXPECT_EQ(first(), "all agrees");
  acked.set_countersignature(std::string(64, 'c'));
  disk.in(family::state)[store::acked_key(of)] = acked.SerializeAsString();
  EXPECT_THAT(first(), HasSubstr("countersignature does not hold"));
  acknowledge(last, std::string(32, 'z'));
  EXPECT_THAT(first(), HasSubstr("the hub acknowledged another record"));
  acknowledge(last + 3, std::string(32, 'z'));
  EXPECT_EQ(first(), "record " + std::to_string(last + 1)
                       + ": missing, and the hub acknowledged up to "
                       + std::to_string(last + 3));
}

TEST_F(verify_world, BlamesAFlippedHashOnItsOwnRecordOnly) {
  v1::Record changed;
  ASSERT_TRUE(changed.ParseFromString(record(4)));
  (*changed.mutable_hash())[3] ^= 1;
  record(4) = changed.SerializeAsString();
  auto report = check();
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(report.findings[0].seq, 4u);
}

TEST_F(verify_world, GoesOnPastBytesThatAreNoRecord) {
  for (const std::string junk : {"", "junk", "\x0a\x01x\x12\x01y"}) {
    auto kept = record(4);
    record(4) = junk;
    auto report = check();
    ASSERT_FALSE(report.findings.empty());
    EXPECT_EQ(report.findings[0].seq, 4u);
    EXPECT_EQ((*find_damage(disk, of, 4, 9))->seq, 4u);
    EXPECT_EQ((*find_damage(disk, of, 5, 9))->seq,
              4u); // Nothing to go on from.
    record(4) = kept;
  }
}

TEST_F(verify_world, GoesOnPastAMissingRecord) {
  disk.in(family::journal).erase(store::journal_key(of, 4));
  record(7)[record(7).size() / 2] ^= 1;
  auto report = check();
  ASSERT_GE(report.findings.size(), 2u);
  EXPECT_EQ(report.findings[0].seq, 5u);
  EXPECT_EQ(report.findings[1].seq, 7u);
  EXPECT_THAT(report.findings.back().words, HasSubstr("cannot be compared"));
  EXPECT_EQ((*find_damage(disk, of, 3, 9))->seq, 4u);
  EXPECT_FALSE(*find_damage(disk, of, 8, 9));
}

TEST_F(verify_world, FindsACutTail) {
  disk.in(family::journal).erase(store::journal_key(of, ledger().seq()));
  EXPECT_THAT(first(), HasSubstr("missing"));
  EXPECT_EQ((*find_damage(disk, of, 3, ledger().seq()))->seq, ledger().seq());
}

TEST_F(verify_world, FindsAWrongCounter) {
  auto state = ledger();
  state.mutable_period()->set_receipts(77);
  disk.in(family::state)[store::ledger_key(of)] = state.SerializeAsString();
  EXPECT_THAT(first(), HasSubstr("period.receipts: 77 -> 2"));
}

TEST_F(verify_world, FindsAMissingLedger) {
  disk.in(family::state).erase(store::ledger_key(of));
  EXPECT_THAT(first(), HasSubstr("ledger is missing"));
}

TEST_F(verify_world, FindsAMissingIndexRow) {
  disk.in(family::index).erase(store::receipt_key(of, v1::SERIES_SALE, 4));
  EXPECT_THAT(first(), HasSubstr("receipt 4 (sale) is missing"));
}

TEST_F(verify_world, FindsAMissingRowOfADay) {
  disk.in(family::index).erase(store::receipt_day_key(of, "2026-05-04", 4));
  EXPECT_THAT(first(), HasSubstr("2026-05-04, record 4 is missing"));
}

TEST_F(verify_world, FindsAnIndexRowTooMuch) {
  v1::ReceiptEntry entry;
  entry.set_seq(3);
  auto bytes = entry.SerializeAsString();
  auto& index = disk.in(family::index);
  index[store::receipt_key(of, v1::SERIES_SALE, 99)] = bytes;
  EXPECT_THAT(first(), HasSubstr("receipt 99 (sale) has no record"));
  index.erase(store::receipt_key(of, v1::SERIES_SALE, 99));
  index[store::z_key(of, 9)] = bytes;
  EXPECT_THAT(first(), HasSubstr("Z 9 has no record"));
  index.erase(store::z_key(of, 9));
  index[store::receipt_day_key(of, "2026-05-05", 3)] = "";
  EXPECT_THAT(first(), HasSubstr("2026-05-05, record 3 has no record"));
}

TEST_F(verify_world, FindsAReturnThatTheIndexForgot) {
  v1::ReceiptEntry entry;
  entry.set_seq(3);
  disk.in(family::index)[store::receipt_key(of, v1::SERIES_SALE, 2)]
    = entry.SerializeAsString();
  EXPECT_THAT(first(), HasSubstr("receipt 2 (sale) differs"));
}

TEST_F(verify_world, FindsWrongRowsOfThePrintQueueAndTheParked) {
  auto kept = disk;
  auto& state = disk.in(family::state);
  state[store::print_job_key(of, 2)] = "";
  EXPECT_THAT(first(), HasSubstr("print queue: record 2 should be gone"));
  disk = kept;
  state[store::print_job_key(of, 1)] = "";
  EXPECT_THAT(first(), HasSubstr("print queue: record 1 has no record"));
  disk = kept;
  state.erase(store::print_job_key(of, 3));
  EXPECT_THAT(first(), HasSubstr("print queue: record 3 is missing"));
  disk = kept;
  state.erase(store::parked_key(of, "bord 2"));
  EXPECT_THAT(first(), HasSubstr("parked sale bord 2 is missing"));
  disk = kept;
  state[store::parked_key(of, "bord 9")] = "";
  EXPECT_THAT(first(), HasSubstr("parked sale bord 9 has no record"));
}

TEST_F(verify_world, L3_FindsARecordThatLiesInAnUnbrokenChain) {
  auto run = *read_records(disk, of, 0, ledger().seq(), ~0u);
  auto records = *view_run(run.bytes);
  auto previous = zero_hash();
  for (seq_t seq = 1; seq <= records.size(); ++seq) {
    v1::RecordBody body;
    ASSERT_TRUE(body.ParseFromString(std::string{records[seq - 1].body}));
    if (seq == 3) {
      body.mutable_receipt()->set_total_ore(1);
    }
    v1::Record forged;
    forged.set_body(body.SerializeAsString());
    previous = record_hash(previous, forged.body());
    forged.set_hash(previous);
    record(seq) = forged.SerializeAsString();
  }
  EXPECT_THAT(first(), HasSubstr("record 3: internal"));
}

TEST_F(verify_world, TellsItsProgressAndStopsWhenAsked) {
  seq_t told = 0;
  auto report = verify(disk, of, [&](seq_t checked, seq_t) {
    told = checked;
    return true;
  });
  EXPECT_EQ(told, ledger().seq());
  for (int i = 0; i < 1100; ++i)
    must(make_receipt(v1::SERIES_SALE, {make_line(1, 1000, 1000, 2500)}));
  report = verify(disk, of, [](seq_t, seq_t) { return false; });
  ASSERT_TRUE(report);
  EXPECT_FALSE(report->finished);
}

} // namespace
