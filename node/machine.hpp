#pragma once

#include "node/certificate_keeper.hpp"
#include "node/config.hpp"
#include "node/node.hpp"
#include "node/ports/system_ports.hpp"
#include "proto/base/json_log.hpp"
#include "transport/grpc_log.hpp"
#include "transport/sync_client.hpp"

#include <memory>
#include <optional>

namespace kassa::node {

/// The real machine, for one terminal of one process.
struct machine {
  machine(const config& with, bool as_json) : json(as_json), space(with.data) {}

  bool json; ///< Last words are for a program.
  system_clock clock;
  system_random random;
  system_machine where;
  system_free_space space;
  std::unique_ptr<json_log> log;
  std::optional<transport::grpc_log> grpc_says;
  std::unique_ptr<printer::printer_port> printer;
  std::unique_ptr<unit::control_unit> unit;
  std::unique_ptr<card::card_terminal> card; ///< Empty: there is none.
  std::unique_ptr<certificate_keeper> certificate;
  std::unique_ptr<transport::grpc_hub_link> hub;

  /// As the configuration says; starts what looks for a certificate. Errors
  /// name the setting that does not go.
  [[nodiscard]] status equip(const config& with);
  node_ports ports();

private:
  status connect(const config& with);
};

} // namespace kassa::node
