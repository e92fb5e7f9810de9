#pragma once

#include "proto/base/ids.hpp"
#include "proto/base/result.hpp"
#include "store/terminal_store.hpp"

#include <kassa/v1/record.pb.h>
#include <kassa/v1/register.pb.h>

#include <string>
#include <string_view>

/// The history of what the register is and how it works, which the law wants
/// to be taken out (SKVFS 2014:9 4:8, 5:4; BFL 5:11): settings, program
/// versions, catalogs, prices; and its outages (SKVFS 2014:10 4:1).
namespace kassa::journal {

/// Most rows of one answer; who has more asks for fewer days.
inline constexpr int changes_max = 20'000;

/// Whether a record belongs to that history. A start does where the program is
/// another than before.
[[nodiscard]] bool is_change(const v1::RecordBody& body);

/// The date that it is found by: local, of the wall clock.
[[nodiscard]] std::string change_date(const v1::RecordBody& body);

/// What one record changed, a row each.
void add_changes(v1::ChangeList& to, const v1::RecordBody& body);

/// The history between two dates, both included, oldest first; empty: no
/// bound. Costs what is answered, not what the journal holds.
/// @returns invalid (no date), too_large (more than changes_max)
[[nodiscard]] result<v1::ChangeList> list_changes(const store::reader& from,
                                                  const scope& of,
                                                  std::string_view from_date,
                                                  std::string_view to_date);

} // namespace kassa::journal
