#pragma once

#include "actors/printer/escpos/code_page.hpp"
#include "actors/printer/layout/receipt_layout.hpp"
#include "node/config.hpp"

/// The settings of the printer, and of what stands on its paper.
namespace kassa::node {

[[nodiscard]] std::vector<setting> paper_settings();

/// Whether their values go; `invalid` says which does not.
[[nodiscard]] status check_paper(const config& what);

/// The code page of an ESC/POS printer, by the number that is set.
[[nodiscard]] printer::code_page page_of(const config& what);

/// What receipts look like, with the logo from its file; the zone is left open.
/// Errors: bad_logo, graphics_needed, io.
[[nodiscard]] result<printer::options> paper_of(const config& what);

} // namespace kassa::node
