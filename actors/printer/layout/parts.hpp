#pragma once

#include "actors/printer/layout/receipt_layout.hpp"
#include "proto/base/money.hpp"
#include "proto/base/time.hpp"

#include <kassa/v1/record.pb.h>

#include <cstdint>
#include <string>
#include <utility>

/// What receipts and reports have in common. Private to the layouts.
namespace kassa::printer::parts {

/// Builds a document from the top down.
class page {
public:
  explicit page(int columns) { doc_.columns = columns; }

  void centred(std::string text, bool bold = false);
  /// A mark that nobody overlooks: twice the size.
  void mark(std::string text);
  void text(std::string text, bool bold = false);
  /// Left and right edge.
  void pair(std::string left, std::string right, bool bold = false);
  /// Name, quantity, amount.
  void item(std::string name, std::string quantity, ore_t amount);
  void amount(std::string label, ore_t value, bool bold = false);
  void count(std::string label, std::uint64_t value);
  void rule();
  /// Rate, VAT, net and gross, a row a rate, and the sum of the VAT.
  template <class Rows>
  void vat_table(const Rows& rows);
  void cut();
  /// Nothing where there is none.
  void picture(std::shared_ptr<const raster> dots);
  void qr(std::string code);

  int columns() const { return doc_.columns; }
  document finish() && { return std::move(doc_); }

private:
  void vat_head();
  void vat_row(const v1::VatRow& x);
  void vat_sum(ore_t vat);
  void add(row x) { doc_.rows.push_back(std::move(x)); }

  document doc_;
};

template <class Rows>
void page::vat_table(const Rows& rows) {
  if (rows.empty())
    return;
  vat_head();
  ore_t sum = 0;
  for (const auto& x : rows) {
    vat_row(x);
    sum += x.vat_ore();
  }
  vat_sum(sum);
}

/// Company, number and address: who sells, and where.
void seller(page& out, const std::string& company, const std::string& org_no,
            const std::string& address);

/// Date and time of an instant in the store.
local_time when(std::int64_t utc_ms, std::int32_t offset_minutes,
                const options& with);

inline constexpr const char* replay_words = "UPPSPELNING: tiden kommer utifrån";

/// @param copied when an earlier Z is printed again; empty where nobody says.
document report(const v1::RecordBody& record, const options& with,
                bool copy = false, const std::string& copied = {});

} // namespace kassa::printer::parts
