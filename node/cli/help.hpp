#pragma once

#include "proto/base/result.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace CLI {
class App;
}

namespace kassa::cli {

/// Puts every text of a finished command tree into a language: descriptions,
/// footers by paragraph (an indented line is an example and stays), groups and
/// CLI11's own words. English is what the tree was written in; a text without
/// a translation stays English.
void speak(CLI::App& app, language lang);

/// What CLI11 says of a command line that it cannot read, in a language.
[[nodiscard]] std::string usage_words(std::string english, language lang);

/// Visits what `speak` translates, for the test that nothing is missing.
void each_help_text(const CLI::App& app,
                    const std::function<void(std::string_view)>& visit);

/// From the one table of help texts, `help_sv.def`.
[[nodiscard]] std::optional<std::string_view>
in_swedish(std::string_view english);

/// The language that a command line and its environment ask for, before the
/// command line is parsed: help is printed while it is.
[[nodiscard]] language language_of(int argc, char** argv, language otherwise);

} // namespace kassa::cli
