// The file: two slots, 4096 bytes apart so that no sector holds parts of both.
//   slot = magic (8) | counter be64 | seq be64 | hash (32) | checksum (32)
// checksum = hash256("kassa.witness.1", all before it). The whole slot with the
// higher counter counts; the other one is written next.

#include "store/witness.hpp"

#include "proto/base/crypto.hpp"
#include "store/keys.hpp"

#include <cassert>
#include <optional>
#include <utility>

namespace kassa::store {

namespace {

constexpr std::string_view magic = "KASSAWIT";
constexpr std::size_t numbers_at = magic.size();
constexpr std::size_t hash_at = numbers_at + 16;
constexpr std::size_t checksum_at = hash_at + hash_size;
constexpr std::size_t slot_size = checksum_at + hash_size;
constexpr std::size_t slot_distance = 4096;

struct slot {
  std::uint64_t counter = 0;
  witnessed_head head;
};

std::string checksum_of(std::string_view bytes) {
  return hash256("kassa.witness.1", {bytes});
}

std::string encode(const slot& x) {
  std::string out{magic};
  append_be64(out, x.counter);
  append_be64(out, x.head.seq);
  out.append(x.head.hash);
  return out.append(checksum_of(out));
}

/// Nothing when the slot is torn or was never written.
std::optional<slot> decode(std::string_view file, std::size_t at) {
  if (file.size() < at + slot_size)
    return std::nullopt;
  auto bytes = file.substr(at, slot_size);
  if (!bytes.starts_with(magic)
      || bytes.substr(checksum_at) != checksum_of(bytes.substr(0, checksum_at)))
    return std::nullopt;
  return slot{read_be64(bytes.substr(numbers_at)),
              {read_be64(bytes.substr(numbers_at + 8)),
               std::string{bytes.substr(hash_at, hash_size)}}};
}

std::size_t place_of(std::uint64_t counter) {
  return counter % 2 * slot_distance;
}

} // namespace

witness::witness(const files& disk, std::string path, die_port die)
  : disk_(disk), path_(std::move(path)), die_(std::move(die)) {}

result<std::unique_ptr<witness>> witness::open(const files& disk,
                                               std::string path, die_port die) {
  std::unique_ptr<witness> out{
    new witness(disk, std::move(path), std::move(die))};
  if (auto s = out->read(); !s)
    return s.why();
  return out;
}

status witness::read() {
  auto file = disk_.read(path_);
  if (!file)
    return file.why();
  if (!*file)
    return ok;
  for (auto at : {std::size_t{0}, slot_distance})
    if (auto found = decode(**file, at); found && found->counter > counter_) {
      counter_ = found->counter;
      highest_ = std::move(found->head);
    }
  if (counter_ == 0)
    return error{errc::corrupt, {{"what", path_}}};
  return ok;
}

witness::head witness::highest() const {
  std::lock_guard guard{lock_};
  return highest_;
}

status witness::raise(const head& to) {
  assert(to.hash.size() == hash_size);
  std::lock_guard guard{lock_};
  if (to.seq <= highest_.seq)
    return ok;
  if (dead_)
    return errc::io;
  auto s = write(to);
  if (!s) {
    dead_ = true;
    if (die_)
      die_("witness: " + s.why().detail);
    return s;
  }
  ++counter_;
  highest_ = to;
  return ok;
}

status witness::write(const head& to) {
  auto bytes = encode({counter_ + 1, to});
  if (counter_ > 0)
    return disk_.write_at(path_, place_of(counter_ + 1), bytes);
  // A file that was never whole would be told from a damaged one by nothing:
  // it appears with its first slot in it.
  std::string file(slot_distance + slot_size, '\0');
  file.replace(place_of(1), slot_size, bytes);
  return disk_.replace(path_, file);
}

} // namespace kassa::store
