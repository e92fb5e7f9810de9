#pragma once

#include "actors/journal/export/exporter.hpp"

/// The journal as XML by SKVFS 2021:16, as domain-sweden 2.9 describes it.
namespace kassa::journal::exporting {

struct xml_options {
  /// Leaves out the events and elements whose names nobody has verified.
  bool only_verified = false;
};

/// What has no place in the schema (starts, catalog switches, print jobs ...)
/// is counted in the summary, which ends the file as a comment.
[[nodiscard]] std::unique_ptr<writer> make_xml(setting with,
                                               xml_options options = {});

} // namespace kassa::journal::exporting
