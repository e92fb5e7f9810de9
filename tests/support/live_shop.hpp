#pragma once

#include "actors/caf_compat.hpp"
#include "hub/hub.hpp"
#include "hub/identity.hpp"
#include "node/bundle.hpp"
#include "node/init.hpp"
#include "node/node.hpp"
#include "node/register/events.hpp"
#include "proto/base/system.hpp"
#include "tests/support/hub_trust.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/support/tills.hpp"
#include "tests/transport/mailbox.hpp"
#include "transport/server.hpp"
#include "transport/sync_client.hpp"
#include "transport/sync_server.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/scoped_actor.hpp>
#include <grpcpp/impl/service_type.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>

/// A hub and terminals of one process that speak real gRPC on loopback, on real
/// threads and real time.
namespace kassa::testing {

/// Wherever its folder is copied to, it seems to be where it was: a copy of a
/// whole machine.
class copied_machine : public fake_machine {
public:
  result<std::uint64_t> inode(const std::string&) override {
    return std::uint64_t{5};
  }
};

/// Hears when the hub has fenced someone: the evidence is durable then.
class fence_log : public log_port {
public:
  void log(log_level, std::string_view event,
           std::initializer_list<field>) override {
    if (event == "fenced")
      heard.put(true);
  }

  mailbox<bool> heard;
};

/// A hub over memory behind a real listener, with one store and its user.
class live_hub {
public:
  explicit live_hub(caf::actor_system& system) : self_(system, true) {
    hub::hub_settings with;
    with.key = make_key_pair(random_);
    with.trusted = trusted_;
    with.cost = password_cost::test;
    with.detached = true;
    EXPECT_TRUE(hub::init_hub(*identity_, "chef", "hemligt", random_, 1,
                              password_cost::test));
    auto made = hub::hub::start(
      system, with, {data_.get(), identity_.get(), &clock_, &random_, &log_});
    EXPECT_TRUE(made);
    hub_ = *std::move(made);
    service_ = transport::make_sync_service(*hub_);
    auto served = transport::serve("127.0.0.1:0", {service_.get()},
                                   {.secured = trusted_.files});
    EXPECT_TRUE(served);
    server_ = *std::move(served);
    hub_->set_addresses(server_->address(), {});
    open_store();
  }

  ~live_hub() {
    server_->stop();
    hub_->stop();
  }

  const std::string& address() const { return server_->address(); }

  std::string bundle_of(const std::string& terminal) {
    v1::AddTerminalRequest request;
    request.set_store("bageriet");
    request.set_terminal(terminal);
    return node::print_bundle(office<v1::AddTerminalAnswer>(request).bundle());
  }

  /// What the terminal of a data folder shows on the wire.
  std::unique_ptr<fixed_credentials> let_in(const std::string& data) {
    return enrol_folder(data, [this](v1::EnrolRequest x) {
      return tell<v1::Enrolled>(std::move(x));
    });
  }

  /// Waits until the hub has fenced a terminal.
  bool fenced() { return log_.heard.take().has_value(); }

  /// The evidence, read anew from what is stored.
  std::vector<v1::FenceEntry> fences() const {
    auto kept = hub::identity::load(identity_.get());
    EXPECT_TRUE(kept);
    return (*kept)->fences();
  }

private:
  void open_store() {
    v1::OfficeLogInRequest in;
    in.set_user("chef");
    in.set_password("hemligt");
    session_ = office<v1::OfficeLogInAnswer>(in).session();
    v1::AddStoreRequest shop;
    shop.set_store("bageriet");
    shop.mutable_data()->set_name("Bageriet");
    shop.mutable_data()->set_org_no("5566778899");
    office<v1::StoreSummary>(shop);
    v1::AddUserRequest user;
    user.set_store("bageriet");
    user.set_user("anna");
    user.set_password("hemligt");
    user.add_permissions(v1::PERMISSION_SELL);
    office<v1::Pending>(user);
  }

  template <class Answer, class Request>
  Answer office(Request request) {
    if constexpr (!std::is_same_v<Request, v1::OfficeLogInRequest>)
      request.set_session(session_);
    return tell<Answer>(std::move(request));
  }

  template <class Answer, class Request>
  Answer tell(Request request) {
    Answer out;
    self_->request(hub_->office(), patience, std::move(request))
      .receive([&](Answer& x) { out = std::move(x); },
               [](const caf::error& why) {
                 ADD_FAILURE() << kassa::to_string(from_caf(why));
               });
    return out;
  }

  kassa::system_clock clock_;
  system_random random_;
  fence_log log_;
  std::unique_ptr<store::hub_storage> data_ = store::make_memory_hub_storage();
  std::unique_ptr<store::hub_storage> identity_
    = store::make_memory_hub_storage();
  temp_dir folder_;
  hub::authority trusted_ = trust_in(folder_ / "identity");
  std::unique_ptr<hub::hub> hub_;
  std::unique_ptr<grpc::Service> service_;
  std::unique_ptr<transport::server> server_;
  caf::scoped_actor self_;
  std::string session_;
};

/// A terminal over a folder on the disk.
class live_till {
public:
  live_till(caf::actor_system& system, std::string data)
    : system_(system), self_(system, true) {
    with_.data = std::move(data);
    ports_.clock = &clock_;
    ports_.random = &random_;
    ports_.machine = &machine_;
    ports_.die = [](std::string_view why) { ADD_FAILURE() << why; };
  }
  ~live_till() { stop(); }

  void init(const std::string& bundle) {
    node::init_settings how;
    how.data = with_.data;
    ASSERT_TRUE(node::init(how, bundle, "bundle", ports_));
  }

  /// @param hub nullptr: there is no way to it
  void start(live_hub* hub) {
    if (hub) {
      certificate_ = hub->let_in(with_.data);
      auto link = transport::grpc_hub_link::make(hub->address(), *certificate_);
      ASSERT_TRUE(link);
      link_ = *std::move(link);
    }
    ports_.hub = link_.get();
    auto made = node::node::start(system_, with_, ports_);
    ASSERT_TRUE(made) << kassa::to_string(made.why());
    node_ = *std::move(made);
    node_->board()->subscribe(node_->board()->last(), [this](const auto& x) {
      if (x->has_sync())
        told_.put(x->sync());
    });
  }

  void stop() {
    if (node_)
      node_->stop();
    node_.reset();
    link_.reset();
  }

  /// Waits until its standing with the hub is this one.
  v1::SyncEvent await(const std::string& state, seq_t acked = 0) {
    auto is = [&](const v1::SyncEvent& x) {
      return x.state() == state && x.acked_seq() >= acked;
    };
    auto now = ask<v1::SyncEvent>(node_->sync(), atom::standing_v);
    std::optional<v1::SyncEvent> seen = now ? *now : v1::SyncEvent{};
    while (seen && !is(*seen))
      seen = told_.take();
    EXPECT_TRUE(seen) << "never " << state;
    return seen.value_or(v1::SyncEvent{});
  }

  seq_t durable() {
    auto at = ask<journal::position>(node_->journal(), atom::standing_v);
    return at ? at->durable : 0;
  }

  std::string selling() {
    auto now = ask<v1::NodeStatus>(node_->sale(), v1::GetStatusRequest{});
    return now ? now->selling() : kassa::to_string(now.why());
  }

  /// A sale by Anna, from log-in to receipt: at least three records.
  status sell() {
    v1::LogInRequest who;
    who.set_user("anna");
    who.set_password("hemligt");
    auto in = ask<v1::LogInAnswer>(node_->sale(), who);
    if (!in)
      return in.why();
    v1::AddLineRequest line;
    line.set_group("moms-6"); // In every bundle, at open price.
    line.set_unit_price_ore(2700);
    auto sale = change<v1::SaleView>(*in, 0, line);
    if (!sale)
      return sale.why();
    v1::AddPaymentRequest money;
    money.set_means(v1::MEANS_CARD);
    sale = change<v1::SaleView>(*in, sale->revision(), money);
    if (!sale)
      return sale.why();
    auto receipt
      = change<v1::ReceiptView>(*in, sale->revision(), v1::PayRequest{});
    return receipt ? status{ok} : status{receipt.why()};
  }

private:
  template <class Answer, class Request>
  result<Answer> change(const v1::LogInAnswer& who, std::uint64_t revision,
                        Request request) {
    request.mutable_call()->set_session(who.session());
    request.mutable_call()->set_client_id("c" + std::to_string(++calls_));
    request.mutable_call()->set_revision(revision);
    return ask<Answer>(node_->sale(), std::move(request));
  }

  template <class Answer, class Handle, class... Words>
  result<Answer> ask(const Handle& whom, Words... words) {
    result<Answer> out = errc::unavailable;
    self_->request(whom, patience, std::move(words)...)
      .receive([&](Answer& x) { out = std::move(x); },
               [&](const caf::error& why) { out = from_caf(why); });
    return out;
  }

  caf::actor_system& system_;
  kassa::system_clock clock_;
  system_random random_;
  copied_machine machine_;
  node::node_ports ports_;
  node::node_settings with_;
  std::unique_ptr<fixed_credentials> certificate_;
  std::unique_ptr<transport::grpc_hub_link> link_;
  mailbox<v1::SyncEvent> told_;
  std::unique_ptr<node::node> node_;
  caf::scoped_actor self_;
  int calls_ = 0;
};

} // namespace kassa::testing
