#pragma once

#include "node/config.hpp"
#include "node/node.hpp"
#include "proto/base/console.hpp"

#include <string>

namespace kassa::node {

/// Says on standard output, once, that the register can be reached, and what
/// stops its sales: in words, or as one JSON object.
/// @param address where it listens
void greet(const node& of, const config& with, const std::string& address,
           cli::context& ui);

} // namespace kassa::node
