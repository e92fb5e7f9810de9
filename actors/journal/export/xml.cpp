#include "actors/journal/export/xml.hpp"

#include "actors/journal/export/closing.hpp"
#include "actors/journal/export/xml_names.hpp"
#include "actors/journal/export/xml_parts.hpp"

namespace kassa::journal::exporting {

namespace {

constexpr auto root = "i:ExportAvDataFranJournalminneEnligtSKVFS2021-16";
constexpr auto namespaces
  = "xmlns:i=\"http://xmls.skatteverket.se/se/skatteverket/td/instans/"
    "utredningsstod/1.0\" xmlns=\"http://xmls.skatteverket.se/se/"
    "skatteverket/td/komponent/utredningsstod/1.0\"";

class xml_writer final : public writer {
public:
  xml_writer(setting with, xml_options options)
    : with_(std::move(with)), options_(options) {}

  std::string_view format() const override { return "xml"; }

  std::string begin(const v1::RecordBody& first) override {
    to_.line(R"(<?xml version="1.0" encoding="UTF-8"?>)");
    to_.open(root, namespaces);
    const auto till = designation_of(first);
    to_.optional("InloggadAnvandareVidExportAvDataFranJournalminnet",
                 with_.user);
    to_.text("BeteckningPaDetKassaregisterSomExportAvDataFranJournalminnetSker"
             "Ifran",
             till);
    to_.instant("TidpunktForNarExportAvDataFranJournalminnetSker",
                with_.made_ms, with_.offset_minutes);
    write_period();
    write_tills(till);
    write_company(first.genesis());
    write_system(first, till);
    to_.open("RegistreringLISTA");
    return to_.take();
  }

  result<std::string> add(const item& next, const finder& find) override {
    if (!next.chosen)
      return std::string();
    const auto& body = next.body;
    if (body.has_receipt()) {
      open_event(to_, body);
      if (auto s = write_receipt(to_, body, next.closing_z, nullptr); !s)
        return s.why();
      close_event(to_);
    } else if (body.has_copy()) {
      if (auto s = write_copy(body, find); !s)
        return s.why();
    } else if (body.has_x_report() || body.has_z_report()) {
      open_event(to_, body);
      write_report(to_, body, options_);
      close_event(to_);
    } else if (!write_events(to_, body, options_)) {
      note_left_out(left_out_, body);
    }
    auto out = to_.take();
    empty_ = empty_ && out.empty();
    return out;
  }

  result<std::string> finish(v1::ExportSummary& all) override {
    if (empty_) // The schema asks for one event at least.
      return error{errc::nothing_to_export,
                   {{"from", all.from()}, {"to", all.to()}},
                   "no record has a place in the schema"};
    to_.close("RegistreringLISTA");
    to_.close(root);
    *all.mutable_left_out() = left_out_.left_out();
    all.set_shortened(to_.shortened());
    all.set_replaced(to_.replaced());
    for (const auto& row : closing_rows(all))
      to_.comment(row);
    return to_.take();
  }

private:
  void write_period() {
    to_.open("ValdPeriodForExportAvDataFranJournalminne");
    to_.whole("ValdStarttidpunktForExportAvDataFranJournalminnet",
              with_.chosen.from + "T00:00:00");
    to_.whole("ValdSluttidpunktForExportAvDataFranJournalminnet",
              with_.chosen.to + "T23:59:59");
    to_.close("ValdPeriodForExportAvDataFranJournalminne");
  }

  void write_tills(const std::string& till) {
    to_.open(
      "BeteckningPaValdaKassaregisterForExportAvDataFranJournalminnenLISTA");
    to_.text("BeteckningPaValtKassaregisterForExportAvDataFranJournalminnet",
             till);
    to_.close(
      "BeteckningPaValdaKassaregisterForExportAvDataFranJournalminnenLISTA");
  }

  void write_company(const v1::Genesis& genesis) {
    to_.open("InformationOmForetaget");
    to_.text("OrganisationsnummerEllerPersonnummer", genesis.org_no());
    to_.text("ForetagetsNamn", genesis.company());
    to_.text("DenAdressDarForsaljningSker", genesis.address());
    to_.close("InformationOmForetaget");
  }

  void write_system(const v1::RecordBody& first, const std::string& till) {
    const auto& genesis = first.genesis();
    to_.open("KassaregistersystemLISTA");
    to_.open("Kassaregistersystemet");
    to_.text("TillverkningsnummerForKassaregistret",
             genesis.manufacturing_number().empty()
               ? first.terminal()
               : genesis.manufacturing_number());
    to_.text("ModellbeteckningForKassaregistret", genesis.model());
    to_.text("ModellEllerProgramForKassaregistret", genesis.model());
    to_.text("VersionsnummerForKassaregistret", with_.program);
    to_.text("Kassabeteckning", till);
    to_.text("TillverkningsnummerForKontrollenheten",
             with_.unit.empty() ? no_unit : with_.unit);
    to_.close("Kassaregistersystemet");
    to_.close("KassaregistersystemLISTA");
  }

  status write_copy(const v1::RecordBody& copy, const finder& find) {
    auto original = find(copy.copy().original_seq());
    if (!original)
      return original.why();
    if (!original->body.has_receipt())
      return error{errc::corrupt, {{"what", "a copy's original"}}};
    open_event(to_, copy);
    auto s = write_receipt(to_, original->body, original->closing_z, &copy);
    close_event(to_);
    return s;
  }

  setting with_;
  xml_options options_;
  xml_text to_;
  v1::ExportSummary left_out_;
  bool empty_ = true;
};

} // namespace

std::unique_ptr<writer> make_xml(setting with, xml_options options) {
  return std::make_unique<xml_writer>(std::move(with), options);
}

} // namespace kassa::journal::exporting
