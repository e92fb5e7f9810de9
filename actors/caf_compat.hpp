#pragma once

// The only file that knows which CAF this is: 0.17.6 today. The rest of
// actors/ is written in the notation of CAF 0.18 and later.

#include "proto/base/result.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/config.hpp>
#include <caf/error.hpp>
#include <caf/stateful_actor.hpp>
#include <caf/typed_actor.hpp>
#include <caf/typed_event_based_actor.hpp>
#include <caf/typed_response_promise.hpp>

#include <memory>
#include <optional>
#include <utility>

static_assert(CAF_MAJOR_VERSION == 0 && CAF_MINOR_VERSION == 17,
              "port this file to the new CAF");

namespace kassa {

/// CAF's error codes are one byte wide, ours are two and have fields: the
/// whole error travels as the context of this one code.
enum class carried : std::uint8_t { error = 1 };

/// Our error as a CAF payload: shared, since messages are copied.
using error_ptr = std::shared_ptr<const error>;

} // namespace kassa

CAF_BEGIN_TYPE_ID_BLOCK(kassa_errors, caf::first_custom_type_id)

  CAF_ADD_TYPE_ID(kassa_errors, (kassa::carried))
  CAF_ADD_TYPE_ID(kassa_errors, (kassa::error))

CAF_END_TYPE_ID_BLOCK(kassa_errors)

CAF_ERROR_CODE_ENUM(kassa::carried, "kassa")
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(kassa::error)

namespace kassa {

namespace detail {

template <class Signature>
struct to_0_17;

template <class... Out, class... In>
struct to_0_17<caf::result<Out...>(In...)> {
  using type = typename caf::replies_to<In...>::template with<Out...>;
};

template <class... In>
struct to_0_17<caf::result<void>(In...)> {
  using type = caf::reacts_to<In...>;
};

/// Holds a `State` whose constructor takes arguments, which 0.17 cannot pass.
template <class State>
struct slot {
  static constexpr auto name = State::name;
  std::optional<State> value;
};

} // namespace detail

/// Declares a typed actor: `actor_interface<caf::result<Out...>(In...), ...>`.
template <class... Signatures>
using actor_interface
  = caf::typed_actor<typename detail::to_0_17<Signatures>::type...>;

/// Spawns an actor from `State(self, args...)` and `State::make_behavior()`.
/// `State` names its `handle` type and its `name`.
template <class State, caf::spawn_options Os = caf::no_spawn_options,
          class... Args>
auto spawn(caf::actor_system& sys, Args... args) {
  using handle = typename State::handle;
  using self_pointer =
    typename handle::template stateful_pointer<detail::slot<State>>;
  return sys.spawn<Os>(
    [](self_pointer self, Args... xs) -> typename handle::behavior_type {
      return self->state.value.emplace(self, std::move(xs)...).make_behavior();
    },
    std::move(args)...);
}

/// How a program of ours runs its actors: a shared queue that workers wait at.
/// CAF's default, work stealing, lets an idle worker sleep 10 ms between looks:
/// every hop of a call would cost that, and an idle till would never rest.
inline void set_workers(caf::actor_system_config& config, std::size_t threads) {
  config.set("scheduler.policy", caf::atom("sharing"));
  config.set("scheduler.max-threads", threads);
}

/// Carries one of our errors over the edge into CAF.
inline caf::error to_caf(const error& why) {
  return caf::make_error(carried::error, why);
}

template <class T>
caf::result<T> to_caf(result<T> x) {
  if (x)
    return *std::move(x);
  return to_caf(x.why());
}

/// Carries an error back out of CAF. What CAF itself reports (a timeout, an
/// actor that is gone) is `unavailable`.
inline error from_caf(const caf::error& why) {
  if (why.category() == caf::atom("kassa") && why.context().size() == 1
      && why.context().match_element<error>(0))
    return why.context().get_as<error>(0);
  return {
    errc::unavailable, {{"what", "kassa"}}, caf::to_string(why.context())};
}

} // namespace kassa
