#include "store/folder.hpp"

#include "store/keys.hpp"

#include <utility>

namespace kassa::store {

namespace {

std::string file_name(const scope& of) {
  return of.terminal + "@" + of.store;
}

/// Of names that `file_name` did not make: nothing.
std::optional<scope> scope_of(std::string_view name) {
  auto at = name.find('@');
  if (at == std::string_view::npos)
    return std::nullopt;
  auto out = make_scope(name.substr(at + 1), name.substr(0, at));
  return out ? std::optional{*std::move(out)} : std::nullopt;
}

bool same_folder(const v1::Binding& a, const v1::Binding& b) {
  return a.file_system_id() == b.file_system_id() && a.inode() == b.inode();
}

} // namespace

result<v1::Binding> binding_of(machine_port& machine, const std::string& path) {
  auto file_system = machine.file_system_id(path);
  if (!file_system)
    return file_system.why();
  auto inode = machine.inode(path);
  if (!inode)
    return inode.why();
  v1::Binding out;
  out.set_machine_id(machine.machine_id());
  out.set_file_system_id(*file_system);
  out.set_inode(*inode);
  out.set_path(path);
  return out;
}

result<std::optional<v1::Binding>> read_binding(const reader& from) {
  auto bytes = from.get(family::state, folder_binding_key());
  if (!bytes)
    return bytes.why();
  if (!*bytes)
    return std::optional<v1::Binding>{};
  v1::Binding out;
  if (!out.ParseFromString(**bytes))
    return error{errc::corrupt, {{"what", folder_binding_key()}}};
  return std::optional{std::move(out)};
}

result<std::optional<scope>> read_folder_scope(const reader& from) {
  auto bytes = from.get(family::state, folder_scope_key());
  if (!bytes)
    return bytes.why();
  if (!*bytes)
    return std::optional<scope>{};
  auto out = decode_scope(**bytes);
  if (!out)
    return out.why();
  return std::optional{*std::move(out)};
}

place compare_binding(const v1::Binding& stored, const v1::Binding& now) {
  return stored.machine_id() == now.machine_id() && same_folder(stored, now)
           ? place::same
           : place::moved;
}

registry::registry(const files& disk, machine_port& machine, std::string folder)
  : disk_(disk), machine_(machine), folder_(std::move(folder)) {}

status registry::claim(const scope& who, const std::string& path,
                       bool allow_several) {
  auto ours = binding_of(machine_, path);
  if (!ours)
    return ours.why();
  if (auto s = disk_.make_folder(folder_); !s)
    return s;
  auto names = disk_.list(folder_);
  if (!names)
    return names.why();
  for (const auto& name : *names)
    if (auto s = check(name, who, *ours, allow_several); !s)
      return s;
  return disk_.replace(folder_ + "/" + file_name(who),
                       ours->SerializeAsString());
}

status registry::release(const scope& who) {
  return disk_.remove(folder_ + "/" + file_name(who));
}

status registry::check(const std::string& name, const scope& who,
                       const v1::Binding& ours, bool allow_several) {
  auto other = scope_of(name);
  if (!other)
    return ok;
  auto bytes = disk_.read(folder_ + "/" + name);
  if (!bytes)
    return bytes.why();
  v1::Binding there;
  if (!*bytes || !there.ParseFromString(**bytes))
    return error{errc::corrupt, {{"what", folder_ + "/" + name}}};
  bool neighbour = allow_several && other->store == who.store && *other != who;
  if (neighbour)
    return ok;
  if (same_folder(there, ours))
    // A folder holds one live scope: whatever lived in ours does so no more.
    return *other == who ? status{ok} : disk_.remove(folder_ + "/" + name);
  auto alive = lives(there);
  if (!alive)
    return alive.why();
  if (!*alive)
    return ok;
  if (*other == who)
    return error{errc::folder_moved, {}, there.path()};
  return error{errc::other_terminal_here,
               {{"terminal", other->terminal}, {"path", there.path()}}};
}

result<bool> registry::lives(const v1::Binding& there) {
  auto now = binding_of(machine_, there.path());
  if (now)
    return same_folder(*now, there);
  if (now.why().code == errc::not_found)
    return false;
  return now.why();
}

} // namespace kassa::store
