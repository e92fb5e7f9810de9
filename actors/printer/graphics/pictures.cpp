#include "actors/printer/graphics/graphics.hpp"

#include <cairo.h>
#include <memory>
#include <qrencode.h>

// Pictures that go into documents.
namespace kassa::printer {

namespace {

constexpr int logo_height_max = 800; ///< Ten centimetres of paper.
constexpr int quiet_modules = 4;     ///< White around a QR code (ISO 18004).

struct releaser {
  void operator()(cairo_surface_t* x) const { cairo_surface_destroy(x); }
  void operator()(cairo_t* x) const { cairo_destroy(x); }
  void operator()(QRcode* x) const { QRcode_free(x); }
};
template <class T>
using owned = std::unique_ptr<T, releaser>;

error bad(const std::string& file, std::string what, int columns) {
  return {errc::bad_logo,
          {{"file", file},
           {"what", std::move(what)},
           {"dots", std::to_string(dots_across(columns))}}};
}

/// Size of a PNG, by its first chunk: before memory is taken for it.
struct extent {
  std::uint32_t width = 0, height = 0;
};
result<extent> extent_of(std::string_view png) {
  constexpr std::string_view begins{"\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 16};
  if (png.size() < begins.size() + 8 || !png.starts_with(begins))
    return errc::invalid;
  auto number = [&png](std::size_t at) {
    std::uint32_t out = 0;
    for (std::size_t i = 0; i < 4; ++i)
      out = out << 8 | static_cast<unsigned char>(png[at + i]);
    return out;
  };
  return extent{number(16), number(20)};
}

cairo_status_t give(void* from, unsigned char* to, unsigned length) {
  auto& left = *static_cast<std::string_view*>(from);
  if (left.size() < length)
    return CAIRO_STATUS_READ_ERROR;
  left.copy(reinterpret_cast<char*>(to), length);
  left.remove_prefix(length);
  return CAIRO_STATUS_SUCCESS;
}

/// Whatever the PNG holds, on white paper.
owned<cairo_surface_t> on_paper(cairo_surface_t* png) {
  owned<cairo_surface_t> out{cairo_image_surface_create(
    CAIRO_FORMAT_RGB24, cairo_image_surface_get_width(png),
    cairo_image_surface_get_height(png))};
  owned<cairo_t> on{cairo_create(out.get())};
  cairo_set_source_rgb(on.get(), 1, 1, 1);
  cairo_paint(on.get());
  cairo_set_source_surface(on.get(), png, 0, 0);
  cairo_paint(on.get());
  cairo_surface_flush(out.get());
  return out;
}

/// As the eye weighs the colours (BT.601).
bool is_dark(std::uint32_t rgb) {
  auto part = [rgb](unsigned shift) { return rgb >> shift & 0xFF; };
  return part(16) * 299 + part(8) * 587 + part(0) * 114 < 128'000;
}

raster dots_of(cairo_surface_t* paper) {
  auto out = blank(cairo_image_surface_get_width(paper),
                   cairo_image_surface_get_height(paper));
  const auto* data = cairo_image_surface_get_data(paper);
  const auto stride = cairo_image_surface_get_stride(paper);
  for (int y = 0; y < out.height; ++y)
    for (int x = 0; x < out.width; ++x)
      if (is_dark(reinterpret_cast<const std::uint32_t*>(data + y * stride)[x]))
        out.blacken(x, y);
  return out;
}

} // namespace

result<raster> read_logo(std::string_view png, int columns,
                         const std::string& file) {
  auto is = extent_of(png);
  if (!is)
    return bad(file, "no PNG", columns);
  auto across = static_cast<std::uint32_t>(dots_across(columns));
  if (is->width > across || is->height > logo_height_max || is->width == 0
      || is->height == 0)
    return bad(file,
               std::to_string(is->width) + " x " + std::to_string(is->height)
                 + " > " + std::to_string(across) + " x "
                 + std::to_string(logo_height_max),
               columns);
  owned<cairo_surface_t> read{
    cairo_image_surface_create_from_png_stream(give, &png)};
  if (auto how = cairo_surface_status(read.get()); how != CAIRO_STATUS_SUCCESS)
    return bad(file, cairo_status_to_string(how), columns);
  return dots_of(on_paper(read.get()).get());
}

result<raster> qr_dots(const std::string& code) {
  owned<QRcode> made{QRcode_encodeData(
    static_cast<int>(code.size()),
    reinterpret_cast<const unsigned char*>(code.data()), 0, QR_ECLEVEL_M)};
  if (!made)
    return error{errc::internal,
                 {},
                 "QR code of " + std::to_string(code.size()) + " bytes"};
  auto out
    = blank(made->width + 2 * quiet_modules, made->width + 2 * quiet_modules);
  for (int y = 0; y < made->width; ++y)
    for (int x = 0; x < made->width; ++x)
      if ((made->data[y * made->width + x] & 1) != 0)
        out.blacken(x + quiet_modules, y + quiet_modules);
  return out;
}

} // namespace kassa::printer
