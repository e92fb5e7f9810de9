#include "actors/journal/export/xml_names.hpp"

#include <array>

namespace kassa::journal::exporting {

namespace {

constexpr std::string_view by_title
  = "named by the chapter's title; the schema was not read";
constexpr std::string_view by_us
  = "the chapter's title was not seen either; the name is ours";

constexpr std::array<unverified_event, 10> table{{
  {v1::KIND_LINE_CHANGED, "AndraRegistreradArtikel", "7", by_title},
  {v1::KIND_PARKED_FETCHED, "OppnaParkering", "10", by_title},
  {v1::KIND_PARKED_REMOVED, "RaderaParkeradArtikel", "11", by_title},
  {v1::KIND_DRAWER_OPENED, "OppnaKassaladaVidNollforsaljning", "15", by_title},
  {v1::KIND_SALE_ABORTED, "AnvandaClear", "16", by_title},
  {v1::KIND_PRICE_INQUIRED, "StallaPrisforfragan", "17", by_title},
  {v1::KIND_FLOAT_CHANGED, "AndraVaxelkassa", "?", by_us},
  {v1::KIND_CASH_MOVED, "SattaInEllerTaUtKontanter", "?", by_us},
  {v1::KIND_PRICES_CHANGED, "AndraPrisPaArtikel", "?", by_us},
  {v1::KIND_OUTAGE, "AvbrottPaKontrollenhet", "?", by_us},
}};

} // namespace

std::span<const unverified_event> unverified_events() noexcept {
  return table;
}

std::string_view unverified_element(v1::Kind kind) noexcept {
  for (const auto& row : table)
    if (row.kind == kind)
      return row.element;
  return {};
}

} // namespace kassa::journal::exporting
