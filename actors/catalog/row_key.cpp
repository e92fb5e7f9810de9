#include "actors/catalog/row_key.hpp"

#include "store/keys.hpp"

// row key := kind:u8 id NUL be64(effective_from_ms + 2^63)

namespace kassa::catalog {

namespace {

constexpr std::size_t time_size = 8;
constexpr std::uint64_t time_bias = std::uint64_t{1} << 63;

error bad_key(std::string what) {
  return {errc::bad_catalog, {{"what", std::move(what)}}};
}

} // namespace

std::string row_prefix(v1::RowKind kind, std::string_view id) {
  std::string out(1, static_cast<char>(kind));
  out.append(id);
  out.push_back('\0');
  return out;
}

std::string encode_row_key(const v1::RowKey& key) {
  assert(check_row_key(key));
  auto biased = static_cast<std::uint64_t>(key.effective_from_ms()) ^ time_bias;
  auto out = row_prefix(key.kind(), key.id());
  store::append_be64(out, biased);
  return out;
}

result<v1::RowKey> decode_row_key(std::string_view bytes) {
  const error broken{errc::corrupt, {{"what", "catalog row key"}}};
  if (bytes.size() < time_size + 3
      || bytes.size() > time_size + 2 + row_id_size_max
      || bytes[bytes.size() - time_size - 1] != '\0')
    return broken;
  auto kind = static_cast<unsigned char>(bytes[0]);
  auto id = bytes.substr(1, bytes.size() - time_size - 2);
  if (kind == 0 || id.find('\0') != std::string_view::npos)
    return broken;
  v1::RowKey out;
  out.set_kind(static_cast<v1::RowKind>(kind));
  out.set_id(std::string{id});
  out.set_effective_from_ms(effective_from_of(bytes));
  return out;
}

status check_row_key(const v1::RowKey& key) {
  // A kind that this program does not know is kept as it is.
  if (static_cast<int>(key.kind()) < 1 || static_cast<int>(key.kind()) > 255)
    return bad_key("a row without a kind");
  if (key.id().empty())
    return bad_key("a row without an id");
  if (key.id().size() > row_id_size_max)
    return bad_key(key.id() + ": the id has more than 64 bytes");
  if (key.id().find('\0') != std::string::npos)
    return bad_key("an id with a NUL");
  return ok;
}

std::string_view row_prefix_of(std::string_view key) {
  assert(key.size() > time_size);
  return key.substr(0, key.size() - time_size);
}

std::int64_t effective_from_of(std::string_view key) {
  assert(key.size() > time_size);
  auto biased = store::read_be64(key.substr(key.size() - time_size));
  return static_cast<std::int64_t>(biased ^ time_bias);
}

} // namespace kassa::catalog
