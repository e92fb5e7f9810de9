#include "node/cli/law.hpp"

#include "node/cli/calls.hpp"
#include "proto/base/law.hpp"
#include "proto/base/money.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <functional>
#include <map>
#include <ostream>
#include <string_view>
#include <vector>

namespace kassa::cli {

namespace {

using stub_t = register_stub;

std::string text(std::string_view words) {
  return std::string{words};
}

const char* standing_words(const context& ui, law_standing what) {
  switch (what) {
  case law_standing::text: return ui.say("ja, i texten", "yes, in the text");
  case law_standing::second:
    return ui.say("ja, i andra hand", "yes, at second hand");
  case law_standing::earlier:
    return ui.say("i tidigare lydelse", "in an earlier wording");
  case law_standing::open: break;
  }
  return ui.say("NEJ", "NO");
}

/// Values of a terminal's settings, by name; empty where none answers.
using values = std::map<std::string, std::string, std::less<>>;

values settings_of(terminal_context& at) {
  values out;
  if (auto now = at.ask(&stub_t::GetStatus, v1::GetStatusRequest()))
    for (const auto& x : now->settings())
      out[x.name()] = x.value();
  return out;
}

/// The names of a row that are settings, in the order of the row.
std::vector<std::string> names_in(std::string_view setting) {
  std::vector<std::string> out;
  while (!setting.empty()) {
    auto end = std::min(setting.find(", "), setting.size());
    out.emplace_back(setting.substr(0, end));
    setting.remove_prefix(std::min(end + 2, setting.size()));
  }
  return out;
}

/// "float_required = true, z_due = "09:00""; as it stands where it is no
/// setting, or nobody knows its value.
std::string decided_by(const law_item& of, const values& now) {
  std::string out;
  for (const auto& name : names_in(of.setting)) {
    auto known = now.find(name);
    out += (out.empty() ? "" : ", ") + name;
    if (known != now.end())
      out += " = " + known->second;
  }
  return out;
}

boost::json::object values_of(const law_item& of, const values& now) {
  boost::json::object out;
  for (const auto& name : names_in(of.setting))
    if (auto known = now.find(name); known != now.end())
      out[name] = known->second;
  return out;
}

void print_law_json(std::ostream& out, const values& now) {
  boost::json::array all;
  for (const auto& x : law_table())
    all.push_back(boost::json::object{{"item", text(x.item)},
                                      {"paragraph", text(x.paragraph)},
                                      {"wording", text(x.wording)},
                                      {"standing", text(to_string(x.standing))},
                                      {"verified", x.verified()},
                                      {"decided_by", text(x.setting)},
                                      {"settings", values_of(x, now)},
                                      {"sv", text(x.sv)},
                                      {"en", text(x.en)},
                                      {"doubt_sv", text(x.doubt_sv)},
                                      {"doubt_en", text(x.doubt_en)}});
  out << boost::json::object{{"law", all}} << std::endl;
}

result<v1::ChangeList> changes(terminal_context& at, const std::string& from,
                               const std::string& to) {
  return look(at, &stub_t::ListChanges, [&](auto& r) {
    r.set_from_date(from);
    r.set_to_date(to);
  });
}

/// On paper too, where that was asked for.
status print_extract(terminal_context& at, bool print, v1::Extract what,
                     const std::string& from = {}, const std::string& to = {}) {
  if (!print)
    return ok;
  auto done = change(at, &stub_t::PrintExtract, [&](auto& r) {
    r.set_extract(what);
    r.set_from_date(from);
    r.set_to_date(to);
  });
  return done ? ok : status(done.why());
}

void print_changes(context& ui, const v1::ChangeList& all) {
  table rows({ui.say(">post", ">record"), ui.say("när", "when"),
              ui.say("vem", "who"), ui.say("vad", "what"),
              ui.say("före", "before"), ui.say("efter", "after")});
  for (const auto& x : all.changes())
    rows.add({std::to_string(x.seq()),
              print_when(x.wall_ms(), x.offset_minutes()), x.user(), x.what(),
              x.before(), x.after()});
  rows.print(*ui.out);
}

} // namespace

void show_law(terminal_context& at) {
  auto& ui = at.ui;
  const auto now = settings_of(at);
  if (ui.json)
    return print_law_json(*ui.out, now);
  auto sv = ui.lang == language::sv;
  *ui.out << ui.say("Byggd efter reglerna. Ett kassaregister certifieras inte: "
                    "tillverkaren deklarerar det.\n\n",
                    "Built to the rules. A register is not certified: its "
                    "manufacturer declares it.\n\n");
  table rows({ui.say("punkt", "item"), ui.say("paragraf", "paragraph"),
              ui.say("lydelse", "wording"), ui.say("verifierad", "verified"),
              ui.say("avgörs av", "decided by"),
              ui.say("byggt så", "built so")});
  for (const auto& x : law_table())
    rows.add({text(x.item), text(x.paragraph), text(x.wording),
              standing_words(ui, x.standing), decided_by(x, now),
              text(sv ? x.sv : x.en)});
  rows.print(*ui.out);
  *ui.out << ui.say("\nTvivel:\n", "\nDoubts:\n");
  for (const auto& x : law_table())
    if (x.standing == law_standing::open)
      *ui.out << "- " << x.item << ": " << (sv ? x.doubt_sv : x.doubt_en)
              << '\n';
  if (now.empty())
    *ui.out << ui.say("\nIngen kassa svarar: inställningarnas värden visas "
                      "inte.\n",
                      "\nNo register answers: the values of the settings are "
                      "not shown.\n");
  ui.out->flush();
}

status show_prices(terminal_context& at, bool print) {
  if (auto s = print_extract(at, print, v1::EXTRACT_PRICES); !s)
    return s;
  auto list = look(at, &stub_t::GetPriceList, [](auto&) {});
  if (!list)
    return list.why();
  if (shown_as_json(at.ui, *list))
    return ok;
  *at.ui.out << at.ui.say("Prislista, katalogversion ",
                          "Price list, catalog version ")
             << list->catalog().version() << '\n';
  table rows({at.ui.say("artikel", "article"), at.ui.say("namn", "name"),
              at.ui.say("grupp", "group"), at.ui.say(">moms %", ">VAT %"),
              ">kr"});
  for (const auto& x : list->prices())
    rows.add({x.article_no(), x.name(), x.group(),
              print_rate(x.vat_basis_points()), print_kronor(x.price_ore())});
  rows.print(*at.ui.out);
  return ok;
}

status show_identity(terminal_context& at, bool print) {
  if (auto s = print_extract(at, print, v1::EXTRACT_IDENTITY); !s)
    return s;
  auto who = at.ask(&stub_t::GetIdentity, v1::GetIdentityRequest());
  if (!who)
    return who.why();
  if (shown_as_json(at.ui, *who))
    return ok;
  auto& ui = at.ui;
  table rows({ui.say("Tillverkare", "Manufacturer"), who->manufacturer()});
  rows.add({"program", who->program()});
  rows.add({"version", who->version()});
  rows.add({ui.say("modell", "model"), who->model()});
  rows.add({ui.say("tillverkningsnummer", "manufacturing number"),
            who->manufacturing_number()});
  rows.add({ui.say("kassabeteckning", "designation"), who->designation()});
  rows.add({ui.say("företag", "company"), who->company()});
  rows.add({ui.say("org.nr", "company number"), who->org_no()});
  rows.add({ui.say("adress", "address"), who->address()});
  rows.add({ui.say("kontrollenhet", "control unit"), who->unit()});
  rows.add({ui.say("dess nummer", "its number"), who->unit_number()});
  rows.print(*ui.out);
  return ok;
}

status show_changes(terminal_context& at, const std::string& from,
                    const std::string& to, bool print) {
  if (auto s = print_extract(at, print, v1::EXTRACT_CHANGES, from, to); !s)
    return s;
  auto all = changes(at, from, to);
  if (!all)
    return all.why();
  if (!shown_as_json(at.ui, *all))
    print_changes(at.ui, *all);
  return ok;
}

status show_outages(terminal_context& at, const std::string& from,
                    const std::string& to) {
  auto all = changes(at, from, to);
  if (!all)
    return all.why();
  v1::ChangeList mine;
  for (auto& x : *all->mutable_changes())
    if (x.what().starts_with("outage"))
      *mine.add_changes() = std::move(x);
  if (shown_as_json(at.ui, mine))
    return ok;
  print_changes(at.ui, mine);
  auto now = at.ask(&stub_t::GetStatus, v1::GetStatusRequest());
  if (!now)
    return now.why();
  *at.ui.out << (now->has_outage()
                   ? at.ui.say("Ett avbrott pågår. Anmäl det till "
                               "Skatteverket; 'kassa cash-note' ger "
                               "kontantnotan.\n",
                               "An outage goes on. Tell Skatteverket; 'kassa "
                               "cash-note' gives the cash note.\n")
                   : at.ui.say("Inget avbrott pågår.\n",
                               "No outage goes on.\n"));
  return ok;
}

status cash_note(terminal_context& at, bool print) {
  auto form = change(at, &stub_t::PrintCashNote,
                     [print](auto& r) { r.set_print(print); });
  if (!form)
    return form.why();
  if (!shown_as_json(at.ui, *form))
    *at.ui.out << form->text() << std::flush;
  return ok;
}

} // namespace kassa::cli
