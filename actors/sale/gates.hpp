#pragma once

#include "proto/base/result.hpp"

#include <map>
#include <optional>

namespace kassa::sale {

/// Why no new sale may begin: at most one reason a code. X, Z and reads go on.
class gates {
public:
  void block(error why);
  void unblock(errc code);
  [[nodiscard]] bool has(errc code) const;

  /// The reason to name: what stops everything comes first.
  [[nodiscard]] std::optional<error> current() const;
  /// Whether not even the open sale may be completed. A nearly full disk keeps
  /// a reserve for that.
  [[nodiscard]] bool stops_all() const;
  /// Why not even a Z may be made: this folder may not be the one that goes on
  /// with the series (L13). A fenced scope still makes its last Z.
  [[nodiscard]] std::optional<error> stops_z() const;

private:
  std::map<errc, error> reasons_;
};

} // namespace kassa::sale
