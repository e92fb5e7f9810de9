#include "node/documents.hpp"

#include "actors/printer/graphics/graphics.hpp"
#include "actors/printer/html/html.hpp"
#include "proto/base/digits.hpp"
#include "proto/base/time.hpp"

#include <algorithm>
#include <utility>

namespace kassa::node {

namespace {

struct kind {
  const char* ending;
  const char* content_type;
};

kind kind_of(v1::DocumentFormat format) {
  switch (format) {
  case v1::DOCUMENT_FORMAT_HTML: return {".html", "text/html; charset=utf-8"};
  case v1::DOCUMENT_FORMAT_PDF: return {".pdf", "application/pdf"};
  case v1::DOCUMENT_FORMAT_PNG: return {".png", "image/png"};
  default: return {".txt", "text/plain; charset=utf-8"};
  }
}

printer::document lay_out(const v1::ReceiptView& of,
                          const printer::options& with) {
  v1::RecordBody original;
  original.set_business_ms(of.business_ms());
  original.set_offset_minutes(of.offset_minutes());
  *original.mutable_receipt() = of.receipt();
  if (of.copy_number() == 0)
    return printer::lay_out(original, with);
  v1::RecordBody copy;
  copy.set_business_ms(of.copied_ms());
  copy.set_offset_minutes(of.copied_offset_minutes());
  copy.mutable_copy()->set_number(of.copy_number());
  if (of.has_copy_unit())
    *copy.mutable_copy()->mutable_unit() = of.copy_unit();
  return printer::lay_out_copy(copy, original, with);
}

std::string title_of(const v1::ReceiptView& of) {
  auto what = of.copy_number() != 0                        ? "Kopia av kvitto "
              : of.receipt().series() == v1::SERIES_RETURN ? "Returkvitto "
              : of.receipt().series() == v1::SERIES_TRAINING ? "Övningskvitto "
                                                             : "Kvitto ";
  return what + std::to_string(of.receipt().number());
}

/// Nothing that a file system or a mail program could take for something else.
std::string name_of(const v1::ReceiptView& of, const char* ending) {
  auto what = of.copy_number() != 0                          ? "kopia"
              : of.receipt().series() == v1::SERIES_RETURN   ? "returkvitto"
              : of.receipt().series() == v1::SERIES_TRAINING ? "ovningskvitto"
                                                             : "kvitto";
  auto till = of.receipt().designation();
  std::replace_if(
    till.begin(), till.end(),
    [](char c) {
      return !((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || is_digit(c));
    },
    '-');
  return what + ('-' + till) + '-' + std::to_string(of.receipt().number())
         + ending;
}

result<std::string> draw(const printer::document& doc, printer::picture as,
                         const v1::ReceiptView& of) {
  auto at = at_offset(of.business_ms(), 0);
  return printer::draw(doc, as, {title_of(of), at.date + 'T' + at.time + 'Z'});
}

result<std::string> make(const printer::document& doc,
                         const v1::ReceiptView& of, v1::DocumentFormat format,
                         int columns) {
  switch (format) {
  case v1::DOCUMENT_FORMAT_HTML:
    return printer::to_html(printer::with_codes_drawn(doc), title_of(of));
  case v1::DOCUMENT_FORMAT_PDF: return draw(doc, printer::picture::pdf, of);
  case v1::DOCUMENT_FORMAT_PNG: return draw(doc, printer::picture::png, of);
  default: return printer::to_text(doc, columns);
  }
}

} // namespace

status can_make(v1::DocumentFormat format) {
  if (format == v1::DOCUMENT_FORMAT_UNSPECIFIED
      || !v1::DocumentFormat_IsValid(format))
    return error{errc::invalid, {{"what", "format"}}};
  auto drawn
    = format == v1::DOCUMENT_FORMAT_PDF || format == v1::DOCUMENT_FORMAT_PNG;
  if (!drawn || printer::can_draw())
    return ok;
  return error{errc::no_graphics, {{"format", kind_of(format).ending + 1}}};
}

result<v1::Document> document_of(const v1::ReceiptView& of,
                                 v1::DocumentFormat format,
                                 printer::options with) {
  with.screen = false;
  auto content = make(lay_out(of, with), of, format, with.columns);
  if (!content)
    return content.why();
  auto as = kind_of(format);
  v1::Document out;
  out.set_name(name_of(of, as.ending));
  out.set_content_type(as.content_type);
  if (format == v1::DOCUMENT_FORMAT_TEXT)
    out.set_text(*content);
  out.set_content(*std::move(content));
  return out;
}

} // namespace kassa::node
