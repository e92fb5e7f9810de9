#include "node/cli/show.hpp"

#include "node/cli/card.hpp"
#include "node/cli/exchanging.hpp"
#include "node/cli/selling_parts.hpp"
#include "node/cli/unit.hpp"
#include "proto/base/lines.hpp"
#include "proto/base/money.hpp"
#include "proto/base/time.hpp"

#include <ostream>

namespace kassa::cli {

namespace {

std::string mode_words(const context& ui, v1::SalesMode mode) {
  switch (mode) {
  case v1::SALES_MODE_EAT_IN: return ui.say("Äta här", "Eat in");
  case v1::SALES_MODE_TAKE_AWAY: return ui.say("Ta med", "Take away");
  default: return {};
  }
}

/// Name and what is to be said of it, in brackets.
std::string line_name(const context& ui, const v1::Line& line) {
  auto out = line.name();
  if (!line.text().empty())
    out += " (" + line.text() + ")";
  if (auto mode = mode_words(ui, line.mode()); !mode.empty())
    out += " (" + mode + ")";
  if (is_deposit(line))
    out += " (-> " + std::to_string(line.deposit_of()) + ")";
  return out;
}

void add_row(table& to, const context& ui, const v1::Line& line) {
  if (is_note(line))
    return to.add(
      {std::to_string(line.line_no()), "", "* " + line.text(), "", "", "", ""});
  const auto off = line.discount_ore() + line.receipt_discount_ore();
  to.add({std::to_string(line.line_no()),
          line.article_no().empty() ? line.group() : line.article_no(),
          line_name(ui, line),
          print_quantity(line.quantity_milli()) + " " + line.unit(),
          print_kronor(line.unit_price_ore()),
          off == 0 ? "" : print_kronor(-off), print_kronor(line.gross_ore())});
}

/// "3 dagar", the greatest unit that fills.
std::string duration(const context& ui, std::int64_t ms) {
  const auto minutes = std::abs(ms) / 60'000;
  if (minutes < 120)
    return std::to_string(minutes) + ui.say(" minuter", " minutes");
  if (minutes < 48 * 60)
    return std::to_string(minutes / 60) + ui.say(" timmar", " hours");
  return std::to_string(minutes / (24 * 60)) + ui.say(" dagar", " days");
}

} // namespace

bool shown_as_json(context& ui, const google::protobuf::Message& message) {
  if (ui.json)
    print_json(ui, message);
  return ui.json;
}

void show(context& ui, const v1::SaleView& view) {
  if (shown_as_json(ui, view))
    return;
  auto& out = *ui.out;
  if (auto mode = mode_words(ui, view.sale().mode()); !mode.empty())
    out << mode << '\n';
  if (nothing_open(view)) {
    out << (view.sale().id().empty()
              ? ui.say("Inget köp är öppet.", "No sale is open.")
              : ui.say("Köpet har inga rader.", "The sale has no lines."))
        << std::endl;
    return;
  }
  table lines({">#", ui.say("vara", "article"), ui.say("namn", "name"),
               ui.say(">antal", ">quantity"), ui.say(">à-pris", ">each"),
               ui.say(">rabatt", ">discount"), ">kr"});
  for (const auto& line : view.sale().lines())
    add_row(lines, ui, line);
  lines.print(out);
  show_exchange(ui, view);
  for (const auto& paid : view.sale().payments())
    out << "  " << paid.payment_no() << "  " << paid.name() << "  "
        << print_kronor(paid.tendered_ore()) << '\n';
  if (view.has_pending())
    out << ui.say("Väntar på kontrollenheten: nummer ",
                  "Waits for the control unit: number ")
        << view.pending().number() << '\n';
  if (view.has_pending_card())
    out << ui.say("Kort ", "Card ") << waiting_words(ui, view.pending_card())
        << '\n';
  out << ui.say("Summa ", "Total ") << print_kronor(view.total_ore())
      << ui.say(" kr, kvar att betala ", " kr, remaining ")
      << print_kronor(view.remaining_ore()) << " kr";
  if (view.change_ore() != 0)
    out << ui.say(", växel ", ", change ") << print_kronor(view.change_ore())
        << " kr";
  out << std::endl;
}

void show(context& ui, const v1::ReceiptView& view) {
  if (shown_as_json(ui, view))
    return;
  *ui.out << view.text();
  if (!view.text().ends_with('\n'))
    *ui.out << '\n';
  ui.out->flush();
}

void remind(context& ui, const v1::SalesDay& day) {
  auto& out = *ui.out;
  if (day.float_missing())
    out << ui.say("Dagen är inte öppnad: registrera växelkassan med 'kassa "
                  "float BELOPP'.",
                  "The day is not open: register the float with 'kassa float "
                  "AMOUNT'.")
        << std::endl;
  if (day.past_midnight())
    out << ui.say("Försäljningsdagen ", "The sales day ") << day.business_date()
        << (day.z_forced()
              ? ui.say(" är inte avslutad. Nästa köp väntar på dess Z: 'kassa "
                       "z'.",
                       " is not closed. The next sale waits for its Z: 'kassa "
                       "z'.")
              : ui.say(" pågår efter midnatt. Ta ut Z när ni stänger: 'kassa "
                       "z'.",
                       " goes on past midnight. Make a Z when you close: "
                       "'kassa z'."))
        << std::endl;
  if (day.clock_doubt_ms() != 0)
    out << ui.say("Datorns klocka skiljer ", "The machine's clock differs by ")
        << duration(ui, day.clock_doubt_ms())
        << ui.say(" från den tid som kassan känner till. Kontrollera datorns "
                  "datum och tid.",
                  " from the time that the register knows. Check the "
                  "machine's date and time.")
        << std::endl;
  if (day.training())
    out << ui.say("Övningsläge: inget räknas. Stäng av det med 'kassa training "
                  "off'.",
                  "Training mode: nothing counts. Leave it with 'kassa "
                  "training off'.")
        << std::endl;
}

void show(context& ui, const v1::ReportView& view) {
  if (shown_as_json(ui, view))
    return;
  *ui.out << view.text();
  if (!view.text().ends_with('\n'))
    *ui.out << '\n';
  ui.out->flush();
}

namespace {

/// Nothing when all is well, or nobody can tell.
std::string printer_words(const context& ui, const v1::PrinterStatus& x) {
  if (!x.words_sv().empty())
    return ui.lang == language::sv ? x.words_sv() : x.words_en();
  if (x.paper_low())
    return ui.say("Pappret tar snart slut.", "The paper is running low.");
  return x.unconfirmed()
           ? ui.say("Skrivaren säger aldrig att ett kvitto kom ut. Kassan går "
                    "efter vad den säger om papper och lucka.",
                    "The printer never says that a receipt came out. The "
                    "register goes by what it says of paper and cover.")
           : std::string{};
}

/// Whose time prices go by, and how far the machine's clock is from it.
std::string clock_words(const context& ui, const v1::NodeStatus& s) {
  const auto& clock = s.catalog_clock();
  auto out = s.clock();
  if (clock.source() == "hub")
    out += ui.say(", Web Office tid", ", the hub's time");
  else if (clock.source() == "machine")
    out += ui.say(", datorns tid, obekräftad",
                  ", the machine's time, unconfirmed");
  else if (clock.source() == "journal")
    out += ui.say(", journalens tid: datorns går efter",
                  ", the journal's time: the machine's is behind");
  if (const auto off = clock.offset_ms() / 1000; off != 0)
    out += ui.say(", datorn ", ", the machine ") + std::to_string(-off) + " s";
  return out;
}

std::string selling_words(const context& ui, const v1::NodeStatus& s) {
  if (s.selling() == "yes")
    return ui.say("ja", "yes");
  return (ui.lang == language::sv ? s.selling_sv() : s.selling_en()) + " ["
         + s.selling() + "]";
}

} // namespace

void show(context& ui, const v1::NodeStatus& s) {
  if (shown_as_json(ui, s))
    return;
  const auto& name = s.catalog().name();
  table rows({ui.say("Kassa", "Register"), s.terminal()});
  rows.add({ui.say("namn", "name"), s.name()});
  rows.add({ui.say("butik", "store"), s.store() + "  " + s.store_name()});
  rows.add({ui.say("program", "program"), s.program()});
  rows.add({ui.say("klocka", "clock"), clock_words(ui, s)});
  if (!s.day().business_date().empty())
    rows.add({ui.say("försäljningsdag", "sales day"), s.day().business_date()});
  rows.add({ui.say("säljer", "sells"), selling_words(ui, s)});
  rows.add({ui.say("journal", "journal"),
            std::to_string(s.durable_seq()) + ui.say(" poster, ", " records, ")
              + std::to_string(s.acked().seq())
              + ui.say(" hos Web Office, ", " at the hub, ")
              + std::to_string(s.acked().archived_seq())
              + ui.say(" arkiverade", " archived")});
  rows.add(
    {ui.say("katalog", "catalog"), "version " + std::to_string(name.version())
                                     + ", " + std::to_string(s.catalog().rows())
                                     + ui.say(" rader", " rows")});
  if (!s.catalog_refused().empty())
    rows.add({ui.say("nyare katalog", "newer catalog"),
              (ui.lang == language::sv ? s.catalog_refused_sv()
                                       : s.catalog_refused_en())
                + " [" + s.catalog_refused() + "]"});
  if (s.has_outage())
    rows.add({ui.say("avbrott", "outage"),
              s.outage().device() + "  " + s.outage().detail()});
  rows.add({ui.say("kvitton", "receipts"), std::to_string(s.receipts())});
  for (const auto& closed : s.closed_terminals())
    rows.add({ui.say("avslutad kassa här", "closed register here"), closed});
  rows.add({"Z", std::to_string(s.last_z())});
  rows.add({ui.say("grand total", "grand total"),
            print_kronor(s.grand().net_ore()) + " kr"});
  rows.add({"Web Office", s.hub()});
  rows.add({ui.say("skrivare", "printer"), s.printer() + ", "
                                             + std::to_string(s.print_queue())
                                             + ui.say(" i kö", " queued")});
  if (auto how = printer_words(ui, s.printer_status()); !how.empty())
    rows.add({ui.say("utskrift", "printing"), std::move(how)});
  rows.add({ui.say("kontrollenhet", "control unit"), unit_words(ui, s)});
  if (s.has_unit_status())
    rows.add({ui.say("ansluten", "connected"), s.unit()});
  if (s.has_pending())
    rows.add({ui.say("väntar på kod", "waits for a code"), pending_words(s)});
  rows.add({ui.say("kortterminal", "card terminal"), card_words(ui, s)});
  rows.add(
    {ui.say("parkerade köp", "parked sales"), std::to_string(s.parked())});
  rows.add(
    {ui.say("ledigt", "free"), std::to_string(s.free_bytes() >> 20) + " MiB"});
  rows.print(*ui.out);
  remind(ui, s.day());
}

std::string print_when(std::int64_t utc_ms, std::int32_t offset_minutes) {
  const auto local = at_offset(utc_ms, offset_minutes);
  return local.date + " " + local.time;
}

} // namespace kassa::cli
