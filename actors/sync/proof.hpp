#pragma once

#include "proto/base/crypto.hpp"
#include "proto/base/head_signature.hpp"
#include "proto/base/ids.hpp"
#include "proto/base/result.hpp"

#include <kassa/v1/enrol.pb.h>
#include <kassa/v1/sync.pb.h>

#include <cstdint>
#include <string>
#include <string_view>

/// Who a session is, proved by signatures (design, section 6). Shared by both
/// ends. Nothing here is secret but the key pairs.
namespace kassa::sync {

enum class stream_kind : std::uint8_t { upload, download, report };
inline constexpr std::size_t stream_count = 3;

/// "upload", "download", "report"
[[nodiscard]] std::string_view name_of(stream_kind which) noexcept;

inline constexpr std::uint32_t protocol_version = 1;
inline constexpr std::size_t nonce_size = 32;
inline constexpr std::size_t incarnation_size = 16;
inline constexpr std::size_t token_random_size = 16;

/// Signs the claim as it is serialised here, over the challenge's nonce.
[[nodiscard]] v1::Hello make_hello(stream_kind which, std::string_view nonce,
                                   const v1::HelloClaim& claim,
                                   const key_pair& device);

/// The claim, signed by the device key that it names. Whether that key is the
/// terminal's is the caller's to ask. `bad_signature`, `protocol` when the
/// claim does not decode or its ids are malformed.
[[nodiscard]] result<v1::HelloClaim>
check_hello(stream_kind which, std::string_view nonce, const v1::Hello& hello);

/// Signs the claim as it is serialised here: whoever asks to be enrolled holds
/// the device key.
[[nodiscard]] v1::EnrolRequest make_enrol_request(const v1::EnrolClaim& claim,
                                                  const key_pair& device);
/// The claim, signed by the key that it names. `bad_signature`, `protocol`.
[[nodiscard]] result<v1::EnrolClaim>
check_enrol_request(const v1::EnrolRequest& request);

/// Fills in the token's signature.
void sign_token(v1::Token& token, const scope& of, const key_pair& hub);
[[nodiscard]] bool token_holds(const v1::Token& token, const scope& of,
                               std::string_view hub_key);

[[nodiscard]] v1::Fence make_fence(const scope& of, std::string_view reason,
                                   std::int64_t hub_ms, const key_pair& hub);
[[nodiscard]] v1::Retire make_retire(const scope& of, std::string_view reason,
                                     std::int64_t hub_ms, const key_pair& hub);
[[nodiscard]] bool retire_holds(const v1::Retire& word, const scope& of,
                                std::string_view hub_key);
[[nodiscard]] bool fence_holds(const v1::Fence& fence, const scope& of,
                               std::string_view hub_key);

} // namespace kassa::sync
