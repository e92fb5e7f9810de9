#pragma once

#include "node/node.hpp"
#include "node/register/register_service.hpp"

#include <memory>

namespace kassa::node {

/// Runs `verify` over a snapshot on threads of its own, while the terminal
/// sells on. Thread-safe.
class verifier {
public:
  /// Checks that may run at once; more are told to come again.
  static constexpr int runs_max = 2;

  /// @param of outlives this object
  explicit verifier(const node& of);
  /// Asks what runs to end, and waits for it.
  ~verifier();

  /// Returns at once. The last step has `finished` set.
  void start(verify_progress progress);

private:
  struct shared;
  std::unique_ptr<shared> shared_;
};

} // namespace kassa::node
