#include "store/files.hpp"

#include <rocksdb/env.h>

#include <algorithm>
#include <filesystem>
#include <memory>

namespace kassa::store {

namespace {

error failure(const rocksdb::Status& why, const std::string& path) {
  return {errc::io, {}, path + ": " + why.ToString()};
}

std::string folder_of(const std::string& path) {
  auto folder = std::filesystem::path{path}.parent_path().string();
  return folder.empty() ? "." : folder;
}

/// Makes a new name in a folder durable.
rocksdb::Status sync_folder(rocksdb::Env& env, const std::string& folder) {
  std::unique_ptr<rocksdb::Directory> opened;
  auto s = env.NewDirectory(folder, &opened);
  return s.ok() ? opened->Fsync() : s;
}

/// rocksdb::Env sets modes for all files or none. The file is empty yet; one
/// of an Env in memory is not there, and needs no mode.
rocksdb::Status keep_secret(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code failed;
  if (!fs::exists(path, failed))
    return {};
  fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write, failed);
  return failed ? rocksdb::Status::IOError(failed.message())
                : rocksdb::Status{};
}

rocksdb::Status write_new(rocksdb::Env& env, const std::string& path,
                          std::string_view content, bool secret) {
  std::unique_ptr<rocksdb::WritableFile> out;
  auto s = env.NewWritableFile(path, &out, {});
  if (s.ok() && secret)
    s = keep_secret(path);
  if (s.ok())
    s = out->Append({content.data(), content.size()});
  if (s.ok())
    s = out->Sync();
  if (s.ok())
    s = out->Close();
  return s;
}

} // namespace

files::files(rocksdb::Env* env)
  : env_(env != nullptr ? env : rocksdb::Env::Default()) {}

result<std::optional<std::string>> files::read(const std::string& path) const {
  std::string content;
  auto s = rocksdb::ReadFileToString(env_, path, &content);
  // Some file systems say that a missing file is an error of the disk.
  if (!s.ok() && env_->FileExists(path).IsNotFound())
    return std::optional<std::string>{};
  if (!s.ok())
    return failure(s, path);
  return std::optional{std::move(content)};
}

status files::replace(const std::string& path, std::string_view content,
                      bool secret) const {
  auto beside = path + ".new";
  auto s = write_new(*env_, beside, content, secret);
  if (s.ok())
    s = env_->RenameFile(beside, path);
  if (s.ok())
    s = sync_folder(*env_, folder_of(path));
  if (!s.ok())
    return failure(s, path);
  return ok;
}

status files::write_at(const std::string& path, std::uint64_t offset,
                       std::string_view bytes) const {
  if (!exists(path))
    if (auto made = replace(path, {}); !made)
      return made;
  std::unique_ptr<rocksdb::RandomRWFile> file;
  auto s = env_->NewRandomRWFile(path, &file, {});
  if (s.ok())
    s = file->Write(offset, {bytes.data(), bytes.size()});
  if (s.ok())
    s = file->Fsync();
  if (s.ok())
    s = file->Close();
  if (!s.ok())
    return failure(s, path);
  return ok;
}

status files::make_folder(const std::string& path) const {
  // From the top down; a parent that is there is no error.
  if (auto parent = std::filesystem::path{path}.parent_path().string();
      !parent.empty() && parent != path && !exists(parent))
    if (auto made = make_folder(parent); !made)
      return made;
  auto s = env_->CreateDirIfMissing(path);
  if (s.ok())
    s = sync_folder(*env_, folder_of(path));
  if (!s.ok())
    return failure(s, path);
  return ok;
}

result<std::vector<std::string>> files::list(const std::string& folder) const {
  std::vector<std::string> names;
  auto s = env_->GetChildren(folder, &names);
  if (!s.ok() && !exists(folder))
    return std::vector<std::string>{};
  if (!s.ok())
    return failure(s, folder);
  std::erase_if(names, [](const auto& x) { return x == "." || x == ".."; });
  std::ranges::sort(names);
  return names;
}

status files::remove_folder(const std::string& path) const {
  // A link is taken away, never what it leads to.
  auto leads_away = [](const std::string& name) {
    std::error_code none;
    return std::filesystem::is_symlink(name, none);
  };
  if (leads_away(path))
    return remove(path);
  auto names = list(path);
  if (!names)
    return names.why();
  for (const auto& name : *names) {
    const auto inner = path + '/' + name;
    bool folder = false;
    if (leads_away(inner) || !env_->IsDirectory(inner, &folder).ok())
      folder = false;
    if (auto gone = folder ? remove_folder(inner) : remove(inner); !gone)
      return gone;
  }
  if (!exists(path))
    return ok;
  if (auto s = env_->DeleteDir(path); !s.ok())
    return failure(s, path);
  return ok;
}

status files::rename(const std::string& from, const std::string& to) const {
  auto s = env_->RenameFile(from, to);
  if (s.ok())
    s = sync_folder(*env_, folder_of(to));
  return s.ok() ? ok : status{failure(s, from)};
}

status files::remove(const std::string& path) const {
  if (!exists(path))
    return ok;
  auto s = env_->DeleteFile(path);
  if (s.ok())
    s = sync_folder(*env_, folder_of(path));
  if (!s.ok())
    return failure(s, path);
  return ok;
}

bool files::exists(const std::string& path) const {
  return env_->FileExists(path).ok();
}

} // namespace kassa::store
