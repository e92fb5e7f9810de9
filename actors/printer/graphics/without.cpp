#include "actors/printer/graphics/graphics.hpp"

// Where cairo, pango or libqrencode was not found when the program was
// configured.
namespace kassa::printer {

bool can_draw() {
  return false;
}

result<raster> read_logo(std::string_view, int, const std::string&) {
  return error{errc::graphics_needed, {{"setting", "printer_logo"}}};
}

result<raster> qr_dots(const std::string&) {
  return error{errc::no_graphics, {{"format", "qr"}}};
}

result<std::string> draw(const document&, picture as, const picture_words&) {
  return error{errc::no_graphics,
               {{"format", as == picture::png ? "png" : "pdf"}}};
}

} // namespace kassa::printer
