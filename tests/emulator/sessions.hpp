#pragma once

#include "tests/emulator/device.hpp"

#include <memory>

namespace kassa::emulator {

/// The Skattedosan line protocol, seen from the unit.
std::unique_ptr<session> make_kd_session(device& of);

/// CleanCash, protocol version 2, seen from the unit.
std::unique_ptr<session> make_ccsp_session(device& of);

/// What `device::codes` knows a receipt by: the fields in the order of the
/// kvittodata, parted by a blank, the VAT as "25,00;10,00".
std::string kvittodata(const std::vector<std::string>& fields);

} // namespace kassa::emulator
