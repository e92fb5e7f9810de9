#include "node/cli/receipt_file.hpp"

#include "node/cli/calls.hpp"
#include "proto/base/console_new_file.hpp"

#include <filesystem>
#include <ostream>

namespace kassa::cli {

status save_receipt(terminal_context& at, const receipt_name& which,
                    v1::DocumentFormat format, const std::string& path) {
  auto series = series_named(which.series);
  if (!series)
    return series.why();
  if (!which.of.empty())
    return error{errc::other_terminal, {{"terminal", which.of}}};
  std::error_code unknown;
  if (std::filesystem::exists(path, unknown))
    return error{
      errc::no_place_for_file,
      {{"path", path},
       {"what", at.ui.say("den finns redan", "it is there already")}}};
  // The one copy is made by asking: the place for it comes first.
  auto file = new_file::create(path);
  if (!file)
    return file.why();
  auto call = at.call();
  if (!call)
    return call.why();
  v1::GetDocumentRequest request;
  *request.mutable_call() = std::move(*call);
  request.set_number(which.number);
  request.set_series(*series);
  request.set_format(format);
  auto made = at.ask(&register_stub::GetDocument, request);
  // The same call waits on for the control unit: no other gets this copy.
  for (int more = 30;
       !made && made.why().code == errc::payment_pending && more > 0; --more)
    made = at.ask(&register_stub::GetDocument, request);
  if (!made)
    return made.why();
  if (auto s = (*file)->write(made->content()); !s)
    return s;
  if (auto s = (*file)->finish(); !s)
    return s;
  made->clear_content();
  made->clear_text();
  if (!shown_as_json(at.ui, *made))
    *at.ui.out << path << std::endl;
  return ok;
}

} // namespace kassa::cli
