#pragma once

#include "actors/sale/unit/codec.hpp"

namespace kassa::unit {

/// CRC-16/XMODEM: polynomial 0x1021, from 0, nothing reflected.
[[nodiscard]] std::uint16_t crc16_xmodem(std::string_view bytes) noexcept;

/// The line protocol of Skattedosan (domain-sweden 3.4): `kd` registers a
/// receipt, `ver` tells who the unit is. It has no query of how it is.
class kd_codec : public codec {
public:
  std::string name() const override { return "kd"; }
  std::vector<std::string> queries() const override;
  result<std::string> encode(const registration& what) const override;
  std::vector<answer> feed(std::string_view bytes) override;
  void reset() override;

private:
  std::string line_;
  bool overlong_ = false;
};

/// "words and the checksum" of a request or, with "\r", of an answer.
/// @param words ends without a space
[[nodiscard]] std::string kd_frame(std::string_view words,
                                   std::string_view end);

} // namespace kassa::unit
