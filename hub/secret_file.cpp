#include "hub/secret_file.hpp"

#include "proto/base/crypto.hpp"
#include "proto/base/secret_box.hpp"

namespace kassa::hub {

result<std::string> secret_in(const store::files& files,
                              const std::string& path, bool make,
                              random_port& random) {
  auto text = files.read(path);
  if (!text)
    return text.why();
  if (*text) {
    auto secret = from_hex((*text)->substr(0, 2 * secret_key_size));
    if (!secret || secret->size() != secret_key_size)
      return error{errc::corrupt, {{"what", path}}};
    return secret;
  }
  if (!make)
    return error{errc::not_found, {{"what", path}}};
  auto fresh = random_bytes(random, secret_key_size);
  if (auto written = files.replace(path, to_hex(fresh) + "\n", true); !written)
    return written.why();
  return fresh;
}

} // namespace kassa::hub
