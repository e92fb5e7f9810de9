#pragma once

#include <cstdint>
#include <span>
#include <string_view>

/// What the register was built to, item by item. Built to the rules, never
/// certified: a manufacturer declares a register (SKVFS 2014:9 ch. 3 and 8).
namespace kassa {

/// How an item is known.
enum class law_standing : std::uint8_t {
  text,    ///< Read in the text itself.
  second,  ///< Read in a source about the text.
  earlier, ///< Read in an earlier wording.
  open,    ///< Not verified: a decision of ours.
};

/// One row of `law.def`. Doubts are empty where there is none.
struct law_item {
  std::string_view item;
  std::string_view paragraph;
  std::string_view wording;
  law_standing standing;
  std::string_view setting;
  std::string_view sv, en;
  std::string_view doubt_sv, doubt_en;

  [[nodiscard]] bool verified() const noexcept {
    return standing == law_standing::text || standing == law_standing::second;
  }
};

/// The whole table, in the order of the file.
[[nodiscard]] std::span<const law_item> law_table() noexcept;

/// "text", "second", "earlier", "open".
[[nodiscard]] std::string_view to_string(law_standing what) noexcept;

} // namespace kassa
