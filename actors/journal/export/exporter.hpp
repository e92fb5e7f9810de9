#pragma once

#include "proto/base/ids.hpp"
#include "proto/base/result.hpp"

#include <kassa/v1/export.pb.h>
#include <kassa/v1/record.pb.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// Exports of a journal: pure writers over its records, one record after the
/// other. Memory does not grow with the journal, but by 8 bytes a Z.
namespace kassa::journal::exporting {

/// Business dates, both included.
struct period {
  std::string from;
  std::string to;

  [[nodiscard]] bool holds(std::string_view date) const {
    return from <= date && date <= to;
  }
};

/// @returns invalid when one is no date, or they are the wrong way round
[[nodiscard]] result<period> make_period(std::string_view from,
                                         std::string_view to);

/// The business date that a record is exported under: a receipt's and a
/// report's own, else that of the sales day it falls in, else the store's date
/// at its business time.
/// @param sales_day the date of the open sales day; empty where none is
[[nodiscard]] std::string business_date_of(const v1::RecordBody& body,
                                           std::string_view sales_day = {});

/// What is known before the first record.
struct setting {
  period chosen;
  std::string user;         ///< Who exports; may be empty.
  std::string program;      ///< Version of the terminal's program.
  std::string unit;         ///< The control unit's number; empty: none.
  std::uint64_t last_z = 0; ///< The newest Z of the journal.
  std::int64_t made_ms = 0; ///< Now, UTC.
  std::int32_t offset_minutes = 0;
};

/// A record on its way into a file.
struct item {
  const v1::RecordBody& body;
  std::string_view hash;
  std::string_view date;   ///< Its business date.
  bool chosen;             ///< Its business date lies within the period.
  std::uint64_t closing_z; ///< The Z that closes its period; 0: still open.
};

/// Another record of the same journal, and the Z that closes its period.
struct found {
  v1::RecordBody body;
  std::uint64_t closing_z = 0;
};
using finder = std::function<result<found>(seq_t)>;

/// One format. It gets every record from the first to the last, whichever are
/// chosen, and answers the next piece of the file.
class writer {
public:
  virtual ~writer() = default;

  /// "xml", "sie", "csv" or "jsonl".
  [[nodiscard]] virtual std::string_view format() const = 0;
  /// @param first record 1, the genesis
  virtual std::string begin(const v1::RecordBody& first) = 0;
  /// @param find for a copy, which names its original by seq
  virtual result<std::string> add(const item& next, const finder& find) = 0;
  /// Notes in `all` what this format left out, and ends the file with it.
  virtual result<std::string> finish(v1::ExportSummary& all) = 0;
};

/// Any record of the journal by its seq, for what a copy is of.
using record_source = std::function<result<v1::RecordBody>(seq_t)>;

/// Leads one journal through one writer: follows the chain of hashes, chooses
/// by date, adds up, and compares each Z with the receipts before it.
class exporter {
public:
  exporter(setting with, std::unique_ptr<writer> into, record_source source);
  exporter(const exporter&) = delete;
  exporter& operator=(const exporter&) = delete;

  /// Takes the next record, beginning with record 1.
  /// @returns journal_damaged where the chain breaks or the arithmetic fails
  [[nodiscard]] result<std::string> add(const v1::Record& record);

  /// @returns nothing_to_export when no record was chosen, and what the
  /// writer refuses
  [[nodiscard]] result<std::string> finish();

  [[nodiscard]] const v1::ExportSummary& summary() const noexcept {
    return summary_;
  }

private:
  [[nodiscard]] result<v1::RecordBody> check(const v1::Record& record) const;
  [[nodiscard]] std::uint64_t closing_z(seq_t seq) const;
  [[nodiscard]] status count(const v1::RecordBody& body, bool chosen);

  setting with_;
  std::unique_ptr<writer> into_;
  record_source source_;
  finder find_;
  v1::ExportSummary summary_;
  v1::ExportSummary open_;    // Since the last Z, whatever the date.
  std::vector<seq_t> z_seqs_; // Z 1 first (L2).
  std::string sales_day_;     // Its date, while one is open.
  scope of_;
};

} // namespace kassa::journal::exporting
