#pragma once

#include <grpcpp/generic/async_generic_service.h>

namespace kassa::bench {

/// The other end of a bare stream: takes messages, one at a time, and answers
/// each with a byte. Deletes itself.
class answering_reactor
  : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
public:
  answering_reactor() { StartRead(&in_); }

  void OnReadDone(bool good) override {
    if (!good)
      return Finish(grpc::Status::OK);
    take(in_);
    grpc::Slice one("a");
    out_ = grpc::ByteBuffer(&one, 1);
    StartWrite(&out_);
  }

  void OnWriteDone(bool good) override {
    if (good)
      StartRead(&in_);
  }

  void OnDone() override { delete this; }

private:
  /// What is done with a message before it is answered.
  virtual void take(grpc::ByteBuffer&) {}

  grpc::ByteBuffer in_;
  grpc::ByteBuffer out_;
};

} // namespace kassa::bench
