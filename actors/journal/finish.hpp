#pragma once

#include "actors/journal/scribe.hpp"
#include "proto/base/ids.hpp"

#include <kassa/v1/record.pb.h>
#include <kassa/v1/terminal_state.pb.h>

namespace kassa::journal {

/// Fills in all that a draft leaves to the journal: place, time, numbers, the
/// contents of X and Z, and what genesis knows of the company.
/// @param state where the journal stands before this record.
void finish(v1::RecordBody& body, const scope& of, const v1::LedgerState& state,
            const stamp& now);

} // namespace kassa::journal
