#pragma once

#include <kassa/v1/record.pb.h>

#include <span>
#include <string_view>

/// The names of SKVFS 2021:16 in Skatteverket's schema version 2021-12-08 that
/// nobody here has seen. The rest of the export uses names that were seen in
/// another maker's export, which that maker validates against the schema.
///
/// This is the one place where such a name is decided. `--only-verified`
/// leaves all of these out of the file, and the summary counts them.
namespace kassa::journal::exporting {

/// An event whose element was named here, by the words of the chapter's title.
struct unverified_event {
  v1::Kind kind;
  std::string_view element;
  std::string_view chapter; ///< Of SKVFS 2021:16; "?" beyond chapter 17.
  std::string_view doubt;
};

[[nodiscard]] std::span<const unverified_event> unverified_events() noexcept;

/// The element of a kind whose name is not verified; empty where there is none.
[[nodiscard]] std::string_view unverified_element(v1::Kind kind) noexcept;

/// Items g, j and k of a Z (7:3) have no element in what was read; these are
/// ours and stand where the list of the paragraph has them.
inline constexpr std::string_view name_of_main_groups
  = "TotalaForsaljningssummorPerHuvudgruppLISTA";
inline constexpr std::string_view name_of_main_group
  = "TotalForsaljningssummaPerHuvudgrupp";
inline constexpr std::string_view name_of_goods_sold = "AntalSaldaVaror";
inline constexpr std::string_view name_of_services_sold = "AntalSaldaTjanster";

/// Stands for the number and the code of a control unit where there is none:
/// the schema asks for both. Whether it takes this word is not verified.
inline constexpr std::string_view no_unit = "ingen";

} // namespace kassa::journal::exporting
