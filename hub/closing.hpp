#pragma once

#include "hub/evidence.hpp"
#include "proto/base/crypto.hpp"
#include "proto/base/ids.hpp"
#include "store/hub_storage.hpp"

#include <kassa/v1/closing.pb.h>
#include <kassa/v1/hub_state.pb.h>
#include <kassa/v1/terminal_state.pb.h>

/// How a terminal's life ends in order (design, section 6): it is told to sell
/// no more, journals that, delivers up to there, and is closed by a statement.
namespace kassa::hub {

/// The record after `after` in which a terminal journaled that it is retired;
/// 0: the hub does not hold it. Reads what lies after `after`.
[[nodiscard]] result<seq_t> find_retired(const store::hub_storage& data,
                                         const scope& of, seq_t after);

/// What a held journal comes to.
struct held_sums {
  v1::LedgerState ledger;
  std::int64_t last_z_ms = 0; ///< Business time of the last Z; 0: none.
};

/// Folds the whole journal that the hub holds, by the rules of a terminal.
/// Reads all of it: blocks. `corrupt` where a record does not parse.
[[nodiscard]] result<held_sums> fold_held(const store::hub_storage& data,
                                          const scope& of);

/// What a statement is made from, beside the journal.
struct closing_facts {
  v1::HubTerminal terminal; ///< With its retirement.
  v1::Head held;
  v1::HubContact contact;
  seq_t archived = 0;
  std::int64_t now_ms = 0;
  bool forced = false;
};
/// @param beyond what the terminal delivered beyond a hole; of no sum
[[nodiscard]] v1::ClosingStatement state_closing(const closing_facts& from,
                                                 const held_sums& sums,
                                                 const evidence_sums& beyond);

[[nodiscard]] v1::SignedClosing sign_closing(const v1::ClosingStatement& what,
                                             const key_pair& hub);
/// The statement that was signed; `bad_signature` where it was not.
[[nodiscard]] result<v1::ClosingStatement>
read_closing(const v1::SignedClosing& from, std::string_view hub_key);

/// "told", "delivered", "closed"; empty: nobody asked for it.
[[nodiscard]] std::string retiring_words(const v1::HubTerminal& of);

} // namespace kassa::hub
