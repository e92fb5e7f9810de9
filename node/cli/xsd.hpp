#pragma once

#include "proto/base/result.hpp"

#include <string>

namespace kassa::cli {

/// Whether an XML file follows a schema. Reads it as a stream and nothing from
/// a network.
/// @param schema an XSD file
/// @returns bad_configuration when the schema itself cannot be used,
/// schema_differs with the line and the words of the first fault
[[nodiscard]] status check_schema(const std::string& file,
                                  const std::string& schema);

} // namespace kassa::cli
