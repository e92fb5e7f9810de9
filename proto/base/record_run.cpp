#include "proto/base/record_run.hpp"

#include "proto/base/wire.hpp"

namespace kassa {

namespace {

constexpr char record_tag = 1 << 3 | 2; // RecordRun.records
constexpr std::uint64_t body_tag = 1 << 3 | 2;
constexpr std::uint64_t hash_tag = 2 << 3 | 2;

bool read_field(wire_reader& in, std::uint64_t tag, record_view& out) {
  switch (tag) {
  case body_tag: return in.bytes(out.body);
  case hash_tag: return in.bytes(out.hash);
  default: return tag >> 3 != 0 && in.pass_over(tag & 7);
  }
}

} // namespace

std::optional<record_view> view_record(std::string_view bytes) {
  record_view out;
  out.bytes = bytes;
  for (wire_reader in{bytes}; !in.done();) {
    std::uint64_t tag = 0;
    if (!in.varint(tag) || !read_field(in, tag, out))
      return std::nullopt;
  }
  return out;
}

void record_run::push(std::string_view record) {
  bytes.push_back(record_tag);
  auto size = record.size();
  for (; size >= 0x80; size >>= 7)
    bytes.push_back(static_cast<char>(size | 0x80));
  bytes.push_back(static_cast<char>(size));
  bytes += record;
  ++count;
}

std::optional<record_view> run_reader::next() {
  wire_reader in{rest_};
  std::uint64_t tag = 0;
  std::string_view bytes;
  if (in.done() || !in.varint(tag) || tag != record_tag || !in.bytes(bytes))
    return std::nullopt;
  auto out = view_record(bytes);
  if (out)
    rest_ = in.rest();
  return out;
}

std::optional<std::vector<record_view>> view_run(std::string_view run) {
  std::vector<record_view> out;
  run_reader in{run};
  while (auto record = in.next())
    out.push_back(*record);
  if (!in.at_end())
    return std::nullopt;
  return out;
}

} // namespace kassa
