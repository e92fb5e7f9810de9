#pragma once

#include "proto/base/ids.hpp"
#include "proto/base/result.hpp"
#include "store/files.hpp"
#include "store/terminal_store.hpp"

#include <kassa/v1/terminal_state.pb.h>

#include <cstdint>
#include <optional>
#include <string>

namespace kassa::store {

/// What tells one machine, and one place on its disks, from another.
class machine_port {
public:
  virtual ~machine_port() = default;
  /// Of the installation: /etc/machine-id. Empty when there is none.
  virtual std::string machine_id() = 0;
  /// `not_found` when nothing is at `path`.
  virtual result<std::uint64_t> file_system_id(const std::string& path) = 0;
  virtual result<std::uint64_t> inode(const std::string& path) = 0;
};

/// Where the folder at `path` is now.
result<v1::Binding> binding_of(machine_port& machine, const std::string& path);

/// The binding in a data folder's store; nothing when it has none yet.
result<std::optional<v1::Binding>> read_binding(const reader& from);

/// The live scope of a data folder; nothing when it was never set up.
result<std::optional<scope>> read_folder_scope(const reader& from);

enum class place : std::uint8_t { same, moved };

/// Whether a folder that was bound at `stored` still is where it was (L13).
/// The path is not compared: a folder may be renamed.
place compare_binding(const v1::Binding& stored, const v1::Binding& now);

/// Which Terminal-IDs live on this machine: a folder with a file for each,
/// named "TERMINAL@store", holding the v1::Binding of its data folder. A file
/// whose data folder is gone counts for nothing. The node that sells and the
/// one that sets a folder up call it, one at a time.
class registry {
public:
  /// @param disk, machine outlive the registry
  registry(const files& disk, machine_port& machine, std::string folder);

  /// Enters a data folder. Entering it again is harmless.
  /// @param allow_several lets terminals of one store share a machine
  /// @return `other_terminal_here` when another terminal lives on the machine,
  ///   `folder_moved` when this terminal also lives in another folder
  status claim(const scope& who, const std::string& path, bool allow_several);

  /// Takes a data folder out, as when its scope is closed.
  status release(const scope& who);

private:
  status check(const std::string& name, const scope& who,
               const v1::Binding& ours, bool allow_several);
  result<bool> lives(const v1::Binding& there);

  const files& disk_;
  machine_port& machine_;
  std::string folder_;
};

} // namespace kassa::store
