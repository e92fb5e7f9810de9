#include "hub/append_rule.hpp"

#include "actors/sync/proof.hpp"
#include "proto/base/crypto.hpp"
#include "proto/base/record_chain.hpp"

#include <algorithm>

namespace kassa::hub {

result<checked_batch> check_batch(const scope& of,
                                  const std::string& device_key,
                                  const v1::Batch& batch) {
  if (batch.first_seq() == 0 || batch.previous_hash().size() != hash_size)
    return error{errc::protocol, {{"what", "a batch without a place"}}};
  if (batch.ByteSizeLong() > batch_size_max)
    return error{
      errc::too_large,
      {{"what", "batch"}, {"limit", std::to_string(batch_size_max)}}};
  auto records = view_run(batch.run());
  if (!records || records->empty())
    return error{errc::protocol, {{"what", "a batch without records"}}};
  checked_batch out{*std::move(records), {}};
  auto seq = batch.first_seq();
  std::string_view before = batch.previous_hash();
  for (const auto& record : out.records) {
    if (auto checked = check_record(of, seq, before, record); !checked)
      return checked.why();
    before = record.hash;
    ++seq;
  }
  out.last.set_seq(seq - 1);
  out.last.set_hash(std::string{before});
  if (!head_holds(out.last, of, device_key, batch.head_signature()))
    return errc::bad_signature;
  return out;
}

result<fit> fit_batch(const v1::Head& tip, const v1::Batch& batch,
                      const checked_batch& checked, const hash_lookup& held) {
  auto first = batch.first_seq();
  auto last = checked.last.seq();
  if (first > tip.seq() + 1)
    return fit{fitting::gap};
  if (first == tip.seq() + 1) {
    if (batch.previous_hash() == tip.hash())
      return fit{fitting::append};
    return fit{fitting::fork, 0, tip.seq()};
  }
  // Chained records with one hash in common have all before it in common.
  auto common = std::min(last, tip.seq());
  auto theirs = checked.records[common - first].hash;
  auto ours = common == tip.seq()
                ? result<std::optional<std::string>>{tip.hash()}
                : held(common);
  if (!ours)
    return ours.why();
  if (!*ours || **ours != theirs)
    return fit{fitting::fork, 0, common};
  if (last <= tip.seq())
    return fit{fitting::duplicate};
  return fit{fitting::append, static_cast<std::size_t>(tip.seq() - first + 1)};
}

} // namespace kassa::hub
