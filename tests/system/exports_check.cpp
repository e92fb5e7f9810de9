#include "tests/system/exports_check.hpp"

#include "tests/support/xml_reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>

namespace kassa::testing {

namespace {

using ore = std::int64_t;

/// "-12.30" or "12": öre.
ore ore_of(const std::string& text) {
  auto dot = text.find('.');
  auto whole = text.substr(0, dot);
  auto part = dot == std::string::npos ? "00" : text.substr(dot + 1);
  part.resize(2, '0');
  auto sign = whole.starts_with('-') ? -1 : 1;
  return std::stoll(whole) * 100 + sign * std::stoll(part);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) {
    if (line.ends_with('\r'))
      line.pop_back();
    out.push_back(line);
  }
  return out;
}

/// No field of these files holds a comma but in quotes at its end, where the
/// free text stands.
/// A quoted field may hold commas, and quotes twice.
std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> out{""};
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"')
      out.back() += line[++i];
    else if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      out.emplace_back();
    else
      out.back() += c;
  }
  return out;
}

std::string exported(shop& of, std::size_t i, const std::string& format) {
  auto file = of.path("period." + format);
  of.must_at(i, {"export", format, "--from", "2000-01-01", "--to", "2099-12-31",
                 "--out", file});
  auto text = content_of(file);
  std::filesystem::remove(file);
  return text;
}

/// Every event that an export may hold, as this reader knows them: of the
/// schema, then those whose names are ours.
const std::set<std::string> known_events{
  "Kassakvitto",
  "Returkvitto",
  "KopiaAvKassakvitto",
  "Ovningskvitto",
  "XDagrapport",
  "ZDagrapport",
  "InloggningIKassaregister",
  "UtloggningUrKassaregister",
  "RegistreraArtikel",
  "RaderaRegistreradArtikel",
  "ParkeraRegistreradArtikel",
  "AndraRegistreradArtikel",
  "OppnaParkering",
  "RaderaParkeradArtikel",
  "OppnaKassaladaVidNollforsaljning",
  "AnvandaClear",
  "StallaPrisforfragan",
  "AndraVaxelkassa",
  "SattaInEllerTaUtKontanter",
  "AndraPrisPaArtikel",
  "AvbrottPaKontrollenhet",
};

/// A changed price says of which article, from when, and what it was or is.
void expect_price(const xml_node& change) {
  EXPECT_FALSE(change.at("Artikelnummer").text.empty());
  EXPECT_FALSE(change.at("Artikelnamn").text.empty());
  EXPECT_EQ(change.at("AndringenGallerFran").text.size(), 19u);
  const auto was = change.has("PrisPerEnhetForeAndring");
  const auto is = change.has("PrisPerEnhetEfterAndring");
  EXPECT_TRUE(was || is);
  if (was && is) {
    EXPECT_NE(ore_of(change.at("PrisPerEnhetForeAndring").text),
              ore_of(change.at("PrisPerEnhetEfterAndring").text));
  }
}

/// An outage has a beginning, and at its second event an end that is no earlier
/// than it.
void expect_outage(const xml_node& outage) {
  const auto& began = outage.at("AvbrottetsBorjan").text;
  EXPECT_EQ(began.size(), 19u);
  if (outage.has("AvbrottetsSlut")) {
    EXPECT_LE(began, outage.at("AvbrottetsSlut").text);
  }
}

void expect_xml(const std::string& text, const expected::terminal& want) {
  const auto root = xml_reader::read(text);
  std::uint64_t prices = 0;
  std::uint64_t receipts = 0, zs = 0;
  ore sum = 0, closed = 0;
  std::set<std::string> numbers;
  for (const auto& event : root.at("RegistreringLISTA").children) {
    const auto& what = event.children.back();
    EXPECT_EQ(known_events.count(what.name), 1u) << what.name;
    if (what.name == "AndraPrisPaArtikel") {
      ++prices;
      expect_price(what);
    } else if (what.name == "AvbrottPaKontrollenhet") {
      expect_outage(what);
    } else if (what.name == "Kassakvitto") {
      ++receipts;
      numbers.insert(what.at("LopnummerForKassakvitto").text);
      sum += ore_of(what.at("TotaltForsaljningsbeloppISvenskaKronor").text);
      EXPECT_EQ(what.at("Kontrollkod").text.size(), 59u);
    } else if (what.name == "ZDagrapport") {
      ++zs;
      closed = ore_of(what.at("GrandTotalNetto").text);
    }
  }
  EXPECT_EQ(receipts, want.receipts);
  EXPECT_EQ(numbers.size(), want.receipts);
  EXPECT_EQ(sum, want.grand_total);
  EXPECT_EQ(zs, want.zs.size());
  EXPECT_EQ(closed, want.grand_total);
  // The first catalog brings a price for each of its articles.
  EXPECT_GT(prices, 0u);
}

void expect_sie(const std::string& text, const expected::terminal& want) {
  std::uint64_t verifications = 0;
  ore balance = 0, sold = 0;
  for (const auto& line : lines_of(text)) {
    if (line.starts_with("#VER")) {
      ++verifications;
    } else if (line == "}") {
      EXPECT_EQ(balance, 0) << "verification " << verifications;
    } else if (auto at = line.find("#TRANS "); at != std::string::npos) {
      std::istringstream in{line.substr(at)};
      std::string tag, account, objects, amount;
      in >> tag >> account >> objects >> amount;
      balance += ore_of(amount);
      // BAS: 3xxx are sales but for 3740, rounding; 26xx is VAT on them.
      if ((account.starts_with('3') && account != "3740")
          || account.starts_with("26"))
        sold -= ore_of(amount);
    }
  }
  EXPECT_EQ(verifications, want.zs.size());
  EXPECT_EQ(sold, want.grand_total);
}

void expect_csv(const std::string& text, const expected::terminal& want) {
  const auto rows = lines_of(text);
  const auto names = fields_of(rows.at(0));
  auto column = [&names](const std::string& name) {
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), name)
                                    - names.begin());
  };
  ore lines = 0, paid = 0;
  for (const auto& row : rows) {
    const auto fields = fields_of(row);
    if (fields.at(0) == "line")
      lines += ore_of(fields.at(column("gross")));
    else if (fields.at(0) == "payment")
      paid += ore_of(fields.at(column("paid")));
  }
  EXPECT_EQ(lines, want.grand_total);
  // Cash is rounded to whole kronor, up to 50 öre a receipt.
  EXPECT_LE(std::abs(paid - lines), static_cast<ore>(want.receipts) * 50);
}

} // namespace

void expect_exports(shop& of, const expected& want) {
  for (std::size_t i = 0; i < of.count(); ++i) {
    SCOPED_TRACE("terminal " + std::to_string(i));
    const auto& mine = want.terminals.at(i);
    expect_xml(exported(of, i, "xml"), mine);
    expect_sie(exported(of, i, "sie"), mine);
    expect_csv(exported(of, i, "csv"), mine);
  }
}

} // namespace kassa::testing
