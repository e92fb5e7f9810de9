#include "hub/stream_pool.hpp"

namespace kassa::hub {

std::shared_ptr<stream_pool::place>
stream_pool::enter(const std::string& terminal) {
  std::lock_guard lock{mutex_};
  auto own = open_.find(terminal);
  if (own == open_.end()) {
    if (open_.size() >= terminals_)
      return nullptr;
    own = open_.emplace(terminal, 0).first;
  }
  if (own->second >= streams_of_one_)
    return nullptr;
  ++own->second;
  return std::make_shared<place>(*this, terminal);
}

void stream_pool::leave(const std::string& terminal) {
  std::lock_guard lock{mutex_};
  if (auto at = open_.find(terminal); --at->second == 0)
    open_.erase(at);
}

} // namespace kassa::hub
