#pragma once

#include "proto/base/result.hpp"

#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace google::protobuf {
class Message;
}

/// What the two command lines share: how they print, ask, fail and remember a
/// session. For programs only: it reads the environment, files and a clock.
namespace kassa::cli {

/// Exit codes of every program.
enum exit_code : int {
  exit_ok = 0,
  exit_internal = 1, ///< The program failed.
  exit_usage = 2,    ///< Wrong command line.
  exit_ask = 3,      ///< A person must change something.
  exit_retry = 4,    ///< The same command may succeed later.
  exit_stop = 5,     ///< Do not go on; call for help.
};

/// The exit code of an error: by its code, else by its kind.
[[nodiscard]] int exit_code_of(const error& why) noexcept;

/// The paragraph on exit codes at the end of a program's help.
[[nodiscard]] std::string exit_code_help();

/// Swedish where LC_ALL, LC_MESSAGES or LANG begins with "sv", else English.
[[nodiscard]] language language_from_environment();

/// "sv" or "en".
[[nodiscard]] std::optional<language> language_named(std::string_view name);

/// How this run of a command line speaks, and how it ends. Lives in `main`;
/// commands hold a reference.
struct context {
  context();

  bool json = false;  ///< `--json`: one JSON document on standard output.
  language lang;      ///< `--lang`, else the environment.
  std::ostream* out;  ///< Standard output; not owned.
  std::ostream* err;  ///< Standard error; not owned.
  std::istream* in;   ///< Standard input; not owned.
  int exit = exit_ok; ///< What `main` returns; commands set it.
  std::string program = "kassa";

  /// Swedish or English, as the person reads.
  [[nodiscard]] const char* say(const char* sv, const char* en) const noexcept {
    return lang == language::sv ? sv : en;
  }
};

/// Prints an error for a person (or as JSON) on standard error, and sets the
/// exit code.
void fail(context& to, const error& why);

/// `fail` when there is something to fail for. Answers whether all went well.
bool report(context& to, const status& outcome);

/// Tells of a command line that is wrong, as usage. It may be parsed no further
/// than the fault: whether to speak JSON is read from the words themselves.
void fail_usage(context& to, int argc, const char* const* argv,
                std::string what);

/// The JSON of an error: code, kind, fields and words in both languages.
[[nodiscard]] std::string error_json(const error& why);

/// A message as one line of JSON: field names as in the .proto, no field left
/// out, 64-bit numbers as strings and bytes as base64 (protobuf's mapping).
[[nodiscard]] std::string to_json(const google::protobuf::Message& message);

/// `to_json` and a line end on standard output.
void print_json(context& to, const google::protobuf::Message& message);

/// JSON to a message. Unknown fields are errors.
[[nodiscard]] status from_json(std::string_view text,
                               google::protobuf::Message& into);

/// Columns that line up. Text is UTF-8.
class table {
public:
  /// A title that begins with '>' is of a column of numbers, set to the right.
  explicit table(std::vector<std::string> titles);
  /// @pre as many cells as titles
  void add(std::vector<std::string> cells);
  void print(std::ostream& to) const;

private:
  std::vector<bool> right_;
  std::vector<std::vector<std::string>> rows_;
};

/// Characters of a UTF-8 text.
[[nodiscard]] std::size_t text_width(std::string_view utf8) noexcept;

/// A bar with a rate on standard error: drawn over itself on a terminal, else a
/// line each tenth. Silent with `--json` off a terminal. Thread-safe.
class progress {
public:
  progress(context& to, std::string what, std::uint64_t total);
  ~progress();
  progress(const progress&) = delete;
  progress& operator=(const progress&) = delete;

  void advance(std::uint64_t by = 1);
  /// Where the total becomes known, or the position is read, not counted.
  void at(std::uint64_t position, std::uint64_t total);
  /// Draws the last state and a line end. Idempotent.
  void finish();

private:
  void draw(bool last);

  context& to_;
  std::string what_;
  std::uint64_t total_;
  std::uint64_t done_ = 0;
  std::uint64_t tenth_ = 0;
  bool terminal_;
  bool finished_ = false;
  std::chrono::steady_clock::time_point began_;
  std::chrono::steady_clock::time_point drawn_;
  std::mutex mutex_;
};

/// Reads a password: the first line of `file`, "-" being standard input; with
/// no file, from the terminal without an echo, or from standard input where
/// that is none.
[[nodiscard]] result<std::string>
read_password(context& from, const std::string& file, std::string_view prompt);

/// A whole file. @returns not_found, io
[[nodiscard]] result<std::string> read_file(const std::string& path);

/// A session with a daemon.
struct session {
  std::string token; ///< Bytes as the daemon gave them.
  std::string user;
  std::int64_t expires_ms = 0; ///< 0: until the daemon says so.
};

/// The sessions of a person's command lines: a JSON file with mode 0600, keyed
/// by the daemon's address. $KASSA_SESSIONS names it, else it is
/// $XDG_STATE_HOME/kassa/sessions.json or ~/.local/state/kassa/sessions.json.
class session_file {
public:
  session_file();
  explicit session_file(std::string path) : path_(std::move(path)) {}

  [[nodiscard]] std::optional<session> find(const std::string& address) const;
  [[nodiscard]] status save(const std::string& address, const session& what);
  [[nodiscard]] status forget(const std::string& address);
  [[nodiscard]] const std::string& path() const noexcept { return path_; }

private:
  [[nodiscard]] std::map<std::string, session> load() const;
  [[nodiscard]] status store(const std::map<std::string, session>& all);

  std::string path_;
};

/// "cli-" and 32 hex digits: a client id that no other run of a program makes.
[[nodiscard]] std::string fresh_client_id();

} // namespace kassa::cli
