#include "actors/sale/repeats.hpp"

#include "proto/base/crypto.hpp"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <utility>

namespace kassa::sale {

std::string serialise(const google::protobuf::Message& what) {
  std::string out;
  {
    google::protobuf::io::StringOutputStream stream(&out);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    what.SerializeToCodedStream(&coded);
  }
  return out;
}

std::string fingerprint_of(const google::protobuf::Message& without_session) {
  const auto& name = without_session.GetDescriptor()->name();
  return hash256("kassa.call.1",
                 {name, std::string_view("\0", 1), serialise(without_session)});
}

std::string fingerprint(v1::LogInRequest request) {
  request.clear_password();
  return fingerprint_of(request);
}

status check_repeat(const v1::Answered& before, const std::string& print,
                    const std::string& client_id) {
  if (before.fingerprint() != print)
    return error{errc::client_id_reused, {{"client_id", client_id}}};
  return ok;
}

void late_answers::keep(std::string client_id, std::string print) {
  if (all_.size() >= answers_max)
    all_.pop_front();
  all_.push_back({std::move(client_id), std::move(print)});
}

std::optional<v1::Answered>
late_answers::find(const std::string& client_id) const {
  for (const auto& x : all_) {
    if (x.client_id != client_id)
      continue;
    v1::Answered out;
    out.set_fingerprint(x.print);
    return out;
  }
  return std::nullopt;
}

void answered_log_ins::keep(one what) {
  if (all_.size() >= answers_max)
    all_.pop_front();
  all_.push_back(std::move(what));
}

void answered_log_ins::forget(const std::string& client_id) {
  std::erase_if(all_, [&](const one& x) { return x.client_id == client_id; });
}

const answered_log_ins::one*
answered_log_ins::find(const std::string& client_id) const {
  for (const auto& x : all_)
    if (x.client_id == client_id)
      return &x;
  return nullptr;
}

} // namespace kassa::sale
