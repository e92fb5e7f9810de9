#pragma once

#include "actors/printer/layout/receipt_layout.hpp"

#include <kassa/v1/register.pb.h>

#include <string>

/// What the law wants to be taken out of a register, for paper (SKVFS 2014:9
/// 4:4 to 4:8, 5:4). No record stands behind these.
namespace kassa::printer {

/// @param at when it is taken out, "2026-05-04 13:05"
[[nodiscard]] document lay_out_prices(const v1::PriceList& all,
                                      const v1::Identity& of,
                                      const std::string& at,
                                      const options& with);

[[nodiscard]] document lay_out_identity(const v1::Identity& of,
                                        const std::string& at,
                                        const options& with);

[[nodiscard]] document lay_out_changes(const v1::ChangeList& all,
                                       const v1::Identity& of,
                                       const std::string& at,
                                       const options& with);

} // namespace kassa::printer
