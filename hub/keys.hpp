#pragma once

#include "proto/base/ids.hpp"

#include <cstdint>
#include <string>
#include <string_view>

/// Keys of the hub's storages. The partition is the store's id, or "" for the
/// hub's own; Terminal-IDs are padded with NUL to 16 bytes; numbers are 8
/// bytes, big endian.
///
// clang-format off
/// data, a store's partition
///   'j' terminal be64(last)    v1::RecordRun up to that seq (L6)
///   'i' terminal be64(last)    v1::Arrival of that run
///   'e' terminal be64(last)    v1::HeldEvidence up to that seq
///   'E' terminal               v1::EvidenceState
///   'h' terminal               v1::Head, durable
///   'g' terminal               v1::SignedHead, the last one
///   't' terminal               v1::TokenState
///   'c' terminal               v1::HubContact
///   'a' terminal               v1::Archived
///   'k' 'h'                    v1::CatalogHead, published
///   'k' 'r' row key            v1::StoredRow
///   'k' 'v' be64(version) row key   empty: changed last in that version
///   'k' 'b' be64(version) row key   v1::FormerRow: as it was before that
///   'k' 'w' be64(version)      v1::CatalogVersion
///   'k' 'p' row key            v1::Row that waits for Publish
///   's' date(10) dimension key v1::StatisticsCell
///   'o' 'c' be64(number) cited NUL terminal be64(seq)   v1::Citation
///   'o' 'd' designation NUL terminal   the terminal that prints it
///   'S' terminal               v1::StatisticsCursor
///   'k' 'n'                    restored: the next publish begins a lineage
///   "R"                        a rebuild of the statistics has begun
///   'X' terminal be64(seq)     why that record could not be counted
/// data, the hub's own
///   "incarnation"              16 bytes
///   "drill"                    v1::BackupReport of the last one that held
///   "doubted"                  the backup folder where the last drill failed
/// identity, the hub's own (so that a Terminal-ID is unique in the hub)
///   "store/" id                v1::HubStore
///   "user/" name               v1::HubUser
///   "terminal/" id             v1::HubTerminal
///   "fence/" be64(n)           v1::FenceEntry, appended only
// clang-format on
namespace kassa::hub::keys {

inline std::string be64(std::uint64_t x) {
  std::string out(8, '\0');
  for (int i = 7; i >= 0; --i, x >>= 8)
    out[static_cast<std::size_t>(i)] = static_cast<char>(x & 0xff);
  return out;
}

inline std::uint64_t read_be64(std::string_view bytes) {
  std::uint64_t out = 0;
  for (char c : bytes.substr(0, 8))
    out = (out << 8) | static_cast<unsigned char>(c);
  return out;
}

inline std::string of_terminal(char kind, std::string_view terminal) {
  std::string out(17, '\0');
  out[0] = kind;
  terminal.substr(0, 16).copy(out.data() + 1, 16);
  return out;
}

/// Under the seq of its last record: the run that holds a seq is the first one
/// from there on.
inline std::string run(std::string_view terminal, seq_t last) {
  return of_terminal('j', terminal) + be64(last);
}
inline std::string arrival(std::string_view terminal, seq_t last) {
  return of_terminal('i', terminal) + be64(last);
}
inline std::string evidence(std::string_view terminal, seq_t last) {
  return of_terminal('e', terminal) + be64(last);
}
inline std::string evidence_state(std::string_view terminal) {
  return of_terminal('E', terminal);
}
inline std::string head(std::string_view terminal) {
  return of_terminal('h', terminal);
}
inline std::string signature(std::string_view terminal) {
  return of_terminal('g', terminal);
}
inline std::string token(std::string_view terminal) {
  return of_terminal('t', terminal);
}
inline std::string contact(std::string_view terminal) {
  return of_terminal('c', terminal);
}
inline std::string archived(std::string_view terminal) {
  return of_terminal('a', terminal);
}
inline std::string cursor(std::string_view terminal) {
  return of_terminal('S', terminal);
}
inline std::string set_aside(std::string_view terminal, seq_t seq) {
  return of_terminal('X', terminal) + be64(seq);
}

/// Of a key of a terminal's row: whose, and which.
inline std::string terminal_in(std::string_view key) {
  auto padded = key.substr(1, 16);
  return std::string{padded.substr(0, padded.find('\0'))};
}
inline seq_t seq_in(std::string_view key) {
  return key.size() == 25 ? read_be64(key.substr(17)) : 0;
}

inline std::string catalog_head() {
  return "kh";
}
inline std::string catalog_row(std::string_view row_key) {
  return "kr" + std::string{row_key};
}
inline std::string catalog_change(std::uint64_t version,
                                  std::string_view row_key) {
  return "kv" + be64(version) + std::string{row_key};
}
inline std::string catalog_former_prefix() {
  return "kb";
}
inline std::string catalog_former(std::uint64_t version,
                                  std::string_view row_key) {
  return catalog_former_prefix() + be64(version) + std::string{row_key};
}
inline std::string catalog_version_prefix() {
  return "kw";
}
inline std::string catalog_version(std::uint64_t version) {
  return catalog_version_prefix() + be64(version);
}
inline std::string pending(std::string_view row_key) {
  return "kp" + std::string{row_key};
}

inline std::string catalog_restored() {
  return "kn";
}

inline std::string cell(std::string_view date, char dimension,
                        std::string_view key) {
  return "s" + std::string{date} + dimension + std::string{key};
}

/// A return of this terminal that cites a receipt of another, or its own.
inline std::string cited(std::uint64_t number, std::string_view name,
                         std::string_view terminal, seq_t seq) {
  return "oc" + be64(number) + std::string{name} + '\0'
         + of_terminal('t', terminal).substr(1) + be64(seq);
}
/// A name (kassabeteckning) that a terminal prints.
inline std::string printed_name(std::string_view name,
                                std::string_view terminal) {
  return "od" + std::string{name} + '\0' + std::string{terminal};
}

inline std::string dropping() {
  return "R";
}
inline std::string incarnation() {
  return "incarnation";
}
inline std::string doubted() {
  return "doubted";
}
inline std::string drill() {
  return "drill";
}
inline std::string store(std::string_view id) {
  return "store/" + std::string{id};
}
inline std::string user(std::string_view name) {
  return "user/" + std::string{name};
}
inline std::string terminal(std::string_view id) {
  return "terminal/" + std::string{id};
}
inline std::string fence(std::uint64_t n) {
  return "fence/" + be64(n);
}

/// The first key after all with this prefix.
inline std::string after(std::string prefix) {
  while (!prefix.empty() && static_cast<unsigned char>(prefix.back()) == 0xff)
    prefix.pop_back();
  if (!prefix.empty())
    prefix.back()
      = static_cast<char>(static_cast<unsigned char>(prefix.back()) + 1);
  return prefix;
}

} // namespace kassa::hub::keys
