#include "hub/journal_rows.hpp"

#include "hub/keys.hpp"

namespace kassa::hub {

namespace {

error corrupt(const scope& of) {
  return {errc::corrupt, {{"what", "journal of " + of.terminal}}};
}

} // namespace

std::string run_row(const std::string& run, std::size_t skip) {
  run_reader in{run};
  for (; skip > 0; --skip)
    (void)in.next();
  return run.substr(in.offset());
}

status visit_records(const store::hub_storage& data, const scope& of,
                     seq_t from, const record_visitor& visit) {
  bool sound = true;
  auto next = from;
  auto seen
    = data.scan(of.store, keys::run(of.terminal, from),
                keys::after(keys::of_terminal('j', of.terminal)),
                [&](std::string_view key, std::string_view value) {
                  auto last = keys::seq_in(key);
                  auto run = view_run(value);
                  sound = run && last >= next && last - next < run->size();
                  for (; sound && next <= last; ++next)
                    if (!visit(next, (*run)[run->size() - 1 - (last - next)]))
                      return false;
                  return sound;
                });
  if (!seen)
    return seen;
  return sound ? status{ok} : corrupt(of);
}

result<std::optional<v1::Record>> find_record(const store::hub_storage& data,
                                              const scope& of, seq_t seq) {
  std::optional<v1::Record> out;
  if (seq == 0)
    return out;
  auto seen
    = visit_records(data, of, seq, [&out](seq_t, const record_view& record) {
        out.emplace();
        out->set_body(std::string{record.body});
        out->set_hash(std::string{record.hash});
        return false;
      });
  if (!seen)
    return seen.why();
  return out;
}

} // namespace kassa::hub
