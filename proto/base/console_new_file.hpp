#pragma once

#include "proto/base/result.hpp"

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace kassa::cli {

/// A file that takes its place only when it is whole and on the disk: until
/// then it lies beside it, and goes away with this object.
class new_file {
public:
  /// @returns no_place_for_file
  static result<std::unique_ptr<new_file>> create(std::string path);
  ~new_file();
  new_file(const new_file&) = delete;
  new_file& operator=(const new_file&) = delete;

  /// @returns no_place_for_file, on a full disk for one
  [[nodiscard]] status write(std::string_view text);

  /// Where it lies until then; everything that was written is in it.
  /// @returns no_place_for_file
  [[nodiscard]] result<std::string> so_far();

  /// Syncs, closes, and replaces what was there. Call it once.
  [[nodiscard]] status finish();

private:
  new_file(std::string path, std::string part, std::FILE* file)
    : path_(std::move(path)), part_(std::move(part)), file_(file) {}

  std::string path_;
  std::string part_;
  std::FILE* file_;
};

} // namespace kassa::cli
