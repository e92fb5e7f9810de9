#include "node/config.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>

// The only file that knows toml++.
namespace kassa::node {

namespace {

error bad(const std::string& file, std::uint32_t line, std::string what) {
  return {errc::bad_configuration,
          {{"file", file},
           {"line", std::to_string(line)},
           {"what", std::move(what)}}};
}

std::string kind_of(const setting& x) {
  constexpr const char* kinds[]{"a text in quotes", "a whole number",
                                "true or false"};
  return kinds[x.where.index()];
}

/// False when the value is of another type.
bool assign(config& to, const setting& x, const toml::node& value) {
  if (auto* p = std::get_if<std::string config::*>(&x.where)) {
    if (!value.is_string())
      return false;
    to.** p = value.as_string()->get();
    return true;
  }
  if (auto* p = std::get_if<bool config::*>(&x.where)) {
    if (!value.is_boolean())
      return false;
    to.** p = value.as_boolean()->get();
    return true;
  }
  if (!value.is_integer())
    return false;
  to.*std::get<std::int64_t config::*>(x.where) = value.as_integer()->get();
  return true;
}

/// The line of the setting that the words speak of: its name is in front.
std::uint32_t line_of(const std::map<std::string, std::uint32_t>& lines,
                      const std::string& words) {
  auto name = words.substr(0, words.find_first_of(" '"));
  auto it = lines.find(name);
  return it == lines.end() ? 1 : it->second;
}

result<config> from_table(const toml::table& table, const std::string& file) {
  config out;
  std::map<std::string, std::uint32_t> lines;
  for (const auto& [key, value] : table) {
    std::string name{key.str()};
    auto line = key.source().begin.line;
    lines[name] = line;
    const auto& all = settings();
    auto it = std::find_if(all.begin(), all.end(),
                           [&name](const auto& x) { return x.name == name; });
    if (it == all.end())
      return bad(file, line, "there is no setting " + name);
    if (!assign(out, *it, value))
      return bad(file, line, name + " has to be " + kind_of(*it));
  }
  if (auto s = check(out); !s) {
    const auto& what = s.why().fields.at("what");
    return bad(file, line_of(lines, what), what);
  }
  return out;
}

} // namespace

result<config> parse_config(std::string_view toml, const std::string& file) {
  try {
    return from_table(toml::parse(toml, std::string_view{file}), file);
  } catch (const toml::parse_error& e) {
    return bad(file, e.source().begin.line, std::string{e.description()});
  }
}

result<config> read_config(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  if (!in.is_open() || in.bad())
    return bad(path, 1, "the file cannot be read");
  return parse_config(text, path);
}

} // namespace kassa::node
