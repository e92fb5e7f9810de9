#pragma once

#include "actors/journal/scribe.hpp"
#include "actors/sale/unit/unit_port.hpp"
#include "proto/base/ids.hpp"
#include "store/terminal_store.hpp"
#include "tests/support/fakes.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace kassa::bench {

/// Writes journals by the journal actor's own cores, without an actor, a
/// session or a printer: what happens inside the actor, and the way to a large
/// data set.
class till {
public:
  /// Opens the till in `folder`, making it when it is new.
  explicit till(const std::string& folder);

  struct cost {
    double micros = 0;       ///< Of the commit alone.
    std::uint64_t bytes = 0; ///< Written to the log since the last sync.
  };

  /// Five lines and a payment, lazily; then the receipt.
  cost sell(store::durability how);

  struct signed_cost {
    double micros = 0;      ///< From the intent's commit to the receipt's.
    double unit_micros = 0; ///< Of these, the unit's own.
    std::uint64_t intent_bytes = 0;
    std::uint64_t receipt_bytes = 0;
  };

  /// The same with a control unit that answers from within the call: intent and
  /// receipt, each synced.
  signed_cost sell_signed(unit::control_unit& by);

  /// A Z, which begins the next period.
  void close_day(store::durability how);

  /// Moves everything into table files and opens the store anew.
  void reopen();

  store::terminal_store& store() { return *store_; }
  const kassa::scope& scope() const { return scope_; }
  const v1::LedgerState& ledger() const { return ledger_; }

private:
  void open();
  v1::RecordBody append(v1::RecordBody draft, store::durability how);
  v1::RecordBody fill(); ///< Five lines and a payment; the receipt's draft.

  std::string folder_;
  kassa::scope scope_;
  testing::manual_clock clock_;
  std::unique_ptr<store::terminal_store> store_;
  v1::LedgerState ledger_;
  std::optional<journal::clock_mark> last_;
  std::uint64_t sold_ = 0;
};

} // namespace kassa::bench
