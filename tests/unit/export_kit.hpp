#pragma once

#include "actors/journal/export/exporter.hpp"
#include "actors/journal/export/sie.hpp"
#include "actors/journal/export/tables.hpp"
#include "actors/journal/export/xml.hpp"
#include "proto/base/time.hpp"
#include "tests/support/journal_world.hpp"

namespace kassa::testing {

namespace exporting = journal::exporting;

/// A journal in memory, and exports of it.
struct export_world : journal_world {
  std::vector<v1::Record> records() const {
    auto out = journal::read_records(disk, of, 0, ledger().seq(), 1U << 30U);
    v1::RecordRun run;
    EXPECT_TRUE(out && run.ParseFromString(out->bytes));
    return {run.records().begin(), run.records().end()};
  }

  std::string today() { return to_local(clock.wall, "Europe/Stockholm").date; }

  exporting::setting with(const std::string& from, const std::string& to) {
    exporting::setting out;
    out.chosen = {from, to};
    out.user = "anna";
    out.program = "1.0";
    out.last_z = ledger().next_z() - 1;
    out.made_ms = 1'777'892'400'000; // 2026-05-04 13:00 in Stockholm.
    out.offset_minutes = 120;
    return out;
  }
  exporting::setting with_all() { return with("2000-01-01", "2100-01-01"); }

  result<std::string> run(const exporting::setting& set,
                          std::unique_ptr<exporting::writer> writer,
                          const std::vector<v1::Record>& from) {
    exporting::exporter all(set, std::move(writer),
                            [this](seq_t seq) -> result<v1::RecordBody> {
                              return journal::read_body(disk, of, seq);
                            });
    std::string out;
    for (const auto& record : from) {
      auto piece = all.add(record);
      if (!piece)
        return piece.why();
      out += *piece;
    }
    auto rest = all.finish();
    summary = all.summary();
    if (!rest)
      return rest.why();
    return out + *rest;
  }

  result<std::string> run(const exporting::setting& set,
                          std::unique_ptr<exporting::writer> writer) {
    return run(set, std::move(writer), records());
  }

  /// Must succeed.
  std::string all_of(std::unique_ptr<exporting::writer> writer) {
    auto out = run(with_all(), std::move(writer));
    EXPECT_TRUE(out) << to_string(out.why());
    return out ? *out : std::string();
  }
  std::string xml(exporting::xml_options options = {}) {
    return all_of(exporting::make_xml(with_all(), options));
  }
  result<std::string> sie(exporting::account_plan plan
                          = exporting::bas_2026()) {
    return run(with_all(), exporting::make_sie(with_all(), std::move(plan)));
  }

  v1::ExportSummary summary; ///< Of the last run.
};

/// A line of a group of its own.
inline v1::Line line_of(const std::string& group, ore_t price,
                        std::uint32_t rate, std::uint32_t no = 1) {
  auto line = make_line(no, 1000, price, rate);
  line.set_group(group);
  line.set_group_name(group);
  return line;
}

inline v1::RecordBody make_copy(const v1::RecordBody& receipt) {
  v1::RecordBody draft;
  auto& copy = *draft.mutable_copy();
  copy.set_original_series(receipt.receipt().series());
  copy.set_original_number(receipt.receipt().number());
  copy.set_original_seq(receipt.seq());
  copy.set_amount_ore(receipt.receipt().total_ore());
  return draft;
}

} // namespace kassa::testing
