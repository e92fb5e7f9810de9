// kassa-bench [--json] [--folder DIR] [NAME...]: see tests/bench/README.md.

#include "tests/bench/benches.hpp"

#include <cstdio>
#include <cstring>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

int main(int argc, char** argv) {
  using namespace kassa::bench;
  const std::vector<std::pair<std::string, void (*)(settings&)>> all{
    {"sale", sale_commit}, {"pay", sale_pay}, {"scale", scale},
    {"upload", upload},    {"memory", memory}};
  bool json = false;
  std::string folder = "build/release/bench";
  std::vector<std::string> wanted;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--json") == 0)
      json = true;
    else if (std::strcmp(argv[i], "--folder") == 0 && i + 1 < argc)
      folder = argv[++i];
    else
      wanted.emplace_back(argv[i]);
  }
  for (const auto& name : wanted)
    if (std::ranges::none_of(all, [&](auto& x) { return x.first == name; })) {
      std::fprintf(stderr, "kassa-bench: there is no benchmark '%s'; there are "
                           "sale, pay, scale, upload, memory\n",
                   name.c_str());
      return 2;
    }
  std::filesystem::create_directories(folder);
  report out{json};
  settings with{out, folder, std::filesystem::path(argv[0]).parent_path()};
  for (const auto& [name, run] : all)
    if (wanted.empty() || std::ranges::find(wanted, name) != wanted.end())
      run(with);
}
