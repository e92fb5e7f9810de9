#pragma once

#include "actors/sale/unit/codec.hpp"

namespace kassa::unit {

/// CleanCash, protocol version 2 (domain-sweden 3.3): `IQ` and `SIQ` ask who
/// and how the unit is, `RR` registers a receipt. Version 1 is not spoken: the
/// form of its answers is not known.
class ccsp_codec : public codec {
public:
  std::string name() const override { return "ccsp"; }
  std::vector<std::string> queries() const override;
  result<std::string> encode(const registration& what) const override;
  std::vector<answer> feed(std::string_view bytes) override;
  void reset() override;

private:
  std::string line_;
};

/// "#!#" length "#" payload "#" checksum "\r".
/// @pre the payload is shorter than 4000 bytes
[[nodiscard]] std::string ccsp_frame(std::string_view payload);

} // namespace kassa::unit
