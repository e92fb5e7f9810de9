#pragma once

#include "node/register/bridge.hpp"
#include "node/register/gate.hpp"
#include "node/register/register_service.hpp"
#include "transport/sending_reactor.hpp"

#include <atomic>
#include <cstdint>
#include <memory>

/// The three streams of the Register service. Each is made by `begin`, which
/// hands it to gRPC, and asks the actors over the bridge.
namespace kassa::node {

template <class Message>
using answer_stream
  = transport::sending_reactor<grpc::ServerWriteReactor<Message>, Message>;

/// What the streams stand on; outlives them.
struct stream_ports {
  const register_ports* ports;
  const register_limits* limits;
  bridge* to_actors;
  gate* door;
};

/// ReadJournal: durable records in chunks, the next asked for when the last
/// was sent.
class journal_stream final : public answer_stream<v1::RecordRun> {
public:
  static grpc::ServerWriteReactor<v1::RecordRun>*
  begin(grpc::CallbackServerContext& context, stream_ports on,
        const v1::ReadJournalRequest& request);

  journal_stream(grpc::CallbackServerContext& context, stream_ports on,
                 const v1::ReadJournalRequest& request);

private:
  /// Asks for at most this many bytes of records at once.
  static constexpr std::uint32_t chunk_bytes = 256 * 1024;

  std::shared_ptr<journal_stream> me();
  void next();
  void pass(record_run& records);
  void drained() override { next(); }
  void ended() override { ticket_ = nullptr; }

  stream_ports on_;
  std::uint64_t after_;
  std::uint64_t left_;
  gate::ticket ticket_;
};

/// Watch: the sale as it is, unless the watcher can be resumed; then events.
class watch_stream final : public answer_stream<v1::Event> {
public:
  static grpc::ServerWriteReactor<v1::Event>*
  begin(grpc::CallbackServerContext& context, stream_ports on,
        const v1::WatchRequest& request);

  watch_stream(grpc::CallbackServerContext& context, stream_ports on);

private:
  std::shared_ptr<watch_stream> me();
  void start(const v1::WatchRequest& request);
  void follow(std::uint64_t after);
  void ended() override;

  stream_ports on_;
  std::uint64_t subscription_ = 0;
  gate::ticket ticket_;
};

/// Verify: how a verification on the node's own thread goes on.
class verify_stream final : public answer_stream<v1::VerifyProgress> {
public:
  static grpc::ServerWriteReactor<v1::VerifyProgress>*
  begin(grpc::CallbackServerContext& context, stream_ports on);

  verify_stream(grpc::CallbackServerContext& context, stream_ports on);

  /// Any thread. @returns whether anybody still listens
  bool step(const v1::VerifyProgress& progress);

private:
  void drained() override { waiting_ = false; }
  void ended() override { ticket_ = nullptr; }

  stream_ports on_;
  /// A step that nobody has read yet makes the next one superfluous.
  std::atomic<bool> waiting_ = false;
  gate::ticket ticket_;
};

} // namespace kassa::node
