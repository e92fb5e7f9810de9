#include "node/slots.hpp"

#include "node/init.hpp"
#include "proto/base/slots.hpp"

#include <google/protobuf/util/json_util.h>

namespace kassa::node {

namespace {

result<v1::Slots> read_file(const store::files& disk, const std::string& path) {
  auto text = disk.read(path);
  if (!text)
    return text.why();
  v1::SlotFile file;
  if (!*text
      || !google::protobuf::util::JsonStringToMessage(**text, &file).ok())
    return error{errc::bad_slots, {{"file", path}}};
  return read_slots(file, path);
}

/// Where a machine begins, so that machines side by side do not all ask for the
/// first.
int first_slot(const key_pair& device, int count) {
  auto hash = hash256("kassa.slot_of.1", {device.public_key});
  unsigned place = 0;
  for (int i = 0; i < 3; ++i)
    place = place << 8
            | static_cast<unsigned char>(hash[static_cast<std::size_t>(i)]);
  return static_cast<int>(place % static_cast<unsigned>(count));
}

} // namespace

result<std::string> fetch_by_slot(enrolling with, const std::string& file,
                                  const store::files& disk,
                                  random_port& random) {
  auto slots = read_file(disk, file);
  if (!slots)
    return slots.why();
  if (with.hub.empty())
    with.hub = slots->enrol();
  if (auto s = disk.make_folder(with.data); !s)
    return s.why();
  auto device = device_key(disk, with.data, random);
  if (!device)
    return device.why();
  const auto count = slots->codes_size();
  const auto first = first_slot(*device, count);
  std::optional<error> taken_back;
  for (int i = 0; i < count; ++i) {
    with.code = slots->codes((first + i) % count);
    auto got = fetch_bundle(with, disk, random);
    if (got
        || (got.why().code != errc::enrol_code_used
            && got.why().code != errc::revoked))
      return got;
    if (got.why().code == errc::revoked)
      taken_back = got.why();
  }
  if (taken_back)
    return *taken_back;
  return error{errc::slots_used,
               {{"file", file}, {"count", std::to_string(count)}}};
}

} // namespace kassa::node
