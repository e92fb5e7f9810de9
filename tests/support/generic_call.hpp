#pragma once

#include "transport/client.hpp"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <grpcpp/generic/generic_stub.h>

#include <memory>
#include <string>
#include <vector>

/// Calls by name, for tests that speak to every method of a service or send
/// what no client of ours sends.
namespace kassa::testing {

using method_type = google::protobuf::MethodDescriptor;

/// Every method of a service: "kassa.v1.Office".
inline std::vector<const method_type*> methods_of(const std::string& service) {
  const auto* what
    = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
      service);
  std::vector<const method_type*> out;
  for (int i = 0; i < what->method_count(); ++i)
    out.push_back(what->method(i));
  return out;
}

/// One call of any kind: sends messages, hears what comes.
class generic_call {
public:
  generic_call(grpc::GenericStub& to, const method_type& method,
               std::chrono::milliseconds at_most) {
    transport::set_deadline(context_, at_most);
    stream_ = to.PrepareCall(
      &context_, '/' + method.service()->full_name() + '/' + method.name(),
      &queue_);
    stream_->StartCall(nullptr);
    (void)done();
  }

  /// @returns whether the other side may have heard it
  bool send(const std::string& bytes) {
    grpc::Slice slice{bytes};
    stream_->Write(grpc::ByteBuffer{&slice, 1}, nullptr);
    return done();
  }

  /// The next message; nothing at the end.
  std::optional<std::string> hear() {
    grpc::ByteBuffer in;
    stream_->Read(&in, nullptr);
    grpc::Slice whole;
    if (!done() || !in.DumpToSingleSlice(&whole).ok())
      return std::nullopt;
    return std::string{reinterpret_cast<const char*>(whole.begin()),
                       whole.size()};
  }

  /// Hangs up, and says how it ended.
  grpc::Status end() {
    context_.TryCancel();
    return status();
  }

  /// How it ended by itself. @pre `hear` found nothing more
  grpc::Status status() {
    grpc::Status out;
    stream_->Finish(&out, nullptr);
    (void)done();
    return out;
  }

  void no_more() {
    stream_->WritesDone(nullptr);
    (void)done();
  }

private:
  bool done() {
    void* tag = nullptr;
    bool good = false;
    return queue_.Next(&tag, &good) && good;
  }

  grpc::CompletionQueue queue_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> stream_;
};

/// Puts a session where a request has one: beside its fields or in its `call`.
inline void set_session(google::protobuf::Message& in,
                        const std::string& session) {
  const auto& type = *in.GetDescriptor();
  if (const auto* own = type.FindFieldByName("session"))
    in.GetReflection()->SetString(&in, own, session);
  else if (const auto* call = type.FindFieldByName("call"))
    set_session(*in.GetReflection()->MutableMessage(&in, call), session);
}

inline std::unique_ptr<google::protobuf::Message>
new_request(const method_type& of) {
  return std::unique_ptr<google::protobuf::Message>{
    google::protobuf::MessageFactory::generated_factory()
      ->GetPrototype(of.input_type())
      ->New()};
}

/// What is looked at before who asks: the form of a request.
inline void set_form(google::protobuf::Message& in) {
  const auto& type = *in.GetDescriptor();
  if (const auto* id = type.FindFieldByName("client_id"))
    in.GetReflection()->SetString(&in, id, "c1");
  if (const auto* format = type.FindFieldByName("format"))
    in.GetReflection()->SetEnumValue(&in, format, 1);
  if (const auto* call = type.FindFieldByName("call"))
    set_form(*in.GetReflection()->MutableMessage(&in, call));
}

/// How a method ends for an otherwise empty request: "ok" where it has
/// answered, else the code of our error.
inline std::string code_of_empty(grpc::GenericStub& to, const method_type& of,
                                 const std::string& session) {
  auto request = new_request(of);
  set_session(*request, session);
  set_form(*request);
  generic_call call{to, of, std::chrono::seconds{20}};
  call.send(request->SerializeAsString());
  call.no_more();
  if (call.hear()) {
    (void)call.end(); // A stream may go on.
    return "ok";
  }
  return std::string{
    row_of(transport::from_grpc(call.status(), "it").code).name};
}

} // namespace kassa::testing
