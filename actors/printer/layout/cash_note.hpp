#pragma once

#include "actors/printer/layout/receipt_layout.hpp"

#include <kassa/v1/register.pb.h>

#include <string>

namespace kassa::printer {

/// A form (kontantnota) to be filled in by hand while the register may not
/// sell (SKVFS 2014:10 4:1): who sells, where, when and at which register, room
/// for what is sold, its VAT and a signature. It is no receipt of the
/// register's, and what is written on it is never keyed in.
[[nodiscard]] document lay_out_cash_note(const v1::Identity& of,
                                         const std::string& date,
                                         const options& with);

} // namespace kassa::printer
