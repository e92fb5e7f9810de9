#include "actors/journal/rows.hpp"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

namespace kassa::journal {

std::string to_bytes(const google::protobuf::MessageLite& message) {
  std::string out;
  {
    google::protobuf::io::StringOutputStream stream{&out};
    google::protobuf::io::CodedOutputStream coded{&stream};
    coded.SetSerializationDeterministic(true);
    message.SerializeToCodedStream(&coded);
  }
  return out;
}

lookup_port over(const lookup_port& stored, const store::write_set& pending) {
  return [&stored, &pending](
           store::family where,
           std::string_view key) -> result<std::optional<std::string>> {
    for (auto op = pending.ops.rbegin(); op != pending.ops.rend(); ++op) {
      if (op->where != where || op->key != key)
        continue;
      if (op->kind == store::write_op::what::put)
        return std::optional{op->value};
      if (op->kind == store::write_op::what::erase)
        return std::optional<std::string>{};
    }
    return stored(where, key);
  };
}

lookup_port over(const store::reader& stored) {
  return [&stored](store::family where, std::string_view key) {
    return stored.get(where, key);
  };
}

error damaged(seq_t seq, std::string detail) {
  return {
    errc::journal_damaged, {{"seq", std::to_string(seq)}}, std::move(detail)};
}

} // namespace kassa::journal
