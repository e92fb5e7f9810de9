#include "actors/printer/graphics/graphics.hpp"

#include <pango/pangocairo.h>

#include <algorithm>
#include <cairo-pdf.h>
#include <cairo.h>
#include <cmath>
#include <memory>

namespace kassa::printer {

namespace {

template <class T, void (*Free)(T*)>
struct freer {
  void operator()(T* x) const { Free(x); }
};
void unref(PangoLayout* x) {
  g_object_unref(x);
}
using surface_ptr
  = std::unique_ptr<cairo_surface_t,
                    freer<cairo_surface_t, cairo_surface_destroy>>;
using cairo_ptr = std::unique_ptr<cairo_t, freer<cairo_t, cairo_destroy>>;
using layout_ptr = std::unique_ptr<PangoLayout, freer<PangoLayout, unref>>;
using font_ptr
  = std::unique_ptr<PangoFontDescription,
                    freer<PangoFontDescription, pango_font_description_free>>;

// In points, of which an inch has 72.
constexpr double mm = 72.0 / 25.4;
constexpr double margin = 4 * mm;
constexpr double dots_of_paper = 8 / mm;   ///< A receipt printer's, a point.
constexpr double dots_per_point = 16 / mm; ///< Twice as many.
constexpr double probe_size = 10;
constexpr double line_height = 1.3; ///< Of the font's size.

double print_width(int columns) {
  return (columns <= 32 ? 50 : 72) * mm;
}

/// The pen of one drawing: sizes measured by the font that there is.
class pen {
public:
  pen(cairo_t* on, int columns)
    : on_(on), layout_(pango_cairo_create_layout(on)) {
    auto* context = pango_layout_get_context(layout_.get());
    // Dots differ between surfaces; letters must not.
    auto* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context, options);
    pango_cairo_context_set_resolution(context, 72);
    // Nor where they stand: a line ends where the rule does.
    pango_context_set_round_glyph_positions(context, FALSE);
    cairo_font_options_destroy(options);
    set_font(probe_size, false);
    size_ = probe_size * print_width(columns) / (columns * advance());
  }

  double height(bool big) const { return size_ * line_height * (big ? 2 : 1); }

  void write(const std::string& line, double y, bool bold, bool big) {
    set_font(size_ * (big ? 2 : 1), bold);
    pango_layout_set_text(layout_.get(), line.data(),
                          static_cast<int>(line.size()));
    cairo_move_to(on_, margin, y);
    pango_cairo_show_layout(on_, layout_.get());
  }

private:
  void set_font(double size, bool bold) {
    font_ptr font{pango_font_description_new()};
    pango_font_description_set_family(font.get(), "DejaVu Sans Mono,monospace");
    pango_font_description_set_weight(font.get(), bold ? PANGO_WEIGHT_BOLD
                                                       : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(font.get(), size * PANGO_SCALE);
    pango_layout_set_font_description(layout_.get(), font.get());
  }

  /// Of a character; a font with one width has it for all.
  double advance() {
    pango_layout_set_text(layout_.get(), "0000000000", 10);
    int width = 0;
    pango_layout_get_size(layout_.get(), &width, nullptr);
    return std::max(width / (10.0 * PANGO_SCALE), 1.0);
  }

  cairo_t* on_;
  layout_ptr layout_;
  double size_ = probe_size;
};

/// UTF-8 always: what is none would make the library print to standard error.
std::string valid(const std::string& text) {
  char* made = g_utf8_make_valid(text.data(), static_cast<gssize>(text.size()));
  std::string out{made};
  g_free(made);
  return out;
}

/// Dots as a mask in which black is opaque.
surface_ptr mask_of(const raster& of) {
  surface_ptr out{
    cairo_image_surface_create(CAIRO_FORMAT_A8, of.width, of.height)};
  auto* to = cairo_image_surface_get_data(out.get());
  const auto stride = cairo_image_surface_get_stride(out.get());
  for (int y = 0; y < of.height; ++y)
    for (int x = 0; x < of.width; ++x)
      to[y * stride + x] = of.black(x, y) ? 0xFF : 0;
  cairo_surface_mark_dirty(out.get());
  return out;
}

double height_of(const raster& of) {
  return of.height / dots_of_paper;
}

void paint(cairo_t* on, const raster& of, double y, double width) {
  auto dots = mask_of(of);
  cairo_save(on);
  // On whole dots, or grey stands beside the black.
  auto left = std::floor((width * dots_of_paper - of.width) / 2);
  cairo_translate(on, margin + std::max(left, 0.0) / dots_of_paper,
                  std::round(y * dots_of_paper) / dots_of_paper);
  cairo_scale(on, 1 / dots_of_paper, 1 / dots_of_paper);
  auto* pattern = cairo_pattern_create_for_surface(dots.get());
  cairo_pattern_set_filter(pattern, CAIRO_FILTER_NEAREST);
  cairo_mask(on, pattern);
  cairo_pattern_destroy(pattern);
  cairo_restore(on);
}

void rule(cairo_t* on, double y, double width) {
  const double dash = 1.5;
  cairo_save(on);
  cairo_set_line_width(on, 0.6);
  cairo_set_dash(on, &dash, 1, 0);
  cairo_move_to(on, margin, y);
  cairo_line_to(on, margin + width, y);
  cairo_stroke(on);
  cairo_restore(on);
}

/// Draws it all, or only measures. @returns the height of the page
double lay_down(const document& doc, cairo_t* on, bool measure) {
  pen with{on, doc.columns};
  auto y = margin;
  for (const auto& x : doc.rows) {
    if (x.kind == row::what::picture && x.dots) {
      if (!measure)
        paint(on, *x.dots, y, print_width(doc.columns));
      y += height_of(*x.dots) + with.height(false) / 2;
    }
    if (x.kind == row::what::rule) {
      if (!measure)
        rule(on, y + with.height(false) / 2, print_width(doc.columns));
      y += with.height(false);
      continue;
    }
    for (const auto& line : lines_of(x, doc.columns)) {
      if (!measure)
        with.write(valid(line), y, x.bold, x.big);
      y += with.height(x.big);
    }
  }
  return y + margin;
}

double measure(const document& doc) {
  surface_ptr none{
    cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, nullptr)};
  cairo_ptr on{cairo_create(none.get())};
  return lay_down(doc, on.get(), true);
}

cairo_status_t take(void* to, const unsigned char* data, unsigned size) {
  static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(data),
                                        size);
  return CAIRO_STATUS_SUCCESS;
}

status well(cairo_status_t how) {
  if (how == CAIRO_STATUS_SUCCESS)
    return ok;
  return error{errc::internal, {}, cairo_status_to_string(how)};
}

void on_white(const document& doc, cairo_t* on) {
  cairo_set_source_rgb(on, 1, 1, 1);
  cairo_paint(on);
  cairo_set_source_rgb(on, 0, 0, 0);
  lay_down(doc, on, false);
}

result<std::string> to_pdf(const document& doc, const picture_words& words) {
  std::string out;
  surface_ptr page{cairo_pdf_surface_create_for_stream(
    take, &out, print_width(doc.columns) + 2 * margin, measure(doc))};
  cairo_pdf_surface_set_metadata(page.get(), CAIRO_PDF_METADATA_TITLE,
                                 words.title.c_str());
  cairo_pdf_surface_set_metadata(page.get(), CAIRO_PDF_METADATA_CREATOR,
                                 "Huvudkassa");
  if (!words.created.empty())
    cairo_pdf_surface_set_metadata(page.get(), CAIRO_PDF_METADATA_CREATE_DATE,
                                   words.created.c_str());
  {
    cairo_ptr on{cairo_create(page.get())};
    on_white(doc, on.get());
    cairo_show_page(on.get());
    if (auto s = well(cairo_status(on.get())); !s)
      return s.why();
  }
  cairo_surface_finish(page.get());
  if (auto s = well(cairo_surface_status(page.get())); !s)
    return s.why();
  return out;
}

result<std::string> to_png(const document& doc) {
  auto dots = [](double points) {
    return static_cast<int>(std::ceil(points * dots_per_point));
  };
  surface_ptr page{cairo_image_surface_create(
    CAIRO_FORMAT_RGB24, dots(print_width(doc.columns) + 2 * margin),
    dots(measure(doc)))};
  {
    cairo_ptr on{cairo_create(page.get())};
    cairo_scale(on.get(), dots_per_point, dots_per_point);
    on_white(doc, on.get());
    if (auto s = well(cairo_status(on.get())); !s)
      return s.why();
  }
  std::string out;
  if (auto s = well(cairo_surface_write_to_png_stream(page.get(), take, &out));
      !s)
    return s.why();
  return out;
}

} // namespace

bool can_draw() {
  return true;
}

result<std::string> draw(const document& doc, picture as,
                         const picture_words& words) {
  auto whole = with_codes_drawn(doc);
  return as == picture::png ? to_png(whole) : to_pdf(whole, words);
}

} // namespace kassa::printer
