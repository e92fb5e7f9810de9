#include "node/closed.hpp"

#include "node/node.hpp"

#include <algorithm>
#include <sstream>

namespace kassa::node {

namespace {

/// "store terminal path"
std::optional<closed_folder> parse_line(const std::string& line) {
  std::istringstream in{line};
  std::string store, terminal;
  closed_folder out;
  if (!(in >> store >> terminal) || !std::getline(in >> std::ws, out.path))
    return std::nullopt;
  auto of = make_scope(store, terminal);
  if (!of)
    return std::nullopt;
  out.scope = *std::move(of);
  return out;
}

} // namespace

result<std::vector<closed_folder>> closed_folders(const store::files& disk,
                                                  const std::string& data) {
  auto text = disk.read(closed_path(data));
  if (!text)
    return text.why();
  std::vector<closed_folder> out;
  std::istringstream lines{text->value_or("")};
  for (std::string line; std::getline(lines, line);) {
    auto one = parse_line(line);
    if (!one)
      return error{errc::corrupt, {{"what", closed_path(data)}}};
    out.push_back(*std::move(one));
  }
  return out;
}

status remember_closed(const store::files& disk, const std::string& data,
                       const closed_folder& one) {
  auto known = closed_folders(disk, data);
  auto earlier = closed_folders(disk, one.path);
  if (!known || !earlier)
    return known ? earlier.why() : known.why();
  earlier->push_back(one);
  for (auto& x : *earlier)
    if (std::ranges::find(*known, x) == known->end())
      known->push_back(std::move(x));
  std::string lines;
  for (const auto& x : *known)
    lines += x.scope.store + ' ' + x.scope.terminal + ' ' + x.path + '\n';
  return disk.replace(closed_path(data), lines);
}

result<std::unique_ptr<store::terminal_store>>
open_closed(const closed_folder& what, rocksdb::Env* env) {
  store::terminal_store::options how;
  how.path = store_path(what.path);
  how.env = env;
  how.read_only = how.must_exist = true;
  return store::terminal_store::open(how);
}

} // namespace kassa::node
