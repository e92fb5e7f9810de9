#pragma once

#include "proto/base/ids.hpp"

#include <kassa/v1/record.pb.h>

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// The keys of a terminal store. Each begins with its scope, then numbers of
/// fixed width, big endian, so that a scan over numbers is a range of keys.
namespace kassa::store {

inline constexpr std::size_t id_width = 16;
inline constexpr std::size_t scope_width = 2 * id_width;

// -- pieces -------------------------------------------------------------------

/// Appends an id, padded with NUL to 16 bytes.
/// @pre id.size() <= 16
constexpr void append_id(std::string& out, std::string_view id) {
  assert(id.size() <= id_width);
  out.append(id);
  out.append(id_width - id.size(), '\0');
}

/// Appends eight bytes, big endian: key order is the order of the numbers.
constexpr void append_be64(std::string& out, std::uint64_t n) {
  for (int shift = 56; shift >= 0; shift -= 8)
    out.push_back(static_cast<char>(n >> shift & 0xff));
}

/// Reads eight bytes, big endian.
/// @pre bytes.size() >= 8
constexpr std::uint64_t read_be64(std::string_view bytes) {
  assert(bytes.size() >= 8);
  std::uint64_t n = 0;
  for (char c : bytes.substr(0, 8))
    n = n << 8 | static_cast<unsigned char>(c);
  return n;
}

/// What the keys of a store's partition at the hub begin with.
constexpr std::string partition_prefix(std::string_view partition) {
  std::string out;
  append_id(out, partition);
  return out;
}

/// What every key of a scope begins with.
constexpr std::string scope_prefix(const scope& of) {
  std::string out;
  append_id(out, of.store);
  append_id(out, of.terminal);
  return out;
}

/// The first key after all that begin with `prefix`; empty when there is none,
/// that is, when the prefix is all 0xff.
constexpr std::string prefix_end(std::string_view prefix) {
  std::string out{prefix};
  while (!out.empty() && out.back() == static_cast<char>(0xff))
    out.pop_back();
  if (!out.empty())
    out.back() = static_cast<char>(static_cast<unsigned char>(out.back()) + 1);
  return out;
}

/// A scope's key in a family where a letter says what it names.
constexpr std::string letter_key(const scope& of, char letter) {
  auto out = scope_prefix(of);
  out.push_back(letter);
  return out;
}

constexpr std::string number_key(const scope& of, char letter,
                                 std::uint64_t number) {
  auto out = letter_key(of, letter);
  append_be64(out, number);
  return out;
}

// -- family journal -----------------------------------------------------------

/// A v1::Record.
constexpr std::string journal_key(const scope& of, seq_t seq) {
  auto out = scope_prefix(of);
  append_be64(out, seq);
  return out;
}

/// @pre the key was made by `journal_key`
constexpr seq_t seq_of_journal_key(std::string_view key) {
  assert(key.size() == scope_width + 8);
  return read_be64(key.substr(scope_width));
}

// -- family index -------------------------------------------------------------

/// A v1::ReceiptEntry, by series and number.
constexpr std::string receipt_key(const scope& of, v1::Series series,
                                  std::uint64_t number) {
  auto out = letter_key(of, 'R');
  out.push_back(static_cast<char>(series));
  append_be64(out, number);
  return out;
}

/// Of a date as a key has it: "2026-05-04".
inline constexpr std::size_t date_size = 10;

/// A v1::ReceiptSummary, by business date and seq.
/// @pre date is "2026-05-04"
constexpr std::string receipt_day_key(const scope& of, std::string_view date,
                                      seq_t seq) {
  assert(date.size() == date_size);
  auto out = letter_key(of, 'D');
  out.append(date);
  append_be64(out, seq);
  return out;
}

/// A v1::ReceiptEntry with the seq of a record that the history of settings,
/// prices and outages holds, by local date.
/// @pre date is "2026-05-04"
constexpr std::string change_key(const scope& of, std::string_view date,
                                 seq_t seq) {
  assert(date.size() == date_size);
  auto out = letter_key(of, 'H');
  out.append(date);
  append_be64(out, seq);
  return out;
}

/// A v1::ReceiptEntry with the seq of Z report `number`.
constexpr std::string z_key(const scope& of, std::uint64_t number) {
  return number_key(of, 'Z', number);
}

/// What all answers of an epoch begin with; also the first key of the epoch.
constexpr std::string answer_epoch_key(const scope& of, std::uint64_t epoch) {
  return number_key(of, 'A', epoch);
}

/// A v1::Answered. The epoch is the number that the next Z will have.
constexpr std::string answer_key(const scope& of, std::uint64_t epoch,
                                 std::string_view client_id) {
  auto out = answer_epoch_key(of, epoch);
  out.append(client_id);
  return out;
}

// -- family state -------------------------------------------------------------

/// The v1::LedgerState.
constexpr std::string ledger_key(const scope& of) {
  return letter_key(of, 'L');
}

/// A v1::PrintJob that is not printed yet, by the seq of its job.
constexpr std::string print_job_key(const scope& of, seq_t job) {
  return number_key(of, 'P', job);
}

/// A v1::SaleParked, by the name that it was parked under.
constexpr std::string parked_key(const scope& of, std::string_view name) {
  auto out = letter_key(of, 'K');
  out.append(name);
  return out;
}

/// A v1::HeadSignature of the Z at `seq`.
constexpr std::string signature_key(const scope& of, seq_t seq) {
  return number_key(of, 'S', seq);
}

/// The v1::Acked.
constexpr std::string acked_key(const scope& of) {
  return letter_key(of, 'C');
}

/// The v1::Token.
constexpr std::string token_key(const scope& of) {
  return letter_key(of, 'T');
}

/// The v1::CatalogTime.
constexpr std::string catalog_time_key(const scope& of) {
  return letter_key(of, 'H');
}

/// The v1::CatalogActive.
constexpr std::string catalog_active_key(const scope& of) {
  return letter_key(of, 'V');
}

/// The live scope of the folder; see `encode_scope`.
constexpr std::string folder_scope_key() {
  return "folder/scope";
}

/// The v1::Binding of the folder.
constexpr std::string folder_binding_key() {
  return "folder/binding";
}

/// The value at `folder_scope_key`: store, NUL, terminal.
constexpr std::string encode_scope(const scope& of) {
  auto out = of.store;
  out.push_back('\0');
  out.append(of.terminal);
  return out;
}

/// @return `corrupt` when the bytes are not what `encode_scope` makes.
result<scope> decode_scope(std::string_view bytes);

// -- family catalog -----------------------------------------------------------

/// What all rows of a generation begin with.
constexpr std::string catalog_generation_key(const scope& of,
                                             std::uint64_t generation) {
  auto out = scope_prefix(of);
  append_be64(out, generation);
  return out;
}

/// A serialised v1::Row. The row key is the catalog's own business.
constexpr std::string catalog_row_key(const scope& of, std::uint64_t generation,
                                      std::string_view row_key) {
  auto out = catalog_generation_key(of, generation);
  out.append(row_key);
  return out;
}

} // namespace kassa::store
