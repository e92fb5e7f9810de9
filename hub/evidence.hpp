#pragma once

#include "proto/base/ids.hpp"
#include "proto/base/result.hpp"
#include "store/hub_storage.hpp"

#include <kassa/v1/closing.pb.h>

#include <functional>
#include <string>
#include <vector>

/// What a retired terminal delivers beyond a hole in its journal (design,
/// section 6). It lies apart from the stream, and nothing counts it.
namespace kassa::hub {

/// Checks a piece by itself and against what is held before it. Whether its
/// first record follows what the hole swallowed, nobody can say any more.
/// @param tip up to where the terminal's journal and evidence are held
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

/// What the evidence of a terminal comes to. Reads all of it.
struct evidence_sums {
  std::vector<v1::Hole> holes;
  std::uint64_t records = 0;
  std::uint64_t last_sale = 0; ///< Of each series; 0: none.
  std::uint64_t last_return = 0;
  std::uint64_t last_z = 0;
  v1::Head tip;                 ///< Its end; seq 0: there is none.
  seq_t delivered = 0;          ///< Where it was whole; 0: it never was.
  std::int64_t received_ms = 0; ///< When its last piece came.
};
[[nodiscard]] result<evidence_sums> sum_evidence(const store::hub_storage& data,
                                                 const scope& of);

} // namespace kassa::hub
