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
using paper_event
  = std::variant<paper_row, paper_cut, drawer_pulse_seen, mark_asked,
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
  void reset();
  void add(std::uint8_t byte);
  void end_row(std::vector<paper_event>& out);

  int columns_;
  std::string rest_;
  paper_row row_;
  manner now_;
};

/// All that one stream of bytes comes to.
struct paper {
  std::vector<paper_row> rows;
  int cuts = 0;
  int pulses = 0;
  std::vector<std::string> unknown; ///< Commands that were not understood.

  std::string text() const; ///< Rows, each with its end.
};
paper read_escpos(std::string_view bytes, int columns = 42);

} // namespace kassa::testing
