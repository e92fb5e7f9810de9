#pragma once

#include <string_view>

/// What a field of the kvittodata may look like (domain-sweden 3.2).
namespace kassa::emulator {

bool is_number(std::string_view text, std::size_t least, std::size_t most);
/// "123,45" with or without a minus, at most 14 characters.
bool is_amount(std::string_view text);
/// "25,00;12,34".
bool is_vat(std::string_view text);
/// YYYYMMDDhhmm of a day and time that a calendar may have.
bool is_minute(std::string_view text);
bool is_kind(std::string_view text);
/// In öre. @pre is_amount(text)
long long ore_of(std::string_view text);
/// What is paid is what was sold less what was returned, and so no less than
/// minus the returns. @pre both are amounts
bool is_related(std::string_view returned, std::string_view paid);

} // namespace kassa::emulator
