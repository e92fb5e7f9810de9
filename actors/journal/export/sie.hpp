#pragma once

#include "actors/journal/export/accounts.hpp"
#include "actors/journal/export/exporter.hpp"

/// SIE 4I: verifications for a ledger (domain-sweden 5.3), a Z each, dated by
/// its business date. True CP437 bytes, lines end with CR LF. The format has
/// no place for the summary: the Z's number stands in each verification's
/// text, the rest is for whoever asked for the export.
namespace kassa::journal::exporting {

/// @returns from `finish`, accounts_unset with a list of everything unset;
/// nothing_to_export when no Z lies within the period
[[nodiscard]] std::unique_ptr<writer> make_sie(setting with, account_plan plan);

} // namespace kassa::journal::exporting
