#include "transport/dialling.hpp"

#include "transport/errors.hpp"
#include "transport/limits.hpp"
#include "transport/loopback.hpp"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>

namespace kassa::transport {

namespace {

grpc::ChannelArguments arguments(int message_max) {
  grpc::ChannelArguments out;
  out.SetMaxReceiveMessageSize(message_max);
  out.SetInt(GRPC_ARG_MAX_METADATA_SIZE, static_cast<int>(details_max));
  // Neither a proxy of the environment nor a service configuration from DNS
  // has a say on the way to ourselves.
  out.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  out.SetInt(GRPC_ARG_SERVICE_CONFIG_DISABLE_RESOLUTION, 1);
  // Without this, channels to one address share a connection and its fate.
  out.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  out.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, in_ms(reconnect_first));
  out.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, in_ms(reconnect_max));
  // Bounds one attempt, in spite of its name.
  out.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, in_ms(connect_time));
  out.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, in_ms(keepalive_time));
  out.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, in_ms(keepalive_timeout));
  out.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  return out;
}

} // namespace

result<std::shared_ptr<grpc::Channel>> dial(const std::string& address,
                                            int message_max) {
  auto checked = check_loopback(address);
  if (!checked)
    return checked.why();
  if (checked->port == 0)
    return error{errc::invalid, {{"what", address}}};
  return grpc::CreateCustomChannel(target_of(*checked),
                                   grpc::InsecureChannelCredentials(),
                                   arguments(message_max));
}

result<std::shared_ptr<grpc::Channel>> dial_hub(const std::string& address,
                                                const terminal_credentials& as,
                                                int message_max) {
  auto there = parse_endpoint(address);
  if (!there)
    return there.why();
  auto with = arguments(message_max);
  with.SetSslTargetNameOverride(tls::hub_name);
  grpc::SslCredentialsOptions own;
  own.pem_root_certs = as.authority;
  own.pem_private_key = as.own.key;
  own.pem_cert_chain = as.own.certificate;
  return grpc::CreateCustomChannel(target_of(*there), grpc::SslCredentials(own),
                                   with);
}

} // namespace kassa::transport
