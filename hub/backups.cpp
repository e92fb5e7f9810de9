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

status backups::open() {
  if (vault_)
    return ok;
  if (auto there = files_.make_folder(folder()); !there)
    return failed(there.why());
  auto where = vault::open(with_.where, true, files_, random_);
  if (!where)
    return where.why().code == errc::io ? failed(where.why()) : where.why();
  vault_ = *std::move(where);
  return ok;
}

result<backup_port::made> backups::make(std::int64_t now_ms) {
  if (auto there = open(); !there)
    return there.why();
  auto sealed = copy(now_ms);
  if (!sealed) {
    // What was not verified is in the way of those that were. The reason of
    // the failure is what counts.
    (void)vault_->keep(with_.keep);
    vault_.reset(); // What is on the disk by then is looked at anew.
    return sealed.why();
  }
  if (auto written = vault_->write(*sealed); !written)
    return failed(written.why());
  if (auto kept = vault_->keep(with_.keep); !kept)
    return failed(kept.why());
  auto told = report(*sealed);
  told.set_checked_ms(now_ms);
  return made{std::move(told), heads_of(*sealed)};
}

// The identity after the data: of a terminal that came between, the copy has no
// journal yet, and none of its journals is of an unknown terminal.
result<v1::BackupSeal> backups::copy(std::int64_t now_ms) {
  v1::BackupSeal out;
  out.set_format(1);
  out.set_made_ms(now_ms);
  auto of = terminals();
  if (!of)
    return failed(of.why());
  auto before = read_heads(data_, *of);
  if (!before)
    return failed(before.why());
  auto id = vault_->data().add(data_);
  if (!id)
    return failed(id.why());
  out.set_backup(*id);
  put_heads(*before, out);
  if (auto checked = check_copy(out); !checked)
    return vault_->damaged(*id, checked.why());
  auto size = vault_->data().size(*id);
  if (!size)
    return failed(size.why());
  out.set_bytes(*size);
  if (auto sealed = seal_identity(out); !sealed)
    return failed(sealed.why());
  return out;
}

/// @param seal has the heads that the copy must at least have; then those that
///   it has
status backups::check_copy(v1::BackupSeal& seal) const {
  auto copied = vault_->data().read(seal.backup());
  if (!copied)
    return copied.why();
  heads known;
  if (!vault_->sealed().empty())
    if (auto earlier = vault_->read(0))
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
  if (auto there = open(); !there)
    return there.why();
  auto sealed = vault_->read(0);
  if (!sealed)
    return sealed.why();
  const auto which = sealed->backup();
  const auto aside = folder() + "/drill";
  auto out = report(*sealed);
  std::uint64_t records = 0;
  auto check = [&]() -> status {
    if (auto whole = vault_->data().check(which); !whole)
      return whole;
    if (auto restored = vault_->data().restore(which, aside); !restored)
      return restored;
    auto data = store::open_hub_storage({aside, files_.env(), {}});
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
                                      : vault_->damaged(which, how.why());
  out.set_records(records);
  out.set_checked_ms(now_ms);
  return out;
}

v1::BackupReport backups::newest() {
  if (!files_.exists(folder() + "/vault") || !open()
      || vault_->sealed().empty())
    return {};
  auto sealed = vault_->read(0);
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
  auto at = why.fields.find("what");
  auto what = at == why.fields.end() ? why.detail : at->second;
  return {errc::backup_failed,
          {{"folder", folder()}, {"what", std::move(what)}},
          why.detail};
}

} // namespace kassa::hub
