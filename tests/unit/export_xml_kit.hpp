#pragma once

#include "tests/support/xml_reader.hpp"
#include "tests/unit/export_kit.hpp"

#include <string>
#include <vector>

namespace kassa::testing {

namespace ex = journal::exporting;
using names_t = std::vector<std::string>;

/// A journal, its XML, and what an independent reader sees in it.
struct xml_test : ::testing::Test, export_world {
  v1::RecordBody sell(const std::vector<v1::Line>& lines,
                      v1::Means means = v1::MEANS_CASH) {
    return must(make_receipt(v1::SERIES_SALE, lines, means));
  }
  v1::RecordBody sell() { return sell({make_line(1, 2000, 1400, 600)}); }

  xml_node read(ex::xml_options options = {}) {
    file = xml(options);
    return xml_reader::read(file);
  }
  /// The elements of the events, in order.
  static names_t events_of(const xml_node& root) {
    names_t out;
    for (const auto& event : root.at("RegistreringLISTA").children) {
      EXPECT_EQ(event.name, "Handelse");
      out.push_back(event.children.back().name);
    }
    return out;
  }
  /// What stands within the events, by the element's name.
  static std::vector<const xml_node*> all_of_name(const xml_node& root,
                                                  const std::string& name) {
    std::vector<const xml_node*> out;
    for (const auto& event : root.at("RegistreringLISTA").children)
      for (const auto& x : event.children)
        if (x.name == name)
          out.push_back(&x);
    return out;
  }

  std::string file;
};

} // namespace kassa::testing
