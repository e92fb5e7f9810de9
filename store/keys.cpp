#include "store/keys.hpp"

namespace kassa::store {

result<scope> decode_scope(std::string_view bytes) {
  auto end = bytes.find('\0');
  if (end != std::string_view::npos)
    if (auto s = make_scope(bytes.substr(0, end), bytes.substr(end + 1)))
      return s;
  return error{errc::corrupt, {{"what", "folder/scope"}}};
}

} // namespace kassa::store
