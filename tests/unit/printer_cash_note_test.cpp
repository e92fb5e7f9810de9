#include "actors/printer/layout/cash_note.hpp"

#include <gtest/gtest.h>

namespace kassa::printer {

namespace {

v1::Identity shop() {
  v1::Identity out;
  out.set_company("Exempelbutiken AB");
  out.set_org_no("5566778899");
  out.set_address("Storgatan 1, 123 45 Exempelby");
  out.set_designation("EX-0001");
  return out;
}

TEST(CashNote, HasWhatTheLawAsksForAndRoomForTheRest) {
  for (int columns : {32, 42, 48}) {
    auto text
      = to_text(lay_out_cash_note(shop(), "2026-05-04", {columns}), columns);
    for (const auto* part :
         {"*** KONTANTNOTA ***", "Exempelbutiken AB", "556677-8899",
          "Storgatan 1", "2026-05-04", "EX-0001", "Moms 25 %", "Moms 12 %",
          "Moms 6 %", "underskrift", "____", "inte in"})
      EXPECT_NE(text.find(part), std::string::npos) << part << '\n' << text;
    EXPECT_EQ(text.find("KVITTO"), std::string::npos);
  }
}

} // namespace

} // namespace kassa::printer
