#include "actors/printer/html/html.hpp"

#include <cstdint>
#include <string_view>

namespace kassa::printer {

namespace {

constexpr std::string_view style
  = "body{background:#fff;color:#000;margin:2em auto}"
    "main{font:15px/1.35 'DejaVu Sans Mono',Consolas,Menlo,monospace;"
    "max-width:100%;margin:0 auto}"
    ".r{display:grid;min-height:1.35em}"
    ".r>*{overflow-wrap:anywhere;white-space:pre-wrap}"
    ".c{text-align:center}.e{text-align:right}"
    ".b{font-weight:bold}.x{font-size:200%;line-height:1.2}"
    ".p{text-align:center;margin:.6em 0}"
    "img{max-width:100%;height:auto;image-rendering:pixelated}"
    "hr{border:0;border-top:1px dashed #000;margin:.4em 0}"
    "hr.cut{border-top:1px solid #bbb;margin:1.5em 0}"
    "@page{margin:1cm}@media print{body{margin:0}}";

/// What a page has no business to show: control bytes become a visible mark.
std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text)
    switch (c) {
    case '&': out += "&amp;"; break;
    case '<': out += "&lt;"; break;
    case '>': out += "&gt;"; break;
    case '"': out += "&quot;"; break;
    case '\'': out += "&#39;"; break;
    default:
      if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
        out += "\uFFFD";
      else
        out += c;
    }
  return out;
}

std::string_view class_of(align how) {
  switch (how) {
  case align::left: return "";
  case align::centre: return " class=\"c\"";
  case align::right: return " class=\"e\"";
  }
  return "";
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                      "abcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t three = 0;
    for (std::size_t k = 0; k < 3; ++k)
      three = three << 8
              | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k])
                                      : 0U);
    for (std::size_t k = 0; k < 4; ++k)
      out += i + k <= bytes.size() ? digits[three >> (18 - 6 * k) & 63] : '=';
  }
  return out;
}

/// In the page itself, for nothing is fetched. What it says stands there in
/// words, too.
std::string image_of(const raster& of) {
  return "<p class=\"p\"><img alt=\"\" width=\"" + std::to_string(of.width)
         + "\" height=\"" + std::to_string(of.height)
         + "\" src=\"data:image/bmp;base64," + base64(to_bmp(of)) + "\"></p>\n";
}

/// Columns of a row: those without a width share what the others leave.
std::string columns_of(const row& x) {
  std::string out;
  for (const auto& one : x.cells) {
    out += out.empty() ? "" : " ";
    out += one.width == 0 ? "minmax(0,1fr)" : std::to_string(one.width) + "ch";
  }
  return out;
}

std::string text_row(const row& x) {
  std::string out = "<div class=\"r";
  out += x.bold ? " b" : "";
  out += x.big ? " x" : "";
  out += '"';
  if (x.cells.size() > 1)
    out += " style=\"grid-template-columns:" + columns_of(x) + '"';
  out += '>';
  for (const auto& one : x.cells) {
    out += "<span";
    out += class_of(one.how);
    out += '>' + escaped(one.text) + "</span>";
  }
  return out + "</div>\n";
}

} // namespace

std::string to_html(const document& doc, const std::string& title) {
  std::string out
    = "<!DOCTYPE html>\n<html lang=\"sv\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
      "'none'; style-src 'unsafe-inline'; img-src data:\">\n"
      "<meta name=\"viewport\" content=\"width=device-width\">\n<title>"
      + escaped(title) + "</title>\n<style>" + std::string{style}
      + "</style>\n</head>\n<body>\n<main style=\"width:"
      + std::to_string(doc.columns) + "ch\">\n";
  for (std::size_t i = 0; i < doc.rows.size(); ++i) {
    const auto& x = doc.rows[i];
    switch (x.kind) {
    case row::what::text: out += text_row(x); break;
    case row::what::rule: out += "<hr>\n"; break;
    case row::what::picture: out += x.dots ? image_of(*x.dots) : ""; break;
    case row::what::qr: break; // with_codes_drawn makes a picture of it.
    case row::what::cut:       // Where the paper ends, the page does too.
      out += i + 1 < doc.rows.size() ? "<hr class=\"cut\">\n" : "";
      break;
    }
  }
  return out + "</main>\n</body>\n</html>\n";
}

} // namespace kassa::printer
