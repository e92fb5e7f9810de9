#pragma once

#include "node/node.hpp"
#include "proto/base/crypto.hpp"
#include "proto/base/result.hpp"
#include "store/files.hpp"

#include <string>
#include <string_view>

namespace kassa::node {

struct init_settings {
  std::string data;
  std::string registry = {}; ///< As in node_settings.
  bool several_terminals = false;
  std::string designation = {}; ///< Empty: the Terminal-ID.
  std::string program = {};     ///< Empty: this build's.
  /// Takes a closed terminal's place though some of its records are in no
  /// backup of the hub, `not_archived` otherwise.
  bool force = false;
};

/// Makes a terminal out of a bundle: device key (0600), record 1, catalog
/// {lineage, 0}, binding, registry. Interrupted, it can be run again: the key
/// stays, and the journal comes last, in one write.
/// @param bundle_file only for messages
/// @returns the new scope; bad_bundle, already_initialised,
///   other_terminal_here, store_locked, io
result<scope> init(const init_settings& with, std::string_view bundle_json,
                   const std::string& bundle_file, const node_ports& ports);

/// The device key of a folder whose set-up was interrupted, or a new one,
/// synced (0600).
[[nodiscard]] result<key_pair> device_key(const store::files& disk,
                                          const std::string& data,
                                          random_port& random);

/// The name of the program in records and on reports: "kassa-node 0.1.0".
std::string program_name();

} // namespace kassa::node
