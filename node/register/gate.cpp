#include "node/register/gate.hpp"

#include <utility>
#include <vector>

namespace kassa::node {

gate::gate(std::uint32_t at_most) : at_most_(at_most) {}

result<gate::ticket> gate::enter(std::function<void()> end) {
  std::lock_guard lock{inside_->mutex};
  if (inside_->closed)
    return error{errc::unavailable, {{"what", "kassa-node"}}, "closing"};
  if (inside_->ends.size() >= at_most_)
    return error{errc::busy, {}, "too many at once"};
  auto name = ++inside_->names;
  inside_->ends.emplace(name, std::move(end));
  // The ticket may outlive the gate.
  return ticket{this, [in = inside_, name](const void*) {
                  std::function<void()> gone; // Destroyed outside the lock.
                  std::lock_guard leaving{in->mutex};
                  auto found = in->ends.find(name);
                  if (found == in->ends.end())
                    return;
                  gone = std::move(found->second);
                  in->ends.erase(found);
                }};
}

void gate::close() {
  std::vector<std::function<void()>> ends;
  {
    std::lock_guard lock{inside_->mutex};
    inside_->closed = true;
    for (auto& [name, end] : inside_->ends)
      if (end)
        ends.push_back(std::move(end));
    // What is inside still counts until its ticket is gone.
    for (auto& [name, end] : inside_->ends)
      end = nullptr;
  }
  for (const auto& end : ends)
    end();
}

} // namespace kassa::node
