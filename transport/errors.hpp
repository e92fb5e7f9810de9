#pragma once

#include "proto/base/result.hpp"

#include <grpcpp/support/status.h>
#include <kassa/v1/error.pb.h>

#include <cstddef>
#include <string_view>

/// Our errors on the wire: a gRPC code for tools, the whole error as a
/// serialised v1::Error in the status details for our own clients.
namespace kassa::transport {

/// The field of an error that crosses as v1::Error.current_sale, because it is
/// a serialised SaleView and not a text.
inline constexpr std::string_view current_sale_field = "current_sale";

/// Most bytes of status details that a client of ours takes; a current sale
/// that does not fit is left out and has to be asked for.
inline constexpr std::size_t details_max = 512 * 1024;

/// Fills in the words of both languages. Texts that are no UTF-8 are mended.
[[nodiscard]] v1::Error to_proto(const error& why);

/// A code that this program does not know becomes `internal`, with the words
/// that came with it as detail.
[[nodiscard]] error from_proto(const v1::Error& why);

[[nodiscard]] grpc::Status to_grpc(const error& why);

/// The error that the other side meant, or what a bare failure of the
/// transport comes to: `too_large` for a message beyond the limits, `busy` for
/// other exhausted resources, `protocol` for a call that is not known there,
/// else `unavailable`.
/// @param who who does not answer, for the words: "Web Office"
/// @pre `from` is not OK
[[nodiscard]] error from_grpc(const grpc::Status& from, std::string_view who);

} // namespace kassa::transport
