#include "actors/sale/repeats.hpp"

#include "proto/base/crypto.hpp"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

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

status check_repeat(const v1::Answered& before, const std::string& print,
                    const std::string& client_id) {
  if (before.fingerprint() != print)
    return error{errc::client_id_reused, {{"client_id", client_id}}};
  return ok;
}

} // namespace kassa::sale
