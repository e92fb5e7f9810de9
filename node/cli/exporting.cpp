#include "node/cli/exporting.hpp"

#include "actors/journal/export/sie.hpp"
#include "actors/journal/export/tables.hpp"
#include "actors/journal/export/xml.hpp"
#include "node/cli/journal_source.hpp"
#include "node/cli/show.hpp"
#include "node/cli/xsd.hpp"
#include "proto/base/console_new_file.hpp"
#include "proto/base/money.hpp"

#include <chrono>
#include <map>
#include <ostream>

namespace kassa::cli {

namespace exporting = journal::exporting;

namespace {

std::int64_t now_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch())
    .count();
}

/// What the writers are told before the first record.
result<exporting::setting> make_setting(journal_source& from,
                                        const exporting::period& chosen) {
  const auto& known = from.known();
  auto last = read_body(from, known.last);
  if (!last)
    return last.why();
  exporting::setting out;
  out.chosen = chosen;
  out.user = known.user;
  out.program = known.program;
  out.unit = known.unit;
  out.last_z = known.last_z;
  out.made_ms = now_ms();
  out.offset_minutes = last->offset_minutes(); // The store's, at its newest.
  return out;
}

result<std::unique_ptr<exporting::writer>>
make_writer(const export_wanted& wanted, const exporting::setting& with,
            exporting::account_plan accounts) {
  if (wanted.format == "xml")
    return exporting::make_xml(with, {wanted.only_verified});
  if (wanted.format == "sie")
    return exporting::make_sie(with, std::move(accounts));
  if (wanted.format == "csv")
    return exporting::make_csv(wanted.events ? exporting::csv_rows::events
                                             : exporting::csv_rows::receipts);
  if (wanted.format == "jsonl")
    return exporting::make_json_lines();
  return error{errc::usage, {{"what", wanted.format}}};
}

/// SIE 4I is `.si`; the others are their own endings.
std::string file_name(const export_wanted& wanted,
                      const std::string& terminal) {
  if (!wanted.out.empty())
    return wanted.out;
  return terminal + "_" + wanted.from + "_" + wanted.to
         + (wanted.events ? "_events" : "") + "."
         + (wanted.format == "sie" ? "si" : wanted.format);
}

/// Streams all records through the exporter into the file.
status pour(context& ui, journal_source& source, exporting::exporter& from,
            new_file& into) {
  const auto upto = source.known().last;
  progress bar(ui, "export", upto);
  auto read = source.read(0, upto, [&](const v1::Record& record) -> status {
    auto piece = from.add(record);
    if (!piece)
      return piece.why();
    bar.at(from.summary().head_seq(), upto);
    return into.write(*piece);
  });
  bar.finish();
  if (!read)
    return read;
  if (from.summary().head_seq() != upto)
    return error{errc::unavailable, {{"what", source.name()}}};
  auto rest = from.finish();
  if (!rest)
    return rest.why();
  return into.write(*rest);
}

/// Skipped without a schema, and the summary says so.
status check(const export_wanted& wanted, new_file& file) {
  if (wanted.xsd.empty())
    return ok;
  auto path = file.so_far();
  return path ? check_schema(*path, wanted.xsd) : status(path.why());
}

std::string count_and_sum(std::uint64_t count, ore_t sum) {
  return std::to_string(count) + ", " + print_kronor(sum) + " kr";
}

void show_left_out(context& ui, const v1::ExportSummary& all, table& rows) {
  const std::map<std::string, std::uint64_t> sorted(all.left_out().begin(),
                                                    all.left_out().end());
  std::string kinds;
  for (const auto& [kind, count] : sorted)
    kinds += (kinds.empty() ? "" : ", ") + kind + " " + std::to_string(count);
  if (!kinds.empty())
    rows.add({ui.say("saknar plats", "left out"), kinds});
  if (all.shortened() != 0)
    rows.add({ui.say("förkortade texter", "texts cut"),
              std::to_string(all.shortened())});
  if (all.replaced() != 0)
    rows.add({ui.say("utbytta tecken", "characters replaced"),
              std::to_string(all.replaced())});
}

void show_zs(context& ui, const v1::ExportSummary& all, table& rows) {
  if (all.zs() == 0) {
    rows.add({"Z", ui.say("ingen", "none")});
  } else {
    rows.add({"Z", std::to_string(all.first_z()) + "-"
                     + std::to_string(all.last_z()) + ", "
                     + print_kronor(all.z_sales_ore() - all.z_returns_ore())
                     + " kr"});
    rows.add({"grand total", print_kronor(all.grand().net_ore()) + " kr"});
  }
  if (all.format() == "sie")
    rows.add({ui.say("verifikationer", "verifications"),
              std::to_string(all.vouchers())});
  if (all.open_receipts() != 0)
    rows.add({ui.say("kvitton utan Z", "receipts in no Z"),
              std::to_string(all.open_receipts())});
}

void show_summary(context& ui, const v1::ExportSummary& all,
                  const std::string& file, const std::string& xsd) {
  if (shown_as_json(ui, all))
    return;
  table rows({ui.say("fil", "file"), file});
  rows.add({ui.say("försäljningsdagar", "business dates"),
            all.from() + " - " + all.to()});
  rows.add(
    {ui.say("poster", "records"), std::to_string(all.records()) + " ("
                                    + std::to_string(all.first_seq()) + "-"
                                    + std::to_string(all.last_seq()) + ")"});
  rows.add({ui.say("kvitton", "receipts"),
            count_and_sum(all.receipts(), all.sales_ore())});
  rows.add({ui.say("returer", "returns"),
            count_and_sum(all.returns(), all.returns_ore())});
  show_zs(ui, all, rows);
  rows.add({ui.say("journalen hel till", "journal whole up to"),
            std::to_string(all.head_seq())});
  show_left_out(ui, all, rows);
  if (all.format() == "xml")
    rows.add({ui.say("schema (XSD)", "schema (XSD)"),
              xsd.empty() ? ui.say("INTE kontrollerat: ange --xsd",
                                   "NOT checked: give --xsd")
                          : xsd});
  rows.print(*ui.out);
}

} // namespace

status export_journal(terminal_context& at, const export_wanted& wanted) {
  auto chosen = exporting::make_period(wanted.from, wanted.to);
  if (!chosen)
    return chosen.why();
  auto accounts = read_accounts(wanted.accounts);
  if (!accounts)
    return accounts.why();
  auto source = wanted.journal.empty() ? open_terminal_journal(at)
                                       : open_stored_journal(wanted.journal);
  if (!source)
    return source.why();
  auto with = make_setting(**source, *chosen);
  if (!with)
    return with.why();
  auto first = read_body(**source, 1);
  if (!first)
    return first.why();
  auto writer = make_writer(wanted, *with, std::move(*accounts));
  if (!writer)
    return writer.why();
  const auto name = file_name(wanted, first->terminal());
  auto file = new_file::create(name);
  if (!file)
    return file.why();
  exporting::exporter all(*with, std::move(*writer),
                          [&](seq_t seq) { return read_body(**source, seq); });
  if (auto s = pour(at.ui, **source, all, **file); !s)
    return s;
  if (auto s = check(wanted, **file); !s)
    return s;
  if (auto s = (*file)->finish(); !s)
    return s;
  show_summary(at.ui, all.summary(), name, wanted.xsd);
  return ok;
}

} // namespace kassa::cli
