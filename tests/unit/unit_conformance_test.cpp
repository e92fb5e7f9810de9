#include "tests/support/unit_conformance.hpp"
#include "tests/unit/unit_rigs.hpp"

namespace kassa::testing {

namespace {

rig_maker rig(std::string name, protocol by, bool serial) {
  return {std::move(name),
          [=] { return std::make_unique<emulated_rig>(by, serial); }};
}

// The emulated units can be told what to do with data that come again.
const auto drivers = ::testing::Values(
  rig("kd", protocol::kd, false), rig("kd_serial", protocol::kd, true),
  rig("ccsp", protocol::ccsp, false), rig("ccsp_serial", protocol::ccsp, true),
  rig("tcs", protocol::tcs, false));

INSTANTIATE_TEST_SUITE_P(Drivers, UnitConformance, drivers, rig_name);
INSTANTIATE_TEST_SUITE_P(Drivers, ForgetfulUnit, drivers, rig_name);

} // namespace

} // namespace kassa::testing
