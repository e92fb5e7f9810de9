#pragma once

#include <chrono>
#include <cstddef>

/// The bounds of the wire, in one place.
namespace kassa::transport {

/// Most bytes of one message that a server or the sync client takes.
inline constexpr int receive_max = 2 * 1024 * 1024;

/// Most bytes of one answer that a client of the local services takes: a whole
/// catalog view. And of what the Office is given: a store's whole price list.
inline constexpr int answer_max = 64 * 1024 * 1024;

/// Most bytes of request metadata that a server takes.
inline constexpr int metadata_max = 16 * 1024;

/// Most bytes that wait to be sent on one stream.
inline constexpr std::size_t outbox_max = 8 * 1024 * 1024;

/// Most messages that wait to be sent on one stream.
inline constexpr std::size_t outbox_messages_max = 4096;

/// How long a stream that was closed may take to hand over what was sent
/// before; then it is cut.
inline constexpr std::chrono::seconds drain_time{5};

/// Most streams and calls at once on one connection.
inline constexpr int streams_max = 256;

/// A connection without a stream is told to go after so long.
inline constexpr std::chrono::seconds idle_time{60};

/// How often a listener looks whether its certificate is another one.
inline constexpr std::chrono::seconds certificate_look{2};
/// For hands to be shaken on a new connection.
inline constexpr std::chrono::seconds handshake_time{10};

inline constexpr std::chrono::seconds keepalive_time{20};
inline constexpr std::chrono::seconds keepalive_timeout{10};
/// More often than this a peer may not ping; below `keepalive_time`.
inline constexpr std::chrono::seconds ping_interval_min{10};

/// gRPC's own reconnecting, kept short: the sync machine has the backoff.
inline constexpr std::chrono::milliseconds reconnect_first{100};
inline constexpr std::chrono::milliseconds reconnect_max{500};
/// For one attempt to connect.
inline constexpr std::chrono::seconds connect_time{5};

/// As gRPC's arguments want it.
constexpr int in_ms(std::chrono::milliseconds time) noexcept {
  return static_cast<int>(time.count());
}

} // namespace kassa::transport
