#pragma once

#include "proto/base/ports.hpp"
#include "proto/base/result.hpp"
#include "store/files.hpp"

#include <string>

namespace kassa::hub {

/// A secret of 32 bytes in a file of its own: hex, a line, mode 0600.
/// @param make draws one where there is no such file
/// @returns not_found, corrupt, io
[[nodiscard]] result<std::string> secret_in(const store::files& files,
                                            const std::string& path, bool make,
                                            random_port& random);

} // namespace kassa::hub
