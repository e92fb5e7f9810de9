#pragma once

#include "tests/emulator/device.hpp"
#include "tests/support/escpos_reader.hpp"

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace kassa::emulator {

/// An ESC/POS printer that is none: keeps what would be on its paper. What it
/// cannot print it keeps in its buffer, over a broken connection too, until it
/// can.
class emulated_printer {
public:
  explicit emulated_printer(int columns = 42) : reader_(columns) {}

  // -- what is wrong with it
  bool paper_out = false;
  bool paper_low = false;
  bool cover_open = false;
  bool offline = false;
  bool failed = false;
  bool silent = false;                    ///< Answers nothing.
  bool marks = true;                      ///< Answers GS ( H.
  std::uint32_t late_ms = 0;              ///< Marks come so much later.
  std::optional<std::uint32_t> rows_left; ///< Then the paper is out.
  /// The connection breaks after so many bytes, once.
  std::optional<std::size_t> breaks_after;

  bool prints() const {
    return !paper_out && !cover_open && !offline && !failed;
  }
  /// Puts in a new roll.
  void load();

  const std::vector<testing::paper_row>& rows() const { return rows_; }
  std::string text() const;
  int cuts() const { return cuts_; }
  int pulses() const { return pulses_; }
  int pictures() const { return pictures_; }
  /// What its QR codes say.
  const std::vector<std::string>& codes() const { return codes_; }
  /// Commands that no printer has.
  std::size_t not_understood() const { return strange_; }

  /// Bytes of a job.
  void take(std::string_view bytes) { buffer_.append(bytes); }
  /// Prints what it can. @returns what it says of it
  std::vector<action> work();
  /// The answer to DLE EOT n.
  std::vector<action> answer(std::uint8_t what) const;

private:
  std::vector<action> on(const testing::paper_event& what);
  std::string changes() const;

  testing::escpos_reader reader_;
  std::string buffer_;
  std::uint8_t tells_ = 0; ///< GS a.
  std::string told_;
  std::vector<testing::paper_row> rows_;
  int cuts_ = 0;
  int pulses_ = 0;
  int pictures_ = 0; ///< Bands are one each.
  std::vector<std::string> codes_;
  std::size_t strange_ = 0;
};

/// A connection to port 9100.
std::unique_ptr<session> make_printer_session(emulated_printer& of);

/// A line of the control protocol: "paper out|low|in", "cover open|closed",
/// "line off|on", "cutter stuck|free", "answers off|on", "marks off|on|late
/// ms=N", "last rows=N", "break after=N", "text", "codes", "stats". @returns
/// "ok ..." or "error ..."
std::string command(emulated_printer& of, std::string_view line);

} // namespace kassa::emulator
