#pragma once

#include "node/cli/tilling.hpp"

#include <kassa/v1/register.pb.h>

#include <string>

namespace kassa::cli {

/// Writes a receipt to a file that is not there yet: an electronic one as it
/// is, one on paper as its only copy. Nothing is asked for when the file cannot
/// be made. @returns no_place_for_file, not_electronic, no_graphics
status save_receipt(terminal_context& at, const receipt_name& which,
                    v1::DocumentFormat format, const std::string& path);

} // namespace kassa::cli
