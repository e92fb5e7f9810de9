#pragma once

#include <cassert>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace kassa {

/// Why an operation failed. Values are stable: they are stored and sent. The
/// table, with words in two languages, is `error_codes.def`.
enum class errc : std::uint16_t {
#define KASSA_ERROR(code, number, kind, sv, en) code = number,
#include "proto/base/error_codes.def"
#undef KASSA_ERROR
};

/// What whoever gets an error should do about it.
enum class error_kind : std::uint8_t { retry, ask, stop };

/// One row of the table of error codes.
struct error_row {
  errc code;
  std::string_view name;
  error_kind kind;
  std::string_view sv;
  std::string_view en;
};

/// An expected failure: a code to branch on, fields for its words, a detail
/// for the log.
struct error {
  errc code;
  std::map<std::string, std::string> fields = {};
  std::string detail = {};

  bool operator==(const error&) const = default;
};

enum class language : std::uint8_t { sv, en };

/// The whole table, in the order of the numbers.
[[nodiscard]] std::pair<const error_row*, std::size_t> error_table() noexcept;

/// The row of a code; every code has one.
[[nodiscard]] const error_row& row_of(errc code) noexcept;

/// The code with this name, `internal` when there is none.
[[nodiscard]] errc code_named(std::string_view name) noexcept;

/// The words for a person, with the fields filled in.
[[nodiscard]] std::string words(const error& why, language in);

/// "code: English words (detail)", for logs and test output.
[[nodiscard]] std::string to_string(const error& why);

/// "retry", "ask" or "stop".
[[nodiscard]] std::string_view to_string(error_kind kind) noexcept;

/// A value, or the reason why there is none.
template <class T>
class [[nodiscard]] result {
public:
  using value_type = T;

  result(T value) : data_(std::in_place_index<0>, std::move(value)) {}
  result(error why) : data_(std::in_place_index<1>, std::move(why)) {}
  result(errc code) : result(error{code}) {}

  explicit operator bool() const noexcept { return data_.index() == 0; }

  T& operator*() & { return value(); }
  const T& operator*() const& {
    assert(*this);
    return *std::get_if<0>(&data_);
  }
  T&& operator*() && { return std::move(value()); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &**this; }

  /// @pre the result holds an error.
  const error& why() const {
    assert(!*this);
    return *std::get_if<1>(&data_);
  }

private:
  T& value() {
    assert(*this);
    return *std::get_if<0>(&data_);
  }

  std::variant<T, error> data_;
};

struct ok_t {
  bool operator==(const ok_t&) const = default;
};
inline constexpr ok_t ok{};

/// Success, or the reason why not: `return ok;` is the happy end.
using status = result<ok_t>;

} // namespace kassa
