#include "actors/journal/export/sie.hpp"

#include "actors/journal/export/cp437.hpp"
#include "actors/journal/export/totals.hpp"
#include "actors/journal/export/voucher.hpp"
#include "proto/base/time.hpp"

#include <algorithm>

namespace kassa::journal::exporting {

namespace {

std::string compact(std::string date) {
  date.erase(std::remove(date.begin(), date.end(), '-'), date.end());
  return date;
}

class sie_writer final : public writer {
public:
  sie_writer(setting with, account_plan plan)
    : with_(std::move(with)), book_(std::move(plan)) {}

  std::string_view format() const override { return "sie"; }

  std::string begin(const v1::RecordBody& first) override {
    const auto& genesis = first.genesis();
    line("#FLAGGA 0");
    line("#PROGRAM Huvudkassa " + quoted(with_.program));
    line("#FORMAT PC8");
    line("#GEN "
         + compact(at_offset(with_.made_ms, with_.offset_minutes).date));
    line("#SIETYP 4");
    line("#ORGNR " + print_org_no(genesis.org_no()));
    line("#FNAMN " + quoted(genesis.company()));
    return std::exchange(out_, {});
  }

  result<std::string> add(const item& next, const finder&) override {
    if (next.body.has_receipt()) {
      if (auto s = sold_.add(next.body.receipt()); !s)
        return s.why();
    } else if (next.body.has_z_report()) {
      if (next.chosen)
        if (auto s = write_z(next.body); !s)
          return s.why();
      sold_.clear();
    }
    return std::exchange(out_, {});
  }

  result<std::string> finish(v1::ExportSummary& all) override {
    if (all.zs() == 0)
      return error{errc::nothing_to_export,
                   {{"from", all.from()}, {"to", all.to()}},
                   "no Z has a business date within"};
    if (auto s = book_.all_set(); !s)
      return s.why();
    all.set_vouchers(vouchers_);
    all.set_replaced(replaced_);
    return std::string();
  }

private:
  void line(const std::string& words) {
    auto text = to_cp437(words);
    replaced_ += text.replaced;
    out_ += text.bytes + "\r\n";
  }

  /// Within quotes only a quote is escaped, so a backslash cannot stand there.
  static std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (auto c : text) {
      if (c == '"')
        out += '\\';
      out += c == '\\' ? '/' : c;
    }
    return out + '"';
  }

  status write_z(const v1::RecordBody& body) {
    const auto& z = body.z_report();
    auto rows = make_voucher(z, sold_, book_);
    if (!rows)
      return rows.why();
    if (rows->empty())
      return ok; // No money moved: nothing to enter in the books.
    ++vouchers_;
    const auto till
      = z.designation().empty() ? body.terminal() : z.designation();
    line("#VER \"\" \"\" " + compact(z.business_date()) + ' '
         + quoted("Z " + std::to_string(z.number()) + " kassa " + till));
    line("{");
    for (const auto& row : *rows)
      line("#TRANS " + row.account + " {} " + dotted(row.amount));
    line("}");
    return ok;
  }

  setting with_;
  account_book book_;
  period_sales sold_;
  std::string out_;
  std::uint64_t vouchers_ = 0;
  std::uint64_t replaced_ = 0;
};

} // namespace

std::unique_ptr<writer> make_sie(setting with, account_plan plan) {
  return std::make_unique<sie_writer>(std::move(with), std::move(plan));
}

} // namespace kassa::journal::exporting
