#include "tests/support/unit_conformance.hpp"
#include "tests/unit/unit_rigs.hpp"

namespace kassa::testing {

namespace {

rig_maker rig(std::string name, bool kd, bool serial) {
  return {std::move(name),
          [=] { return std::make_unique<emulated_rig>(kd, serial); }};
}

// The emulated units can be told what to do with data that come again.
const auto drivers = ::testing::Values(
  rig("kd", true, false), rig("kd_serial", true, true),
  rig("ccsp", false, false), rig("ccsp_serial", false, true));

INSTANTIATE_TEST_SUITE_P(Drivers, UnitConformance, drivers, rig_name);
INSTANTIATE_TEST_SUITE_P(Drivers, ForgetfulUnit, drivers, rig_name);

} // namespace

} // namespace kassa::testing
