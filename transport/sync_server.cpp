#include "transport/sync_server.hpp"

#include "transport/sending_reactor.hpp"
#include "transport/tls/certificates.hpp"

#include <grpc/grpc_security_constants.h>
#include <grpcpp/security/auth_context.h>
#include <kassa/v1/sync.grpc.pb.h>

#include <functional>
#include <optional>

namespace kassa::transport {

namespace {

/// Whose certificate the peer showed; TLS has verified it.
std::optional<scope> certified_of(const grpc::AuthContext& by) {
  const auto shown = by.FindPropertyValues(GRPC_X509_PEM_CERT_PROPERTY_NAME);
  if (!by.IsPeerAuthenticated() || shown.empty())
    return std::nullopt;
  auto says = tls::read({shown.front().data(), shown.front().size()});
  if (!says)
    return std::nullopt;
  auto of = make_scope(says->unit, says->name);
  return of ? std::optional{*std::move(of)} : std::nullopt;
}

/// One of the three streams, as the hub sees it.
template <class Up, class Down>
class served_stream final
  : public sending_reactor<grpc::ServerBidiReactor<Up, Down>, Down> {
public:
  using reactor = grpc::ServerBidiReactor<Up, Down>;
  using sending = sending_reactor<reactor, Down>;
  using accept
    = std::function<sync::stream_handler<Up>(sync::stream_peer<Down>)>;

  explicit served_stream(grpc::CallbackServerContext& context)
    : sending(context) {}

  static reactor* begin(grpc::CallbackServerContext* context,
                        const accept& hub) {
    auto stream = std::make_shared<served_stream>(*context);
    stream->launch();
    // The hub may send and even close within this call: gRPC keeps that for
    // the time when it has the reactor.
    stream->handler_ = hub(peer_of(stream, *context));
    stream->read();
    return stream.get();
  }

private:
  static sync::stream_peer<Down>
  peer_of(const std::shared_ptr<served_stream>& stream,
          const grpc::CallbackServerContext& context) {
    // Weak: the handler, which the stream holds, holds its peer.
    auto weak = std::weak_ptr<served_stream>{stream};
    return {[weak](Down message) {
              if (auto self = weak.lock())
                self->send(std::move(message));
            },
            [weak](error why) {
              if (auto self = weak.lock())
                self->close(to_grpc(why));
            },
            context.peer(), certified_of(*context.auth_context())};
  }

  void read() {
    this->while_open([this] { this->StartRead(&in_); });
  }

  void OnReadDone(bool got) override {
    if (!got)
      return this->close(grpc::Status::OK);
    if (!this->while_open([] {}))
      return;
    if (handler_.received)
      handler_.received(std::move(in_));
    in_ = Up{};
    read(); // Not before: the hub's own pace holds the terminal back.
  }

  void ended() override {
    auto handler = std::move(handler_);
    handler_ = {};
    if (handler.closed)
      handler.closed();
  }

  sync::stream_handler<Up> handler_;
  Up in_;
};

class sync_service final : public v1::Sync::CallbackService {
public:
  explicit sync_service(sync::hub_service& hub) : hub_(&hub) {}

private:
  grpc::ServerBidiReactor<v1::UploadUp, v1::UploadDown>*
  Upload(grpc::CallbackServerContext* context) override {
    return served_stream<v1::UploadUp, v1::UploadDown>::begin(
      context, [this](auto peer) { return hub_->upload(std::move(peer)); });
  }

  grpc::ServerBidiReactor<v1::DownloadUp, v1::DownloadDown>*
  Download(grpc::CallbackServerContext* context) override {
    return served_stream<v1::DownloadUp, v1::DownloadDown>::begin(
      context, [this](auto peer) { return hub_->download(std::move(peer)); });
  }

  grpc::ServerBidiReactor<v1::ReportUp, v1::ReportDown>*
  Report(grpc::CallbackServerContext* context) override {
    return served_stream<v1::ReportUp, v1::ReportDown>::begin(
      context, [this](auto peer) { return hub_->report(std::move(peer)); });
  }

  sync::hub_service* hub_;
};

} // namespace

std::unique_ptr<grpc::Service> make_sync_service(sync::hub_service& hub) {
  return std::make_unique<sync_service>(hub);
}

} // namespace kassa::transport
