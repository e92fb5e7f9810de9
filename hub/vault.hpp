#pragma once

#include "proto/base/ports.hpp"
#include "store/backup_folder.hpp"
#include "store/files.hpp"

#include <kassa/v1/hub_state.pb.h>

#include <memory>
#include <string>
#include <vector>

namespace kassa::hub {

/// What an error names, else its detail.
[[nodiscard]] std::string what_of(const error& why);

/// A folder of a hub's backups: the copies of its data, and beside each that
/// was verified its seal. All is encrypted with one key, which lies elsewhere;
/// what a seal says is authenticated too, and by its heads so are the journals;
/// the rest of the data is not, nor that the newest copy is the newest that was
/// made. One process at a time: the folder is locked while it is open.
class vault {
public:
  struct place {
    std::string folder;
    std::string key_file;
  };

  /// @param make makes folder and key where there are none; never a key for a
  ///   folder that has one
  /// @param random outlives the vault
  /// @returns no_backup where there is no such folder, backup_key_wrong, io
  static result<std::unique_ptr<vault>>
  open(place where, bool make, const store::files& files, random_port& random);

  [[nodiscard]] const std::string& folder() const { return where_.folder; }
  [[nodiscard]] store::backup_folder& data() { return *data_; }

  /// Which copies have a seal and their files, in order.
  [[nodiscard]] result<std::vector<store::backup_id>> sealed() const;
  /// @param which 0: the newest. `no_backup`, `backup_damaged`, io
  [[nodiscard]] result<v1::BackupSeal> read(store::backup_id which) const;
  [[nodiscard]] status write(const v1::BackupSeal& seal);
  /// Removes a copy, and its seal before it: what has one is whole.
  [[nodiscard]] status remove(store::backup_id which);
  /// Removes all but the newest so many of those with a seal, and older ones
  /// that have none.
  [[nodiscard]] status keep(std::size_t newest);

  /// An error of a copy, as one of backups.
  [[nodiscard]] error damaged(store::backup_id which, const error& why) const;

private:
  vault(place where, const store::files& files, random_port& random)
    : where_(std::move(where)), files_(files), random_(random) {}
  status unlock(bool make);
  std::string seal_path(store::backup_id which) const;

  place where_;
  store::files files_;
  random_port& random_;
  std::string key_; ///< Of seals.
  std::unique_ptr<store::backup_folder> data_;
};

} // namespace kassa::hub
