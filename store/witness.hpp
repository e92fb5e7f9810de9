#pragma once

#include "proto/base/ids.hpp"
#include "proto/base/ports.hpp"
#include "proto/base/result.hpp"
#include "store/files.hpp"

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

namespace kassa::store {

/// A position in a journal that the world has seen.
struct witnessed_head {
  seq_t seq = 0;
  std::string hash; ///< 32 bytes; empty when nothing was witnessed.

  bool operator==(const witnessed_head&) const = default;
};

/// The highest head that was printed or acknowledged, in a file outside the
/// database: a database older than its witness was put back from a copy and
/// must not sell (design, section 4). Two slots are overwritten in turn, so a
/// power cut leaves the one before. Thread-safe; `raise` blocks on the disk.
class witness {
public:
  using head = witnessed_head;

  /// A missing file is a witness that has seen nothing. `corrupt` when neither
  /// slot can be read.
  /// @param disk outlives the witness
  /// @param die called when the file cannot be written (L15)
  static result<std::unique_ptr<witness>> open(const files& disk,
                                               std::string path, die_port die);

  head highest() const;

  /// Durable when it returns. Does nothing when `to` is not higher.
  /// @pre to.hash.size() == 32
  status raise(const head& to);

private:
  witness(const files& disk, std::string path, die_port die);

  status read();
  status write(const head& to);

  const files& disk_;
  std::string path_;
  die_port die_;
  mutable std::mutex lock_;
  head highest_;
  std::uint64_t counter_ = 0; ///< Of the slot that counts; 0: no file.
  bool dead_ = false;
};

} // namespace kassa::store
