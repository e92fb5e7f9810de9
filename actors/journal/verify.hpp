#pragma once

#include "proto/base/ids.hpp"
#include "proto/base/result.hpp"
#include "store/terminal_store.hpp"

#include <kassa/v1/record.pb.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace kassa::journal {

/// Most findings that are told one by one.
inline constexpr std::size_t findings_max = 1000;

/// Something that does not agree.
struct finding {
  seq_t seq = 0;     ///< The record concerned; 0 where it is none.
  std::string words; ///< For a person: "record 17: its hash does not ...".

  bool operator==(const finding&) const = default;
};

struct verify_report {
  std::vector<finding> findings; ///< Empty: all agrees.
  seq_t seq = 0;                 ///< The last record that was read.
  v1::GrandTotals grand;         ///< As folded from the journal.
  bool finished = false;         ///< Not when `progress` said stop.
};

/// Hears how far the check is, at least once; says whether to go on.
using verify_progress = std::function<bool(seq_t checked, seq_t head)>;

/// Reads a scope's whole journal, checks its chain, folds it anew and compares
/// everything that is derived from it. Goes on past damage; past a record that
/// is missing or unreadable only the chain is checked, since no sum can agree.
/// Memory does not grow with the journal, but with what disagrees.
/// @param from stands still meanwhile: a snapshot, or a stopped folder.
[[nodiscard]] result<verify_report> verify(const store::reader& from,
                                           const scope& of,
                                           const verify_progress& progress);

/// The cheap check of a range: that each record is there, parses, belongs here
/// and chains. Answers the first damage.
[[nodiscard]] result<std::optional<finding>>
find_damage(const store::reader& from, const scope& of, seq_t first,
            seq_t last);

} // namespace kassa::journal
