#pragma once

#include "proto/base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kassa::unit {

/// An element of a small XML message: its text, or its children. Attributes are
/// passed over: no answer that we read has any.
struct xml_element {
  std::string name; ///< Without a namespace prefix.
  std::string text; ///< Entities resolved; without the blanks at its ends.
  std::vector<xml_element> children;

  /// The first child of this name, or null.
  [[nodiscard]] const xml_element* child(std::string_view called) const;
  /// The text of that child; empty when there is none.
  [[nodiscard]] std::string text_of(std::string_view called) const;
};

/// Reads one message of at most 64 KiB, 16 levels and 1000 elements. What such
/// messages have no use for (document types, processing instructions but the
/// first, CDATA) is refused, so that nothing in it can grow.
/// @returns `protocol` naming what is wrong
[[nodiscard]] result<xml_element> parse_xml(std::string_view text);

/// Text as element content or attribute value; control characters become '?'.
[[nodiscard]] std::string escape_xml(std::string_view text);

} // namespace kassa::unit
