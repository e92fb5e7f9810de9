#pragma once

#include "proto/base/crypto.hpp"
#include "proto/base/ids.hpp"
#include "store/terminal_store.hpp"

#include <kassa/v1/record.pb.h>
#include <kassa/v1/terminal_state.pb.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace kassa::journal {

/// The row that signs a head with the device key, written with each Z.
[[nodiscard]] v1::HeadSignature make_signature(const scope& of, seq_t seq,
                                               const std::string& hash,
                                               const key_pair& device);

/// Compares what stands beside a journal with it, record by record: the Zs'
/// signatures, and what the hub countersigned last.
class signature_check {
public:
  using teller = std::function<bool(seq_t seq, std::string words)>;

  signature_check(const store::reader& from, const scope& of);

  /// The next record that was read, with its hash.
  /// @returns io
  [[nodiscard]] status next(seq_t seq, std::string_view hash,
                            const v1::RecordBody& body, const teller& tell);

  /// After the last one. @returns io
  [[nodiscard]] status finish(seq_t last, const teller& tell) const;

private:
  status check_z(seq_t seq, std::string_view hash, const teller& tell);
  void check_acked(std::string_view hash, const teller& tell);

  const store::reader& from_;
  const scope& of_;
  std::optional<v1::Acked> acked_;
  std::string device_key_;   ///< Of genesis.
  std::uint64_t signed_ = 0; ///< Zs with a signature.
};

} // namespace kassa::journal
