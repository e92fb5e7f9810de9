#include "actors/journal/create.hpp"

#include "actors/journal/history.hpp"
#include "actors/journal/ledger.hpp"
#include "store/keys.hpp"

namespace kassa::journal {

using store::family;

namespace {

status check_empty(const store::reader& in, const new_journal& what) {
  auto there = read_folder_scope(in);
  if (!there)
    return there.why();
  auto state = in.get(family::state, store::ledger_key(what.scope));
  if (!state)
    return state.why();
  if (!*there && !*state)
    return ok;
  return error{
    errc::already_initialised,
    {{"path", what.path},
     {"terminal", *there ? (*there)->terminal : what.scope.terminal}}};
}

append_request first_record(const new_journal& what) {
  append_request request;
  request.how = store::durability::synced;
  auto& genesis = *request.drafts.emplace_back().mutable_genesis();
  genesis = what.genesis;
  if (genesis.manufacturing_number().empty())
    genesis.set_manufacturing_number(what.scope.terminal);
  if (genesis.program().empty())
    genesis.set_program(what.at.program);
  return request;
}

} // namespace

status create_journal(store::terminal_store& in, const new_journal& what) {
  if (auto empty = check_empty(in, what); !empty)
    return empty;
  if (auto rows = check_catalog_rows(what.scope, what.catalog_rows,
                                     what.catalog.generation(), 0);
      !rows)
    return rows;
  auto before = empty_ledger();
  *before.mutable_catalog() = what.catalog.name();
  auto first = write_records(what.scope, before, {}, what.at,
                             first_record(what), over(in));
  if (!first)
    return first.why();
  auto& changes = first->changes;
  for (const auto& op : what.catalog_rows.ops)
    changes.ops.push_back(op);
  changes.put(family::state, store::catalog_active_key(what.scope),
              to_bytes(what.catalog));
  changes.put(family::state, store::folder_binding_key(),
              to_bytes(what.binding));
  changes.put(family::state, store::folder_scope_key(),
              store::encode_scope(what.scope));
  return in.commit(changes, store::durability::synced);
}

} // namespace kassa::journal
