#include "transport/hub_lines.hpp"

#include "transport/dialling.hpp"
#include "transport/limits.hpp"

namespace kassa::transport {

hub_lines::~hub_lines() {
  // What was cancelled ends at once; the bound is against a hang.
  for (auto& line : lines_)
    line->calls->wait(drain_time);
}

result<std::shared_ptr<hub_line>> hub_lines::now() {
  auto as = with_.now();
  if (!as)
    return errc::no_certificate;
  std::lock_guard lock{mutex_};
  drop_idle();
  if (!lines_.empty() && lines_.back()->as == as)
    return lines_.back();
  auto channel = dial_hub(address_, *as, receive_max);
  if (!channel)
    return channel.why();
  auto made = std::make_shared<hub_line>();
  made->as = std::move(as);
  made->channel = *std::move(channel);
  made->hub = v1::Sync::NewStub(made->channel);
  lines_.push_back(made);
  return made;
}

void hub_lines::drop_idle() {
  for (std::size_t i = 0; i + 1 < lines_.size();)
    if (lines_[i].use_count() == 1 && lines_[i]->calls->wait({}))
      lines_.erase(lines_.begin() + static_cast<std::ptrdiff_t>(i));
    else
      ++i;
}

} // namespace kassa::transport
