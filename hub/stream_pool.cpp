#include "hub/stream_pool.hpp"

namespace kassa::hub {

std::shared_ptr<stream_pool::place>
stream_pool::enter(const std::string& terminal) {
  std::lock_guard lock{mutex_};
  auto& own = of_one_[terminal];
  if (open_ >= most_ || own >= most_of_one_) {
    if (own == 0)
      of_one_.erase(terminal);
    return nullptr;
  }
  ++open_;
  ++own;
  return std::make_shared<place>(*this, terminal);
}

void stream_pool::leave(const std::string& terminal) {
  std::lock_guard lock{mutex_};
  --open_;
  if (auto at = of_one_.find(terminal); --at->second == 0)
    of_one_.erase(at);
}

} // namespace kassa::hub
