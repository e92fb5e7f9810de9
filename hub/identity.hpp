#pragma once

#include "proto/base/crypto.hpp"
#include "proto/base/ids.hpp"
#include "proto/base/ports.hpp"
#include "proto/base/result.hpp"
#include "store/files.hpp"
#include "store/hub_storage.hpp"

#include <kassa/v1/hub_state.pb.h>
#include <kassa/v1/sync.pb.h>

#include <array>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace kassa::hub {

/// Who says to be a terminal, with a signature of this key.
struct applicant {
  scope of;
  std::string device_key;
  std::string secret = {}; ///< Of a bundle: binds the first key, once.
};

/// Who an applicant is, by the register alone. Pure.
enum class standing { known, bind, unknown, wrong_key };
[[nodiscard]] standing judge_terminal(const v1::HubTerminal* registered,
                                      const applicant& who);

/// The hash under which secrets and recovery codes are kept.
[[nodiscard]] std::string secret_hash(std::string_view secret);

/// The hub's identity: stores, Office users, the terminal register and the
/// append-only fence log. Small, so it is held in memory; each change is synced
/// before it is told of. Thread-safe; a change blocks on the disk.
class identity {
public:
  /// @param storage outlives this object
  static result<std::unique_ptr<identity>> load(store::hub_storage* storage);

  [[nodiscard]] std::optional<v1::HubStore> store(const std::string& id) const;
  [[nodiscard]] std::vector<v1::HubStore> stores() const;
  [[nodiscard]] std::optional<v1::HubTerminal>
  terminal(const std::string& id) const;
  /// By Terminal-ID; of all stores when `store` is empty.
  [[nodiscard]] std::vector<v1::HubTerminal>
  terminals(const std::string& store) const;
  [[nodiscard]] std::size_t terminal_count() const;
  /// Whose one-time code has this hash.
  [[nodiscard]] std::optional<v1::HubTerminal>
  terminal_of_code(const std::string& code_hash) const;
  [[nodiscard]] std::optional<v1::HubUser> user(const std::string& name) const;
  [[nodiscard]] std::size_t users() const;
  [[nodiscard]] std::optional<v1::Fence>
  fence(const std::string& terminal) const;
  [[nodiscard]] std::vector<v1::FenceEntry> fences() const;
  /// ok, or `revoked` with the reason.
  [[nodiscard]] status revoked(const std::string& terminal) const;

  // -- changes; `exists` when the name is taken, else what the storage says
  [[nodiscard]] status add(const v1::HubStore& what);
  [[nodiscard]] status add(const v1::HubTerminal& what);
  /// `conflict` where the store is not as it was.
  [[nodiscard]] status change(const v1::HubStore& from, const v1::HubStore& to);
  /// `conflict` where the terminal is not as it was.
  [[nodiscard]] status change(const v1::HubTerminal& from,
                              const v1::HubTerminal& to);
  [[nodiscard]] status add(const v1::HubUser& what);

  /// Whether this is a terminal of ours; binds its key when it shows the
  /// bundle's secret first. unknown_terminal, wrong_key, revoked
  [[nodiscard]] status admit(const applicant& who, std::int64_t now_ms);

  /// Logs a fence, synced before this returns. A terminal is fenced once: of
  /// a second fence only the evidence is logged, and the first one is answered.
  [[nodiscard]] result<v1::Fence>
  fence(v1::FenceEntry entry, std::int64_t now_ms, const key_pair& hub);

private:
  explicit identity(store::hub_storage* storage) : storage_(storage) {}
  status read();
  template <class T>
  status put(std::map<std::string, T>& into, std::string key, std::string name,
             const T& what, const T* before);

  store::hub_storage* storage_;
  mutable std::mutex mutex_;
  std::map<std::string, v1::HubStore> stores_;
  std::map<std::string, v1::HubTerminal> terminals_;
  std::map<std::string, v1::HubUser> users_;
  std::map<std::string, v1::Fence> fenced_;
  std::vector<v1::FenceEntry> fences_;
};

/// The files of an identity folder, beside its database.
inline constexpr std::array identity_files{"hub.key", "ca.pem", "tls.pem"};

/// The hub's signing key: "hub.key" in the identity folder, hex, mode 0600.
/// Made when it is missing and `make` says so; `not_found` otherwise.
[[nodiscard]] result<key_pair> signing_key(const store::files& files,
                                           const std::string& folder, bool make,
                                           random_port& random);

} // namespace kassa::hub
