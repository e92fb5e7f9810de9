#pragma once

#include <kassa/v1/enrol.pb.h>
#include <kassa/v1/hub_state.pb.h>

#include <cstdint>
#include <string>
#include <string_view>

/// Who may become a terminal by a one-time code (design, section 8). Pure.
namespace kassa::hub {

/// So long a code waits for its first use.
inline constexpr std::int64_t code_minutes = 15;
/// So long the key that used it gets the same answer again.
inline constexpr std::int64_t code_again_ms = 24LL * 60 * 60 * 1000;

/// So long a terminal's certificate is good by the hub's clock; it is renewed
/// at half life.
inline constexpr std::int64_t certificate_ms = 7LL * 24 * 60 * 60 * 1000;
/// And so long before it was made: the hub's clock may be set back a little.
inline constexpr std::int64_t certificate_early_ms = 60 * 60 * 1000;

enum class code_use : std::uint8_t {
  first,   ///< Bind the key.
  again,   ///< The same key: the answer was lost.
  used,    ///< By another key.
  expired, ///< Nobody used it in time; or its key asks after a day.
};

/// @param of the terminal that the code is of
[[nodiscard]] code_use judge_code(const v1::HubTerminal& of,
                                  std::string_view device_key,
                                  std::int64_t now_ms);

/// The recovery code of a terminal that was enrolled by a code: the same for
/// the same code and key, so that an answer can be given twice; made with the
/// hub's secret, so that who saw the code does not know it.
[[nodiscard]] std::string recovery_of(std::string_view hub_seed,
                                      std::string_view code,
                                      std::string_view device_key);

} // namespace kassa::hub
