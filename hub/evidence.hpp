#pragma once

#include "proto/base/ids.hpp"
#include "proto/base/result.hpp"
#include "store/hub_storage.hpp"

#include <kassa/v1/closing.pb.h>
#include <kassa/v1/hub_state.pb.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

/// What a retired terminal delivers beyond a hole in its journal (design,
/// section 6). It lies apart from the stream, and nothing counts it.
namespace kassa::hub {

/// Checks a piece by itself and against what is held before it. Whether its
/// first record follows what the hole swallowed, nobody can say any more.
/// @param tip up to where the terminal's journal and evidence are held; without
///   a hash where nothing verified up to there
/// @returns protocol, corrupt, too_large, bad_signature
[[nodiscard]] status check_evidence(const scope& of,
                                    const std::string& device_key,
                                    const v1::Head& tip, const v1::Evidence& x);

/// Whether the piece begins at what is held already.
[[nodiscard]] bool is_held(const v1::Head& tip, const v1::Evidence& x);

using evidence_visitor = std::function<bool(const v1::HeldEvidence&)>;

/// Visits what is held of what lies after `after`, in order, until `visit` says
/// no. @returns corrupt, io
[[nodiscard]] status visit_evidence(const store::hub_storage& data,
                                    const scope& of, seq_t after,
                                    const evidence_visitor& visit);

/// Where the evidence of a terminal stands; no row: there is none. And the row
/// as it lies there, for what is expected of it. @returns corrupt, io
struct evidence_state {
  v1::EvidenceState now;
  std::optional<std::string> row;
};
[[nodiscard]] result<evidence_state>
read_evidence_state(const store::hub_storage& data, const scope& of);

/// Keeps a piece, and where that leads to.
/// @param before the state that it was checked against; the next one is here
[[nodiscard]] store::transaction keep_evidence(const scope& of,
                                               const v1::Evidence& x,
                                               std::int64_t received_ms,
                                               evidence_state& before);

/// What the evidence of a terminal comes to. Reads all of it: blocks.
struct evidence_sums {
  std::vector<v1::Hole> holes;
  std::uint64_t records = 0;
  std::uint64_t last_sale = 0; ///< Of each series; 0: none.
  std::uint64_t last_return = 0;
  std::uint64_t last_z = 0;
  seq_t last = 0; ///< Its end; 0: there is none.
};
/// @param held what the journal itself holds is no evidence
[[nodiscard]] result<evidence_sums> sum_evidence(const store::hub_storage& data,
                                                 const scope& of, seq_t held);

} // namespace kassa::hub
