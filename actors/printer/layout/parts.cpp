#include "actors/printer/layout/parts.hpp"

#include "proto/base/ids.hpp"

namespace kassa::printer::parts {

namespace {

// Widths of the table of VAT: rate, VAT, net; gross takes what is left.
struct vat_widths {
  int rate, vat, net;
};

vat_widths widths(int columns) {
  if (columns >= 48)
    return {7, 12, 14};
  if (columns >= 42)
    return {6, 11, 13};
  return {6, 8, 9};
}

int amount_width(int columns) {
  return columns >= 42 ? 12 : 10;
}

} // namespace

void page::centred(std::string text, bool bold) {
  if (!text.empty())
    add({row::what::text, {{std::move(text), 0, align::centre}}, bold, false});
}

void page::mark(std::string text) {
  add({row::what::text, {{std::move(text), 0, align::centre}}, true, true});
}

void page::text(std::string text, bool bold) {
  if (!text.empty())
    add({row::what::text, {{std::move(text), 0, align::left}}, bold, false});
}

void page::pair(std::string left, std::string right, bool bold) {
  auto width = static_cast<int>(length_of(right));
  add({row::what::text,
       {{std::move(left), 0, align::left},
        {std::move(right), width == 0 ? 0 : width + 1, align::right}},
       bold,
       false});
}

void page::item(std::string name, std::string quantity, ore_t value) {
  auto room = static_cast<int>(length_of(quantity));
  row x;
  x.cells.push_back({std::move(name), 0, align::left});
  if (room != 0)
    x.cells.push_back({std::move(quantity), room + 1, align::right});
  x.cells.push_back(
    {print_kronor(value), amount_width(columns()), align::right});
  add(std::move(x));
}

void page::amount(std::string label, ore_t value, bool bold) {
  pair(std::move(label), print_kronor(value), bold);
}

void page::count(std::string label, std::uint64_t value) {
  pair(std::move(label), std::to_string(value));
}

void page::rule() {
  add({row::what::rule, {}, false, false});
}

void page::cut() {
  add({row::what::cut, {}, false, false});
}

void page::picture(std::shared_ptr<const raster> dots) {
  if (dots)
    add({row::what::picture, {}, false, false, std::move(dots), {}});
}

void page::qr(std::string code) {
  add({row::what::qr, {}, false, false, nullptr, std::move(code)});
}

void page::vat_head() {
  auto w = widths(columns());
  add({row::what::text,
       {{"Moms %", w.rate + 1, align::left},
        {"Moms", w.vat - 1, align::right},
        {"Netto", w.net, align::right},
        {"Brutto", 0, align::right}},
       false,
       false});
}

void page::vat_row(const v1::VatRow& x) {
  auto w = widths(columns());
  add({row::what::text,
       {{print_rate(x.basis_points()), 5, align::right},
        {print_kronor(x.vat_ore()), w.rate - 5 + w.vat, align::right},
        {print_kronor(x.gross_ore() - x.vat_ore()), w.net, align::right},
        {print_kronor(x.gross_ore()), 0, align::right}},
       false,
       false});
}

void page::vat_sum(ore_t vat) {
  auto w = widths(columns());
  add({row::what::text,
       {{"Summa moms", 11, align::left},
        {print_kronor(vat), w.rate + w.vat - 11, align::right},
        {"", 0, align::left}},
       false,
       false});
}

void seller(page& out, const std::string& company, const std::string& org_no,
            const std::string& address) {
  out.centred(company, true);
  if (!org_no.empty())
    out.centred("Org.nr " + print_org_no(org_no));
  out.centred(address);
}

local_time when(std::int64_t utc_ms, std::int32_t offset_minutes,
                const options& with) {
  return with.zone.empty() ? at_offset(utc_ms, offset_minutes)
                           : to_local(utc_ms, with.zone);
}

} // namespace kassa::printer::parts
