#include "actors/printer/escpos/code_page.hpp"

#include <array>

namespace kassa::printer {

namespace {

// clang-format off
constexpr std::u16string_view cp437 =
  u"ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒ"
  u"áíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐"
  u"└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀"
  u"αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00A0";
constexpr std::u16string_view cp850 =
  u"ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒ"
  u"áíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐"
  u"└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀"
  u"ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00AD±‗¾¶§÷¸°¨·¹³²■\u00A0";
constexpr std::u16string_view cp865 =
  u"ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø₧ƒ"
  u"áíóúñÑªº¿⌐¬½¼¡«¤░▒▓│┤╡╢╖╕╣║╗╝╜╛┐"
  u"└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀"
  u"αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00A0";
constexpr std::u16string_view wpc1252 =
  u"€\uFFFD‚ƒ„…†‡ˆ‰Š‹Œ\uFFFDŽ\uFFFD\uFFFD‘’“”•–—˜™š›œ\uFFFDžŸ"
  u"\u00A0¡¢£¤¥¦§¨©ª«¬\u00AD®¯°±²³´µ¶·¸¹º»¼½¾¿"
  u"ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß"
  u"àáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ";
constexpr std::u16string_view cp858 =
  u"ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒ"
  u"áíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐"
  u"└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈ€ÍÎÏ┘┌█▄¦Ì▀"
  u"ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00AD±‗¾¶§÷¸°¨·¹³²■\u00A0";
constexpr std::u16string_view latin9 =
  u"\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD"
  u"\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD"
  u"\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD"
  u"\u00A0¡¢£€¥Š§š©ª«¬\u00AD®¯°±²³Žµ¶·ž¹º»ŒœŸ¿"
  u"ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß"
  u"àáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ";
// clang-format on

/// Names of a page stand in rows of their own.
constexpr std::array<code_page, 7> pages{{
  {"cp437", 0, cp437},
  {"cp850", 2, cp850},
  {"cp858", 19, cp858},
  {"cp865", 5, cp865},
  {"iso-8859-15", 40, latin9},
  {"windows-1252", 16, wpc1252},
  {"wpc1252", 16, wpc1252},
}};

constexpr std::uint32_t no_character = 0xFFFD;

/// The next code point; U+FFFD for bytes that are no UTF-8.
std::uint32_t next(std::string_view& text) {
  auto lead = static_cast<unsigned char>(text.front());
  std::size_t more = lead < 0x80 ? 0 : lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
  std::uint32_t point = lead;
  if (lead >= 0x80)
    point = lead & (0x3Fu >> more);
  if (lead >= 0x80 && (lead < 0xC2 || lead > 0xF4))
    more = 0, point = no_character;
  std::size_t taken = 1;
  for (; taken <= more; ++taken) {
    if (taken >= text.size()
        || (static_cast<unsigned char>(text[taken]) & 0xC0) != 0x80) {
      point = no_character;
      break;
    }
    point = (point << 6) | (static_cast<unsigned char>(text[taken]) & 0x3F);
  }
  text.remove_prefix(taken);
  return point;
}

char encode_one(std::uint32_t point, const code_page& to) {
  if (point < 0x80) // No control bytes of a text reach the printer.
    return point < 0x20 || point == 0x7F ? '?' : static_cast<char>(point);
  if (point == no_character || point > 0xFFFF)
    return '?';
  auto at = to.upper.find(static_cast<char16_t>(point));
  return at == std::u16string_view::npos ? '?' : static_cast<char>(0x80 + at);
}

} // namespace

const code_page& usual_code_page() {
  return *code_page_named("cp858");
}

const code_page* code_page_named(std::string_view name) {
  for (const auto& x : pages)
    if (x.name == name)
      return &x;
  return nullptr;
}

std::string code_page_names() {
  std::string out;
  for (const auto& x : pages)
    out += (out.empty() ? "" : ", ") + std::string{x.name};
  return out;
}

std::string encode(std::string_view utf8, const code_page& to) {
  std::string out;
  while (!utf8.empty())
    out += encode_one(next(utf8), to);
  return out;
}

} // namespace kassa::printer
