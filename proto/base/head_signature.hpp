#pragma once

#include "proto/base/crypto.hpp"
#include "proto/base/ids.hpp"

#include <kassa/v1/sync.pb.h>

#include <string>
#include <string_view>

/// Heads and their signatures, which stand beside a journal (design, section
/// 4): over a domain tag, store, terminal, seq (u64, big endian) and hash.
namespace kassa {

[[nodiscard]] v1::Head make_head(seq_t seq, std::string hash);

/// The terminal's, at each upload batch and each Z: "kassa.head.1".
[[nodiscard]] std::string sign_head(const v1::Head& head, const scope& of,
                                    const key_pair& device);
[[nodiscard]] bool head_holds(const v1::Head& head, const scope& of,
                              std::string_view device_key,
                              std::string_view signature);

/// The hub's, of what it holds durably: "kassa.ack.1".
[[nodiscard]] std::string sign_ack(const v1::Head& durable, const scope& of,
                                   const key_pair& hub);
[[nodiscard]] bool ack_holds(const v1::Head& durable, const scope& of,
                             std::string_view hub_key,
                             std::string_view countersignature);

/// The terminal's, of what it can still read beyond a hole: fills in the
/// signature, "kassa.evidence.1".
void sign_evidence(v1::Evidence& what, const scope& of, const key_pair& device);
[[nodiscard]] bool evidence_holds(const v1::Evidence& what, const scope& of,
                                  std::string_view device_key);

} // namespace kassa
