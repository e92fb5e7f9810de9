// What a control unit said, on paper.

#include "tests/support/sample_receipt.hpp"

#include <gtest/gtest.h>

namespace {

using namespace kassa;
using namespace kassa::printer;
using kassa::testing::sample_receipt;

std::string paper_of(const v1::RecordBody& body) {
  return to_text(lay_out(body, {}), 42);
}

bool says(const std::string& paper, const std::string& what) {
  return paper.find(what) != std::string::npos;
}

TEST(UnitOnPaper, ACopyHasItsOriginalsCodeAndWhatRegisteredItself) {
  auto original = sample_receipt();
  auto& first = *original.mutable_receipt()->mutable_unit();
  first.set_unit("RIHTT000000000001");
  first.set_code("FIRST");
  v1::RecordBody body;
  auto& own = *body.mutable_copy()->mutable_unit();
  own.set_unit("RIHTT000000000001");
  auto shown = [&] { return to_text(lay_out_copy(body, original, {}), 42); };
  EXPECT_TRUE(says(shown(), "Kontrollkod: FIRST"));
  EXPECT_FALSE(says(shown(), "kopian")) << "the same unit, and no code";
  own.set_code("SECOND");
  EXPECT_TRUE(says(shown(), "Kontrollkod: FIRST\nKontrollkod, kopian: SECOND"));
  own.set_unit("RIHTT000000000002");
  EXPECT_TRUE(says(shown(), "Kontrollenhet: RIHTT000000000001"));
  EXPECT_TRUE(says(shown(), "Kontrollenhet, kopian: RIHTT000000000002"));
}

TEST(UnitOnPaper, NamesTheUnitWithoutACodeWhereItGaveNone) {
  auto body = sample_receipt();
  body.mutable_receipt()->set_series(v1::SERIES_TRAINING);
  body.mutable_receipt()->mutable_unit()->set_unit("RIHTT000000000001");
  auto out = paper_of(body);
  EXPECT_TRUE(says(out, "Kontrollenhet: RIHTT000000000001"));
  EXPECT_FALSE(says(out, "Kontrollkod"));
}

TEST(UnitOnPaper, NumbersAProFormaThatAUnitWasToldOf) {
  v1::RecordBody body;
  *body.mutable_pro_forma()->mutable_receipt() = sample_receipt().receipt();
  body.mutable_pro_forma()->mutable_receipt()->clear_series();
  EXPECT_FALSE(says(paper_of(body), "Proforma nr"));
  body.mutable_pro_forma()->set_number(3);
  EXPECT_TRUE(says(paper_of(body), "Proforma nr: 3"));
}

} // namespace
