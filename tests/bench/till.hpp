#pragma once

#include "actors/journal/scribe.hpp"
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

  /// A Z, which begins the next period.
  void close_day(store::durability how);

  /// Moves everything into table files and opens the store anew.
  void reopen();

  store::terminal_store& store() { return *store_; }
  const kassa::scope& scope() const { return scope_; }
  const v1::LedgerState& ledger() const { return ledger_; }

private:
  void open();
  void append(v1::RecordBody draft, store::durability how);
  v1::Line line(std::uint32_t no);

  std::string folder_;
  kassa::scope scope_;
  testing::manual_clock clock_;
  std::unique_ptr<store::terminal_store> store_;
  v1::LedgerState ledger_;
  std::optional<journal::clock_mark> last_;
  std::uint64_t sold_ = 0;
};

} // namespace kassa::bench
