#pragma once

#include "proto/base/ids.hpp"

#include <kassa/v1/catalog.pb.h>

#include <string>

namespace kassa::bench {

/// The user that a bench till's catalog lets log in, and the password.
inline constexpr auto bench_user = "anna";
inline constexpr auto bench_password = "anna";

/// Store "butik", terminal "BENCH1".
kassa::scope bench_scope();

/// Sets a data folder up as `kassa-node init` does.
/// @param bundle of a hub that knows the terminal
void make_folder(const std::string& folder, const v1::Bundle& bundle);

/// The same without a hub, unless it is a terminal already.
void make_folder(const std::string& folder);

/// Lets a copied folder sell where it is now, as a manager's word would.
void rebind_folder(const std::string& folder);

/// Empties and removes a folder.
void remove_folder(const std::string& folder);

} // namespace kassa::bench
