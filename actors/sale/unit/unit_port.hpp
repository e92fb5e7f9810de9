#pragma once

#include "proto/base/money.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// The control unit (kontrollenhet): the certified device, or service, that
/// answers each receipt with a control code (SKVFS 2009:2, SKVFS 2020:9).
namespace kassa::unit {

// -- what is registered
// ---------------------------------------------------------

/// Kvittotyp: `normal`, `kopia`, `ovning`, `profo`.
enum class receipt_kind : std::uint8_t { normal, copy, training, pro_forma };

/// The VAT of one rate on a receipt. Negative where the receipt is a return.
struct vat_sum {
  std::uint32_t basis_points = 0; ///< 2500 is 25 %.
  ore_t vat = 0;
  ore_t gross = 0; ///< What it is the VAT of, VAT included.
  bool operator==(const vat_sum&) const = default;
};

/// What a copy is the copy of.
struct original_receipt {
  std::string date; ///< "2026-05-04"
  std::string time; ///< "13:05:09"
  std::uint64_t number = 0;
  bool operator==(const original_receipt&) const = default;
};

/// The kvittodata of one receipt (domain-sweden 3.2), as values; drivers make
/// their own text of them. Amounts keep the engine's sign.
struct receipt_data {
  std::string date;          ///< Of the register, local: "2026-05-04".
  std::string time;          ///< "13:05:09"; most units take minutes only.
  std::string org_no;        ///< Ten digits, with or without the hyphen.
  std::string register_name; ///< Kassabeteckning, 1 to 16 of printable ASCII.
  std::uint64_t number = 0;  ///< Löpnummer as printed, at most 12 digits.
  receipt_kind kind = receipt_kind::normal;
  ore_t return_amount = 0;  ///< Sum of the return lines, absolute.
  ore_t sale_amount = 0;    ///< What the customer pays; below 0 on a return.
  std::vector<vat_sum> vat; ///< At most four rates.
  std::optional<original_receipt> original; ///< With `copy` only.
  /// Where the register stands, as printed; only Infrasec asks for it.
  std::string address;
  /// Drivers that send a return's amounts with a sign leave it out.
  bool unsigned_return = false;
  bool operator==(const receipt_data&) const = default;
};

/// One ask for a code. Asking again for the same receipt means the same id and
/// the same data, always.
struct registration {
  /// Names the receipt for as long as it is open; 1 to 64 bytes. Infrasec wants
  /// a GUID.
  std::string id;
  receipt_data receipt;
  /// An earlier ask may have reached the unit: its outcome was `unknown`, or
  /// the intent was found when the terminal started.
  bool asked_before = false;
};

// -- what became of it
// ----------------------------------------------------------

/// The unit holds the receipt and answered.
struct accepted {
  /// Of any length (kontrollkod 59, avstämningskod 113). Empty where there is
  /// no unit, and where a unit gives none for a kind other than normal.
  std::string code;
  std::string unit; ///< Its tillverkningsnummer.
  bool operator==(const accepted&) const = default;
};

/// A control system took the receipt without contact with its control server
/// (SKVFS 2020:9 3:3). The sale stands.
struct buffered {
  std::string code; ///< Empty when it comes later.
  std::string unit;
  bool operator==(const buffered&) const = default;
};

enum class refusal : std::uint8_t {
  bad_data,         ///< Something in the receipt.
  clock,            ///< The date or time is out of the unit's range.
  unknown_register, ///< The unit knows no such register.
  sequence,         ///< The number, or the order of the asks.
  protocol,         ///< The unit does not speak as the driver does.
  storage_full,     ///< Service needed.
  licence,          ///< Service needed.
  out_of_order,     ///< Service needed.
};

/// The unit will never give a code for this ask: the number ends in a void.
struct refused {
  refusal why = refusal::bad_data;
  std::string detail; ///< The unit's own words, for the journal.
  /// An earlier ask with the same data went unanswered, so that the unit may
  /// hold the receipt all the same. The void should say so.
  bool earlier_in_doubt = false;
  bool operator==(const refused&) const = default;
};

/// Bytes of it may have reached the unit. Only asking again, with the same
/// id and data, or a manager's word ends the receipt.
struct unknown {
  std::string detail;
  bool operator==(const unknown&) const = default;
};

/// Nothing of it can have been registered, now or before. It may be asked
/// again with the same data, or voided.
struct unavailable {
  std::string detail;
  bool operator==(const unavailable&) const = default;
};

using outcome = std::variant<accepted, buffered, refused, unknown, unavailable>;

// -- how the unit is
// ------------------------------------------------------------

enum class state : std::uint8_t {
  unknown,  ///< Not started.
  probing,  ///< Asked who and how it is.
  ready,    ///< Sells.
  busy,     ///< A receipt is under way. Sells.
  warning,  ///< Sells; something should be seen to (storage).
  degraded, ///< Failed, and tried again. No new receipt.
  down,     ///< Failed again and again, still tried. No new receipt.
  blocked,  ///< Service needed; only `check` tries again. No new receipt.
};

struct condition {
  state now = state::unknown;
  std::string unit;    ///< Its tillverkningsnummer, once it said it.
  std::string version; ///< What it says of its program.
  std::string detail;  ///< Why it is not ready, for status pages.
  bool system = false; ///< A control system (SKVFS 2020:9), not a unit.

  /// Whether money may be taken for a new receipt.
  [[nodiscard]] bool sells() const noexcept {
    return now == state::ready || now == state::busy || now == state::warning;
  }
  bool operator==(const condition&) const = default;
};

/// Whose register it is. Some units are asked how this register is.
struct registrant {
  std::string org_no;        ///< As in `receipt_data`.
  std::string register_name; ///< Kassabeteckning.
  bool operator==(const registrant&) const = default;
};

/// Something that the unit said, to be journaled. Each answer comes once, also
/// those that change nothing.
struct heard {
  std::string id;     ///< The receipt it was taken for; empty: for none.
  std::string answer; ///< "code", "refused", "garbled"
  std::string code;
  std::string detail;
  /// It was put aside: a late or repeated answer to something else.
  bool stray = false;
  bool operator==(const heard&) const = default;
};

/// One control unit. No call blocks. Calls and callbacks may come on any
/// thread, and callbacks from within calls.
class control_unit {
public:
  using on_outcome = std::function<void(outcome)>;
  struct events {
    std::function<void(condition)> changed;
    std::function<void(heard)> answered;
  };

  virtual ~control_unit() = default;
  /// Says whose register this is: before `start`, and whenever it may have
  /// changed. Most units need not know.
  virtual void introduce(registrant) {}
  /// Begins to probe. @pre called once, before all else
  virtual void start(events on) = 0;
  /// Asks for a code. `on` is called exactly once, at the worst within
  /// two minutes. One receipt at a time: another id meanwhile is `unavailable`,
  /// the same id `unknown`.
  /// @pre the intent is durable (L4)
  virtual void register_receipt(registration what, on_outcome on) = 0;
  /// A manager's word: the receipt was voided. Its ask, if any, ends as
  /// `unknown`; an answer that still comes is put aside.
  virtual void abandon(std::string id) = 0;
  /// A person wants to know now; also leaves `blocked`.
  virtual void check() = 0;
  virtual condition status() const = 0;
  /// Whether there is a unit at all: without one, no intent is needed.
  virtual bool signs() const = 0;
  /// Whether the unit is known to answer the same data with the same code. If
  /// not, asking again may cost a second code, which is journaled and never
  /// shown. No real unit is known to (domain-sweden 3.8).
  virtual bool replays() const = 0;
  /// For status pages: "kd tcp 127.0.0.1:4711", "none".
  virtual std::string name() const = 0;
};

std::string_view to_string(state what) noexcept;
std::string_view to_string(refusal why) noexcept;

} // namespace kassa::unit
