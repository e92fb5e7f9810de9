#include "proto/base/console.hpp"

#include <algorithm>
#include <cassert>
#include <cstdio>
#include <ostream>
#include <unistd.h>

namespace kassa::cli {

namespace {

constexpr int bar_cells = 30;

std::string print_duration(std::int64_t seconds) {
  char out[32];
  std::snprintf(out, sizeof out, "%ld:%02ld", seconds / 60, seconds % 60);
  return out;
}

} // namespace

std::size_t text_width(std::string_view utf8) noexcept {
  return static_cast<std::size_t>(
    std::count_if(utf8.begin(), utf8.end(), [](char c) {
      return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    }));
}

table::table(std::vector<std::string> titles) {
  for (auto& title : titles) {
    right_.push_back(title.starts_with('>'));
    if (right_.back())
      title.erase(0, 1);
  }
  rows_.push_back(std::move(titles));
}

void table::add(std::vector<std::string> cells) {
  assert(cells.size() == right_.size());
  rows_.push_back(std::move(cells));
}

void table::print(std::ostream& to) const {
  std::vector<std::size_t> widths(right_.size(), 0);
  for (const auto& row : rows_)
    for (std::size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], text_width(row[i]));
  for (const auto& row : rows_) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string pad(widths[i] - text_width(row[i]), ' ');
      line += right_[i] ? pad + row[i] : row[i] + pad;
      if (i + 1 < row.size())
        line += "  ";
    }
    line.erase(line.find_last_not_of(' ') + 1);
    to << line << '\n';
  }
  to.flush();
}

progress::progress(context& to, std::string what, std::uint64_t total)
  : to_(to), what_(std::move(what)), total_(total),
    terminal_(isatty(STDERR_FILENO) == 1),
    began_(std::chrono::steady_clock::now()), drawn_(began_) {}

progress::~progress() {
  finish();
}

void progress::advance(std::uint64_t by) {
  std::lock_guard lock(mutex_);
  done_ += by;
  draw(false);
}

void progress::at(std::uint64_t position, std::uint64_t total) {
  std::lock_guard lock(mutex_);
  done_ = position;
  total_ = total;
  draw(false);
}

void progress::finish() {
  std::lock_guard lock(mutex_);
  if (finished_)
    return;
  finished_ = true;
  draw(true);
}

void progress::draw(bool last) {
  using namespace std::chrono;
  const auto now = steady_clock::now();
  const auto tenth = total_ == 0 ? 0 : done_ * 10 / total_;
  if (terminal_ ? !last && now - drawn_ < milliseconds(100)
                : to_.json || tenth == tenth_)
    return;
  drawn_ = now;
  tenth_ = tenth;
  const auto ms = std::max<std::int64_t>(
    1, duration_cast<milliseconds>(now - began_).count());
  const auto rate = done_ * 1000 / static_cast<std::uint64_t>(ms);
  auto& err = *to_.err;
  if (terminal_) {
    const auto full = total_ == 0 ? 0
                                  : std::min<std::uint64_t>(done_, total_)
                                      * bar_cells / total_;
    err << "\r\x1b[K" << what_ << " [" << std::string(full, '#')
        << std::string(bar_cells - full, '.') << "] ";
  } else {
    err << what_ << ": ";
  }
  err << done_ << '/' << total_ << "  " << rate << "/s  "
      << print_duration(ms / 1000);
  if (!terminal_ || last)
    err << '\n';
  err.flush();
}

} // namespace kassa::cli
