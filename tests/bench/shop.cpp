#include "tests/bench/shop.hpp"

#include "actors/caf_compat.hpp"
#include "hub/identity.hpp"
#include "hub/office_service.hpp"
#include "tests/bench/folder.hpp"
#include "tests/bench/must.hpp"
#include "tests/support/hub_trust.hpp"
#include "transport/sync_server.hpp"

#include <caf/scoped_actor.hpp>
#include <grpcpp/impl/service_type.h>

#include <filesystem>

namespace kassa::bench {

namespace {

std::unique_ptr<store::hub_storage> open_storage(const std::string& folder,
                                                 shop_folders as) {
  store::hub_storage_options with;
  with.path = as == shop_folders::program ? folder + "/db" : folder;
  with.die = [](std::string_view) { std::abort(); };
  if (as == shop_folders::program)
    std::filesystem::create_directories(folder);
  return must(store::open_hub_storage(std::move(with)));
}

/// A bench's own key need not outlive the run, but terminals pin it.
key_pair shop_key(const std::string& identity, shop_folders as,
                  random_port& random) {
  if (as == shop_folders::bench)
    return must(key_pair_from_seed(std::string(32, 'k')));
  return must(hub::signing_key(store::files{}, identity, true, random));
}

} // namespace

actors::actors() {
  set_workers(config_, 2);
  system_ = std::make_unique<caf::actor_system>(config_);
}

shop_hub::shop_hub(const std::string& folder, shop_folders as)
  : data_(open_storage(folder + "/data", as)),
    identity_(open_storage(folder + "/identity", as)),
    trusted_(testing::trust_in(folder + "/identity")) {
  (void)hub::init_hub(*identity_, bench_admin, bench_admin_password, random_,
                      clock_.wall_ms(), password_cost::test);
  hub::hub_settings with;
  with.key = shop_key(folder + "/identity", as, random_);
  with.trusted = trusted_;
  with.cost = password_cost::test;
  with.detached = true;
  hub_ = must(hub::hub::start(
    actors_.system(), std::move(with),
    {data_.get(), identity_.get(), &clock_, &random_, nullptr}));
  service_ = transport::make_sync_service(*hub_);
  server_ = must(transport::serve("127.0.0.1:0", {service_.get()},
                                  {.secured = trusted_.files}));
  hub_->set_addresses(server_->address(), {});
}

shop_hub::~shop_hub() {
  server_->stop();
  hub_->stop();
}

template <class Answer, class Request>
Answer shop_hub::ask(Request request) {
  result<Answer> out = errc::unavailable;
  caf::scoped_actor self{actors_.system()};
  self->request(hub_->office(), std::chrono::seconds{60}, std::move(request))
    .receive([&](Answer& x) { out = std::move(x); },
             [&](caf::error& why) { out = from_caf(why); });
  return must(std::move(out));
}

std::unique_ptr<transport::credentials_port>
shop_hub::let_in(const std::string& data) {
  return testing::enrol_folder(
    data, [this](v1::EnrolRequest x) { return enrol(std::move(x)); });
}

v1::Enrolled shop_hub::enrol(v1::EnrolRequest request) {
  return ask<v1::Enrolled>(std::move(request));
}

const std::string& shop_hub::session() {
  if (session_.empty()) {
    v1::OfficeLogInRequest who;
    who.set_user(bench_admin);
    who.set_password(bench_admin_password);
    session_ = ask<v1::OfficeLogInAnswer>(who).session();
  }
  return session_;
}

void shop_hub::open_store() {
  const auto id = bench_scope().store;
  v1::AddStoreRequest add;
  add.set_session(session());
  add.set_store(id);
  add.mutable_data()->set_name("Exempelbutiken");
  add.mutable_data()->set_company("Exempelbutiken AB");
  add.mutable_data()->set_org_no("5566778899");
  add.mutable_data()->set_address("Storgatan 1, 123 45 Exempelby");
  add.mutable_data()->set_time_zone("Europe/Stockholm");
  (void)ask<v1::StoreSummary>(add);
  v1::AddUserRequest user;
  user.set_session(session());
  user.set_store(id);
  user.set_user(bench_user);
  user.set_name("Anna");
  user.set_password(bench_password);
  for (auto x : {v1::PERMISSION_SELL, v1::PERMISSION_RETURN, v1::PERMISSION_Z})
    user.add_permissions(x);
  (void)ask<v1::Pending>(user);
  import("article_no,name,group,kind,price_ore,vat_basis_points,ean13\n"
         "110,Kanelbulle,Bageri,VARA,4200,1200,\n");
  publish();
}

void shop_hub::import(const std::string& csv) {
  v1::ImportArticlesRequest articles;
  articles.set_session(session());
  articles.set_store(bench_scope().store);
  articles.set_csv(csv);
  articles.set_file_name("bench.csv");
  (void)ask<v1::Pending>(articles);
}

std::uint64_t shop_hub::publish() {
  v1::PublishRequest request;
  request.set_session(session());
  request.set_store(bench_scope().store);
  return ask<v1::PublishAnswer>(request).head().name().version();
}

void shop_hub::count() {
  v1::GetStatisticsRequest request;
  request.set_session(session());
  request.set_store(bench_scope().store);
  (void)ask<v1::StoreStatistics>(request);
}

v1::Bundle shop_hub::add_till(const kassa::scope& who) {
  v1::AddTerminalRequest till;
  till.set_session(session());
  till.set_store(who.store);
  till.set_terminal(who.terminal);
  till.set_name("Kassa " + who.terminal);
  return ask<v1::AddTerminalAnswer>(till).bundle();
}

} // namespace kassa::bench
