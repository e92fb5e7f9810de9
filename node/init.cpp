#include "node/init.hpp"

#include "actors/journal/create.hpp"
#include "node/bundle.hpp"
#include "node/closed.hpp"
#include "node/folder.hpp"
#include "proto/base/crypto.hpp"

namespace kassa::node {

namespace {

/// The model's name holds the letters SE (SKVFS 2014:9 4:6).
constexpr const char* model = "Huvudkassa SE";

v1::Genesis genesis_of(const v1::Bundle& bundle, const init_settings& with,
                       const key_pair& device) {
  auto shop = store_of(bundle);
  v1::Genesis out;
  out.set_device_key(device.public_key);
  out.set_org_no(shop.org_no());
  out.set_company(shop.company());
  out.set_address(shop.address());
  out.set_model(model);
  out.set_manufacturing_number(bundle.terminal());
  out.set_program(with.program.empty() ? program_name() : with.program);
  out.set_store_name(shop.name());
  return out;
}

journal::stamp stamp_of(const v1::Bundle& bundle, const init_settings& with,
                        clock_port& clock) {
  journal::stamp out;
  out.wall_ms = clock.wall_ms();
  out.monotonic_ms = clock.monotonic_ms();
  out.boot_id = clock.boot_id();
  out.zone = zone_of(store_of(bundle));
  out.program = with.program.empty() ? program_name() : with.program;
  out.designation = with.designation;
  return out;
}

/// L13: the place of a terminal that was closed is free for the next.
status claim(const init_settings& with, const scope& who,
             const store::files& disk, const node_ports& ports) {
  if (with.registry.empty())
    return ok;
  store::registry there{disk, *ports.machine, with.registry};
  for (;;) {
    auto mine = there.claim(who, with.data, with.several_terminals);
    if (mine || mine.why().code != errc::other_terminal_here)
      return mine;
    const auto path = mine.why().fields.at("path");
    auto before = life_of(path, ports);
    if (!before && before.why().code == errc::store_locked)
      return mine; // It runs: whoever stops it may ask again.
    if (!before)
      return before.why();
    if (!before->closed)
      return mine;
    if (before->archived < before->head && !with.force)
      return error{errc::not_archived,
                   {{"terminal", before->of.terminal},
                    {"path", path},
                    {"archived", std::to_string(before->archived)},
                    {"head", std::to_string(before->head)}}};
    if (auto s = remember_closed(disk, with.data, {before->of, path}); !s)
      return s;
    if (auto s = there.release(before->of); !s)
      return s;
  }
}

} // namespace

result<key_pair> device_key(const store::files& disk, const std::string& data,
                            random_port& random) {
  if (disk.exists(device_key_path(data)))
    return read_device_key(disk, data);
  auto made = make_key_pair(random);
  if (auto s = disk.replace(device_key_path(data), to_hex(made.seed), true); !s)
    return s.why();
  return made;
}

std::string program_name() {
  return "kassa-node " KASSA_VERSION;
}

result<scope> init(const init_settings& with, std::string_view bundle_json,
                   const std::string& bundle_file, const node_ports& ports) {
  auto bundle = parse_bundle(bundle_json, bundle_file);
  if (!bundle)
    return bundle.why();
  auto who = scope_of(*bundle);
  store::files disk{ports.env};
  if (auto s = disk.make_folder(with.data); !s)
    return s.why();
  store::terminal_store::options how;
  how.path = store_path(with.data);
  how.env = ports.env;
  how.die = ports.die;
  auto store = store::terminal_store::open(how);
  if (!store)
    return store.why();
  auto there = store::read_folder_scope(**store);
  if (!there)
    return there.why();
  if (*there)
    return error{errc::already_initialised,
                 {{"path", with.data}, {"terminal", (*there)->terminal}}};
  if (auto s = claim(with, who, disk, ports); !s)
    return s.why();
  auto device = device_key(disk, with.data, *ports.random);
  if (!device)
    return device.why();
  if (auto s = disk.replace(bundle_path(with.data), bundle_json, true); !s)
    return s.why();
  auto binding = store::binding_of(*ports.machine, with.data);
  if (!binding)
    return binding.why();
  auto catalog = catalog_of(*bundle);
  journal::new_journal first{who,
                             genesis_of(*bundle, with, *device),
                             std::move(catalog.active),
                             std::move(catalog.rows),
                             *binding,
                             stamp_of(*bundle, with, *ports.clock),
                             with.data};
  if (auto s = journal::create_journal(**store, first); !s)
    return s.why();
  return who;
}

} // namespace kassa::node
