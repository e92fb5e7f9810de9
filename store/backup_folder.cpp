#include "store/backup_folder.hpp"

#include "store/cipher_env.hpp"
#include "store/rocks.hpp"
#include "store/rocks_hub_storage.hpp"

#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/utilities/backup_engine.h>

namespace kassa::store {

namespace {

error failure(const rocksdb::Status& why, backup_id of) {
  auto named = "backup " + std::to_string(of);
  if (why.IsNotFound())
    return {errc::not_found, {{"what", std::move(named)}}, why.ToString()};
  return read_error(why, std::move(named));
}

status done(const rocksdb::Status& how, backup_id of) {
  return how.ok() ? ok : status{failure(how, of)};
}

class rocks_backup_folder : public backup_folder {
public:
  explicit rocks_backup_folder(options with)
    : path_(with.path),
      under_(with.env != nullptr ? with.env : rocksdb::Env::Default()),
      env_(make_cipher_env(under_, std::move(with.key), *with.random)) {}

  ~rocks_backup_folder() override {
    engine_.reset();
    if (lock_ != nullptr)
      under_->UnlockFile(lock_).PermitUncheckedError();
  }

  status begin() {
    if (auto s = under_->CreateDirIfMissing(path_); !s.ok())
      return read_error(s, path_);
    if (auto s = under_->LockFile(path_ + "/LOCK", &lock_); !s.ok())
      return open_error(s, path_);
    return engine(under_, engine_);
  }

  std::vector<backup_id> all() const override {
    std::vector<rocksdb::BackupInfo> infos;
    engine_->GetBackupInfo(&infos);
    std::vector<backup_id> out;
    out.reserve(infos.size());
    for (const auto& x : infos)
      out.push_back(x.backup_id);
    return out;
  }

  result<std::uint64_t> size(backup_id of) const override {
    rocksdb::BackupInfo info;
    if (auto s = engine_->GetBackupInfo(of, &info); !s.ok())
      return failure(s, of);
    return info.size;
  }

  result<backup_id> add(const embedded_storage& of) override {
    rocksdb::CreateBackupOptions o;
    // The log that a copy is made of may not be synced; flushed tables are.
    o.flush_before_backup = true;
    backup_id out = 0;
    if (auto s = engine_->CreateNewBackup(o, &of.database(), &out); !s.ok())
      return failure(s, out);
    return out;
  }

  result<std::unique_ptr<const hub_storage>>
  read(backup_id which) const override {
    rocksdb::BackupInfo info;
    if (auto s = engine_->GetBackupInfo(which, &info, true); !s.ok())
      return failure(s, which);
    return opened_at(which, info.env_for_open, info.name_for_open);
  }

  status check(backup_id which) const override {
    return done(engine_->VerifyBackup(which, true), which);
  }

  status restore(backup_id which, const std::string& path) const override {
    return done(engine_->RestoreDBFromBackup(which, path, path), which);
  }

  result<std::unique_ptr<const hub_storage>>
  try_restore(backup_id which, const std::string& path) const override {
    std::unique_ptr<rocksdb::BackupEngine> writer;
    if (auto opened = engine(env_.get(), writer); !opened)
      return opened.why();
    if (auto s = writer->RestoreDBFromBackup(which, path, path); !s.ok())
      return failure(s, which);
    return opened_at(which, env_, path);
  }

  status remove(backup_id which) override {
    return done(engine_->DeleteBackup(which), which);
  }

private:
  /// @param to whose files it copies from and restores to
  status engine(rocksdb::Env* to,
                std::unique_ptr<rocksdb::BackupEngine>& out) const {
    rocksdb::BackupEngineOptions o{path_, env_.get()};
    rocksdb::BackupEngine* made = nullptr;
    if (auto s = rocksdb::BackupEngine::Open(o, to, &made); !s.ok())
      return read_error(s, path_);
    out.reset(made);
    return ok;
  }

  static result<std::unique_ptr<const hub_storage>>
  opened_at(backup_id which, const std::shared_ptr<rocksdb::Env>& env,
            const std::string& path) {
    auto o = hub_storage_database(env.get(), path);
    o.create_if_missing = false;
    rocksdb::DB* db = nullptr;
    if (auto s = rocksdb::DB::OpenForReadOnly(o, path, &db); !s.ok())
      return failure(s, which);
    return std::unique_ptr<const hub_storage>{
      make_rocks_hub_storage(std::unique_ptr<rocksdb::DB>{db}, {}, env)};
  }

  std::string path_;
  rocksdb::Env* under_;
  std::shared_ptr<rocksdb::Env> env_;
  std::unique_ptr<rocksdb::BackupEngine> engine_;
  rocksdb::FileLock* lock_ = nullptr;
};

} // namespace

result<std::unique_ptr<backup_folder>> backup_folder::open(options with) {
  auto out = std::make_unique<rocks_backup_folder>(std::move(with));
  if (auto begun = out->begin(); !begun)
    return begun.why();
  return std::unique_ptr<backup_folder>{std::move(out)};
}

} // namespace kassa::store
