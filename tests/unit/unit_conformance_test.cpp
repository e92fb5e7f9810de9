#include "tests/support/unit_conformance.hpp"
#include "tests/unit/unit_rigs.hpp"

namespace kassa::testing {

namespace {

rig_maker rig(std::string name, bool kd, bool serial) {
  return {std::move(name),
          [=] { return std::make_unique<emulated_rig>(kd, serial); }};
}

INSTANTIATE_TEST_SUITE_P(Drivers, UnitConformance,
                         ::testing::Values(rig("kd", true, false),
                                           rig("kd_serial", true, true),
                                           rig("ccsp", false, false),
                                           rig("ccsp_serial", false, true)),
                         rig_name);

} // namespace

} // namespace kassa::testing
