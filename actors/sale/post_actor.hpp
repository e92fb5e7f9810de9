#pragma once

#include "actors/interfaces.hpp"

#include <caf/actor_cast.hpp>
#include <caf/send.hpp>

#include <utility>

namespace kassa::sale {

/// Posts what a device says, on whatever thread, to the sale actor, which may
/// be gone.
class post {
public:
  explicit post(sale_actor::pointer to)
    : to_(caf::actor_cast<caf::weak_actor_ptr>(sale_actor{to})) {}

  template <class T>
  void operator()(T what) const {
    if (auto to = to_.lock())
      caf::anon_send(caf::actor_cast<sale_actor>(to), std::move(what));
  }

private:
  caf::weak_actor_ptr to_;
};

} // namespace kassa::sale
