#include "node/ports/system_ports.hpp"

#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>

#include <cerrno>
#include <cstring>
#include <fstream>

namespace kassa::node {

namespace {

error unreadable(const std::string& path) {
  if (errno == ENOENT)
    return {errc::not_found, {{"what", path}}};
  return {errc::io, {}, path + ": " + std::strerror(errno)};
}

} // namespace

std::string system_machine::machine_id() {
  std::ifstream in("/etc/machine-id");
  std::string line;
  std::getline(in, line);
  return line;
}

result<std::uint64_t> system_machine::file_system_id(const std::string& path) {
  struct statfs at {};
  if (statfs(path.c_str(), &at) != 0)
    return unreadable(path);
  static_assert(sizeof at.f_fsid == sizeof(std::uint64_t));
  std::uint64_t id = 0;
  std::memcpy(&id, &at.f_fsid, sizeof id);
  return id;
}

result<std::uint64_t> system_machine::inode(const std::string& path) {
  struct stat at {};
  if (stat(path.c_str(), &at) != 0)
    return unreadable(path);
  return std::uint64_t{at.st_ino};
}

result<std::uint64_t> system_free_space::free_bytes() {
  struct statvfs at {};
  if (statvfs(path_.c_str(), &at) != 0)
    return unreadable(path_);
  return std::uint64_t{at.f_bavail} * std::uint64_t{at.f_frsize};
}

} // namespace kassa::node
