// The part of the Office that hands journals out.

#include "hub/journal_rows.hpp"
#include "hub/keys.hpp"
#include "hub/office_actor.hpp"

namespace kassa::hub {

namespace {

constexpr std::size_t page_bytes = 1024 * 1024;

} // namespace

result<v1::HeldJournal>
office_state::held_journal(const v1::ReadHeldJournalRequest& x) {
  auto whose = in_->who->terminal(x.terminal());
  if (!whose)
    return error{errc::unknown_terminal, {{"terminal", x.terminal()}}};
  const scope of{whose->store(), whose->terminal()};
  auto held = read_head(*in_->ports.data, of);
  if (!held)
    return held.why();
  if (x.after_seq() == 0) // Who took it is to be seen (L11).
    in_->log().log(log_level::info, "journal_handed_out",
                   {{"terminal", of.terminal},
                    {"store", of.store},
                    {"held", std::to_string(held->head.seq())},
                    {"user", sessions_.at(x.session()).user}});
  v1::HeldJournal out;
  *out.mutable_held() = held->head;
  auto by = in_->ports.data->get(of.store, keys::signature(of.terminal));
  if (!by)
    return by.why();
  if (*by)
    out.mutable_signed_head()->ParseFromString(**by);
  out.set_last_seq(x.after_seq());
  record_run run;
  auto seen = visit_records(*in_->ports.data, of, x.after_seq() + 1,
                            [&](seq_t seq, const record_view& record) {
                              run.push(record.bytes);
                              out.set_last_seq(seq);
                              return run.bytes.size() < page_bytes
                                     && seq < held->head.seq();
                            });
  if (!seen)
    return seen.why();
  out.set_run(std::move(run.bytes));
  return out;
}

} // namespace kassa::hub
