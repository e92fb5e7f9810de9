#include "tests/bench/bare_stream.hpp"

#include "tests/bench/answering_reactor.hpp"
#include "tests/bench/folder.hpp"
#include "tests/bench/report.hpp"
#include "tests/support/hub_trust.hpp"

#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <rocksdb/db.h>

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <memory>
#include <mutex>

namespace kassa::bench {

namespace {

using grpc::ByteBuffer;

/// Puts each message under its number, synced, then answers one byte.
class sink : public answering_reactor {
public:
  sink(rocksdb::DB* db, int stream)
    : db_(db), stream_(std::to_string(stream) + '/') {}

private:
  void take(ByteBuffer& message) override {
    grpc::Slice whole;
    if (!message.DumpToSingleSlice(&whole).ok())
      std::abort();
    rocksdb::WriteOptions synced;
    synced.sync = true;
    rocksdb::Slice value(reinterpret_cast<const char*>(whole.begin()),
                         whole.size());
    if (!db_->Put(synced, stream_ + std::to_string(next_++), value).ok())
      std::abort();
  }

  rocksdb::DB* db_;
  std::string stream_;
  std::uint64_t next_ = 0;
};

class sink_service : public grpc::CallbackGenericService {
public:
  explicit sink_service(rocksdb::DB* db) : db_(db) {}

private:
  grpc::ServerGenericBidiReactor*
  CreateReactor(grpc::GenericCallbackServerContext*) override {
    return new sink(db_, streams_++);
  }
  rocksdb::DB* db_;
  std::atomic<int> streams_ = 0;
};

/// Keeps up to a window of bytes without an acknowledgement.
class source : public grpc::ClientBidiReactor<ByteBuffer, ByteBuffer> {
public:
  source(const std::vector<std::string>& batches, std::size_t window)
    : batches_(batches), window_(window) {}

  void start(grpc::GenericStub& to) {
    to.PrepareBidiStreamingCall(&context_, "/bench/Upload", {}, this);
    StartRead(&in_);
    {
      std::lock_guard lock{mutex_};
      pump();
    }
    StartCall();
  }

  void wait() {
    std::unique_lock lock{mutex_};
    finished_.wait(lock, [this] { return done_; });
  }

private:
  void OnReadDone(bool good) override {
    std::unique_lock lock{mutex_};
    if (!good)
      return;
    outstanding_ -= batches_[acked_++].size();
    if (acked_ == batches_.size())
      return StartWritesDone();
    pump();
    lock.unlock();
    StartRead(&in_);
  }

  void OnWriteDone(bool good) override {
    std::lock_guard lock{mutex_};
    writing_ = false;
    if (good)
      pump();
  }

  void OnDone(const grpc::Status&) override {
    std::lock_guard lock{mutex_};
    done_ = true;
    finished_.notify_all();
  }

  void pump() {
    if (writing_ || sent_ == batches_.size())
      return;
    const auto& next = batches_[sent_];
    if (outstanding_ > 0 && outstanding_ + next.size() > window_)
      return;
    outstanding_ += next.size();
    ++sent_;
    grpc::Slice slice(next);
    out_ = ByteBuffer(&slice, 1);
    writing_ = true;
    StartWrite(&out_);
  }

  const std::vector<std::string>& batches_;
  std::size_t window_;
  grpc::ClientContext context_;
  ByteBuffer in_;
  ByteBuffer out_;
  std::mutex mutex_;
  std::condition_variable finished_;
  std::size_t sent_ = 0;
  std::size_t acked_ = 0;
  std::size_t outstanding_ = 0;
  bool writing_ = false;
  bool done_ = false;
};

std::unique_ptr<rocksdb::DB> open(const std::string& folder) {
  rocksdb::Options options;
  options.create_if_missing = true;
  options.compression = rocksdb::kZSTD;
  rocksdb::DB* db = nullptr;
  if (!rocksdb::DB::Open(options, folder, &db).ok())
    std::abort();
  return std::unique_ptr<rocksdb::DB>{db};
}

} // namespace

double bare_streams(const std::vector<std::vector<std::string>>& all,
                    const std::string& folder, std::size_t window,
                    const hub::authority& trusted) {
  auto db = open(folder);
  sink_service service{db.get()};
  grpc::ServerBuilder builder;
  int port = 0;
  grpc::SslServerCredentialsOptions shown{
    GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY};
  shown.pem_root_certs = trusted.ca.certificate;
  shown.pem_key_cert_pairs = {{trusted.server.key, trusted.server.certificate}};
  builder.AddListeningPort("127.0.0.1:0", grpc::SslServerCredentials(shown),
                           &port);
  builder.RegisterCallbackGenericService(&service);
  auto server = builder.BuildAndStart();
  auto own = testing::credentials_of(bench_scope(), trusted)->now()->own;
  grpc::ChannelArguments with;
  with.SetSslTargetNameOverride(tls::hub_name);
  with.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1); // A connection each.
  std::vector<std::unique_ptr<grpc::GenericStub>> ends;
  std::vector<std::unique_ptr<source>> clients;
  for (const auto& batches : all) {
    ends.push_back(
      std::make_unique<grpc::GenericStub>(grpc::CreateCustomChannel(
        "127.0.0.1:" + std::to_string(port),
        grpc::SslCredentials(
          {trusted.ca.certificate, own.key, own.certificate}),
        with)));
    clients.push_back(std::make_unique<source>(batches, window));
  }
  auto seconds = timed([&] {
                   for (std::size_t i = 0; i < all.size(); ++i)
                     clients[i]->start(*ends[i]);
                   for (auto& client : clients)
                     client->wait();
                 })
                 / 1e6;
  server->Shutdown();
  return seconds;
}

} // namespace kassa::bench
