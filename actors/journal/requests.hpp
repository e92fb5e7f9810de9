#pragma once

#include "proto/base/ids.hpp"
#include "store/write_set.hpp"

#include <kassa/v1/record.pb.h>
#include <kassa/v1/terminal_state.pb.h>

#include <optional>
#include <string>
#include <vector>

/// What others ask of the journal, as values.
namespace kassa::journal {

/// The client's name for a call, and the answer to give when it comes again.
struct repeat {
  std::string client_id;
  std::string fingerprint; ///< Of the call, without its session.
  std::string method;
  /// A serialised answer; ignored where the answer is the last record itself.
  std::string answer;
  bool answer_is_record = false;
};

/// A catalog to switch to in the same write as the records.
struct activation {
  v1::CatalogActive next;
  /// Of a delta: rows to put and to erase under the generation that stays.
  store::write_set rows;
};

/// Drafts of records: payload, kind and user are set (kind may be left to the
/// payload); business_ms where it is known. The journal numbers and dates them,
/// fills in receipt, copy and Z numbers and the contents of X and Z, chains
/// them, and writes them with everything derived from them in one batch.
struct append_request {
  std::vector<v1::RecordBody> drafts;
  store::durability how = store::durability::lazy;
  std::optional<repeat> remember;
  std::optional<activation> activate;
};

struct appended {
  seq_t first = 0;
  seq_t last = 0;
  seq_t durable = 0;
  std::vector<v1::RecordBody> bodies; ///< As they were written.
};

/// Where a journal stands.
struct position {
  seq_t head = 0;
  std::string head_hash;
  seq_t durable = 0;
  std::string durable_hash;
};

} // namespace kassa::journal
