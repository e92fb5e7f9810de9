#include "actors/journal/export/xml_names.hpp"
#include "tests/unit/export_xml_kit.hpp"

namespace {

using namespace kassa;
using namespace kassa::testing;

TEST_F(xml_test, BeginsWithWhoExportsWhatAndFromWhere) {
  sell();
  const auto root = read();
  EXPECT_EQ(root.name, "i:ExportAvDataFranJournalminneEnligtSKVFS2021-16");
  EXPECT_NE(root.attributes.find(
              "xmlns:i=\"http://xmls.skatteverket.se/se/skatteverket/td/"
              "instans/utredningsstod/1.0\""),
            std::string::npos);
  EXPECT_NE(root.attributes.find(
              "xmlns=\"http://xmls.skatteverket.se/se/skatteverket/td/"
              "komponent/utredningsstod/1.0\""),
            std::string::npos);
  EXPECT_EQ(
    root.names(),
    (names_t{
      "InloggadAnvandareVidExportAvDataFranJournalminnet",
      "BeteckningPaDetKassaregisterSomExportAvDataFranJournalminnetSkerIfran",
      "TidpunktForNarExportAvDataFranJournalminnetSker",
      "ValdPeriodForExportAvDataFranJournalminne",
      "BeteckningPaValdaKassaregisterForExportAvDataFranJournalminnenLISTA",
      "InformationOmForetaget", "KassaregistersystemLISTA",
      "RegistreringLISTA"}));
  EXPECT_EQ(root.at("TidpunktForNarExportAvDataFranJournalminnetSker").text,
            "2026-05-04T13:00:00");
  const auto& period = root.at("ValdPeriodForExportAvDataFranJournalminne");
  EXPECT_EQ(period.children[0].text, "2000-01-01T00:00:00");
  EXPECT_EQ(period.children[1].text, "2100-01-01T23:59:59");
  const auto& company = root.at("InformationOmForetaget");
  EXPECT_EQ(company.at("OrganisationsnummerEllerPersonnummer").text,
            "5566778899");
  EXPECT_EQ(company.at("ForetagetsNamn").text, "Bageriet AB");
  const auto& till = root.at("KassaregistersystemLISTA").children.at(0);
  EXPECT_EQ(till.at("TillverkningsnummerForKassaregistret").text, "KASSA1");
  EXPECT_EQ(till.at("ModellbeteckningForKassaregistret").text, "Huvudkassa SE");
  EXPECT_EQ(till.at("VersionsnummerForKassaregistret").text, "1.0");
}

TEST_F(xml_test, WritesAReceiptWithAllThatTheParagraphAsksFor) {
  auto weighed = make_line(2, 345, 10'000, 1200, 100);
  weighed.set_unit("kg");
  weighed.set_kind(v1::ARTICLE_KIND_SERVICE);
  sell({make_line(1, 2000, 1400, 600), weighed});
  const auto root = read();
  const auto found = all_of_name(root, "Kassakvitto");
  ASSERT_EQ(found.size(), 1u);
  const auto& receipt = *found[0];
  EXPECT_EQ(
    receipt.names(),
    (names_t{"ForetagetsNamn", "OrganisationsnummerEllerPersonnummer",
             "DenAdressDarForsaljningSker",
             "DatumOchKlockslagNarKvittoFramstalls", "LopnummerForKassakvitto",
             "Kassabeteckning", "SaldaArtiklarLISTA",
             "TotaltForsaljningsbeloppISvenskaKronor",
             "MervardesskattPaForsaljningsbeloppet",
             "TotalaForsaljningssummorPerBetalningsmedelLISTA",
             "MervardesskattPaOlikaSkattesatserLISTA",
             "LopnummerForZDagrapportPaKvitto",
             "TillverkningsnummerForKontrollenheten", "Kontrollkod"}));
  const auto& lines = receipt.at("SaldaArtiklarLISTA").children;
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(
    lines[0].names(),
    (names_t{"TypAvArtikel", "Artikelnummer", "Artikelnamn",
             "AntalAvSaldArtikel", "PrisPerEnhet", "PrisPaSaldArtikel",
             "MervardesskattesatsForSaldArtikel", "MervardesskattPaSaldArtikel",
             "ArtikelnsRegistreringstidpunkt"}));
  EXPECT_EQ(lines[0].at("TypAvArtikel").text, "VARA");
  EXPECT_EQ(lines[0].at("AntalAvSaldArtikel").text, "2.00");
  EXPECT_EQ(lines[0].at("PrisPaSaldArtikel").text, "28.00");
  EXPECT_EQ(lines[1].at("TypAvArtikel").text, "TJANST");
  EXPECT_EQ(lines[1].at("AntalAvSaldArtikel").text, "0.35");
  EXPECT_EQ(lines[1].at("EnhetForViktLangdTidEllerVolym").text, "kg");
  EXPECT_EQ(lines[1].at("PrisPerEnhet").text, "100.00");
  EXPECT_EQ(lines[1].at("PrisPaSaldArtikel").text, "33.50");
  EXPECT_EQ(lines[1]
              .at("RabatterPaSaldArtikelLISTA")
              .at("RabattPaSaldArtikel")
              .at("RabattensBelopp")
              .text,
            "1.00");
  EXPECT_EQ(receipt.at("TotaltForsaljningsbeloppISvenskaKronor").text, "61.50");
  const auto& means
    = receipt.at("TotalaForsaljningssummorPerBetalningsmedelLISTA")
        .at("TotalForsaljningssummaPerBetalningsmedel");
  EXPECT_EQ(means.at("Betalningsmedel").text, "Kontant");
  EXPECT_EQ(means.at("ForsaljningssummaPerBetalningsmedel").text, "62.00");
  const auto& rates
    = receipt.at("MervardesskattPaOlikaSkattesatserLISTA").children;
  ASSERT_EQ(rates.size(), 2u);
  EXPECT_EQ(rates[0].at("Mervardesskattesats").text, "12.00");
}

TEST_F(xml_test, NamesTheZThatClosesAReceiptAndZeroBeforeThereIsOne) {
  sell();
  must(make_z());
  sell();
  sell();
  must(make_z());
  sell();
  names_t numbers;
  const auto root = read();
  for (const auto* receipt : all_of_name(root, "Kassakvitto"))
    numbers.push_back(receipt->at("LopnummerForZDagrapportPaKvitto").text);
  EXPECT_EQ(numbers, (names_t{"1", "2", "2", "0"}));
}

TEST_F(xml_test, WritesAReturnUnderItsOwnNumberWithItsSigns) {
  const auto sold = sell();
  must(make_return(1, sold.receipt().lines(0)));
  const auto root = read();
  const auto& back = *all_of_name(root, "Returkvitto").at(0);
  EXPECT_EQ(back.at("LopnummerForKassakvitto").text, "1");
  EXPECT_TRUE(back.has("DatumOchKlockslagNarReturkvittoFramstalls"));
  EXPECT_EQ(back.at("TotaltForsaljningsbeloppISvenskaKronor").text, "-28.00");
}

TEST_F(xml_test, KeepsTrainingApartAndWithoutACode) {
  must(make_receipt(v1::SERIES_TRAINING, {make_line(1, 1000, 1400, 600)}));
  const auto root = read();
  const auto& receipt = *all_of_name(root, "Ovningskvitto").at(0);
  EXPECT_EQ(receipt.at("LopnummerForOvningskvitto").text, "1");
  EXPECT_FALSE(receipt.has("Kontrollkod"));
  EXPECT_EQ(summary.sales_ore(), 0);
  EXPECT_EQ(summary.training(), 1u);
}

TEST_F(xml_test, NamesAControlUnitOrAControlSystemNeverBoth) {
  auto by_unit = make_receipt(v1::SERIES_SALE, {make_line(1, 1000, 100, 600)});
  by_unit.mutable_receipt()->mutable_unit()->set_unit("RIHTT1");
  by_unit.mutable_receipt()->mutable_unit()->set_code(std::string(59, 'K'));
  auto by_system = by_unit;
  by_system.mutable_receipt()->mutable_unit()->set_code(std::string(113, 'A'));
  by_system.mutable_receipt()->mutable_unit()->set_system(true);
  must(by_unit);
  must(by_system);
  const auto root = read();
  const auto receipts = all_of_name(root, "Kassakvitto");
  ASSERT_EQ(receipts.size(), 2u);
  EXPECT_EQ(receipts[0]->at("Kontrollkod").text, std::string(59, 'K'));
  EXPECT_EQ(receipts[0]->at("TillverkningsnummerForKontrollenheten").text,
            "RIHTT1");
  EXPECT_FALSE(receipts[0]->has("Avstamningskod"));
  EXPECT_EQ(receipts[1]->at("Avstamningskod").text, std::string(113, 'A'));
  EXPECT_TRUE(receipts[1]->has("TillverkningsnummerForKontrollsystemet"));
  EXPECT_FALSE(receipts[1]->has("Kontrollkod"));
}

TEST_F(xml_test, WritesXAndZWithTheItemsOfTheirParagraph) {
  sell();
  must(make_x());
  must(make_z());
  const auto root = read();
  const auto& x = *all_of_name(root, "XDagrapport").at(0);
  const auto& z = *all_of_name(root, "ZDagrapport").at(0);
  EXPECT_FALSE(x.has("LopnummerForZDagrapport"));
  EXPECT_FALSE(x.has("VersionsnummerForKassaregistret"));
  EXPECT_EQ(
    z.names(),
    (names_t{"ForetagetsNamn",
             "OrganisationsnummerEllerPersonnummer",
             "DatumOchKlockslagNarRapportFramstalls",
             "LopnummerForZDagrapport",
             "Kassabeteckning",
             "TillverkningsnummerForKassaregistret",
             "ModellbeteckningForKassaregistret",
             "ModellEllerProgramForKassaregistret",
             "VersionsnummerForKassaregistret",
             "TotalForsaljningssumma",
             "TotalaForsaljningssummorPerHuvudgruppLISTA",
             "MervardesskattPaOlikaSkattesatserLISTA",
             "VaxelkassansBeloppISvenskaKronor",
             "AntalSaldaVaror",
             "AntalSaldaTjanster",
             "AntalKassakvitton",
             "AntalKassaladoppningar",
             "AntalKvittokopior",
             "TotaltBeloppPaKvittokopior",
             "AntalKvittonSomTagitsFramIOvningslage",
             "TotalaForsaljningssummorPerBetalningsmedelLISTA",
             "AntalReturer",
             "ReturernasBelopp",
             "RabatternasBelopp",
             "AntalOvrigaRegistreringarSomMinskatDagensForsaljningsbelopp",
             "TotaltBeloppAvOvrigaRegistreringarSomMinskatDagensForsaljnings"
             "belopp",
             "AntalOavslutadeForsaljningar",
             "TotaltBeloppAvOavslutadeForsaljningar",
             "GrandTotalForsaljning",
             "GrandTotalRetur",
             "GrandTotalNetto"}));
  EXPECT_EQ(z.at("LopnummerForZDagrapport").text, "1");
  EXPECT_EQ(z.at("TotalForsaljningssumma").text, "28.00");
  EXPECT_EQ(z.at("AntalSaldaVaror").text, "2.00");
  EXPECT_EQ(z.at("GrandTotalNetto").text, "28.00");
}

/// One of each kind of event that a till writes between receipts.
std::vector<v1::RecordBody> events() {
  std::vector<v1::RecordBody> out(12);
  out[0].mutable_log_in()->set_user("anna");
  out[1].mutable_log_in()->set_user("bo");
  out[1].mutable_log_in()->set_refused(true);
  *out[2].mutable_line_added()->mutable_line() = make_line(1, 1000, 1400, 600);
  *out[3].mutable_line_changed()->mutable_line()
    = make_line(1, 2000, 1400, 600);
  *out[4].mutable_line_removed()->mutable_line()
    = make_line(1, 2000, 1400, 600);
  auto& parked = *out[5].mutable_sale_parked();
  parked.set_parking("bord 4");
  *parked.mutable_sale()->add_lines() = make_line(1, 1000, 1400, 600);
  *parked.mutable_sale()->add_lines() = make_line(2, 1000, 1400, 600);
  out[6].mutable_parked_fetched()->set_parking("bord 4");
  *out[6].mutable_parked_fetched()->mutable_sale() = parked.sale();
  out[7].mutable_sale_aborted()->set_amount_ore(2800);
  out[8].mutable_drawer_opened()->set_reason("no sale");
  out[9].mutable_price_inquired()->set_name("Kaffe");
  out[10].mutable_float_changed()->set_after_ore(100'000);
  out[11].mutable_log_out()->set_user("anna");
  return out;
}

TEST_F(xml_test, WritesEventsInTheOrderOfTheJournal) {
  for (const auto& draft : events())
    must(draft);
  const auto root = read();
  EXPECT_EQ(events_of(root),
            (names_t{"InloggningIKassaregister", "RegistreraArtikel",
                     "AndraRegistreradArtikel", "RaderaRegistreradArtikel",
                     "ParkeraRegistreradArtikel", "ParkeraRegistreradArtikel",
                     "OppnaParkering", "AnvandaClear",
                     "OppnaKassaladaVidNollforsaljning", "StallaPrisforfragan",
                     "AndraVaxelkassa", "UtloggningUrKassaregister"}));
  const auto& removed = *all_of_name(root, "RaderaRegistreradArtikel").at(0);
  EXPECT_TRUE(removed.has("UrsprungligRegistreringstidpunkt"));
  EXPECT_EQ(removed.at("AntalAvRegistreradArtikel").text, "2.00");
  const auto& parked = *all_of_name(root, "ParkeraRegistreradArtikel").at(0);
  EXPECT_EQ(parked.at("IdentitetsbeteckningPaParkering").text, "bord 4");
  // Genesis and the refused log-in have no place in the schema.
  EXPECT_EQ(summary.left_out().at("GENESIS"), 1u);
  EXPECT_EQ(summary.left_out().at("LOG_IN"), 1u);
  EXPECT_NE(file.find("GENESIS 1 LOG_IN 1"), std::string::npos) << file;
}

TEST_F(xml_test, WritesNoWordsAsArticlesAndAModeAsChangedOnes) {
  v1::RecordBody words;
  *words.mutable_line_added()->mutable_line() = make_note(1, "Hemligt");
  must(words);
  v1::RecordBody mode;
  mode.mutable_mode_set()->set_mode(v1::SALES_MODE_TAKE_AWAY);
  must(mode); // It began a sale: no line is rated anew.
  *mode.mutable_mode_set()->add_lines() = make_line(2, 1000, 1400, 600);
  *mode.mutable_mode_set()->add_lines() = make_note(1, "Hemligt");
  must(mode);
  auto sold = make_receipt(v1::SERIES_SALE, {make_line(2, 1000, 1400, 600)});
  *sold.mutable_receipt()->add_lines() = make_note(1, "Hemligt");
  must(sold);
  const auto root = read();
  EXPECT_EQ(events_of(root),
            (names_t{"AndraRegistreradArtikel", "Kassakvitto"}));
  EXPECT_EQ(file.find("Hemligt"), std::string::npos);
  EXPECT_EQ(all_of_name(root, "Kassakvitto")[0]
              ->at("SaldaArtiklarLISTA")
              .children.size(),
            1U);
  EXPECT_EQ(events_of(read({.only_verified = true})), (names_t{"Kassakvitto"}));
}

TEST_F(xml_test, LeavesUnverifiedNamesOutWhenAsked) {
  for (const auto& draft : events())
    must(draft);
  sell();
  must(make_z());
  const auto root = read({true});
  EXPECT_EQ(events_of(root),
            (names_t{"InloggningIKassaregister", "RegistreraArtikel",
                     "RaderaRegistreradArtikel", "ParkeraRegistreradArtikel",
                     "ParkeraRegistreradArtikel", "UtloggningUrKassaregister",
                     "Kassakvitto", "ZDagrapport"}));
  for (const auto& row : ex::unverified_events())
    EXPECT_EQ(file.find(row.element), std::string::npos) << row.element;
  EXPECT_EQ(file.find(ex::name_of_main_groups), std::string::npos);
  EXPECT_EQ(file.find(ex::name_of_goods_sold), std::string::npos);
  EXPECT_EQ(summary.left_out().at("DRAWER_OPENED"), 1u);
}

TEST_F(xml_test, EscapesWhatXmlWouldReadAndReplacesWhatItCannotHold) {
  auto line = make_line(1, 1000, 1400, 600);
  line.set_name("<Räk> & \"ägg\" 'x' ]]> \x01!");
  sell({line});
  const auto root = read();
  const auto& receipt = *all_of_name(root, "Kassakvitto").at(0);
  EXPECT_EQ(receipt.at("SaldaArtiklarLISTA").children[0].at("Artikelnamn").text,
            "<Räk> & \"ägg\" 'x' ]]> \xEF\xBF\xBD!");
  EXPECT_EQ(summary.replaced(), 1u);
}

TEST_F(xml_test, CutsTextsToTheSchemas72Characters) {
  auto line = make_line(1, 1000, 1400, 600);
  std::string name;
  for (int i = 0; i < 73; ++i)
    name += "å";
  line.set_name(name);
  sell({line});
  const auto root = read();
  const auto& receipt = *all_of_name(root, "Kassakvitto").at(0);
  EXPECT_EQ(receipt.at("SaldaArtiklarLISTA").children[0].at("Artikelnamn").text,
            name.substr(0, 72 * 2));
  EXPECT_EQ(summary.shortened(), 1u);
}

TEST_F(xml_test, RefusesAPeriodWithoutAnEventOfTheSchema) {
  auto out = run(with_all(), ex::make_xml(with_all())); // Genesis alone.
  ASSERT_FALSE(out);
  EXPECT_EQ(out.why().code, errc::nothing_to_export);
}

TEST_F(xml_test, EndsWithASummaryThatTiesItToTheZs) {
  sell();
  must(make_z());
  read();
  EXPECT_NE(file.find("Z 1 till 1 (1 st): försäljning 28.00, returer 0.00; "
                      "grand total 28.00, retur 0.00, netto 28.00"),
            std::string::npos)
    << file;
}

} // namespace
