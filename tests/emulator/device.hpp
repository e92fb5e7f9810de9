#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Control units that are none: what they remember, and what goes wrong with
/// them when a test says so. Written from the documents, beside the drivers and
/// without their code, so that the two check each other.
namespace kassa::emulator {

enum class fault : std::uint8_t {
  no_answer,    ///< Takes the request and says nothing; nothing is registered.
  lost,         ///< Registers, and the answer is lost.
  late,         ///< Registers, and answers after `ms`.
  bad_checksum, ///< Registers, and the answer's checksum is wrong.
  code,         ///< Refuses with `code`; nothing is registered.
  busy,         ///< Says that it is busy; nothing is registered.
  storage_full, ///< Refuses, its storage is full.
  storage_high, ///< Registers, its storage is nearly full.
  power_fail,   ///< Registers, and the line is gone.
  clock,        ///< Refuses: date or time out of range.
  repeat,       ///< Registers, and says its answer twice.
  garbage,      ///< Registers; noise comes before the answer.
  split,        ///< Registers; the answer comes a byte at a time.
  buffered,     ///< Registers without its control server; Infrasec only.
};

/// What a fault goes with.
enum class moment : std::uint8_t { receipts, queries, all };

struct armed_fault {
  fault what = fault::no_answer;
  std::uint32_t left = 1; ///< Requests it still goes with.
  std::uint32_t ms = 2'000;
  std::string code;
  moment with = moment::receipts;
};

inline constexpr std::uint32_t always = UINT32_MAX;

/// What is done when the same kvittodata comes again.
enum class replay : std::uint8_t {
  same, ///< The code it got.
  anew, ///< Another code.
  no,   ///< None.
};

/// What a receipt of one kvittotyp gets.
enum class gift : std::uint8_t {
  code,
  bare,    ///< It is registered, and gets no code.
  refusal, ///< There is no such kvittotyp.
};

/// Of a control unit's code, and of a control system's.
inline constexpr std::size_t unit_code = 59;
inline constexpr std::size_t system_code = 113;

/// One unit. The same seed and the same requests give the same codes.
class device {
public:
  device(std::string unit, std::string seed, std::size_t code_size = unit_code)
    : unit_(std::move(unit)), seed_(std::move(seed)), code_size_(code_size) {}

  const std::string& unit() const { return unit_; }

  void arm(armed_fault what) { faults_.push_back(std::move(what)); }
  void clear() { faults_.clear(); }
  void set_replay(replay to) { replay_ = to; }
  void set_gift(const std::string& kind, gift to) { gifts_[kind] = to; }
  /// A control system gives codes to normal receipts only, until it is told
  /// otherwise.
  gift gift_for(const std::string& kind) const;

  /// The fault that goes with this request, the oldest first. One is used up.
  std::optional<armed_fault> next_fault(bool receipt);

  /// Registers a receipt of a kvittotyp. @returns its code: 32 and 26
  /// characters apart by ';', and of a control system more behind; nothing when
  /// it came before and is not answered again
  std::optional<std::string> commit(const std::string& owner,
                                    const std::string& kind,
                                    const std::string& kvittodata);

  /// The codes given to one kvittodata, or to all.
  std::vector<std::string> codes(const std::string& kvittodata) const;
  std::size_t receipts() const { return given_.size(); }
  std::size_t all_codes() const;
  /// "ok CODE CODE ...", every code ever given.
  std::string list() const;
  /// "ok normal=2 kopia=1": how many of each kvittotyp were registered.
  std::string list_kinds() const;

private:
  std::string unit_;
  std::string seed_;
  std::size_t code_size_;
  std::deque<armed_fault> faults_;
  replay replay_ = replay::same;
  std::map<std::string, gift> gifts_;             ///< By kvittotyp.
  std::map<std::string, std::uint64_t> kinds_;    ///< By kvittotyp.
  std::map<std::string, std::uint64_t> counters_; ///< By org.nr and register.
  std::map<std::string, std::vector<std::string>> given_;
};

/// Something to do on a line, in order.
struct action {
  std::string bytes;
  std::uint32_t delay_ms = 0; ///< Before; what follows waits too.
  bool hang_up = false;
};

/// One connection.
class session {
public:
  virtual ~session() = default;
  virtual std::vector<action> take(std::string_view bytes) = 0;
};

/// Does to a whole answer what the fault says.
/// @param sum_at where the checksum stands, counted from the end
std::vector<action> disturb(std::string bytes,
                            const std::optional<armed_fault>& by,
                            std::size_t sum_at);

/// A line of the control protocol: "fault lost count=2 on=queries", "clear",
/// "replay same|new|no", "kind KVITTOTYP code|bare|refuse", "stats", "codes",
/// "kinds". @returns "ok ..." or "error ..."
std::string command(device& of, std::string_view line);

} // namespace kassa::emulator
