#include "transport/grpc_log.hpp"

#include <grpc/support/log.h>

#include <atomic>

namespace kassa::transport {

namespace {

std::atomic<log_port*> target = nullptr;

void tell(gpr_log_func_args* what) {
  if (auto* log = target.load())
    log->log(what->severity == GPR_LOG_SEVERITY_ERROR ? log_level::warn
                                                      : log_level::info,
             "grpc", {{"what", what->message}});
}

} // namespace

grpc_log::grpc_log(log_port& to) {
  target = &to;
  gpr_set_log_function(tell);
}

grpc_log::~grpc_log() {
  target = nullptr;
}

} // namespace kassa::transport
