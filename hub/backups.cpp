#include "hub/backups.hpp"

#include "hub/identity.hpp"
#include "hub/keys.hpp"

namespace kassa::hub {

namespace {

std::vector<scope> scopes_of(const heads& all) {
  std::vector<scope> out;
  out.reserve(all.size());
  for (const auto& [of, head] : all)
    out.push_back(of);
  return out;
}

} // namespace

status check_restored(const store::hub_storage& data,
                      const v1::BackupSeal& seal, std::uint64_t& records) {
  const auto sealed = heads_of(seal);
  auto found = follow_chains(data, scopes_of(sealed), {}, records);
  if (!found)
    return found.why();
  for (const auto& [of, head] : sealed) {
    auto at = found->find(of);
    if (at == found->end() || at->second.seq() != head.seq()
        || at->second.hash() != head.hash())
      return error{errc::corrupt,
                   {{"what", "journal of " + of.terminal + ", record "
                               + std::to_string(head.seq())}}};
  }
  return ok;
}

result<std::unique_ptr<vault>> backups::open() {
  if (auto there = files_.make_folder(folder()); !there)
    return failed(there.why());
  auto out = vault::open(with_.where, true, files_, random_);
  if (!out && out.why().code == errc::io)
    return failed(out.why());
  return out;
}

result<backup_port::made> backups::make(std::int64_t now_ms) {
  auto to = open();
  if (!to)
    return to.why();
  auto sealed = copy(**to, now_ms);
  if (!sealed)
    return sealed.why();
  if (auto kept = (*to)->keep(with_.keep); !kept)
    return failed(kept.why());
  auto told = report(*sealed);
  told.set_checked_ms(now_ms);
  return made{std::move(told), heads_of(*sealed)};
}

result<v1::BackupSeal> backups::copy(vault& to, std::int64_t now_ms) const {
  v1::BackupSeal least;
  least.set_format(1);
  least.set_made_ms(now_ms);
  auto of = terminals();
  if (!of)
    return failed(of.why());
  auto before = read_heads(data_, *of);
  if (!before)
    return failed(before.why());
  put_heads(*before, least);
  auto which = to.data().add(data_);
  if (!which)
    return failed(which.why());
  auto sealed = sealed_copy(to, *which, std::move(least));
  // What was not verified is in nobody's way. Why it was not is what counts.
  if (!sealed)
    (void)to.remove(*which);
  return sealed;
}

/// The identity after the data: of a terminal that came between, the copy has
/// no journal yet, and none of its journals is of an unknown terminal.
/// @param least with the heads that the copy must have or go beyond
result<v1::BackupSeal> backups::sealed_copy(vault& to, store::backup_id which,
                                            v1::BackupSeal least) const {
  auto out = std::move(least);
  out.set_backup(which);
  if (auto checked = check_copy(to, out); !checked)
    return to.damaged(which, checked.why());
  auto size = to.data().size(which);
  if (!size)
    return failed(size.why());
  out.set_bytes(*size);
  if (auto sealed = seal_identity(out); !sealed)
    return failed(sealed.why());
  if (auto written = to.write(out); !written)
    return failed(written.why());
  return out;
}

/// @param seal has the heads that the copy must at least have; then those that
///   it has
status backups::check_copy(vault& in, v1::BackupSeal& seal) {
  auto copied = in.data().read(seal.backup());
  if (!copied)
    return copied.why();
  heads known;
  if (auto earlier = in.read(0))
    known = heads_of(*earlier);
  const auto least = heads_of(seal);
  std::uint64_t records = 0;
  auto inside = follow_chains(**copied, scopes_of(least), known, records);
  if (!inside)
    return inside.why();
  for (const auto& [of, head] : least)
    if (auto at = inside->find(of);
        at == inside->end() || at->second.seq() < head.seq())
      return error{errc::corrupt, {{"what", "journal of " + of.terminal}}};
  seal.clear_heads();
  put_heads(*inside, seal);
  seal.set_records(records);
  return ok;
}

status backups::seal_identity(v1::BackupSeal& into) const {
  auto seen = identity_.scan("", "", "", [&](auto key, auto value) {
    auto& row = *into.add_identity();
    row.set_key(std::string{key});
    row.set_value(std::string{value});
    return true;
  });
  if (!seen)
    return seen;
  for (const auto* name : identity_files) {
    auto content = files_.read(with_.identity_folder + '/' + name);
    if (!content)
      return content.why();
    if (!*content)
      continue;
    auto& file = *into.add_files();
    file.set_name(name);
    file.set_content(**content);
  }
  return ok;
}

result<std::vector<scope>> backups::terminals() const {
  std::vector<scope> out;
  const auto prefix = keys::terminal("");
  auto seen = identity_.scan(
    "", prefix, keys::after(prefix), [&](auto, std::string_view value) {
      v1::HubTerminal x;
      if (x.ParseFromArray(value.data(), static_cast<int>(value.size())))
        out.push_back({x.store(), x.terminal()});
      return true;
    });
  if (!seen)
    return seen.why();
  return out;
}

result<v1::BackupReport> backups::drill(std::int64_t now_ms) {
  auto from = open();
  if (!from)
    return from.why();
  auto sealed = (*from)->read(0);
  if (!sealed)
    return sealed.why();
  const auto which = sealed->backup();
  const auto aside = folder() + "/drill";
  std::uint64_t records = 0;
  auto check = [&]() -> status {
    if (auto whole = (*from)->data().check(which); !whole)
      return whole;
    auto data = (*from)->data().try_restore(which, aside);
    if (!data)
      return data.why();
    return check_restored(**data, *sealed, records);
  };
  if (auto cleared = files_.remove_folder(aside); !cleared)
    return failed(cleared.why());
  auto how = check();
  if (auto cleared = files_.remove_folder(aside); !cleared)
    return failed(cleared.why());
  if (!how)
    return how.why().code == errc::io ? failed(how.why())
                                      : (*from)->damaged(which, how.why());
  auto out = report(*sealed);
  out.set_records(records);
  out.set_checked_ms(now_ms);
  return out;
}

v1::BackupReport backups::newest() {
  if (!files_.exists(folder() + "/vault"))
    return {};
  auto in = open();
  if (!in)
    return {};
  auto sealed = (*in)->read(0);
  return sealed ? report(*sealed) : v1::BackupReport{};
}

v1::BackupReport backups::report(const v1::BackupSeal& of) const {
  v1::BackupReport out;
  out.set_backup(of.backup());
  out.set_made_ms(of.made_ms());
  out.set_bytes(of.bytes());
  out.set_terminals(static_cast<std::uint32_t>(of.heads_size()));
  out.set_records(of.records());
  out.set_archived(with_.apart && with_.apart());
  return out;
}

error backups::failed(const error& why) const {
  return {errc::backup_failed,
          {{"folder", folder()}, {"what", what_of(why)}},
          why.detail};
}

} // namespace kassa::hub
