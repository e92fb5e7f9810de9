#pragma once

#include "hub/backup_port.hpp"
#include "hub/vault.hpp"

#include <functional>
#include <memory>
#include <string>

namespace kassa::hub {

/// Backups of the embedded storages into a vault.
class backups : public backup_port {
public:
  struct settings {
    vault::place where;
    std::string identity_folder; ///< Whose files are sealed with its rows.
    std::uint32_t keep = 1;      ///< Backups that are kept, at least 1.
    /// Whether the vault is on a disk of its own now: only then what is inside
    /// is archived.
    std::function<bool()> apart;
  };

  /// The vault is opened for each call, and looked at anew: a hub serves
  /// without it, and disks come and go.
  /// @param data, identity, random outlive the object
  backups(settings with, const store::files& files, random_port& random,
          const store::embedded_storage& data,
          const store::hub_storage& identity)
    : with_(std::move(with)), files_(files), random_(random), data_(data),
      identity_(identity) {}

  result<made> make(std::int64_t now_ms) override;
  result<v1::BackupReport> drill(std::int64_t now_ms) override;
  v1::BackupReport newest() override;
  const std::string& folder() const override { return with_.where.folder; }

private:
  result<std::unique_ptr<vault>> open();
  result<v1::BackupSeal> copy(vault& to, std::int64_t now_ms) const;
  result<v1::BackupSeal> sealed_copy(vault& to, store::backup_id which,
                                     v1::BackupSeal least) const;
  static status check_copy(vault& in, v1::BackupSeal& seal);
  status seal_identity(v1::BackupSeal& into) const;
  result<std::vector<scope>> terminals() const;
  error failed(const error& why) const;
  v1::BackupReport report(const v1::BackupSeal& of) const;

  settings with_;
  store::files files_;
  random_port& random_;
  const store::embedded_storage& data_;
  const store::hub_storage& identity_;
};

/// Reads a restored or copied storage whole, as its seal says it must be.
/// @param records grows by those that were looked at
[[nodiscard]] status check_restored(const store::hub_storage& data,
                                    const v1::BackupSeal& seal,
                                    std::uint64_t& records);

} // namespace kassa::hub
