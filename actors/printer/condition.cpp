#include "actors/printer/condition.hpp"

namespace kassa::printer {

std::optional<error> why_not(const v1::PrinterStatus& x) {
  // An open cover hides the paper, and either makes the printer go offline: the
  // cause that a person can see comes first.
  if (x.cover_open())
    return error{errc::cover_open};
  if (x.paper_out())
    return error{errc::paper_out};
  if (x.failed())
    return error{errc::printer_failed, {{"what", x.detail()}}};
  if (!x.online())
    return error{errc::printer_offline, {{"what", x.detail()}}};
  return {};
}

v1::PrinterStatus status_of(const condition& x) {
  v1::PrinterStatus out;
  out.set_asked(x.asked);
  out.set_online(x.online);
  out.set_paper_out(x.paper_out);
  out.set_paper_low(x.paper_low);
  out.set_cover_open(x.cover_open);
  out.set_failed(x.failed);
  out.set_detail(x.detail);
  out.set_unconfirmed(x.unconfirmed);
  if (auto why = why_not(out)) {
    out.set_words_sv(words(*why, language::sv));
    out.set_words_en(words(*why, language::en));
  }
  return out;
}

} // namespace kassa::printer
