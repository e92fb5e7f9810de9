#include "actors/sale/unit/tcs.hpp"

#include "actors/sale/unit/fields.hpp"
#include "actors/sale/unit/xml.hpp"
#include "proto/base/digits.hpp"

#include <algorithm>
#include <cassert>

namespace kassa::unit::tcs {

namespace {

/// Of an answer, status line and all; ours are some hundred bytes.
constexpr std::size_t message_max = 64 * 1024;
constexpr std::string_view declaration
  = "<?xml version=\"1.0\" encoding=\"utf-8\"?>";

error wrong(std::string what) {
  return {errc::invalid, {{"what", std::move(what)}}};
}

std::string element(std::string_view name, std::string_view text) {
  return '<' + std::string{name} + '>' + escape_xml(text) + "</"
         + std::string{name} + '>';
}

bool is_guid(std::string_view id) {
  if (id.size() != 36)
    return false;
  for (std::size_t i = 0; i < id.size(); ++i) {
    auto c = id[i];
    auto hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    auto hex = is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (hyphen ? c != '-' : !hex)
      return false;
  }
  return true;
}

std::string lower(std::string_view text) {
  std::string out{text};
  for (auto& c : out)
    if (c >= 'A' && c <= 'Z')
      c = static_cast<char>(c - 'A' + 'a');
  return out;
}

ore_t size_of(ore_t amount) {
  return amount < 0 ? -amount : amount;
}

/// The amount of VAT and what it is added to, both without a sign.
std::string vat_element(std::size_t slot, const vat_sum& x) {
  auto name = "VAT" + std::to_string(slot + 1);
  return '<' + name + '>' + element("Percent", print_amount(x.basis_points))
         + element("Amount", print_amount(size_of(x.vat)))
         + element("SubtotalAmount", print_amount(size_of(x.gross - x.vat)))
         + "</" + name + '>';
}

result<std::string> vat_elements(const receipt_data& receipt) {
  constexpr std::uint32_t rates[] = {2500, 1200, 600, 0};
  auto slots = to_vat_slots(receipt.vat);
  if (!slots)
    return slots.why();
  std::string out;
  for (std::size_t i = 0; i < 4; ++i) {
    if ((*slots)[i].basis_points != rates[i])
      return wrong("VAT rate " + print_amount((*slots)[i].basis_points));
    out += vat_element(i, (*slots)[i]);
  }
  return out;
}

std::string head(const settings& with, std::string_view id) {
  return std::string{declaration} + "<TcsRequest>"
         + element("ApplicationID", with.application)
         + element("RequestID", id);
}

/// Either what was sold or what was returned, without a sign.
result<std::string> amount_element(const receipt_data& receipt) {
  if (receipt.return_amount == 0)
    return element("SaleAmount", print_amount(size_of(receipt.sale_amount)));
  if (receipt.sale_amount > 0)
    return wrong("a sale and a return on one receipt");
  return element("RefundAmount", print_amount(size_of(receipt.sale_amount)));
}

/// What the answer says of itself, for the journal.
std::string detail_of(const xml_element& from) {
  auto out = "TCS " + from.text_of("ResponseCode");
  for (const auto* name : {"ResponseMessage", "ResponseReason",
                           "SKVResponseCode", "SKVResponseMessage"})
    if (auto text = from.text_of(name); !text.empty())
      out += ", " + text;
  return out;
}

/// Whether the register was answered without Skatteverket's control server: a
/// working integration takes only "STATUS_OK" for contact with it, and what
/// other words there are is not known. The code counts all the same (SKVFS
/// 2020:9 3:3).
bool is_cut_off(const xml_element& from) {
  auto code = from.text_of("SKVResponseCode");
  return !code.empty() && code != "STATUS_OK";
}

std::string one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

/// "200 OK", "503".
bool is_status(std::string_view text) {
  return text.size() >= 3 && all_digits(text.substr(0, 3))
         && (text.size() == 3 || text[3] == ' ');
}

} // namespace

result<std::string> encode_receipt(const settings& with,
                                   const registration& what) {
  const auto& r = what.receipt;
  auto f = to_fields(r);
  if (!f)
    return f.why();
  auto vat = vat_elements(r);
  auto amount = amount_element(r);
  auto when = date_time_digits(r.date, r.time);
  if (!vat)
    return vat.why();
  if (!amount)
    return amount.why();
  if (!is_guid(what.id))
    return wrong("request id " + what.id);
  // A copy keeps its original's number and time, and has its own beside.
  const auto& of = r.original;
  auto first = of ? date_time_digits(of->date, of->time) : when;
  if (!first)
    return first.why();
  auto out
    = head(with, what.id) + "<ControlData>" + element("DateTime", *first);
  if (of)
    out += element("CopyDateTime", *when);
  out
    += element("OrgNr", f->org_no) + element("ManRegisterID", r.register_name)
       + element("RegisterAddress", one_line(r.address))
       + element("SequenceNumber", of ? std::to_string(of->number) : f->number);
  if (of)
    out += element("CopySequenceNumber", f->number);
  return out + "<ReceiptType Type=\"" + f->kind + "\"/>" + *amount + *vat
         + "</ControlData></TcsRequest>";
}

std::string encode_status(const settings& with, const registrant& who) {
  auto org = org_digits(who.org_no);
  return head(with, with.status_id) + "<RegisterStatus>"
         + element("OrgNr", org ? *org : who.org_no)
         + element("ManRegisterID", who.register_name)
         + "</RegisterStatus></TcsRequest>";
}

// Of the response codes only 0 is known. Another is taken for a refusal:
// nothing was registered, and the same will always be refused (README).
answer decode(std::string_view body, std::string_view id,
              std::uint64_t number) {
  auto from = parse_xml(body);
  if (!from)
    return garbled{words(from.why(), language::en)};
  if (from->name != "TcsResponse")
    return garbled{"message " + from->name};
  if (auto to = from->text_of("RequestID"); lower(to) != lower(id))
    return garbled{"an answer to " + to};
  auto code = from->text_of("ResponseCode");
  if (code.empty())
    return garbled{"no response code"};
  if (code != "0")
    return rejected{verdict::never, refusal::bad_data, detail_of(*from)};
  const auto* control = from->child("ControlCode");
  auto server = control ? control->text_of("ControlServerID") : std::string{};
  auto apart = is_cut_off(*from);
  if (number == 0 && apart)
    return standing{health::warning, detail_of(*from)};
  if (number == 0 && !server.empty())
    return identity{std::move(server), {}, true};
  if (number == 0)
    return standing{health::fine, {}};
  if (auto of = from->text_of("SequenceNumber"); of != std::to_string(number))
    return garbled{"an answer for number " + of};
  return coded{control ? control->text_of("Code") : std::string{},
               std::move(server), health::fine, apart};
}

// What the standard says of the statuses, and no more: of a failure inside the
// server nobody can say what it left behind.
answer decode_failure(std::string_view status) {
  auto detail = "HTTP " + std::string{status};
  auto number = status.substr(0, status.find(' '));
  if (number == "401" || number == "403")
    return rejected{verdict::block, refusal::unknown_register, detail};
  if (number == "507")
    return rejected{verdict::block, refusal::storage_full, detail};
  if (number == "429" || number == "503")
    return rejected{verdict::doubt, refusal::out_of_order, detail};
  if (number.starts_with('4'))
    return rejected{verdict::never, refusal::protocol, detail};
  return rejected{verdict::doubt, refusal::out_of_order, detail};
}

// -- the codec
// ------------------------------------------------------------------

std::vector<std::string> tcs_codec::queries() const {
  return {encode_status(with_, who_) + message_end};
}

result<std::string> tcs_codec::encode(const registration& what) const {
  auto out = encode_receipt(with_, what);
  if (!out)
    return out.why();
  return *std::move(out) + message_end;
}

void tcs_codec::sent(std::string_view bytes) {
  bytes.remove_suffix(1);
  auto what = parse_xml(bytes);
  assert(what); // Our own.
  asked_id_ = what->text_of("RequestID");
  asked_for_ = 0;
  if (const auto* data = what->child("ControlData"))
    asked_for_ = std::stoull(data->text_of("SequenceNumber"));
}

std::vector<answer> tcs_codec::feed(std::string_view bytes) {
  std::vector<answer> out;
  for (char c : bytes) {
    if (c != message_end) {
      overlong_ = overlong_ || part_.size() == message_max;
      if (!overlong_)
        part_ += c;
      continue;
    }
    out.push_back(overlong_ ? answer{garbled{"overlong answer"}} : read(part_));
    reset();
  }
  return out;
}

answer tcs_codec::read(std::string_view message) const {
  auto end = message.find('\n');
  auto status = message.substr(0, end);
  if (end == std::string_view::npos || !is_status(status))
    return garbled{"no HTTP status"};
  if (!status.starts_with("200"))
    return decode_failure(status);
  return decode(message.substr(end + 1), asked_id_, asked_for_);
}

void tcs_codec::reset() {
  part_.clear();
  overlong_ = false;
}

} // namespace kassa::unit::tcs
