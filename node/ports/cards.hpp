#pragma once

#include "actors/sale/card/driver.hpp"
#include "proto/base/result.hpp"

#include <memory>
#include <string>

namespace kassa::node {

/// Makes a card terminal from its setting; one that is asked has a thread of
/// its own, which ends with it. Callbacks come on that thread.
///
///   "none"                    an empty pointer: card payments are only noted
///   "manual"                  the cashier reads the terminal and answers
///   "emulated:tcp:HOST:PORT"  the one that kassa-emulator plays
///
/// @returns `invalid` naming what is wrong
result<std::unique_ptr<card::card_terminal>>
make_card(const std::string& setting, const card::patience& with = {});

/// Checks a setting without making anything.
status check_card(const std::string& setting);

} // namespace kassa::node
