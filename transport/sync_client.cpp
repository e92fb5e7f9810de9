#include "transport/sync_client.hpp"

#include "transport/client_stream.hpp"
#include "transport/dialling.hpp"

namespace kassa::transport {

struct grpc_hub_link::streams {
  explicit streams(const std::shared_ptr<grpc::Channel>& channel)
    : stub(v1::Sync::NewStub(channel)),
      upload([this](auto* context, auto* reactor) {
        stub->async()->Upload(context, reactor);
      }),
      download([this](auto* context, auto* reactor) {
        stub->async()->Download(context, reactor);
      }),
      report([this](auto* context, auto* reactor) {
        stub->async()->Report(context, reactor);
      }) {}

  std::unique_ptr<v1::Sync::Stub> stub;
  client_stream<v1::UploadUp, v1::UploadDown> upload;
  client_stream<v1::DownloadUp, v1::DownloadDown> download;
  client_stream<v1::ReportUp, v1::ReportDown> report;
};

result<std::unique_ptr<grpc_hub_link>>
grpc_hub_link::make(const std::string& address) {
  auto channel = dial(address, receive_max);
  if (!channel)
    return channel.why();
  return std::unique_ptr<grpc_hub_link>{
    new grpc_hub_link{std::make_unique<streams>(*channel)}};
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
