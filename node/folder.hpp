#pragma once

#include "node/closed.hpp"
#include "node/node.hpp"
#include "proto/base/crypto.hpp"

#include <kassa/v1/catalog.pb.h>
#include <kassa/v1/record.pb.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

/// Opening a data folder and judging it, before any actor lives.
namespace kassa::node {

/// How much of the journal's end a start checks; `verify` checks all of it.
inline constexpr seq_t tail_checked = 1000;

struct opened_folder {
  kassa::scope scope;
  std::unique_ptr<store::terminal_store> store;
  std::vector<closed_folder> closed;
  std::unique_ptr<store::witness> witness;
  v1::Bundle bundle;
  key_pair device;
  std::string zone;          ///< Of the store.
  v1::Binding binding;       ///< Where the folder is now.
  std::string folder_before; ///< For people.
  std::string folder_after;
  /// Why no new sale may begin.
  std::vector<error> gates;
  /// What the journal should remember of this start.
  std::vector<v1::RecordBody> notes;
};

/// @param disk outlives what is returned
/// Errors: as of node::start.
result<opened_folder> open_folder(const node_settings& with,
                                  const node_ports& ports,
                                  const store::files& disk);

/// Whose data folder this is, and why it is closed for ever, where it is.
struct folder_life {
  kassa::scope of;
  std::optional<error> closed; ///< Why: fenced, retired.
  bool moved = false;          ///< It is not where it was bound.
  seq_t head = 0;
  seq_t archived = 0; ///< Of it, in a backup of the hub.
};
/// `store_locked` while it runs, `not_initialised`.
result<folder_life> life_of(const std::string& data, const node_ports& ports);

/// `corrupt` when it is no seed, `not_initialised` when there is none.
result<key_pair> read_device_key(const store::files& disk,
                                 const std::string& data);

/// IANA name; Sweden's where the store has none.
std::string zone_of(const v1::StoreData& shop);

} // namespace kassa::node
