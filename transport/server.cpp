#include "transport/server.hpp"

#include "transport/loopback.hpp"

#include <grpcpp/ext/health_check_service_server_builder_option.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/impl/server_builder_plugin.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <mutex>

namespace kassa::transport {

namespace {

/// gRPC's reflection plugin is for every server of the process: this takes it
/// off one.
class no_reflection : public grpc::ServerBuilderOption {
public:
  void UpdateArguments(grpc::ChannelArguments*) override {}
  void UpdatePlugins(
    std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>* plugins) override {
    std::erase_if(*plugins, [](const auto& plugin) {
      return plugin->name() == "proto_server_reflection";
    });
  }
};

/// Both switches are global and not thread-safe in gRPC.
void enable_extras() {
  static std::once_flag once;
  std::call_once(once, [] {
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    grpc::EnableDefaultHealthCheckService(true);
  });
}

void configure(grpc::ServerBuilder& builder, const server_options& options) {
  builder.SetMaxReceiveMessageSize(options.receive_max);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, metadata_max);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, streams_max);
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS,
                             in_ms(handshake_time));
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, in_ms(idle_time));
  // Two servers on one port would share its connections.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, in_ms(keepalive_time));
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS,
                             in_ms(keepalive_timeout));
  builder.AddChannelArgument(
    GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
    in_ms(ping_interval_min));
  if (!options.reflection)
    builder.SetOption(std::make_unique<no_reflection>());
  if (!options.health)
    builder.SetOption(
      std::make_unique<grpc::HealthCheckServiceServerBuilderOption>(nullptr));
}

std::shared_ptr<grpc::ServerCredentials>
credentials_of(const server_options& options) {
  if (!options.secured)
    return grpc::InsecureServerCredentials();
  namespace tls = grpc::experimental;
  const auto& at = *options.secured;
  tls::TlsServerCredentialsOptions with{
    std::make_shared<tls::FileWatcherCertificateProvider>(
      at.own, at.own, at.authority,
      static_cast<unsigned int>(certificate_look.count()))};
  with.watch_root_certs();
  with.watch_identity_key_cert_pairs();
  with.set_cert_request_type(
    GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  return tls::TlsServerCredentials(with);
}

} // namespace

server::server(std::unique_ptr<grpc::Server> held, std::string address)
  : held_(std::move(held)), address_(std::move(address)) {}

server::~server() {
  stop(std::chrono::milliseconds{0});
}

void server::stop(std::chrono::milliseconds grace) {
  // A second Shutdown returns at once.
  held_->Shutdown(std::chrono::system_clock::now() + grace);
  held_->Wait();
}

result<std::unique_ptr<server>>
serve(const std::string& address, const std::vector<grpc::Service*>& services,
      server_options options) {
  auto checked
    = options.secured ? parse_endpoint(address) : check_loopback(address);
  if (!checked)
    return checked.why();
  // gRPC itself does not say why it cannot listen.
  if (checked->is != endpoint::kind::name)
    if (auto free = probe(*checked); !free)
      return free.why();
  enable_extras();
  grpc::ServerBuilder builder;
  configure(builder, options);
  int port = 0;
  builder.AddListeningPort(checked->text(), credentials_of(options), &port);
  for (auto* service : services)
    builder.RegisterService(service);
  auto started = builder.BuildAndStart();
  if (!started || port == 0)
    return error{errc::address_taken, {{"address", checked->text()}}};
  checked->port = static_cast<std::uint16_t>(port);
  return std::make_unique<server>(std::move(started), checked->text());
}

} // namespace kassa::transport
