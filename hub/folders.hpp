#pragma once

#include "hub/authority.hpp"
#include "hub/backups.hpp"
#include "hub/config.hpp"
#include "proto/base/crypto.hpp"

#include <memory>

namespace kassa::hub {

/// What lies in a hub's folders, opened.
struct folders {
  std::unique_ptr<store::embedded_storage> data;
  std::unique_ptr<store::embedded_storage> identity;
  key_pair key;
  authority trusted;
};

/// Opens both, and makes the data folder where there is none.
/// @returns hub_not_initialised, store_locked, corrupt, io
[[nodiscard]] result<folders> open_folders(const config& with,
                                           const store::files& files,
                                           random_port& random,
                                           const die_port& die);

/// The backups of what is open; none where the configuration has no folder
/// for them. @param random and `of` outlive them
[[nodiscard]] std::unique_ptr<backups> backups_of(const config& with,
                                                  const store::files& files,
                                                  random_port& random,
                                                  const folders& of);

} // namespace kassa::hub
