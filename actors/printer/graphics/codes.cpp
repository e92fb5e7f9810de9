#include "actors/printer/graphics/graphics.hpp"

namespace kassa::printer {

document with_codes_drawn(document doc) {
  for (auto& x : doc.rows) {
    if (x.kind != row::what::qr)
      continue;
    x.kind = row::what::picture;
    if (auto dots = qr_dots(x.code))
      x.dots = std::make_shared<const raster>(enlarged(*dots, qr_module_dots));
  }
  return doc;
}

} // namespace kassa::printer
