#pragma once

#include "tests/support/expected.hpp"
#include "tests/support/shop.hpp"

namespace kassa::testing {

/// Exports the whole period at each terminal and reads it with readers of the
/// tests' own: the XML is well-formed and holds each receipt, with its control
/// code, and each Z; each verification of the SIE file sums to zero and all of
/// them to the grand total; so do the CSV's lines and payments.
void expect_exports(shop& of, const expected& want);

} // namespace kassa::testing
