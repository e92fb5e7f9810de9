#include "proto/base/console_new_file.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <unistd.h>
#include <utility>

namespace kassa::cli {

namespace {

error cannot(const std::string& path, std::string what) {
  return {errc::no_place_for_file, {{"path", path}, {"what", std::move(what)}}};
}

error failed(const std::string& path) {
  return cannot(path, std::strerror(errno));
}

} // namespace

result<std::unique_ptr<new_file>> new_file::create(std::string path) {
  std::error_code unknown;
  const auto there = std::filesystem::status(path, unknown);
  if (std::filesystem::exists(there)
      && !std::filesystem::is_regular_file(there))
    return cannot(path, "not a file");
  const auto part = path + ".part-" + std::to_string(getpid());
  auto* file = std::fopen(part.c_str(), "wbx");
  if (file == nullptr)
    return failed(path);
  return std::unique_ptr<new_file>(new new_file(std::move(path), part, file));
}

new_file::~new_file() {
  if (file_ == nullptr)
    return;
  std::fclose(file_);
  std::remove(part_.c_str());
}

status new_file::write(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), file_) != text.size())
    return failed(path_);
  return ok;
}

result<std::string> new_file::so_far() {
  if (std::fflush(file_) != 0)
    return failed(path_);
  return part_;
}

status new_file::finish() {
  if (std::fflush(file_) != 0 || fsync(fileno(file_)) != 0)
    return failed(path_);
  if (std::rename(part_.c_str(), path_.c_str()) != 0)
    return failed(path_);
  std::fclose(std::exchange(file_, nullptr));
  return ok;
}

} // namespace kassa::cli
