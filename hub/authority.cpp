#include "hub/authority.hpp"

#include <functional>

namespace kassa::hub {

namespace {

std::string authority_path(const std::string& folder) {
  return folder + "/ca.pem";
}

std::string server_path(const std::string& folder) {
  return folder + "/tls.pem";
}

/// The file's, or new ones: one file for both, so that a crash leaves no half.
result<tls::credentials>
read_or_make(const store::files& files, const std::string& path,
             const std::function<result<tls::credentials>()>& make) {
  auto text = files.read(path);
  if (!text)
    return text.why();
  if (*text) {
    auto out = tls::parse(**text);
    if (!out || out->certificate.empty())
      return error{errc::corrupt, {{"what", path}}};
    return out;
  }
  auto made = make();
  if (!made)
    return made.why();
  if (auto s = files.replace(path, tls::print(*made), true); !s)
    return s.why();
  return made;
}

/// Who knows an authority by its fingerprint alone finds it there.
tls::credentials with_authority(tls::credentials own,
                                const tls::credentials& ca) {
  own.certificate += ca.certificate;
  return own;
}

} // namespace

result<tls::credentials> shown_by(const authority& of) {
  auto text = store::files{}.read(of.files.own);
  if (!text)
    return text.why();
  auto own = tls::parse(text->value_or(""));
  if (!own || own->certificate.empty())
    return error{errc::corrupt, {{"what", of.files.own}}};
  return with_authority(*std::move(own), of.ca);
}

result<authority> open_authority(const store::files& files,
                                 const std::string& folder) {
  auto ca = read_or_make(files, authority_path(folder), [] {
    return tls::make_authority("Huvudkassa CA", tls::for_ever);
  });
  if (!ca)
    return ca.why();
  auto server = read_or_make(files, server_path(folder), [&ca] {
    return tls::issue(*ca,
                      {tls::usage::server,
                       tls::hub_name,
                       {},
                       std::string{"DNS:"} + tls::hub_name},
                      tls::for_ever);
  });
  if (!server)
    return server.why();
  auto sha256 = tls::fingerprint(ca->certificate);
  if (!sha256)
    return sha256.why();
  auto shown = with_authority(*std::move(server), *ca);
  return authority{*std::move(ca),
                   std::move(shown),
                   *std::move(sha256),
                   {server_path(folder), authority_path(folder)}};
}

} // namespace kassa::hub
