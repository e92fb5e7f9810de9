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

/// The operator of a bench's hub.
inline constexpr auto bench_admin = "admin";
inline constexpr auto bench_admin_password = "bench";

/// An actor system with as many workers as a program of ours has.
class actors {
public:
  actors();
  caf::actor_system& system() { return *system_; }

private:
  caf::actor_system_config config_;
  std::unique_ptr<caf::actor_system> system_;
};

/// How a hub's folders lie.
enum class shop_folders {
  bench,   ///< As the kept data sets have them.
  program, ///< As `kassa hub init` makes them: `kassa-hub` takes over.
};

/// A hub as `kassa-hub` composes it, on a free port, in this process.
class shop_hub {
public:
  /// @param folder holds data and identity; made when missing.
  explicit shop_hub(const std::string& folder,
                    shop_folders as = shop_folders::bench);
  ~shop_hub();
  shop_hub(const shop_hub&) = delete;
  shop_hub& operator=(const shop_hub&) = delete;

  const std::string& address() const { return server_->address(); }

  v1::Enrolled enrol(v1::EnrolRequest request);

  /// What the terminal of a data folder shows on the wire.
  std::unique_ptr<transport::credentials_port> let_in(const std::string& data);

  /// The bench's store, with groups and one user.
  void open_store();
  v1::Bundle add_till(const kassa::scope& who);

  /// Articles for the bench's store, as `kassa articles import` takes them.
  void import(const std::string& csv);
  /// @returns the new version
  std::uint64_t publish();

  /// Returns when all that the hub holds of the store is counted.
  void count();

private:
  template <class Answer, class Request>
  Answer ask(Request request);
  const std::string& session();

  system_clock clock_;
  system_random random_;
  std::unique_ptr<store::hub_storage> data_;
  std::unique_ptr<store::hub_storage> identity_;
  hub::authority trusted_;
  actors actors_; ///< Ends before the storages: actors are waited for.
  std::unique_ptr<hub::hub> hub_;
  std::unique_ptr<grpc::Service> service_;
  std::unique_ptr<transport::server> server_;
  std::string session_;
};

} // namespace kassa::bench
