#include "tests/unit/unit_rigs.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace kassa::unit {

namespace {

using testing::emulated_rig;
using testing::protocol;
using testing::sample_receipt;
using testing::unit_fault;

registration ask_for(std::uint64_t number) {
  return {std::to_string(number), sample_receipt(number), false};
}

TEST(NoUnit, AcceptsEveryReceiptWithoutACode) {
  no_unit none;
  condition seen;
  none.start({[&seen](const condition& x) { seen = x; }, {}});
  EXPECT_TRUE(seen.sells());
  EXPECT_FALSE(none.signs());
  EXPECT_EQ(none.name(), "none");
  outcome got = unknown{};
  none.register_receipt(ask_for(1), [&got](outcome x) { got = std::move(x); });
  EXPECT_EQ(got, outcome{accepted{}});
}

TEST(UnitDriver, AnswersWhatIsOpenWhenItGoes) {
  std::optional<outcome> got;
  {
    emulated_rig rig{protocol::kd, false};
    rig.disturb(unit_fault::no_answer, 1);
    rig.unit().start({});
    rig.run(1'000, [&] { return rig.unit().status().sells(); });
    rig.unit().register_receipt(ask_for(1), [&got](outcome x) { got = x; });
    rig.run(1'000, [] { return false; });
    EXPECT_FALSE(got);
    EXPECT_EQ(rig.unit().status().now, state::busy);
  }
  ASSERT_TRUE(got);
  EXPECT_TRUE(std::holds_alternative<unknown>(*got));
}

TEST(UnitDriver, GoesDownWhenTheUnitIsGoneAndComesBack) {
  emulated_rig rig{protocol::ccsp, false};
  rig.disturb_queries(4);
  std::vector<state> seen;
  rig.unit().start(
    {[&seen](const condition& x) { seen.push_back(x.now); }, {}});
  ASSERT_TRUE(rig.run(60'000, [&] { return rig.unit().status().sells(); }));
  EXPECT_EQ(seen, (std::vector<state>{state::probing, state::degraded,
                                      state::down, state::ready}));
  EXPECT_EQ(rig.unit().status().unit, "EMU00000000000001");
  EXPECT_EQ(rig.unit().status().version, "E1.0");
}

TEST(UnitDriver, LooksAfterAnIdleUnit) {
  emulated_rig rig{protocol::kd, false};
  rig.unit().start({});
  ASSERT_TRUE(rig.run(1'000, [&] { return rig.unit().status().sells(); }));
  rig.disturb_queries(1);
  EXPECT_TRUE(rig.run(40'000, [&] { return !rig.unit().status().sells(); }));
  EXPECT_TRUE(rig.run(40'000, [&] { return rig.unit().status().sells(); }));
}

TEST(UnitDriver, JournalsTheCodeThatItPutsAside) {
  emulated_rig rig{protocol::kd, true};
  rig.set_replay(testing::unit_replay::anew);
  std::vector<heard> journal;
  rig.unit().start({{}, [&](const heard& x) { journal.push_back(x); }});
  ASSERT_TRUE(rig.run(10'000, [&] { return rig.unit().status().sells(); }));
  rig.disturb(unit_fault::late, 1);
  rig.unit().register_receipt(ask_for(1), [](const outcome&) {});
  rig.run(1'000, [] { return false; });
  rig.unit().abandon("1");
  rig.run(20'000, [] { return false; });
  ASSERT_EQ(journal.size(), 1u);
  EXPECT_TRUE(journal[0].stray);
  EXPECT_TRUE(journal[0].id.empty());
  EXPECT_EQ(rig.codes(sample_receipt(1)),
            std::vector<std::string>{journal[0].code});
}

TEST(UnitStates, HaveNames) {
  EXPECT_EQ(to_string(state::blocked), "blocked");
  EXPECT_EQ(to_string(state::unknown), "unknown");
  EXPECT_EQ(to_string(refusal::clock), "clock");
}

} // namespace

} // namespace kassa::unit
