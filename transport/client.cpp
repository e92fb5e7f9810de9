#include "transport/client.hpp"

#include "transport/dialling.hpp"
#include "transport/limits.hpp"

namespace kassa::transport {

result<channel_ptr> dial(const std::string& address) {
  return dial(address, answer_max);
}

void set_deadline(grpc::ClientContext& context,
                  std::chrono::milliseconds timeout) {
  if (timeout.count() > 0)
    context.set_deadline(std::chrono::system_clock::now() + timeout);
}

} // namespace kassa::transport
