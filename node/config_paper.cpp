#include "node/config_paper.hpp"

#include "actors/printer/graphics/graphics.hpp"
#include "node/config_check.hpp"
#include "node/ports/printers.hpp"
#include "store/files.hpp"

#include <memory>
#include <utility>

namespace kassa::node {

namespace {

result<printer::raster> logo_of(const std::string& file, int columns) {
  auto png = store::files{}.read(file);
  if (!png)
    return png.why();
  if (!*png)
    return error{errc::bad_logo,
                 {{"file", file},
                  {"what", "there is no such file"},
                  {"dots", std::to_string(printer::dots_across(columns))}}};
  return printer::read_logo(**png, columns, file);
}

} // namespace

std::vector<setting> paper_settings() {
  return {
    {"printer",
     "\"none\", \"file:PATH\", \"device:PATH\" or \"tcp:HOST:PORT\".",
     &config::printer},
    {"printer_columns", "Characters on a line of paper: 32, 42 or 48.",
     &config::printer_columns},
    {"escpos", "Whether the printer gets ESC/POS or plain UTF-8 text.",
     &config::escpos},
    {"printer_code_page",
     "Code page of an ESC/POS printer: \"cp437\", \"cp850\", \"cp858\", "
     "\"cp865\",\n\"iso-8859-15\" or \"windows-1252\" (\"wpc1252\"). What it "
     "lacks is printed as\n'?': only cp858, iso-8859-15 and windows-1252 have "
     "the euro sign.",
     &config::printer_code_page},
    {"printer_code_page_number",
     "Its number in this printer's manual (ESC t), 0 to 255. -1: the usual "
     "one.",
     &config::printer_code_page_number},
    {"printer_logo",
     "PNG on top of receipts, black and white, at most 12 dots a column wide\n"
     "(384, 504, 576). Empty: none.",
     &config::printer_logo},
    {"printer_qr",
     "\"receipt\": a sale's receipt has a QR code, so that 'kassa return' "
     "finds "
     "it by\na scan. \"none\".",
     &config::printer_qr},
    {"printer_answers",
     "Whether an ESC/POS printer on a device or TCP is asked how it is and "
     "whether\na receipt came out. false: for one that cannot tell.",
     &config::printer_answers},
  };
}

status check_paper(const config& what) {
  if (what.printer_columns != 32 && what.printer_columns != 42
      && what.printer_columns != 48)
    return wrong_setting("printer_columns = "
                         + std::to_string(what.printer_columns)
                         + " is none of 32, 42, 48");
  if (printer::code_page_named(what.printer_code_page) == nullptr)
    return wrong_setting("printer_code_page = \"" + what.printer_code_page
                         + "\" is none of " + printer::code_page_names());
  if (auto s = one_of("printer_qr", what.printer_qr, {"none", "receipt"}); !s)
    return s;
  if (auto s = in_range("printer_code_page_number",
                        what.printer_code_page_number, -1, 255);
      !s)
    return s;
  return check_printer(what.printer);
}

printer::code_page page_of(const config& what) {
  const auto* named = printer::code_page_named(what.printer_code_page);
  auto out = named != nullptr ? *named : printer::usual_code_page();
  if (what.printer_code_page_number >= 0)
    out.number = static_cast<std::uint8_t>(what.printer_code_page_number);
  return out;
}

result<printer::options> paper_of(const config& what) {
  printer::options out;
  out.columns = static_cast<int>(what.printer_columns);
  out.reprint_mark = what.z_reprint_mark == "kopia";
  out.x_grand_totals = what.x_grand_totals;
  out.qr = what.printer_qr == "receipt";
  if (what.printer_logo.empty())
    return out;
  auto logo = logo_of(what.printer_logo, out.columns);
  if (!logo)
    return logo.why();
  out.logo = std::make_shared<const printer::raster>(*std::move(logo));
  return out;
}

} // namespace kassa::node
