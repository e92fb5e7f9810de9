#pragma once

#include "actors/sale/unit/codec.hpp"

/// Infrasec's control system (domain-sweden 3.5): XML that is POSTed to it over
/// HTTPS. Here are the messages and the codec; HTTP and TLS are the line's.
namespace kassa::unit::tcs {

struct settings {
  std::string application; ///< ApplicationID, as agreed with Infrasec.
  /// RequestID of every status request, a GUID.
  std::string status_id = "00000000-0000-4000-8000-000000000000";
};

/// The body that registers a receipt. The RequestID is the registration's id,
/// which must be a GUID.
/// @returns `invalid` naming what the protocol cannot carry: more than four
/// rates, one beside 25, 12, 6 and 0 %, a bad GUID, a bad org.nr, a sale and a
/// return on one receipt
[[nodiscard]] result<std::string> encode_receipt(const settings& with,
                                                 const registration& what);

/// The body that asks how the register is; wanted at each start and log-in.
[[nodiscard]] std::string encode_status(const settings& with,
                                        const registrant& who);

/// What a body says. A code answers the registration with this id; an answer
/// to another is `garbled`, so that it cannot be taken for this one's.
/// @param id the RequestID of the request
/// @param number its SequenceNumber; 0 for a status
[[nodiscard]] answer decode(std::string_view body, std::string_view id,
                            std::uint64_t number);

/// What an HTTP status other than 200 says; the body is not looked at.
[[nodiscard]] answer decode_failure(std::string_view status);

/// Ends each message on the line, in both directions: no XML holds it.
inline constexpr char message_end = '\0';

/// The messages on a line that carries whole bodies: out goes a body and
/// `message_end`; in comes the HTTP status ("200 OK"), '\n', the body and
/// `message_end`.
class tcs_codec : public codec {
public:
  explicit tcs_codec(settings with) : with_(std::move(with)) {}

  std::string name() const override { return "tcs"; }
  void introduce(const registrant& who) override { who_ = who; }
  std::vector<std::string> queries() const override;
  result<std::string> encode(const registration& what) const override;
  void sent(std::string_view bytes) override;
  std::vector<answer> feed(std::string_view bytes) override;
  void reset() override;

private:
  answer read(std::string_view message) const;

  settings with_;
  registrant who_;
  std::string asked_id_;        ///< RequestID of what was sent last.
  std::uint64_t asked_for_ = 0; ///< Its SequenceNumber; 0: a status.
  std::string part_;
  bool overlong_ = false;
};

} // namespace kassa::unit::tcs
