#include "hub/folders.hpp"

#include "hub/identity.hpp"

#include <sys/stat.h>

namespace kassa::hub {

namespace {

/// Whether two folders are on file systems of their own.
bool apart(const std::string& one, const std::string& other) {
  struct stat a = {};
  struct stat b = {};
  return stat(one.c_str(), &a) == 0 && stat(other.c_str(), &b) == 0
         && a.st_dev != b.st_dev;
}

} // namespace

result<folders> open_folders(const config& with, const store::files& files,
                             random_port& random, const die_port& die) {
  // Before anything is made: a mistyped path leaves no folders behind.
  auto key = signing_key(files, with.identity, false, random);
  if (!key && key.why().code == errc::not_found)
    return error{errc::hub_not_initialised, {{"path", with.identity}}};
  if (!key)
    return key.why();
  for (const auto& folder : {with.data, with.identity})
    if (auto made = files.make_folder(folder); !made)
      return made.why();
  auto trusted = open_authority(files, with.identity);
  if (!trusted)
    return trusted.why();
  auto identity
    = store::open_hub_storage({with.identity + "/db", nullptr, die});
  if (!identity)
    return identity.why();
  auto data = store::open_hub_storage({with.data + "/db", nullptr, die});
  if (!data)
    return data.why();
  return folders{*std::move(data), *std::move(identity), *std::move(key),
                 *std::move(trusted)};
}

std::unique_ptr<backups> backups_of(const config& with,
                                    const store::files& files,
                                    random_port& random, const folders& of) {
  if (with.backup_folder.empty())
    return nullptr;
  backups::settings settings;
  settings.where = {with.backup_folder, with.backup_key_path()};
  settings.identity_folder = with.identity;
  settings.keep = static_cast<std::uint32_t>(with.backup_keep);
  settings.apart = [with] {
    return with.backup_same_disk != 0 || apart(with.data, with.backup_folder);
  };
  return std::make_unique<backups>(std::move(settings), files, random, *of.data,
                                   *of.identity);
}

} // namespace kassa::hub
