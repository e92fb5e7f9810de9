#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// Reads ESC/POS as a printer does. Written from the makers' command
/// references, without code of the encoder; characters come from the C
/// library's tables.
namespace kassa::testing {

/// One character on paper.
struct glyph {
  std::string text; ///< UTF-8.
  int column = 0;   ///< Of characters of single width, from 0.
  bool bold = false;
  bool wide = false;
  bool high = false;
};

struct paper_row {
  std::vector<glyph> glyphs;

  /// With the blanks between; a wide character stands in its first column.
  std::string text() const;
  /// Without any blanks.
  std::string letters() const;
  /// Whether all of it is, blanks aside.
  bool bold() const;
  bool big() const;
};

/// GS v 0, or GS 8 L: dots, a row padded to whole bytes.
struct paper_picture {
  int width = 0; ///< In dots; whole bytes.
  int height = 0;
  int align = 0;
  std::string bits;
};
/// GS ( k: a QR code that the printer made.
struct paper_code {
  std::string text;
  int model = 0;  ///< As in function 65: 50 is model 2.
  int module = 0; ///< In dots.
  int level = 0;  ///< 48 to 51: L, M, Q, H.
  int align = 0;
};
struct paper_cut {};
struct drawer_pulse_seen {};
/// GS ( H, function 48.
struct mark_asked {
  std::string mark;
};
/// GS a: what the printer shall tell by itself.
struct changes_asked {
  std::uint8_t what;
};
/// DLE EOT.
struct status_asked {
  std::uint8_t what;
};
/// A command that this reader does not know.
struct not_understood {
  std::string bytes;
};
using paper_event = std::variant<paper_row, paper_picture, paper_code,
                                 paper_cut, drawer_pulse_seen, mark_asked,
                                 changes_asked, status_asked, not_understood>;

class escpos_reader {
public:
  /// @param columns of the paper, for centred text
  explicit escpos_reader(int columns = 42) : columns_(columns) {}

  /// What the bytes come to, however they are cut into pieces.
  std::vector<paper_event> take(std::string_view bytes);
  /// A row that was not ended; as when the printer is switched off.
  bool in_row() const { return !row_.glyphs.empty(); }

private:
  struct manner {
    std::string page = "CP437";
    int dots = 0; ///< From the left edge.
    int align = 0;
    bool bold = false;
    bool wide = false;
    bool high = false;
  };

  std::size_t read(std::string_view bytes, std::vector<paper_event>& out);
  std::size_t read_escape(std::string_view bytes,
                          std::vector<paper_event>& out);
  std::size_t read_group(std::string_view bytes, std::vector<paper_event>& out);
  std::size_t read_long(std::string_view bytes, std::vector<paper_event>& out);
  std::size_t read_picture(std::string_view bytes,
                           std::vector<paper_event>& out);
  std::size_t read_graphics(std::string_view bytes);
  void take_symbol(std::string_view what, std::vector<paper_event>& out);
  void reset();
  void add(std::uint8_t byte);
  void end_row(std::vector<paper_event>& out);

  int columns_;
  std::string rest_;
  paper_row row_;
  paper_code symbol_; ///< As it would be printed.
  paper_picture graphics_;
  manner now_;
};

/// All that one stream of bytes comes to.
struct paper {
  std::vector<paper_row> rows;
  int cuts = 0;
  int pulses = 0;
  std::vector<paper_picture> pictures; ///< Bands below each other are one.
  std::vector<paper_code> codes;
  std::vector<std::string> unknown; ///< Commands that were not understood.

  std::string text() const; ///< Rows, each with its end.
};
paper read_escpos(std::string_view bytes, int columns = 42);

} // namespace kassa::testing
