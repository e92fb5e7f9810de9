#pragma once

#include "actors/journal/export/exporter.hpp"
#include "actors/journal/export/xml.hpp"
#include "actors/journal/export/xml_text.hpp"

/// The elements of the XML export. For the writer only.
namespace kassa::journal::exporting {

/// Kassabeteckning: the register's designation, else its Terminal-ID.
[[nodiscard]] std::string designation_of(const v1::RecordBody& body);

/// Store time of what happened at a wall time of the same run: the same but in
/// replay, where it moves with the business time.
[[nodiscard]] std::int64_t business_time_of(const v1::RecordBody& body,
                                            std::int64_t wall_ms);

/// "Sald" for a receipt's lines, "Registrerad" for those keyed in.
enum class article_word { sold, registered };

/// The elements of one article, without the element around them.
void write_article(xml_text& to, const v1::Line& line, ore_t vat,
                   article_word word);

/// TotalaForsaljningssummorPerBetalningsmedelLISTA.
struct means_amount {
  std::string name;
  ore_t amount = 0;
};
void write_means(xml_text& to, const std::vector<means_amount>& rows);

/// MervardesskattPaOlikaSkattesatserLISTA.
void write_rates(xml_text& to,
                 const google::protobuf::RepeatedPtrField<v1::VatRow>& rows);

/// Kassakvitto, Returkvitto, Ovningskvitto; with a copy KopiaAvKassakvitto.
/// @param receipt a record with a receipt  @param copy may be null
[[nodiscard]] status write_receipt(xml_text& to, const v1::RecordBody& receipt,
                                   std::uint64_t closing_z,
                                   const v1::RecordBody* copy);

/// XDagrapport or ZDagrapport.
void write_report(xml_text& to, const v1::RecordBody& body,
                  const xml_options& options);

/// The events of a record that are neither receipts nor reports, each a
/// Handelse of its own. Answers whether the schema has a place for it.
[[nodiscard]] bool write_events(xml_text& to, const v1::RecordBody& body,
                                const xml_options& options);

/// Handelse, with what every one begins with.
void open_event(xml_text& to, const v1::RecordBody& body);
void close_event(xml_text& to);

} // namespace kassa::journal::exporting
