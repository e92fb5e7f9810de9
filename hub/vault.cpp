// FOLDER/vault     sealed: which key the folder has
// FOLDER/data/     the copies
// FOLDER/seals/N   of copy N, a v1::BackupSeal

#include "hub/vault.hpp"

#include "hub/secret_file.hpp"
#include "proto/base/crypto.hpp"
#include "proto/base/secret_box.hpp"

#include <algorithm>

namespace kassa::hub {

namespace {

constexpr std::string_view greeting = "huvudkassa backup 1";

std::string listed(const std::vector<store::backup_id>& all) {
  std::string out;
  for (auto x : all)
    out += (out.empty() ? "" : ", ") + std::to_string(x);
  return out.empty() ? "-" : out;
}

} // namespace

result<std::unique_ptr<vault>> vault::open(place where, bool make,
                                           const store::files& files,
                                           random_port& random) {
  auto out = std::unique_ptr<vault>{new vault{std::move(where), files, random}};
  if (auto unlocked = out->unlock(make); !unlocked)
    return unlocked.why();
  return out;
}

status vault::unlock(bool make) {
  const auto marker = where_.folder + "/vault";
  auto box = files_.read(marker);
  if (!box)
    return box.why();
  if (!*box && !make)
    return error{
      errc::no_backup,
      {{"backup", "-"}, {"folder", where_.folder}, {"there", listed({})}}};
  const error wrong{errc::backup_key_wrong,
                    {{"file", where_.key_file}, {"folder", where_.folder}}};
  auto secret = secret_in(files_, where_.key_file, make && !*box, random_);
  if (!secret)
    return secret.why().code == errc::io ? secret.why() : wrong;
  key_ = hash256("kassa.backup.seal.1", {*secret});
  if (*box && unseal(key_, **box) != greeting)
    return wrong;
  if (!*box) {
    for (const auto& folder : {where_.folder, where_.folder + "/seals"})
      if (auto made = files_.make_folder(folder); !made)
        return made;
    auto written = files_.replace(marker, seal(key_, greeting, random_), true);
    if (!written)
      return written;
  }
  auto data = store::backup_folder::open(
    {where_.folder + "/data", hash256("kassa.backup.data.1", {*secret}),
     &random_, files_.env()});
  if (!data)
    return data.why();
  data_ = *std::move(data);
  return ok;
}

std::string vault::seal_path(store::backup_id which) const {
  return where_.folder + "/seals/" + std::to_string(which);
}

result<std::vector<store::backup_id>> vault::sealed() const {
  auto names = files_.list(where_.folder + "/seals");
  if (!names)
    return names.why();
  auto out = data_->all();
  std::erase_if(out, [&names](auto x) {
    return !std::ranges::binary_search(*names, std::to_string(x));
  });
  return out;
}

result<v1::BackupSeal> vault::read(store::backup_id which) const {
  const auto there = sealed();
  if (!there)
    return there.why();
  if (which == 0 && !there->empty())
    which = there->back();
  if (std::ranges::find(*there, which) == there->end())
    return error{errc::no_backup,
                 {{"backup", which == 0 ? "-" : std::to_string(which)},
                  {"folder", where_.folder},
                  {"there", listed(*there)}}};
  auto box = files_.read(seal_path(which));
  if (!box)
    return box.why();
  auto bytes = unseal(key_, box->value_or(""));
  v1::BackupSeal out;
  if (!bytes || !out.ParseFromString(*bytes) || out.backup() != which)
    return damaged(which, {errc::corrupt, {{"what", seal_path(which)}}});
  return out;
}

status vault::write(const v1::BackupSeal& what) {
  return files_.replace(seal_path(what.backup()),
                        seal(key_, what.SerializeAsString(), random_), true);
}

status vault::remove(store::backup_id which) {
  if (auto removed = files_.remove(seal_path(which)); !removed)
    return removed;
  return data_->remove(which);
}

status vault::keep(std::size_t newest) {
  auto stays = sealed();
  if (!stays)
    return stays.why();
  if (stays->empty())
    return ok;
  stays->erase(stays->begin(), stays->end()
                                 - static_cast<std::ptrdiff_t>(
                                   std::min(newest, stays->size())));
  for (auto x : data_->all()) {
    if (x > stays->back() || std::ranges::find(*stays, x) != stays->end())
      continue;
    if (auto removed = remove(x); !removed)
      return removed;
  }
  return ok;
}

error vault::damaged(store::backup_id which, const error& why) const {
  return {errc::backup_damaged,
          {{"backup", std::to_string(which)},
           {"folder", where_.folder},
           {"what", what_of(why)}},
          why.detail};
}

std::string what_of(const error& why) {
  auto at = why.fields.find("what");
  return at == why.fields.end() ? why.detail : at->second;
}

} // namespace kassa::hub
