#include "store/backup_folder.hpp"

#include "store/cipher_env.hpp"
#include "store/rocks.hpp"
#include "store/rocks_hub_storage.hpp"

#include <rocksdb/db.h>
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
  rocks_backup_folder(std::unique_ptr<rocksdb::Env> env,
                      std::unique_ptr<rocksdb::BackupEngine> engine)
    : env_(std::move(env)), engine_(std::move(engine)) {}

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
    auto o = hub_storage_database(info.env_for_open.get(), info.name_for_open);
    o.create_if_missing = false;
    rocksdb::DB* db = nullptr;
    if (auto s = rocksdb::DB::OpenForReadOnly(o, info.name_for_open, &db);
        !s.ok())
      return failure(s, which);
    return std::unique_ptr<const hub_storage>{make_rocks_hub_storage(
      std::unique_ptr<rocksdb::DB>{db}, {}, info.env_for_open)};
  }

  status check(backup_id which) const override {
    return done(engine_->VerifyBackup(which, true), which);
  }

  status restore(backup_id which, const std::string& path) const override {
    return done(engine_->RestoreDBFromBackup(which, path, path), which);
  }

  status remove(backup_id which) override {
    return done(engine_->DeleteBackup(which), which);
  }

private:
  std::unique_ptr<rocksdb::Env> env_;
  std::unique_ptr<rocksdb::BackupEngine> engine_;
};

} // namespace

result<std::unique_ptr<backup_folder>> backup_folder::open(options with) {
  auto* under = with.env != nullptr ? with.env : rocksdb::Env::Default();
  auto env = make_cipher_env(under, std::move(with.key), *with.random);
  rocksdb::BackupEngineOptions o{with.path, env.get()};
  rocksdb::BackupEngine* engine = nullptr;
  if (auto s = rocksdb::BackupEngine::Open(o, under, &engine); !s.ok())
    return read_error(s, with.path);
  return std::unique_ptr<backup_folder>{std::make_unique<rocks_backup_folder>(
    std::move(env), std::unique_ptr<rocksdb::BackupEngine>{engine})};
}

} // namespace kassa::store
