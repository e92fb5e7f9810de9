#pragma once

#include "actors/sync/proof.hpp"
#include "node/init.hpp"
#include "node/node.hpp"
#include "tests/support/direct_link.hpp"
#include "tests/support/fakes.hpp"
#include "tests/support/queued_env.hpp"

#include <gtest/gtest.h>
#include <rocksdb/env.h>

#include <functional>
#include <map>
#include <memory>
#include <string>

/// Simulated tills: real nodes on simulated machines.
namespace kassa::testing {

/// A machine whose folders are where the test says.
class fake_machine : public store::machine_port {
public:
  std::string machine_id() override { return id; }
  result<std::uint64_t> file_system_id(const std::string&) override {
    return std::uint64_t{7};
  }
  result<std::uint64_t> inode(const std::string& path) override {
    return inodes.contains(path) ? inodes.at(path)
                                 : std::hash<std::string>{}(path);
  }

  std::string id = "machine-1";
  std::map<std::string, std::uint64_t> inodes;
};

class fake_space : public node::free_space_port {
public:
  result<std::uint64_t> free_bytes() override { return mib << 20; }
  std::uint64_t mib = 10'000;
};

/// Prints at once.
class quick_printer : public printer::printer_port {
public:
  void print(std::string bytes, answer on) override {
    paper += bytes;
    ++sheets;
    on(printer::outcome::printed, {});
  }
  bool escpos() const override { return false; }
  std::string name() const override { return "quick"; }

  std::string paper;
  int sheets = 0;
};

/// One till: a machine with a disk of its own, whose background work waits for
/// `disk.run()`. The node is started and stopped by the test.
struct simulated_till {
  simulated_till(manual_clock& time, std::uint64_t seed)
    : random(seed), disk(memory.get()) {
    machine.id = "machine-" + std::to_string(seed);
    ports.clock = &time;
    ports.random = &random;
    ports.env = &disk;
    ports.machine = &machine;
    ports.free_space = &space;
    ports.printer = &printer;
    ports.hub = &link;
    ports.die = [](std::string_view why) { ADD_FAILURE() << why; };
    with.data = "/kassa";
    with.detached = false;
  }

  status init(const std::string& bundle_json) {
    node::init_settings how;
    how.data = with.data;
    auto done = node::init(how, bundle_json, "bundle.json", ports);
    return done ? status{ok} : status{done.why()};
  }

  /// Shows the hub its key, with the bundle's secret.
  v1::EnrolRequest enrolment(const v1::Bundle& bundle) {
    auto device = node::device_key(store::files{&disk}, with.data, random);
    v1::EnrolClaim claim;
    claim.set_store(bundle.store());
    claim.set_terminal(bundle.terminal());
    claim.set_device_key(device->public_key);
    claim.set_secret(bundle.secret());
    return sync::make_enrol_request(claim, *device);
  }

  status start(caf::actor_system& system) {
    auto made = node::node::start(system, with, ports);
    if (!made)
      return made.why();
    node = *std::move(made);
    return ok;
  }

  std::unique_ptr<rocksdb::Env> memory{
    rocksdb::NewMemEnv(rocksdb::Env::Default())};
  seeded_random random;
  queued_env disk;
  fake_machine machine;
  fake_space space;
  quick_printer printer;
  direct_link link;
  node::node_ports ports;
  node::node_settings with;
  std::unique_ptr<node::node> node;
};

} // namespace kassa::testing
