#include "tests/bench/folder.hpp"

#include "node/init.hpp"
#include "node/ports/system_ports.hpp"
#include "proto/base/crypto.hpp"
#include "store/folder.hpp"
#include "store/keys.hpp"
#include "store/terminal_store.hpp"
#include "tests/bench/must.hpp"

#include <google/protobuf/util/json_util.h>

#include <filesystem>

namespace kassa::bench {

namespace {

std::string row(v1::RowKind kind, const std::string& id, v1::Row content) {
  content.mutable_key()->set_kind(kind);
  content.mutable_key()->set_id(id);
  return content.SerializeAsString();
}

v1::Bundle own_bundle() {
  system_random random;
  v1::Bundle out;
  out.set_format(1);
  out.set_store(bench_scope().store);
  out.set_terminal(bench_scope().terminal);
  out.set_terminal_name("Kassa 1");
  out.set_lineage(std::string(16, 'l'));
  v1::Row store;
  store.mutable_store()->set_name("Exempelbutiken");
  store.mutable_store()->set_company("Exempelbutiken AB");
  store.mutable_store()->set_org_no("5566778899");
  store.mutable_store()->set_address("Storgatan 1, 123 45 Exempelby");
  store.mutable_store()->set_time_zone("Europe/Stockholm");
  out.add_rows(row(v1::ROW_KIND_STORE, bench_scope().store, store));
  v1::Row code;
  code.mutable_vat_code()->set_name("12 %");
  code.mutable_vat_code()->set_basis_points(1200);
  out.add_rows(row(v1::ROW_KIND_VAT_CODE, "VAT1200", code));
  v1::Row group;
  group.mutable_group()->set_name("Bageri");
  group.mutable_group()->set_vat_code("VAT1200");
  group.mutable_group()->set_kind(v1::ARTICLE_KIND_GOODS);
  group.mutable_group()->set_open_price(true);
  out.add_rows(row(v1::ROW_KIND_GROUP, "Bageri", group));
  v1::Row user;
  user.mutable_user()->set_name("Anna");
  user.mutable_user()->set_till_verifier(
    make_verifier(bench_password, random, password_cost::test));
  for (auto x : {v1::PERMISSION_SELL, v1::PERMISSION_RETURN, v1::PERMISSION_Z})
    user.mutable_user()->add_permissions(x);
  out.add_rows(row(v1::ROW_KIND_USER, bench_user, user));
  return out;
}

} // namespace

kassa::scope bench_scope() {
  return must(make_scope("butik", "BENCH1"));
}

void make_folder(const std::string& folder, const v1::Bundle& bundle) {
  std::filesystem::create_directories(folder);
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(bundle, &json).ok())
    std::abort();
  system_clock clock;
  system_random random;
  node::system_machine machine;
  node::node_ports ports;
  ports.clock = &clock;
  ports.random = &random;
  ports.machine = &machine;
  ports.die = [](std::string_view) { std::abort(); };
  node::init_settings with;
  with.data = folder;
  must(node::init(with, json, "bench", ports));
}

void make_folder(const std::string& folder) {
  if (!std::filesystem::exists(node::store_path(folder)))
    make_folder(folder, own_bundle());
}

void rebind_folder(const std::string& folder) {
  node::system_machine machine;
  store::terminal_store::options with;
  with.path = node::store_path(folder);
  with.die = [](std::string_view) { std::abort(); };
  auto held = must(store::terminal_store::open(std::move(with)));
  store::write_set changes;
  changes.put(store::family::state, store::folder_binding_key(),
              must(store::binding_of(machine, folder)).SerializeAsString());
  must(held->commit(changes, store::durability::synced));
}

void remove_folder(const std::string& folder) {
  std::filesystem::remove_all(folder);
}

} // namespace kassa::bench
