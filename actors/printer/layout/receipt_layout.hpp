#pragma once

#include "actors/printer/layout/document.hpp"

#include <kassa/v1/record.pb.h>
#include <kassa/v1/register.pb.h>

#include <memory>
#include <string>

namespace kassa::printer {

struct options {
  int columns = 42; ///< 32, 42 or 48.
  /// What a screen shows of a receipt is no receipt: EJ KVITTO stands on top.
  bool screen = false;
  /// IANA name of the store's time zone; empty: the offset that the record
  /// carries, which is right but for replays across a change of the clock.
  std::string zone = {};
  bool reprint_mark = true;   ///< KOPIA on a Z that is printed again.
  bool x_grand_totals = true; ///< On an X too.
  std::shared_ptr<const raster> logo = nullptr; ///< On top of receipts.
  /// Whether a sale's receipt has a QR code by which it is found again
  /// (proto/base/receipt_code.hpp).
  bool qr = false;
};

/// Lays out a receipt, a return, a pro forma, an X or a Z from its record alone
/// (SKVFS 2014:9 7:1 to 7:3). A record of another kind is an empty document.
[[nodiscard]] document lay_out(const v1::RecordBody& record,
                               const options& with);

/// Lays out a copy: the original's contents, marked KOPIA.
[[nodiscard]] document lay_out_copy(const v1::RecordBody& copy,
                                    const v1::RecordBody& original,
                                    const options& with);

/// Lays an earlier Z out once more, marked KOPIA where the shop wants it.
/// @param reprint the record that says when; without a time, none is printed.
[[nodiscard]] document lay_out_reprint(const v1::RecordBody& reprint,
                                       const v1::RecordBody& z,
                                       const options& with);

/// The sum of the Zs of a period: no report of the law's, and says so.
[[nodiscard]] document lay_out_summary(const v1::PeriodSummary& of,
                                       const options& with);

} // namespace kassa::printer
