#pragma once

#include "tests/bench/report.hpp"

#include <string>

/// The benchmarks. Each prints its figures as it gets them; what they mean
/// stands in README.md.
namespace kassa::bench {

struct settings {
  report& out;
  std::string folder;   ///< For data sets; the kept ones lie under "kept".
  std::string programs; ///< Where kassa-node and kassa-hub lie.
};

void sale_commit(settings& with);
void sale_commit_unit(settings& with);
void sale_pay(settings& with);
void scale(settings& with);
void upload(settings& with);
void catalog(settings& with);
void fleet(settings& with);
void memory(settings& with);

} // namespace kassa::bench
