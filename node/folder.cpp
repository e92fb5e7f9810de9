#include "node/folder.hpp"

#include "actors/catalog/load.hpp"
#include "actors/journal/history.hpp"
#include "actors/journal/ledger.hpp"
#include "actors/journal/verify.hpp"
#include "node/bundle.hpp"
#include "node/init.hpp"

#include <algorithm>

namespace kassa::node {

namespace {

std::string words_of(const v1::Binding& at) {
  return at.path() + " (machine " + at.machine_id() + ", file system "
         + std::to_string(at.file_system_id()) + ", inode "
         + std::to_string(at.inode()) + ")";
}

error not_initialised(const std::string& data) {
  return {errc::not_initialised, {{"path", data}}};
}

status open_store(opened_folder& out, const node_settings& with,
                  const node_ports& ports) {
  store::terminal_store::options how;
  how.path = store_path(with.data);
  how.env = ports.env;
  how.die = ports.die;
  how.must_exist = true;
  auto store = store::terminal_store::open(how);
  if (!store)
    return store.why().code == errc::not_initialised
             ? not_initialised(with.data)
             : store.why();
  auto who = store::read_folder_scope(**store);
  if (!who)
    return who.why();
  if (!*who)
    return not_initialised(with.data);
  out.store = *std::move(store);
  out.scope = **who;
  return ok;
}

status read_identity(opened_folder& out, const node_settings& with,
                     const store::files& disk) {
  auto key = read_device_key(disk, with.data);
  if (!key)
    return key.why();
  out.device = *std::move(key);
  auto text = disk.read(bundle_path(with.data));
  if (!text)
    return text.why();
  if (!*text)
    return error{errc::corrupt, {{"what", bundle_path(with.data)}}};
  auto bundle = parse_bundle(**text, bundle_path(with.data));
  if (!bundle)
    return bundle.why();
  out.bundle = *std::move(bundle);
  return ok;
}

/// L13: whether the folder is where it was bound, and alone.
status judge_place(opened_folder& out, const node_settings& with,
                   const node_ports& ports, const store::files& disk,
                   const v1::LedgerState& ledger) {
  auto now = store::binding_of(*ports.machine, with.data);
  if (!now)
    return now.why();
  out.binding = *now;
  out.folder_after = words_of(*now);
  auto before = store::read_binding(*out.store);
  if (!before)
    return before.why();
  auto moved
    = !*before || store::compare_binding(**before, *now) == store::place::moved;
  out.folder_before = *before ? words_of(**before) : "unknown";
  // A closed scope is read beside the live one that came after it.
  if (!with.registry.empty() && !journal::closed_by(out.scope, ledger)) {
    store::registry there{disk, *ports.machine, with.registry};
    auto s = there.claim(out.scope, with.data, with.several_terminals);
    if (!s && s.why().code != errc::folder_moved)
      return s.why();
    moved = moved || !s;
  }
  if (moved)
    out.gates.push_back({errc::folder_moved});
  return ok;
}

/// Whether the journal holds what the world has seen of it.
status judge_witness(opened_folder& out, const v1::LedgerState& ledger) {
  auto seen = out.witness->highest();
  if (seen.seq == 0)
    return ok;
  auto same = seen.seq <= ledger.seq();
  if (same) {
    auto record = journal::read_record(*out.store, out.scope, seen.seq);
    // A record that cannot be read is damage, and judged as such.
    same = !record || record->hash() == seen.hash;
  }
  if (!same)
    out.gates.push_back({errc::older_than_witness,
                         {{"witness", std::to_string(seen.seq)},
                          {"head", std::to_string(ledger.seq())}}});
  return ok;
}

/// Damage that the hub's copy covers is told; damage above it stops sales.
status judge_tail(opened_folder& out, const v1::LedgerState& ledger) {
  auto acked = journal::read_acked(*out.store, out.scope);
  if (!acked)
    return acked.why();
  auto safe = *acked ? (*acked)->seq() : seq_t{0};
  auto head = seq_t{ledger.seq()};
  auto first = head > tail_checked ? head - tail_checked + 1 : seq_t{1};
  auto found = journal::find_damage(*out.store, out.scope, first, head);
  if (!found)
    return found.why();
  if (!*found)
    return ok;
  auto worst = **found;
  if (worst.seq <= safe && safe < head) {
    auto above = journal::find_damage(*out.store, out.scope, safe + 1, head);
    if (!above)
      return above.why();
    if (*above)
      worst = **above;
  }
  if (worst.seq > safe)
    out.gates.push_back(
      {errc::journal_damaged, {{"seq", std::to_string(worst.seq)}}});
  auto& note = out.notes.emplace_back();
  note.set_kind(v1::KIND_DAMAGE_FOUND);
  note.mutable_damage_found()->set_seq(worst.seq);
  note.mutable_damage_found()->set_detail(worst.words);
  return ok;
}

void note_start(opened_folder& out, const node_settings& with,
                const v1::LedgerState& ledger) {
  v1::RecordBody note;
  note.set_kind(v1::KIND_STARTED);
  auto& started = *note.mutable_started();
  started.set_program(with.program.empty() ? program_name() : with.program);
  started.set_clock(with.replay ? "replay" : "system");
  started.set_recovered_seq(ledger.seq());
  out.notes.insert(out.notes.begin(), std::move(note));
}

std::string known_value(const v1::LedgerState& ledger,
                        const named_setting& of) {
  for (const auto& row : ledger.settings())
    if (row.name() == of.name)
      return row.value();
  return of.usual;
}

void note_settings(opened_folder& out, const node_settings& with,
                   const v1::LedgerState& ledger) {
  for (const auto& x : with.journaled) {
    auto before = known_value(ledger, x);
    if (before == x.value)
      continue;
    auto& note = out.notes.emplace_back();
    note.set_kind(v1::KIND_SETTING_CHANGED);
    auto& changed = *note.mutable_setting_changed();
    changed.set_name(x.name);
    changed.set_before(before);
    changed.set_after(x.value);
  }
}

std::string zone_in(const opened_folder& of, std::int64_t now_ms) {
  if (auto view = catalog::load_view(*of.store, of.scope))
    if (const auto* shop = (*view)->store(now_ms))
      return zone_of(*shop);
  return zone_of(store_of(of.bundle));
}

} // namespace

std::string zone_of(const v1::StoreData& shop) {
  return shop.time_zone().empty() ? "Europe/Stockholm" : shop.time_zone();
}

result<key_pair> read_device_key(const store::files& disk,
                                 const std::string& data) {
  auto path = device_key_path(data);
  auto text = disk.read(path);
  if (!text)
    return text.why();
  if (!*text)
    return not_initialised(data);
  auto seed = from_hex(**text);
  if (!seed)
    return error{errc::corrupt, {{"what", path}}};
  auto key = key_pair_from_seed(*seed);
  if (!key)
    return error{errc::corrupt, {{"what", path}}};
  return key;
}

result<folder_life> life_of(const std::string& data, const node_ports& ports) {
  opened_folder there;
  node_settings with;
  with.data = data;
  if (auto s = open_store(there, with, ports); !s)
    return s.why();
  auto ledger = journal::read_ledger(*there.store, there.scope);
  if (!ledger)
    return ledger.why();
  folder_life out;
  out.of = there.scope;
  out.head = ledger->seq();
  if (auto acked = journal::read_acked(*there.store, there.scope);
      acked && *acked)
    out.archived = (*acked)->archived_seq();
  out.closed = journal::closed_by(there.scope, *ledger);
  auto now = store::binding_of(*ports.machine, data);
  if (!now)
    return now.why();
  auto before = store::read_binding(*there.store);
  if (!before)
    return before.why();
  out.moved
    = !*before || store::compare_binding(**before, *now) == store::place::moved;
  return out;
}

result<opened_folder> open_folder(const node_settings& with,
                                  const node_ports& ports,
                                  const store::files& disk) {
  opened_folder out;
  if (auto s = open_store(out, with, ports); !s)
    return s.why();
  if (auto s = read_identity(out, with, disk); !s)
    return s.why();
  auto ledger = journal::read_ledger(*out.store, out.scope);
  if (!ledger)
    return ledger.why();
  auto witness = store::witness::open(disk, witness_path(with.data), ports.die);
  if (!witness)
    return witness.why();
  out.witness = *std::move(witness);
  if (auto s = judge_place(out, with, ports, disk, *ledger); !s)
    return s.why();
  if (auto s = judge_witness(out, *ledger); !s)
    return s.why();
  if (auto s = judge_tail(out, *ledger); !s)
    return s.why();
  if (auto closed = closed_folders(disk, with.data))
    out.closed = *std::move(closed);
  note_start(out, with, *ledger);
  note_settings(out, with, *ledger);
  out.zone = zone_in(out, ports.clock->wall_ms());
  return out;
}

} // namespace kassa::node
