#include "hub/restore.hpp"

#include "hub/backups.hpp"
#include "hub/identity.hpp"
#include "hub/keys.hpp"

namespace kassa::hub {

namespace {

/// Where a folder is written until all of it is there.
std::string aside(const std::string& folder) {
  return folder + "/restoring";
}

/// @param key may lie there already
status only_empty(const store::files& files, const std::string& folder,
                  const std::string& key) {
  auto there = files.list(folder);
  if (!there)
    return there.why();
  for (const auto& name : *there) {
    const auto path = folder + '/' + name;
    if (path != aside(folder) && path != key)
      return error{errc::folder_in_use, {{"path", folder}}};
  }
  return files.remove_folder(aside(folder));
}

/// The identity that is kept is of the hub that made the backup.
status check_identity(const v1::BackupSeal& of, const store::files& files,
                      const std::string& folder) {
  for (const auto& file : of.files()) {
    if (file.name() != identity_files[0])
      continue;
    auto there = files.read(folder + '/' + file.name());
    if (!there)
      return there.why();
    if (*there != file.content())
      return error{errc::folder_in_use, {{"path", folder}}};
  }
  return ok;
}

status write_data(vault& from, restored& out, const store::files& files,
                  const std::string& path) {
  const auto which = out.seal.backup();
  if (auto written = from.data().restore(which, path); !written)
    return from.damaged(which, written.why());
  auto data = store::open_hub_storage({path, files.env(), {}});
  if (!data)
    return from.damaged(which, data.why());
  if (auto whole = check_restored(**data, out.seal, out.records); !whole)
    return from.damaged(which, whole.why());
  // The hub draws a new one at its start.
  std::vector<store::transaction> changes{
    {"", {}, {{keys::incarnation(), std::nullopt}}}};
  for (const auto& row : out.seal.identity())
    if (row.key().starts_with(keys::store("")))
      changes.push_back({row.key().substr(keys::store("").size()),
                         {},
                         {{keys::catalog_restored(), ""}}});
  for (const auto& done : (*data)->commit(changes))
    if (!done)
      return done;
  return ok;
}

status write_identity(const v1::BackupSeal& from, const store::files& files,
                      const std::string& path) {
  auto to = store::open_hub_storage({path + "/db", files.env(), {}});
  if (!to)
    return to.why();
  store::transaction all;
  for (const auto& row : from.identity())
    all.writes.push_back({row.key(), row.value()});
  if (auto written = (*to)->commit({&all, 1}).front(); !written)
    return written;
  for (const auto& file : from.files())
    if (auto written
        = files.replace(path + '/' + file.name(), file.content(), true);
        !written)
      return written;
  return ok;
}

/// Moves what was written aside into its place.
status put(const store::files& files, const std::string& folder,
           const std::vector<std::string>& names) {
  for (const auto& name : names)
    if (auto moved
        = files.rename(aside(folder) + '/' + name, folder + '/' + name);
        !moved)
      return moved;
  return files.remove_folder(aside(folder));
}

status restore_identity(const v1::BackupSeal& from, const store::files& files,
                        const std::string& folder) {
  if (auto made = files.make_folder(aside(folder)); !made)
    return made;
  if (auto done = write_identity(from, files, aside(folder)); !done)
    return done;
  std::vector<std::string> names;
  for (const auto& file : from.files())
    names.push_back(file.name());
  names.emplace_back("db"); // Last: it says that the identity is there.
  return put(files, folder, names);
}

} // namespace

result<restored> restore(const restore_order& what, const store::files& files,
                         random_port& random) {
  auto from = vault::open(what.from, false, files, random);
  if (!from)
    return from.why();
  auto sealed = (*from)->read(what.backup);
  if (!sealed)
    return sealed.why();
  restored out{*std::move(sealed)};
  out.identity = !files.exists(what.identity + "/db");
  const auto& key = what.from.key_file;
  if (auto free = only_empty(files, what.data, key); !free)
    return free.why();
  auto ready = out.identity ? only_empty(files, what.identity, key)
                            : check_identity(out.seal, files, what.identity);
  if (!ready)
    return ready.why();
  for (const auto& folder : {what.data, aside(what.data), what.identity})
    if (auto made = files.make_folder(folder); !made)
      return made.why();
  if (auto done = write_data(**from, out, files, aside(what.data) + "/db");
      !done)
    return done.why();
  // A restore that ends between the two is told by its data, and begun anew.
  if (auto done = put(files, what.data, {"db"}); !done)
    return done.why();
  if (out.identity)
    if (auto done = restore_identity(out.seal, files, what.identity); !done)
      return done.why();
  return out;
}

} // namespace kassa::hub
