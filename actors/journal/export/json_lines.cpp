#include "actors/journal/export/tables.hpp"
#include "proto/base/crypto.hpp"

#include <google/protobuf/util/json_util.h>

namespace kassa::journal::exporting {

namespace {

// As `kassa journal --json`: names of the .proto, no field left out.
result<std::string> to_json(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  std::string out;
  const auto done
    = google::protobuf::util::MessageToJsonString(message, &out, options);
  if (!done.ok())
    return error{errc::internal, {}, std::string(done.message())};
  return out;
}

class json_lines_writer final : public writer {
public:
  std::string_view format() const override { return "jsonl"; }

  std::string begin(const v1::RecordBody&) override { return {}; }

  result<std::string> add(const item& next, const finder&) override {
    if (!next.chosen)
      return std::string();
    auto body = to_json(next.body);
    if (!body)
      return body.why();
    return R"({"hash":")" + to_hex(next.hash) + R"(","body":)" + *body + "}\n";
  }

  result<std::string> finish(v1::ExportSummary& all) override {
    auto summary = to_json(all);
    if (!summary)
      return summary.why();
    return R"({"summary":)" + *summary + "}\n";
  }
};

} // namespace

std::unique_ptr<writer> make_json_lines() {
  return std::make_unique<json_lines_writer>();
}

} // namespace kassa::journal::exporting
