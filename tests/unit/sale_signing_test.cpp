#include "actors/sale/signing.hpp"
#include "tests/unit/sale_kit.hpp"

namespace {

using namespace kassa;
using namespace kassa::sale;
using kassa::sale::testing::till;

struct signed_till : till {
  signed_till() {
    with.unit = unit::condition{unit::state::ready, "UNIT-1", "1", "", false};
    add("2");
    pay_part(v1::MEANS_CARD);
  }

  pending_code pend() {
    must(v1::PayRequest{});
    EXPECT_TRUE(now.pending);
    return *now.pending;
  }
};

unit::receipt_data asked(const v1::UnitData& data) {
  v1::Intent intent;
  intent.set_unit_data(data.SerializeAsString());
  return registration_of(intent, false)->receipt;
}

TEST(SaleSigning, PayWritesAnIntentAndChangesNothingElse) {
  signed_till at;
  auto before = view_of(at.now);
  auto pending = at.pend();
  EXPECT_EQ(pending.seq, at.seq);
  EXPECT_EQ(pending.intent.unit(), "UNIT-1");
  auto after = view_of(at.now);
  EXPECT_EQ(after.revision(), before.revision() + 1);
  EXPECT_EQ(after.sale().lines_size(), 1);
  EXPECT_TRUE(after.has_pending());
}

TEST(SaleSigning, RefusesEveryChangeOfASaleThatWaits) {
  signed_till at;
  at.pend();
  EXPECT_EQ(at.refused(v1::PayRequest{}), errc::payment_pending);
  EXPECT_EQ(at.refused(v1::AbortRequest{}), errc::payment_pending);
  EXPECT_EQ(at.refused(v1::AddLineRequest{}), errc::payment_pending);
  EXPECT_EQ(at.refused(v1::RemovePaymentRequest{}), errc::payment_pending);
  EXPECT_EQ(at.refused(v1::SetDiscountRequest{}), errc::payment_pending);
  EXPECT_EQ(at.refused(v1::ParkRequest{}), errc::payment_pending);
  EXPECT_EQ(at.refused(v1::CopyReceiptRequest{}), errc::payment_pending);
  EXPECT_EQ(at.refused(v1::MakeZRequest{}), errc::payment_pending);
}

TEST(SaleSigning, AVoidOpensTheSaleAgainAtANewRevision) {
  signed_till at;
  at.pend();
  auto waiting = view_of(at.now);
  v1::VoidPendingRequest by;
  by.set_reason("trasig");
  auto body = at.must(by);
  EXPECT_TRUE(body.void_().in_doubt());
  EXPECT_EQ(body.void_().by(), "anna");
  auto open = view_of(at.now);
  EXPECT_FALSE(open.has_pending());
  EXPECT_EQ(open.revision(), waiting.revision() + 1);
  EXPECT_EQ(open.sale().payments_size(), 1);
  EXPECT_EQ(at.refused(by), errc::nothing_pending);
}

TEST(SaleSigning, JudgesEveryOutcome) {
  signed_till at;
  auto of = at.pend();
  auto codes = judge(of, unit::accepted{"CODE", "UNIT-2"}, false);
  ASSERT_TRUE(codes.draft && codes.draft->has_receipt());
  EXPECT_EQ(codes.draft->receipt().unit().code(), "CODE");
  EXPECT_EQ(codes.draft->receipt().unit().unit(), "UNIT-2");
  EXPECT_EQ(codes.draft->business_ms(), of.since_ms);
  EXPECT_EQ(codes.draft->user(), of.user);
  auto later = judge(of, unit::buffered{}, true);
  EXPECT_TRUE(later.draft->receipt().unit().buffered());
  EXPECT_EQ(later.draft->receipt().unit().unit(), "UNIT-1");
  auto no = judge(of, unit::refused{unit::refusal::licence, "x", false}, false);
  ASSERT_TRUE(no.draft && no.draft->has_void_());
  EXPECT_EQ(no.why->code, errc::unit_refused);
  EXPECT_FALSE(no.draft->void_().in_doubt());
  auto late = judge(of, unit::refused{unit::refusal::clock, "2", false}, false);
  EXPECT_EQ(late.why->code, errc::unit_clock);
  EXPECT_EQ(late.draft->void_().reason(), "refused");
  EXPECT_TRUE(judge(of, unit::refused{}, true).draft->void_().in_doubt());
  EXPECT_EQ(judge(of, unit::unavailable{}, false).why->code, errc::unit_silent);
  EXPECT_FALSE(judge(of, unit::unavailable{}, true).draft);
  EXPECT_FALSE(judge(of, unit::unknown{}, false).draft);
}

TEST(SaleSigning, NamesAnAskByItsSaleSeriesAndNumber) {
  signed_till at;
  auto intent = at.pend().intent;
  auto id = ask_id(intent);
  EXPECT_EQ(id.size(), 36U);
  EXPECT_EQ(ask_id(intent), id);
  intent.mutable_receipt()->set_number(intent.receipt().number() + 1);
  EXPECT_NE(ask_id(intent), id);
}

TEST(SaleSigning, AsksWithTheIntentsOwnDataOnly) {
  v1::UnitData data;
  data.set_date("2026-05-04");
  data.set_time("13:05:09");
  data.set_org_no("5566778899");
  data.set_register_name("KASSA1");
  data.set_number(17);
  data.set_sale_ore(-1000);
  data.set_return_ore(1000);
  auto& row = *data.add_vat();
  row.set_basis_points(2500);
  row.set_gross_ore(-1000);
  row.set_vat_ore(-200);
  unit::receipt_data due{"2026-05-04", "13:05:09", "5566778899",
                         "KASSA1",     17,         unit::receipt_kind::normal,
                         1000,         -1000,      {{2500, -200, -1000}},
                         {},           {}};
  EXPECT_EQ(asked(data), due);
  EXPECT_FALSE(registration_of({}, false));
}

TEST(SaleSigning, WaitsLongerWithEachAskUpToHalfAMinute) {
  using std::chrono::seconds;
  EXPECT_EQ(ask_again_after(0), seconds{1});
  EXPECT_EQ(ask_again_after(1), seconds{2});
  EXPECT_EQ(ask_again_after(4), seconds{16});
  EXPECT_EQ(ask_again_after(5), seconds{30});
  EXPECT_EQ(ask_again_after(1'000'000), seconds{30});
}

TEST(SaleSigning, OnlyASellingUnitLetsMoneyBeTaken) {
  for (auto state :
       {unit::state::ready, unit::state::busy, unit::state::warning})
    EXPECT_TRUE(why_not({state, "", "", ""}));
  for (auto state : {unit::state::unknown, unit::state::probing,
                     unit::state::degraded, unit::state::down})
    EXPECT_EQ(why_not({state, "", "", ""}).why().code, errc::unit_down);
  EXPECT_EQ(why_not({unit::state::blocked, "", "", ""}).why().code,
            errc::unit_blocked);
}

TEST(SaleSigning, KeepsAUnitsWordsShortAndPrintable) {
  unit::heard said{"", "garbled",
                   "\x01\xff"
                   "A",
                   std::string(999, 'x'), true};
  auto body = answered_draft({}, said);
  EXPECT_EQ(body.unit_answered().code(), "??A");
  EXPECT_EQ(body.unit_answered().detail().size(), 200U);
  EXPECT_TRUE(body.unit_answered().stray());
}

} // namespace
