#pragma once

#include "proto/base/ids.hpp"
#include "proto/base/result.hpp"
#include "store/terminal_store.hpp"

#include <google/protobuf/message_lite.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>

/// Values of the terminal's store as messages.
namespace kassa::journal {

/// The bytes of a message, the same for equal messages: maps are sorted.
[[nodiscard]] std::string
to_bytes(const google::protobuf::MessageLite& message);

/// Parses what the store holds; `corrupt` names `what` when it will not.
template <class T>
[[nodiscard]] result<T> parse_row(std::string_view bytes,
                                  std::string_view what) {
  T out;
  if (!out.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
    return error{errc::corrupt, {{"what", std::string{what}}}};
  return out;
}

/// Reads one message; nothing when there is no such key.
template <class T>
[[nodiscard]] result<std::optional<T>>
read_row(const store::reader& from, store::family where, std::string_view key,
         std::string_view what) {
  auto bytes = from.get(where, key);
  if (!bytes)
    return bytes.why();
  if (!*bytes)
    return std::optional<T>{};
  auto parsed = parse_row<T>(**bytes, what);
  if (!parsed)
    return parsed.why();
  return std::optional<T>{*std::move(parsed)};
}

/// How a fold reads derived rows. Called on the caller's thread.
using lookup_port = std::function<result<std::optional<std::string>>(
  store::family where, std::string_view key)>;

/// Reads a store as it will be once `pending` is written. Both outlive the
/// answer. Ranges erased in `pending` are not seen: no fold reads them back.
[[nodiscard]] lookup_port over(const lookup_port& stored,
                               const store::write_set& pending);

/// Reads a store. It outlives the answer.
[[nodiscard]] lookup_port over(const store::reader& stored);

/// The error of a record that is unreadable, missing or not what was chained.
[[nodiscard]] error damaged(seq_t seq, std::string detail);

} // namespace kassa::journal
