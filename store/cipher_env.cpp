#include "store/cipher_env.hpp"

#include "proto/base/secret_box.hpp"

#include <rocksdb/env.h>
#include <rocksdb/env_encryption.h>

#include <cassert>

namespace kassa::store {

namespace {

using rocksdb::Status;

/// What stands in front of each file: the nonce, then nothing to the next page.
constexpr std::size_t prefix_size = 4096;

class cipher_stream : public rocksdb::BlockAccessCipherStream {
public:
  cipher_stream(std::string key, std::string nonce)
    : key_(std::move(key)), nonce_(std::move(nonce)) {}

  size_t BlockSize() override { return 1; }

  Status Encrypt(uint64_t offset, char* data, size_t size) override {
    xor_stream(key_, nonce_, offset, {data, size});
    return {};
  }
  Status Decrypt(uint64_t offset, char* data, size_t size) override {
    return Encrypt(offset, data, size);
  }

protected:
  // Whole runs are taken above: RocksDB asks for no single block.
  void AllocateScratch(std::string&) override {}
  Status EncryptBlock(uint64_t, char*, char*) override {
    return Status::NotSupported();
  }
  Status DecryptBlock(uint64_t, char*, char*) override {
    return Status::NotSupported();
  }

private:
  std::string key_;
  std::string nonce_;
};

class cipher_provider : public rocksdb::EncryptionProvider {
public:
  cipher_provider(std::string key, random_port& random)
    : key_(std::move(key)), random_(random) {
    assert(key_.size() == secret_key_size);
  }

  const char* Name() const override { return "kassa"; }
  size_t GetPrefixLength() const override { return prefix_size; }

  Status CreateNewPrefix(const std::string&, char* prefix,
                         size_t size) const override {
    std::fill_n(prefix, size, '\0');
    random_bytes(random_, stream_nonce_size).copy(prefix, stream_nonce_size);
    return {};
  }

  Status AddCipher(const std::string&, const char*, size_t, bool) override {
    return Status::NotSupported();
  }

  Status CreateCipherStream(
    const std::string& name, const rocksdb::EnvOptions&, rocksdb::Slice& prefix,
    std::unique_ptr<rocksdb::BlockAccessCipherStream>* out) override {
    if (prefix.size() < stream_nonce_size)
      return Status::Corruption(name, "is too short");
    *out = std::make_unique<cipher_stream>(
      key_, std::string{prefix.data(), stream_nonce_size});
    return {};
  }

private:
  std::string key_;
  random_port& random_;
};

} // namespace

std::unique_ptr<rocksdb::Env>
make_cipher_env(rocksdb::Env* under, std::string key, random_port& random) {
  return std::unique_ptr<rocksdb::Env>{rocksdb::NewEncryptedEnv(
    under, std::make_shared<cipher_provider>(std::move(key), random))};
}

} // namespace kassa::store
