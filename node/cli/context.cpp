#include "node/cli/context.hpp"

#include <cstdlib>

namespace kassa::cli {

std::string terminal_context::address() const {
  if (!given.empty())
    return given;
  const auto* from = std::getenv("KASSA_TERMINAL");
  return from != nullptr && *from != '\0' ? from : "127.0.0.1:4780";
}

std::string terminal_context::who() const {
  return std::string(ui.say("Kassan på ", "The register at ")) + address();
}

result<register_stub*> terminal_context::stub() {
  if (stub_ == nullptr) {
    auto channel = transport::dial(address());
    if (!channel)
      return channel.why();
    stub_ = v1::Register::NewStub(*channel);
  }
  return stub_.get();
}

result<std::string> terminal_context::token() {
  auto kept = session_file().find(address());
  if (!kept)
    return error{errc::not_logged_in};
  return kept->token;
}

result<v1::Call> terminal_context::call(std::uint64_t revision) {
  auto session = token();
  if (!session)
    return session.why();
  v1::Call out;
  out.set_session(*session);
  out.set_client_id(fresh_client_id());
  out.set_revision(revision);
  return out;
}

} // namespace kassa::cli
