#include "actors/printer/graphics/graphics.hpp"

// Where cairo and pango were not found when the program was configured.
namespace kassa::printer {

bool can_draw() {
  return false;
}

result<std::string> draw(const document&, picture as, const picture_words&) {
  return error{errc::no_graphics,
               {{"format", as == picture::png ? "png" : "pdf"}}};
}

} // namespace kassa::printer
