#include "proto/base/console.hpp"
#include "proto/base/crypto.hpp"

#include <boost/json.hpp>
#include <sys/stat.h>

#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <istream>
#include <ostream>
#include <sstream>
#include <termios.h>
#include <unistd.h>

namespace kassa::cli {

namespace {

/// Turns the echo of the terminal off for as long as it lives.
class no_echo {
public:
  no_echo() {
    tcgetattr(STDIN_FILENO, &before_);
    auto quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
  }
  ~no_echo() { tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_); }
  no_echo(const no_echo&) = delete;
  no_echo& operator=(const no_echo&) = delete;

private:
  termios before_ = {};
};

std::string first_line(std::istream& in) {
  std::string line;
  std::getline(in, line);
  if (line.ends_with('\r'))
    line.pop_back();
  return line;
}

std::string default_session_path() {
  if (const auto* path = std::getenv("KASSA_SESSIONS"))
    return path;
  if (const auto* state = std::getenv("XDG_STATE_HOME");
      state != nullptr && *state != '\0')
    return std::string(state) + "/kassa/sessions.json";
  const auto* home = std::getenv("HOME");
  return std::string(home == nullptr ? "." : home)
         + "/.local/state/kassa/sessions.json";
}

error file_error(errc code, const std::string& path) {
  return {code, {{"what", path}}, path + ": " + std::strerror(errno)};
}

/// Writes a file that only its owner may read; whole or not at all.
status write_private(const std::string& path, const std::string& content) {
  const auto next = path + ".next";
  const int fd
    = open(next.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0)
    return file_error(errc::io, next);
  fchmod(fd, 0600);
  const auto n = write(fd, content.data(), content.size());
  const bool whole = n == static_cast<ssize_t>(content.size());
  if (close(fd) != 0 || !whole || rename(next.c_str(), path.c_str()) != 0)
    return file_error(errc::io, path);
  return ok;
}

std::string text_of(const boost::json::object& from, std::string_view name) {
  const auto* value = from.if_contains({name.data(), name.size()});
  const auto* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? "" : std::string(*text);
}

} // namespace

result<std::string> read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in)
    return file_error(errc::not_found, path);
  std::ostringstream out;
  out << in.rdbuf();
  return std::move(out).str();
}

result<std::string> read_password(context& from, const std::string& file,
                                  std::string_view prompt) {
  std::string password;
  if (!file.empty() && file != "-") {
    auto content = read_file(file);
    if (!content)
      return content.why();
    std::istringstream in(*content);
    password = first_line(in);
  } else if (file.empty() && isatty(STDIN_FILENO) == 1) {
    *from.err << prompt << (prompt.ends_with(' ') ? "" : ": ") << std::flush;
    no_echo quiet;
    password = first_line(*from.in);
    *from.err << std::endl;
  } else {
    password = first_line(*from.in);
  }
  if (password.empty())
    return error{errc::usage,
                 {{"what", from.say("tomt lösenord", "empty password")}}};
  return password;
}

session_file::session_file() : path_(default_session_path()) {}

std::map<std::string, session> session_file::load() const {
  std::map<std::string, session> all;
  auto text = read_file(path_);
  if (!text)
    return all;
  boost::json::error_code failed;
  const auto parsed = boost::json::parse(*text, failed);
  if (failed || !parsed.is_object())
    return all; // A lost session costs a log-in, no more.
  for (const auto& [address, value] : parsed.get_object()) {
    if (!value.is_object())
      continue;
    const auto& fields = value.get_object();
    auto& entry = all[std::string(address)];
    if (auto token = from_hex(text_of(fields, "token")))
      entry.token = *token;
    entry.user = text_of(fields, "user");
    entry.expires_ms
      = std::strtoll(text_of(fields, "expires_ms").c_str(), nullptr, 10);
  }
  return all;
}

status session_file::store(const std::map<std::string, session>& all) {
  boost::json::object out;
  for (const auto& [address, entry] : all)
    out[address] = {{"token", to_hex(entry.token)},
                    {"user", entry.user},
                    {"expires_ms", std::to_string(entry.expires_ms)}};
  std::error_code ignored; // The write says what is wrong.
  std::filesystem::create_directories(
    std::filesystem::path(path_).parent_path(), ignored);
  return write_private(path_, boost::json::serialize(out) + "\n");
}

std::optional<session> session_file::find(const std::string& address) const {
  auto all = load();
  auto found = all.find(address);
  if (found == all.end())
    return std::nullopt;
  return found->second;
}

status session_file::save(const std::string& address, const session& what) {
  auto all = load();
  all[address] = what;
  return store(all);
}

status session_file::forget(const std::string& address) {
  auto all = load();
  all.erase(address);
  return store(all);
}

} // namespace kassa::cli
