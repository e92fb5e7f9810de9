#pragma once

#include "node/cli/context.hpp"
#include "proto/base/ids.hpp"

#include <functional>
#include <memory>
#include <string>

/// Where the commands that read a whole journal find its records.
namespace kassa::cli {

class journal_source {
public:
  /// What a reader wants to know before the first record.
  struct facts {
    seq_t last = 0;           ///< The newest record.
    std::uint64_t last_z = 0; ///< The newest Z.
    std::string user;         ///< Who reads; may be empty.
    std::string program;      ///< Of the terminal, at its newest.
    std::string unit;         ///< The control unit's number; empty: none.
  };
  /// An error ends the reading and is its outcome.
  using visitor = std::function<status(const v1::Record&)>;

  virtual ~journal_source() = default;
  [[nodiscard]] virtual const facts& known() const = 0;
  /// For messages.
  [[nodiscard]] virtual std::string name() const = 0;
  /// Visits the records from the one after `after` on, at most `limit`, in
  /// order. Whether they hang together is the reader's to check.
  [[nodiscard]] virtual status read(seq_t after, std::uint64_t limit,
                                    const visitor& each)
    = 0;
};

/// A running terminal, through its Register service.
[[nodiscard]] result<std::unique_ptr<journal_source>>
open_terminal_journal(terminal_context& at);

/// The raw records that `kassa hub journal export` wrote, or a stopped
/// terminal's data folder; writes nothing there. A file's chain of hashes is
/// checked whole.
/// @returns not_found, corrupt naming the record, store_locked while a daemon
///   runs on the folder, not_initialised
[[nodiscard]] result<std::unique_ptr<journal_source>>
open_stored_journal(const std::string& path);

/// One record. @returns not_found, corrupt
[[nodiscard]] result<v1::RecordBody> read_body(journal_source& from, seq_t seq);

} // namespace kassa::cli
