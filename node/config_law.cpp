#include "node/config_law.hpp"

#include "node/config_check.hpp"

namespace kassa::node {

namespace {

/// What a control unit gets.
std::vector<setting> unit_settings() {
  return {
    {"unit_amount",
     "Sales amount that the control unit gets: \"paid\", after the rounding "
     "of\n"
     "cash, or \"total\", before it. Which of the two is meant is not "
     "verified:\n"
     "'kassa status --law'.",
     &config::unit_amount},
    {"unit_return_sign",
     "Whether sales amount and VAT of a return go to the control unit with a\n"
     "\"minus\", or with \"none\". Infrasec's has none either way. Not "
     "verified:\n"
     "'kassa status --law'.",
     &config::unit_return_sign},
    {"unit_registers",
     "What the control unit is told of: \"all\" (copies, training and pro "
     "forma\ntoo, which need no code and wait for the unit) or \"sales\" "
     "(sales and\nreturns only). What the law wants of it is not verified: "
     "'kassa status --law'.",
     &config::unit_registers},
  };
}

} // namespace

std::vector<setting> law_settings() {
  auto out = unit_settings();
  for (auto& x : std::vector<setting>{
         {"float_required",
          "Whether a sales day begins with its float (växelkassa): no sale "
          "before it.\nNot asked for with clock = \"replay\".",
          &config::float_required},
         {"z_due",
          "From this time on, the day after, a Z is due before the next sale.",
          &config::z_due},
         {"clock_step_seconds",
          "A clock that is set further than this is a record, and stands on "
          "the Z;\n1 to 3600.",
          &config::clock_step_seconds},
         {"clock_behind_minutes",
          "No sale begins while the clock is further than this behind the\n"
          "journal's latest record, until it is set or a manager says that it "
          "is\nright ('kassa confirm-clock'); 0 to 1440. 0: it stops no sale.",
          &config::clock_behind_minutes},
         {"refund_rounding",
          "How cash that is paid back for goods becomes whole kronor: "
          "\"nearest\", as\non a sale, or \"up\", for the customer. An "
          "exchange's difference is always\nrounded to the nearest.",
          &config::refund_rounding},
         {"x_grand_totals",
          "Whether an X report shows the grand totals, as a Z does (7:3 u to "
          "w).\nThe XML export has them either way.",
          &config::x_grand_totals},
         {"z_reprint_mark",
          "What stands on a Z that is printed again: \"kopia\", or \"none\": "
          "only when\nit was printed again.",
          &config::z_reprint_mark},
       })
    out.push_back(x);
  return out;
}

status check_law(const config& what) {
  if (auto s = one_of("unit_amount", what.unit_amount, {"paid", "total"}); !s)
    return s;
  if (auto s
      = one_of("unit_return_sign", what.unit_return_sign, {"minus", "none"});
      !s)
    return s;
  if (auto s = one_of("unit_registers", what.unit_registers, {"all", "sales"});
      !s)
    return s;
  if (!minutes_of_day(what.z_due))
    return wrong_setting("z_due = \"" + what.z_due
                         + "\" is no time of a day, \"09:00\"");
  if (auto s = in_range("clock_step_seconds", what.clock_step_seconds, 1, 3600);
      !s)
    return s;
  if (auto s
      = in_range("clock_behind_minutes", what.clock_behind_minutes, 0, 1440);
      !s)
    return s;
  if (auto s
      = one_of("refund_rounding", what.refund_rounding, {"nearest", "up"});
      !s)
    return s;
  return one_of("z_reprint_mark", what.z_reprint_mark, {"kopia", "none"});
}

} // namespace kassa::node
