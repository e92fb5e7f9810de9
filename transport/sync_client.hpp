#pragma once

#include "actors/sync/hub_link.hpp"
#include "proto/base/result.hpp"
#include "transport/credentials.hpp"

#include <memory>
#include <string>

namespace kassa::transport {

/// A terminal's link to its hub over gRPC and mutual TLS: one connection, three
/// streams; a new connection for those that are opened after the certificate
/// was renewed. Nothing is dialled before a stream is opened. Callbacks come on
/// gRPC's threads; `close` waits for one that is running, so a callback must
/// never wait for the thread that closes. To close from within a callback is
/// fine. A stream that cannot be had ends with `unavailable`, or, before there
/// is a certificate, with `no_certificate`, at once and within `open`.
class grpc_hub_link : public sync::hub_link {
public:
  /// @param address HOST:PORT of the hub's sync listener; whatever it is, the
  ///   hub is known by its authority. Errors: invalid.
  /// @param with outlives the link
  static result<std::unique_ptr<grpc_hub_link>> make(const std::string& address,
                                                     credentials_port& with);

  /// Closes the streams and waits until gRPC has let go of them. Not to be
  /// destroyed from within a callback.
  ~grpc_hub_link() override;

  sync::upload_link& upload() override;
  sync::download_link& download() override;
  sync::report_link& report() override;

private:
  struct streams;
  explicit grpc_hub_link(std::unique_ptr<streams> made);

  std::unique_ptr<streams> streams_;
};

} // namespace kassa::transport
