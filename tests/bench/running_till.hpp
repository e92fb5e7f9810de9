#pragma once

#include "node/node.hpp"
#include "node/ports/system_ports.hpp"
#include "node/register/register_service.hpp"
#include "tests/bench/gated_link.hpp"
#include "tests/bench/shop.hpp"
#include "transport/client.hpp"
#include "transport/sync_client.hpp"

#include <kassa/v1/register.grpc.pb.h>

#include <functional>
#include <memory>
#include <string>

namespace kassa::bench {

/// A terminal as `kassa-node` composes it, in this process, with a Register
/// listener, a client that is logged in, and no printer.
class running_till {
public:
  /// @param hub not dialled yet; nullptr: none. Outlives the till.
  running_till(caf::actor_system& system, const std::string& folder,
               shop_hub* hub = nullptr);
  ~running_till();
  running_till(const running_till&) = delete;
  running_till& operator=(const running_till&) = delete;

  /// Microseconds from opening the folder until the terminal answered.
  double start_micros() const { return start_micros_; }

  void log_in();

  /// Five lines at open price and a card payment; times the Pay call.
  double sell();
  double make_x();
  double make_z();
  double find_receipt(std::uint64_t number);
  v1::NodeStatus status();
  void dial_hub();
  /// Returns once the hub has acknowledged the whole journal as durable.
  /// @pre logged in
  void await_upload();
  /// Returns once the terminal runs this version of its catalog, or a later
  /// one.
  /// @pre logged in
  void await_catalog(std::uint64_t version);
  /// Bytes of the messages that came down the catalog's stream.
  std::uint64_t downloaded() const { return link_->downloaded(); }

private:
  template <class Request>
  Request changing();
  /// Watches until `holds`, asked at first and after each event that `matters`.
  void watch(const std::function<bool()>& holds,
             const std::function<bool(const v1::Event&)>& matters);

  caf::actor_system& system_;
  system_clock clock_;
  system_random random_;
  node::system_machine machine_;
  std::unique_ptr<transport::credentials_port> certificate_;
  std::unique_ptr<gated_link> link_;
  std::unique_ptr<node::node> node_;
  std::unique_ptr<node::register_service> service_;
  std::unique_ptr<transport::server> server_;
  std::unique_ptr<v1::Register::Stub> stub_;
  double start_micros_ = 0;
  std::string session_;
  std::uint64_t revision_ = 0;
  std::uint64_t calls_ = 0;
  std::string run_;
};

} // namespace kassa::bench
