#pragma once

#include "node/ports/free_space_port.hpp"
#include "proto/base/system.hpp"
#include "store/folder.hpp"

#include <string>

/// The real machine behind the ports. All of it is thread-safe.
namespace kassa::node {

/// /etc/machine-id, and what the file system says of a path.
class system_machine : public store::machine_port {
public:
  std::string machine_id() override;
  result<std::uint64_t> file_system_id(const std::string& path) override;
  result<std::uint64_t> inode(const std::string& path) override;
};

/// Room on the file system of a path.
class system_free_space : public free_space_port {
public:
  explicit system_free_space(std::string path) : path_(std::move(path)) {}
  result<std::uint64_t> free_bytes() override;

private:
  std::string path_;
};

} // namespace kassa::node
