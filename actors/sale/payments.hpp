#pragma once

#include "proto/base/money.hpp"
#include "proto/base/result.hpp"

#include <google/protobuf/repeated_field.h>
#include <kassa/v1/record.pb.h>
#include <kassa/v1/register.pb.h>

#include <string>

namespace kassa::sale {

using payments = google::protobuf::RepeatedPtrField<v1::Payment>;

/// How payments stand against a total. Amounts carry the sign of the sale:
/// negative on a return. Holds when balanced (L3):
/// total = paid - change - rounding.
struct settlement {
  ore_t paid = 0;      ///< Handed over, by all means.
  ore_t change = 0;    ///< Given back, in cash.
  ore_t rounding = 0;  ///< Of the cash part, once it is covered.
  ore_t remaining = 0; ///< To the öre; 0 when balanced.
  /// What remains if the rest is paid in cash: whole kronor.
  ore_t remaining_cash = 0;
  bool balanced = false;

  bool operator==(const settlement&) const = default;
};

/// The cash part is what other means leave. It is rounded to whole kronor as
/// soon as the cash covers it (1970:1029); other means stay exact. Only a sale
/// gives change.
/// @param rounding of what is paid back; a sale's cash is always rounded to the
///   nearest krona
[[nodiscard]] settlement
settle(ore_t total, bool is_return, const payments& all,
       v1::CashRounding rounding = v1::CASH_ROUNDING_UNSPECIFIED);

/// Puts the settlement's change on the cash payments, the last ones first, and
/// takes it off all others.
void place_change(const settlement& of, payments& all);

/// A payment as asked for: `over_paid` above what remains by other means than
/// cash or on a return, `invalid` for öre in cash.
[[nodiscard]] result<v1::Payment> make_payment(const v1::OpenSale& sale,
                                               const v1::AddPaymentRequest& by);

/// "Kontant", "Kort", ...
[[nodiscard]] std::string name_of(v1::Means means);

} // namespace kassa::sale
