#include "proto/base/slots.hpp"

namespace kassa {

namespace {

constexpr std::string_view slots_domain = "kassa.slots.1";
constexpr std::uint32_t slots_format = 1;

} // namespace

v1::SlotFile sign_slots(const v1::Slots& what, const key_pair& hub) {
  v1::SlotFile out;
  out.set_content(what.SerializeAsString());
  out.set_signature(sign(hub, slots_domain, {out.content()}));
  return out;
}

result<v1::Slots> read_slots(const v1::SlotFile& from,
                             const std::string& file) {
  v1::Slots out;
  if (!out.ParseFromString(from.content()) || out.format() != slots_format
      || out.codes().empty()
      || !verify_signature(out.hub_key(), slots_domain, {from.content()},
                           from.signature()))
    return error{errc::bad_slots, {{"file", file}}};
  return out;
}

} // namespace kassa
