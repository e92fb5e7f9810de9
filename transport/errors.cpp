#include "transport/errors.hpp"

#include <cstdint>
#include <string>

namespace kassa::transport {

namespace {

/// Bytes of an error's detail that cross; the log at home has the rest.
constexpr std::size_t detail_max = 2048;

bool continues(char byte) noexcept {
  return (static_cast<unsigned char>(byte) & 0xc0) == 0x80;
}

/// Length of the UTF-8 sequence that starts `text`; 0 when none does. Takes
/// surrogates and overlong forms for what they are: no UTF-8.
std::size_t sequence(std::string_view text) noexcept {
  auto at = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  auto tail = [&](std::size_t n) {
    if (text.size() <= n)
      return false;
    for (std::size_t i = 1; i <= n; ++i)
      if (!continues(text[i]))
        return false;
    return true;
  };
  if (at(0) < 0x80)
    return 1;
  if (at(0) >= 0xc2 && at(0) <= 0xdf)
    return tail(1) ? 2 : 0;
  if (at(0) >= 0xe0 && at(0) <= 0xef && tail(2)) {
    auto overlong = at(0) == 0xe0 && at(1) < 0xa0;
    auto surrogate = at(0) == 0xed && at(1) > 0x9f;
    return overlong || surrogate ? 0 : 3;
  }
  if (at(0) >= 0xf0 && at(0) <= 0xf4 && tail(3)) {
    auto overlong = at(0) == 0xf0 && at(1) < 0x90;
    auto beyond = at(0) == 0xf4 && at(1) > 0x8f;
    return overlong || beyond ? 0 : 4;
  }
  return 0;
}

/// A proto3 string must be UTF-8, or the receiver refuses the whole message.
std::string mended(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    auto n = sequence(text);
    if (n == 0)
      out += '?';
    else
      out += text.substr(0, n);
    text.remove_prefix(n == 0 ? 1 : n);
  }
  return out;
}

grpc::StatusCode code_of(errc code) noexcept {
  using enum errc;
  switch (code) {
  case not_found:
  case unknown_article:
  case unknown_group:
  case unknown_parking:
  case unknown_receipt:
  case unknown_job:
  case unknown_line:
  case unknown_payment:
  case unknown_store: return grpc::StatusCode::NOT_FOUND;
  case invalid:
  case usage:
  case bad_quantity:
  case bad_discount:
  case text_too_long:
  case too_large:
  case bad_csv:
  case two_rates:
  case bad_catalog:
  case bad_org_no:
  case bad_terminal_id: return grpc::StatusCode::INVALID_ARGUMENT;
  case exists:
  case parking_taken: return grpc::StatusCode::ALREADY_EXISTS;
  case not_logged_in:
  case wrong_password:
  case unknown_user: return grpc::StatusCode::UNAUTHENTICATED;
  case forbidden: return grpc::StatusCode::PERMISSION_DENIED;
  case conflict:
  case ambiguous:
  case stale_revision:
  case base_version:
  case superseded:
  case gap: return grpc::StatusCode::ABORTED;
  case busy:
  case locked_out: return grpc::StatusCode::RESOURCE_EXHAUSTED;
  case internal: return grpc::StatusCode::INTERNAL;
  case corrupt: return grpc::StatusCode::DATA_LOSS;
  default:
    return row_of(code).kind == error_kind::retry
             ? grpc::StatusCode::UNAVAILABLE
             : grpc::StatusCode::FAILED_PRECONDITION;
  }
}

/// What gRPC itself reports, without details of ours.
error from_bare(const grpc::Status& from, std::string_view who) {
  auto text = from.error_message();
  switch (from.error_code()) {
  case grpc::StatusCode::RESOURCE_EXHAUSTED:
    if (text.find("larger than max") == std::string::npos)
      return {errc::busy, {}, text};
    // "... (3145728 vs. 2097152)"
    if (auto at = text.find("vs. "); at != std::string::npos)
      return {errc::too_large,
              {{"what", std::string{who}},
               {"limit", text.substr(at + 4, text.find(')', at) - at - 4)}},
              text};
    return {
      errc::too_large, {{"what", std::string{who}}, {"limit", "?"}}, text};
  case grpc::StatusCode::UNIMPLEMENTED:
    return {errc::protocol, {{"what", std::string{who}}}, text};
  default: return {errc::unavailable, {{"what", std::string{who}}}, text};
  }
}

} // namespace

v1::Error to_proto(const error& why) {
  v1::Error out;
  const auto& row = row_of(why.code);
  out.set_code(std::string{row.name});
  out.set_kind(std::string{to_string(row.kind)});
  out.set_sv(mended(words(why, language::sv)));
  out.set_en(mended(words(why, language::en)));
  out.set_detail(mended(why.detail.substr(0, detail_max)));
  for (const auto& [name, value] : why.fields) {
    if (name == current_sale_field)
      out.set_current_sale(value);
    else
      (*out.mutable_fields())[mended(name)] = mended(value);
  }
  return out;
}

error from_proto(const v1::Error& why) {
  error out{code_named(why.code()), {}, why.detail()};
  if (row_of(out.code).name != why.code())
    out.detail = why.code() + ": " + why.en() + " " + why.detail();
  for (const auto& [name, value] : why.fields())
    out.fields[name] = value;
  if (!why.current_sale().empty())
    out.fields[std::string{current_sale_field}] = why.current_sale();
  return out;
}

grpc::Status to_grpc(const error& why) {
  auto carried = to_proto(why);
  // In Base64, and beside it the message and the names.
  if (carried.ByteSizeLong() > details_max / 2)
    carried.clear_current_sale();
  return {code_of(why.code), carried.en(), carried.SerializeAsString()};
}

error from_grpc(const grpc::Status& from, std::string_view who) {
  v1::Error carried;
  auto details = from.error_details();
  if (!details.empty() && carried.ParseFromString(details)
      && !carried.code().empty())
    return from_proto(carried);
  return from_bare(from, who);
}

} // namespace kassa::transport
