#include "hub/arrivals.hpp"

#include "hub/keys.hpp"

#include <kassa/v1/hub_state.pb.h>

namespace kassa::hub {

store::transaction::write arrival_of(const scope& of,
                                     const checked_batch& batch,
                                     std::uint32_t records,
                                     std::int64_t now_ms) {
  v1::Arrival out;
  out.set_received_ms(now_ms);
  out.set_records(records);
  v1::RecordBody last; // What does not parse says nothing of its clock (L14).
  const auto body = batch.records.back().body;
  if (last.ParseFromArray(body.data(), static_cast<int>(body.size())))
    out.set_made_ms(last.wall_ms());
  return {keys::arrival(of.terminal, batch.last.seq()),
          out.SerializeAsString()};
}

result<v1::ArrivalList> list_arrivals(const store::hub_storage& data,
                                      const scope& of, seq_t after) {
  v1::ArrivalList out;
  bool sound = true;
  auto seen = data.scan(
    of.store, keys::arrival(of.terminal, after + 1),
    keys::after(keys::of_terminal('i', of.terminal)),
    [&](std::string_view key, std::string_view value) {
      if (out.rows_size() == arrivals_max) {
        out.set_more(true);
        return false;
      }
      v1::Arrival at;
      const auto last = keys::seq_in(key);
      sound = at.ParseFromArray(value.data(), static_cast<int>(value.size()))
              && at.records() != 0 && at.records() <= last;
      if (!sound)
        return false;
      auto& row = *out.add_rows();
      row.set_first_seq(last - at.records() + 1);
      row.set_last_seq(last);
      row.set_received_ms(at.received_ms());
      row.set_made_ms(at.made_ms());
      return true;
    });
  if (!seen)
    return seen.why();
  if (!sound)
    return error{errc::corrupt, {{"what", "arrivals of " + of.terminal}}};
  return out;
}

} // namespace kassa::hub
