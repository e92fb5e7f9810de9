#pragma once

#include "transport/credentials.hpp"

#include <memory>
#include <utility>

namespace kassa::testing {

/// Credentials that stay as they are.
class fixed_credentials : public transport::credentials_port {
public:
  explicit fixed_credentials(transport::terminal_credentials what)
    : what_(std::make_shared<const transport::terminal_credentials>(
      std::move(what))) {}

  std::shared_ptr<const transport::terminal_credentials> now() override {
    return what_;
  }
  void reached() override {}
  void unreached() override {}

private:
  std::shared_ptr<const transport::terminal_credentials> what_;
};

} // namespace kassa::testing
