#pragma once

#include "actors/sale/unit/driver.hpp"
#include "proto/base/result.hpp"

#include <memory>
#include <string>

namespace kassa::node {

/// Makes a control unit from its setting; it has a thread of its own, which
/// ends with it. Callbacks come on that thread.
///
///   "none"
///   "kd:tcp:HOST:PORT"     "kd:serial:PATH[@BAUD]"    57600 unless given
///   "ccsp:tcp:HOST:PORT"   "ccsp:serial:PATH[@BAUD]"  9600 unless given
///
/// @returns `invalid` naming what is wrong; never an empty pointer
result<std::unique_ptr<unit::control_unit>>
make_unit(const std::string& setting, const unit::driver::settings& with = {});

/// Checks a setting without making anything.
status check_unit(const std::string& setting);

} // namespace kassa::node
