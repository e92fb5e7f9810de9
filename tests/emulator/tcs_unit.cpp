#include "tests/emulator/checks.hpp"
#include "tests/emulator/sessions.hpp"

namespace kassa::emulator {

namespace {

// Response codes of our own: only 0 is known of the real ones.
constexpr auto bad_request = "1";
constexpr auto bad_time = "2";
constexpr auto seen_before = "3";

/// The text of the first element of this name; empty where there is none.
std::string text_of(const std::string& in, const std::string& name) {
  auto open = '<' + name + '>';
  auto from = in.find(open);
  auto to = in.find("</" + name + '>');
  if (from == std::string::npos || to == std::string::npos)
    return {};
  from += open.size();
  return to < from ? std::string{} : in.substr(from, to - from);
}

bool has(const std::string& in, const std::string& name) {
  return in.find('<' + name + '>') != std::string::npos;
}

std::string element(const std::string& name, const std::string& text) {
  return '<' + name + '>' + text + "</" + name + '>';
}

/// What is common to all answers, up to the receipt's part.
std::string head(const std::string& request, const std::string& code,
                 bool buffered) {
  auto good = code == "0";
  return "<?xml version=\"1.0\" encoding=\"utf-8\"?><TcsResponse>"
         + element("ApplicationID", text_of(request, "ApplicationID"))
         + element("RequestID", text_of(request, "RequestID"))
         + element("ResponseCode", code)
         + element("ResponseMessage", good ? "OK" : "Refused")
         + element("ResponseReason", "")
         + element("SKVResponseCode",
                   buffered ? "STATUS_BUFFERED" : "STATUS_OK")
         + element("SKVResponseMessage", "");
}

tcs_reply refusal(const std::string& request, const std::string& code) {
  return {"200 OK", head(request, code, false) + "</TcsResponse>", {}};
}

bool is_second(const std::string& text) {
  return is_number(text, 14, 14) && is_minute(text.substr(0, 12))
         && text[12] < '6';
}

bool is_vat_part(const std::string& data, const std::string& name,
                 const std::string& rate) {
  auto vat = text_of(data, name);
  return text_of(vat, "Percent") == rate && is_amount(text_of(vat, "Amount"))
         && is_amount(text_of(vat, "SubtotalAmount"));
}

/// Of "<ReceiptType Type="normal"/>".
std::string kind_of(const std::string& data) {
  constexpr std::string_view mark = "<ReceiptType Type=\"";
  auto at = data.find(mark);
  if (at == std::string::npos)
    return {};
  at += mark.size();
  return data.substr(at, data.find('"', at) - at);
}

/// The response code for what does not go; empty: it goes.
std::string check(const std::string& data) {
  if (!is_second(text_of(data, "DateTime")))
    return bad_time;
  auto amount
    = text_of(data, has(data, "RefundAmount") ? "RefundAmount" : "SaleAmount");
  auto register_id = text_of(data, "ManRegisterID");
  auto good = is_number(text_of(data, "OrgNr"), 10, 10) && !register_id.empty()
              && register_id.size() <= 16
              && is_number(text_of(data, "SequenceNumber"), 1, 12)
              && is_kind(kind_of(data)) && is_amount(amount) && amount[0] != '-'
              && has(data, "RegisterAddress")
              && has(data, "SaleAmount") != has(data, "RefundAmount")
              && is_vat_part(data, "VAT1", "25,00")
              && is_vat_part(data, "VAT2", "12,00")
              && is_vat_part(data, "VAT3", "6,00")
              && is_vat_part(data, "VAT4", "0,00");
  return good ? "" : bad_request;
}

/// What a fault says instead of an answer; nothing where one is made.
std::optional<tcs_reply> instead(const std::string& request,
                                 const armed_fault& by) {
  switch (by.what) {
  case fault::no_answer: return tcs_reply{};
  case fault::busy: return tcs_reply{"503 Service Unavailable", {}, {}};
  case fault::storage_full:
    return tcs_reply{"507 Insufficient Storage", {}, {}};
  case fault::clock: return refusal(request, bad_time);
  case fault::code:
    if (by.code.size() == 3) // An HTTP status.
      return tcs_reply{by.code + " Refused", {}, {}};
    return refusal(request, by.code);
  default: return {};
  }
}

tcs_reply status_of(device& of, const std::string& request) {
  auto by = of.next_fault(false);
  if (by)
    if (auto out = instead(request, *by))
      return *out;
  auto buffered = by && by->what == fault::buffered;
  return {"200 OK",
          head(request, "0", buffered)
            + element("ControlCode", element("ControlServerID", of.unit()))
            + "</TcsResponse>",
          by};
}

tcs_reply receipt(device& of, const std::string& request) {
  auto by = of.next_fault(true);
  if (by)
    if (auto out = instead(request, *by))
      return *out;
  auto data = text_of(request, "ControlData");
  if (auto wrong = check(data); !wrong.empty())
    return refusal(request, wrong);
  const auto gets = of.gift_for(kind_of(data));
  if (gets == gift::refusal)
    return refusal(request, bad_request);
  auto code
    = of.commit(text_of(data, "OrgNr") + ' ' + text_of(data, "ManRegisterID"),
                kind_of(data), data);
  if (!code)
    return refusal(request, seen_before);
  auto shown = gets == gift::code ? *code : std::string{};
  return {"200 OK",
          head(request, "0", by && by->what == fault::buffered)
            + element("SequenceNumber", text_of(data, "SequenceNumber"))
            + element("ControlCode", element("ControlServerID", of.unit())
                                       + element("Code", shown))
            + "</TcsResponse>",
          by};
}

} // namespace

tcs_reply answer_tcs(device& of, const std::string& body) {
  if (!has(body, "TcsRequest") || text_of(body, "RequestID").size() != 36)
    return {"400 Bad Request", {}, {}};
  if (has(body, "RegisterStatus"))
    return status_of(of, body);
  return receipt(of, body);
}

} // namespace kassa::emulator
