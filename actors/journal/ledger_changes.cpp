// What the ledger keeps of the history of settings, prices and outages.

#include "actors/journal/changes.hpp"
#include "actors/journal/ledger_step.hpp"
#include "store/keys.hpp"

namespace kassa::journal {

void step::index_change() {
  if (!is_change(body))
    return;
  v1::ReceiptEntry entry;
  entry.set_seq(body.seq());
  out.put(store::family::index,
          store::change_key(of, change_date(body), body.seq()),
          to_bytes(entry));
}

void step::note_outage(const v1::Outage& what) {
  if (what.over())
    state.clear_outage();
  else
    *state.mutable_outage() = what;
}

} // namespace kassa::journal
