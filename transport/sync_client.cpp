#include "transport/sync_client.hpp"

#include "proto/base/endpoint.hpp"
#include "transport/client_stream.hpp"

namespace kassa::transport {

struct grpc_hub_link::streams {
  streams(const std::string& address, credentials_port& with)
    : lines(address, with) {}

  hub_lines lines; // Goes last: it waits for what the streams cancelled.
  client_stream<v1::UploadUp, v1::UploadDown> upload{
    lines, [](auto& hub, auto* context, auto* reactor) {
      hub.async()->Upload(context, reactor);
    }};
  client_stream<v1::DownloadUp, v1::DownloadDown> download{
    lines, [](auto& hub, auto* context, auto* reactor) {
      hub.async()->Download(context, reactor);
    }};
  client_stream<v1::ReportUp, v1::ReportDown> report{
    lines, [](auto& hub, auto* context, auto* reactor) {
      hub.async()->Report(context, reactor);
    }};
};

result<std::unique_ptr<grpc_hub_link>>
grpc_hub_link::make(const std::string& address, credentials_port& with) {
  if (auto there = parse_endpoint(address); !there)
    return there.why();
  else if (there->port == 0)
    return error{errc::invalid, {{"what", address}}};
  return std::unique_ptr<grpc_hub_link>{
    new grpc_hub_link{std::make_unique<streams>(address, with)}};
}

grpc_hub_link::grpc_hub_link(std::unique_ptr<streams> made)
  : streams_(std::move(made)) {}

grpc_hub_link::~grpc_hub_link() = default;

sync::upload_link& grpc_hub_link::upload() {
  return streams_->upload;
}

sync::download_link& grpc_hub_link::download() {
  return streams_->download;
}

sync::report_link& grpc_hub_link::report() {
  return streams_->report;
}

} // namespace kassa::transport
