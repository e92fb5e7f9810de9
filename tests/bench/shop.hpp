#pragma once

#include "hub/hub.hpp"
#include "node/ports/system_ports.hpp"
#include "store/hub_storage.hpp"
#include "transport/credentials.hpp"
#include "transport/server.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>

#include <memory>
#include <string>

namespace grpc {
class Service;
} // namespace grpc

namespace kassa::bench {

/// An actor system with as many workers as a program of ours has.
class actors {
public:
  actors();
  caf::actor_system& system() { return *system_; }

private:
  caf::actor_system_config config_;
  std::unique_ptr<caf::actor_system> system_;
};

/// A hub as `kassa-hub` composes it, on a free port, in this process.
class shop_hub {
public:
  /// @param folder holds data and identity; made when missing.
  explicit shop_hub(const std::string& folder);
  ~shop_hub();
  shop_hub(const shop_hub&) = delete;
  shop_hub& operator=(const shop_hub&) = delete;

  const std::string& address() const { return server_->address(); }

  /// What the terminal of a data folder shows on the wire.
  std::unique_ptr<transport::credentials_port> let_in(const std::string& data);

  /// A store with groups and one user, and a terminal in it.
  v1::Bundle open_shop(const kassa::scope& terminal);

private:
  template <class Answer, class Request>
  Answer ask(Request request);

  system_clock clock_;
  system_random random_;
  std::unique_ptr<store::hub_storage> data_;
  std::unique_ptr<store::hub_storage> identity_;
  hub::authority trusted_;
  actors actors_; ///< Ends before the storages: actors are waited for.
  std::unique_ptr<hub::hub> hub_;
  std::unique_ptr<grpc::Service> service_;
  std::unique_ptr<transport::server> server_;
};

} // namespace kassa::bench
