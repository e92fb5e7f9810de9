#pragma once

#include "proto/base/ids.hpp"
#include "proto/base/record_run.hpp"
#include "proto/base/result.hpp"
#include "store/terminal_store.hpp"

#include <string>
#include <string_view>

namespace kassa::journal {

/// Follows the chain of one scope from record to record and says where it
/// breaks. Goes on past a break with what it finds there.
class chain {
public:
  /// A record as it was found; views into what `next` was given.
  struct link {
    seq_t seq = 0;
    record_view record;
    std::string damage; ///< Empty: it is what was chained.
    seq_t missing = 0;  ///< So many records are gone before it.
  };

  /// Begins before record 1.
  explicit chain(scope of);

  /// Begins after a record that is there; `journal_damaged` when it is not.
  /// Where the hub's acknowledgement ends there, its countersigned hash stands
  /// for the record, which may be damaged.
  static result<chain> after(const store::reader& from, const scope& of,
                             seq_t seq);

  /// Begins after a record that nobody can go on from: the next one cannot be
  /// judged, and counts as damaged.
  static chain blind(scope of, seq_t seq);

  /// Takes what lies under the next key.
  link next(seq_t seq, std::string_view bytes);

  /// The record that was seen last.
  seq_t seq() const noexcept { return seq_; }

private:
  std::string damage_of(const link& found, const std::string& computed) const;

  scope of_;
  seq_t seq_ = 0;
  std::string stored_;   // The hash of the record before, as it lies there,
  std::string computed_; // and as it works out; they differ in a damaged one.
};

} // namespace kassa::journal
