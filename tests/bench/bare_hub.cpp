#include "tests/bench/bare_hub.hpp"

#include "tests/bench/answering_reactor.hpp"
#include "tests/bench/hub_program.hpp"
#include "tests/bench/must.hpp"
#include "tests/support/hub_trust.hpp"
#include "transport/call_tally.hpp"
#include "transport/dialling.hpp"
#include "transport/limits.hpp"
#include "transport/server.hpp"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <kassa/v1/sync.grpc.pb.h>

#include <atomic>
#include <memory>
#include <unistd.h>

namespace kassa::bench {

namespace {

using grpc::ByteBuffer;

constexpr std::chrono::seconds bare_patience{120};
/// As long as a terminal's hello.
constexpr std::size_t hello_bytes = 400;

/// The hub's service, without a word decoded.
using raw_sync = v1::Sync::WithRawCallbackMethod_Upload<
  v1::Sync::WithRawCallbackMethod_Download<
    v1::Sync::WithRawCallbackMethod_Report<v1::Sync::Service>>>;

class bare_service : public raw_sync {
private:
  using reactor = grpc::ServerBidiReactor<ByteBuffer, ByteBuffer>;
  reactor* Upload(grpc::CallbackServerContext*) override {
    return new answering_reactor;
  }
  reactor* Download(grpc::CallbackServerContext*) override {
    return new answering_reactor;
  }
  reactor* Report(grpc::CallbackServerContext*) override {
    return new answering_reactor;
  }
};

/// One stream: says something, hears the answer, and stays until it is ended.
class bare_call : public grpc::ClientBidiReactor<ByteBuffer, ByteBuffer> {
public:
  bare_call(fleet_board& board, transport::call_tally& tally,
            std::size_t number)
    : board_(board), tally_(tally), number_(number) {}

  void start(grpc::GenericStub& to, const std::string& method) {
    context_.set_wait_for_ready(true);
    to.PrepareBidiStreamingCall(&context_, method, {}, this);
    grpc::Slice hello{std::string(hello_bytes, 'h')};
    out_ = ByteBuffer(&hello, 1);
    tally_.begun();
    StartRead(&in_);
    StartWrite(&out_);
    StartCall();
  }

  void end() {
    ending_ = true;
    context_.TryCancel();
  }

private:
  void OnReadDone(bool good) override {
    if (!good)
      return;
    board_.reached(number_, fleet_step::live);
    StartRead(&in_);
  }
  void OnDone(const grpc::Status& why) override {
    if (!ending_)
      board_.failed("a bare stream ended: " + why.error_message());
    tally_.ended();
  }

  fleet_board& board_;
  transport::call_tally& tally_;
  std::size_t number_;
  std::atomic<bool> ending_ = false;
  grpc::ClientContext context_;
  ByteBuffer in_;
  ByteBuffer out_;
};

/// A connection a terminal, and its streams.
class bare_fleet {
public:
  bare_fleet(const std::vector<fleet_identity>& who, const std::string& address)
    : board_(who.size() * sync::stream_count) {
    for (const auto& one : who) {
      stubs_.push_back(std::make_unique<grpc::GenericStub>(
        must(transport::dial_hub(address, one.shows, transport::receive_max))));
      for (const auto* method : {"Upload", "Download", "Report"}) {
        calls_.push_back(
          std::make_unique<bare_call>(board_, tally_, calls_.size()));
        calls_.back()->start(*stubs_.back(),
                             std::string{"/kassa.v1.Sync/"} + method);
      }
    }
    board_.await_all(fleet_step::live, bare_patience);
  }

  /// A channel must not be let go of while gRPC still ends a call of it.
  ~bare_fleet() {
    for (auto& call : calls_)
      call->end();
    tally_.wait(bare_patience);
  }

private:
  fleet_board board_;
  transport::call_tally tally_;
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs_;
  std::vector<std::unique_ptr<bare_call>> calls_;
};

} // namespace

void serve_bare(const std::string& identity, const std::string& address_file) {
  auto trusted = testing::trust_in(identity);
  bare_service service;
  auto server
    = must(transport::serve("127.0.0.1:0", {&service},
                            {.reflection = false, .secured = trusted.files}));
  must(store::files{}.replace(address_file, server->address()));
  for (;;)
    pause(); // Until it is killed.
}

double bare_session_kib(const std::string& programs, const std::string& folder,
                        const std::vector<fleet_identity>& fleet) {
  const auto file = folder + "/bare.address";
  testing::process server{
    {programs + "/kassa-bench", bare_hub_flag, folder + "/identity", file},
    folder + "/log"};
  const auto address = first_content_of(file);
  const auto before = anonymous_kib(server.id());
  const bare_fleet all{fleet, address};
  const auto after = anonymous_kib(server.id());
  return (after - before) / static_cast<double>(fleet.size());
}

} // namespace kassa::bench
