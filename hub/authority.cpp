#include "hub/authority.hpp"

#include <functional>

namespace kassa::hub {

namespace {

constexpr std::string_view key_begins = "-----BEGIN PRIVATE KEY-----";

/// The file's, or new ones: one file for both, so that a crash leaves no half.
result<tls::credentials>
read_or_make(const store::files& files, const std::string& path,
             const std::function<result<tls::credentials>()>& make) {
  auto text = files.read(path);
  if (!text)
    return text.why();
  if (*text) {
    auto at = (*text)->find(key_begins);
    tls::credentials out{(*text)->substr(0, at), {}};
    if (at == std::string::npos || !tls::fingerprint(out.certificate))
      return error{errc::corrupt, {{"what", path}}};
    out.key = (*text)->substr(at);
    return out;
  }
  auto made = make();
  if (!made)
    return made.why();
  if (auto s = files.replace(path, made->certificate + made->key, true); !s)
    return s.why();
  return made;
}

} // namespace

result<authority> open_authority(const store::files& files,
                                 const std::string& folder) {
  auto ca = read_or_make(files, folder + "/ca.pem", [] {
    return tls::make_authority("Huvudkassa CA", tls::for_ever);
  });
  if (!ca)
    return ca.why();
  auto server = read_or_make(files, folder + "/tls.pem", [&ca] {
    return tls::issue(*ca, {tls::hub_name, std::string{"DNS:"} + tls::hub_name},
                      tls::for_ever);
  });
  if (!server)
    return server.why();
  auto sha256 = tls::fingerprint(ca->certificate);
  if (!sha256)
    return sha256.why();
  server->certificate += ca->certificate;
  return authority{*std::move(ca), *std::move(server), *std::move(sha256)};
}

} // namespace kassa::hub
