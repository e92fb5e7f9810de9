#pragma once

#include "tests/support/expected.hpp"
#include "tests/support/shop.hpp"

namespace kassa::testing {

/// Compares what terminals and hub say, line by line, with what the files say:
/// numbers 1..n, each Z, grand totals, and the hub's sums by every dimension,
/// as they are and rebuilt. The hub must have counted all.
void expect_figures(shop& of, const expected& want);

/// Each receipt that was printed is in the journal, and printed once.
void expect_printed_once(shop& of);

/// `kassa verify` finds nothing at any terminal.
void expect_verified(shop& of);

} // namespace kassa::testing
