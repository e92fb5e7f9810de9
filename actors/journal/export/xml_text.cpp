#include "actors/journal/export/xml_text.hpp"

#include "actors/journal/export/totals.hpp"
#include "proto/base/time.hpp"

#include <utility>

namespace kassa::journal::exporting {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD"; // U+FFFD

bool begins_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

// XML 1.0 has no U+FFFE and U+FFFF: EF BF BE and EF BF BF in UTF-8.
bool is_forbidden(std::string_view rest) {
  return rest.starts_with("\xEF\xBF\xBE") || rest.starts_with("\xEF\xBF\xBF");
}

std::string_view entity_of(char c) {
  switch (c) {
  case '&': return "&amp;";
  case '<': return "&lt;";
  case '>': return "&gt;";
  case '"': return "&quot;";
  case '\'': return "&apos;";
  default: return {};
  }
}

} // namespace

void xml_text::line(std::string_view raw) {
  out_.append(2 * depth_, ' ');
  out_ += raw;
  out_ += '\n';
}

void xml_text::open(std::string_view name, std::string_view attributes) {
  line("<" + std::string(name) + (attributes.empty() ? "" : " ")
       + std::string(attributes) + ">");
  ++depth_;
}

void xml_text::close(std::string_view name) {
  --depth_;
  line("</" + std::string(name) + ">");
}

void xml_text::element(std::string_view name, std::string_view escaped) {
  const std::string tag(name);
  line("<" + tag + ">" + std::string(escaped) + "</" + tag + ">");
}

std::string xml_text::cut(std::string_view value) {
  std::size_t characters = 0;
  for (std::size_t i = 0; i < value.size(); ++i)
    if (begins_character(value[i]) && ++characters > text_max) {
      ++shortened_;
      return std::string(value.substr(0, i));
    }
  return std::string(value);
}

std::string xml_text::escape(std::string_view value) {
  std::string out;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const auto c = value[i];
    if (c == '\n' || c == '\r' || c == '\t') {
      out += ' ';
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += replacement;
      ++replaced_;
    } else if (is_forbidden(value.substr(i))) {
      out += replacement;
      ++replaced_;
      i += 2;
    } else if (auto entity = entity_of(c); !entity.empty()) {
      out += entity;
    } else {
      out += c;
    }
  }
  return out;
}

void xml_text::text(std::string_view name, std::string_view value) {
  element(name, escape(cut(value)));
}

void xml_text::optional(std::string_view name, std::string_view value) {
  if (!value.empty())
    text(name, value);
}

void xml_text::number(std::string_view name, std::uint64_t value) {
  element(name, std::to_string(value));
}

void xml_text::amount(std::string_view name, ore_t value) {
  element(name, dotted(value));
}

void xml_text::quantity(std::string_view name, std::int64_t milli) {
  element(name, dotted(mul_div_round(milli, 1, 10)));
}

void xml_text::rate(std::string_view name, std::uint32_t basis_points) {
  element(name, dotted(basis_points));
}

void xml_text::instant(std::string_view name, std::int64_t utc_ms,
                       std::int32_t offset_minutes) {
  element(name, local_instant(utc_ms, offset_minutes));
}

void xml_text::whole(std::string_view name, std::string_view value) {
  element(name, escape(value));
}

void xml_text::comment(std::string_view words) {
  std::string safe;
  for (auto c : escape(words)) {
    if (c == '-' && !safe.empty() && safe.back() == '-')
      safe += ' ';
    safe += c;
  }
  line("<!-- " + safe + " -->");
}

std::string xml_text::take() {
  return std::exchange(out_, {});
}

std::string local_instant(std::int64_t utc_ms, std::int32_t offset_minutes) {
  const auto at = at_offset(utc_ms, offset_minutes);
  return at.date + 'T' + at.time.substr(0, 8);
}

} // namespace kassa::journal::exporting
