#pragma once

#include "proto/base/ids.hpp"
#include "proto/base/result.hpp"
#include "store/terminal_store.hpp"

#include <kassa/v1/record.pb.h>
#include <kassa/v1/terminal_state.pb.h>

#include <vector>

/// Sums by article, worked out only where a report asks for them: a shop has
/// too many articles for the state that every batch writes.
namespace kassa::journal {

/// Bytes of the rows of one report; what comes after them is one row more.
inline constexpr std::size_t article_bytes_max = 128 * 1024;

/// What each article came to in the receipts of the open period, by number and
/// name. They sum to the net of the period (L3). The articles that sold for
/// least are one row, "Övriga artiklar", where a record could not hold them
/// all. Reads the period's records: its cost grows with the day, not with the
/// history.
/// Errors: `journal_damaged`.
[[nodiscard]] result<std::vector<v1::ArticleRow>>
article_rows(const store::reader& from, const scope& of,
             const v1::LedgerState& at);

} // namespace kassa::journal
