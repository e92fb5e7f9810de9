#include "proto/base/console.hpp"

#include "proto/base/crypto.hpp"

#include <boost/json.hpp>
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <random>
#include <unistd.h>

namespace kassa::cli {

namespace json_util = google::protobuf::util;

int exit_code_of(const error& why) noexcept {
  if (why.code == errc::internal)
    return exit_internal;
  if (why.code == errc::usage)
    return exit_usage;
  switch (row_of(why.code).kind) {
  case error_kind::retry: return exit_retry;
  case error_kind::ask: return exit_ask;
  case error_kind::stop: return exit_stop;
  }
  return exit_internal;
}

std::string exit_code_help() {
  return "Exit codes: 0 done; 1 the program failed; 2 wrong command line;\n"
         "3 a person must change something; 4 the same command may succeed\n"
         "later; 5 do not go on, call for help. Every error is named by a\n"
         "stable code: 'kassa errors' prints the table.";
}

std::optional<language> language_named(std::string_view name) {
  if (name == "sv")
    return language::sv;
  if (name == "en")
    return language::en;
  return std::nullopt;
}

language language_from_environment() {
  for (const auto* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const auto* value = std::getenv(name);
    if (value != nullptr && *value != '\0')
      return std::string_view(value).starts_with("sv") ? language::sv
                                                       : language::en;
  }
  return language::en;
}

context::context()
  : lang(language_from_environment()), out(&std::cout), err(&std::cerr),
    in(&std::cin) {}

std::string error_json(const error& why) {
  const auto& row = row_of(why.code);
  boost::json::object fields;
  for (const auto& [name, value] : why.fields)
    if (name != "current_sale") // A message, not a text.
      fields[name] = value;
  boost::json::object inner{{"code", row.name},
                            {"kind", to_string(row.kind)},
                            {"fields", fields},
                            {"sv", words(why, language::sv)},
                            {"en", words(why, language::en)},
                            {"detail", why.detail}};
  return boost::json::serialize(boost::json::object{{"error", inner}});
}

void fail(context& to, const error& why) {
  to.exit = exit_code_of(why);
  if (to.json) {
    *to.err << error_json(why) << std::endl;
    return;
  }
  *to.err << to.program << ": " << words(why, to.lang) << " ["
          << row_of(why.code).name << "]\n";
  if (!why.detail.empty())
    *to.err << "  " << why.detail << '\n';
  to.err->flush();
}

void fail_usage(context& to, int argc, const char* const* argv,
                std::string what) {
  to.json = std::any_of(argv + 1, argv + argc, [](const char* word) {
    return std::string_view(word) == "--json";
  });
  while (what.ends_with('.') || what.ends_with('\n'))
    what.pop_back();
  fail(to, error{errc::usage, {{"what", what}}, to.program + " --help"});
}

bool report(context& to, const status& outcome) {
  if (!outcome)
    fail(to, outcome.why());
  return static_cast<bool>(outcome);
}

std::string to_json(const google::protobuf::Message& message) {
  json_util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  std::string out;
  if (!json_util::MessageToJsonString(message, &out, options).ok())
    return "{}"; // Text that is no UTF-8: nothing of ours makes it.
  return out;
}

void print_json(context& to, const google::protobuf::Message& message) {
  *to.out << to_json(message) << std::endl;
}

status from_json(std::string_view text, google::protobuf::Message& into) {
  auto outcome = json_util::JsonStringToMessage(
    {text.data(), text.size()}, &into, json_util::JsonParseOptions{});
  if (!outcome.ok())
    return error{
      errc::invalid, {{"what", "JSON"}}, std::string(outcome.message())};
  return ok;
}

std::string fresh_client_id() {
  std::random_device source;
  std::string bytes;
  for (int i = 0; i < 16; ++i)
    bytes.push_back(static_cast<char>(source() & 0xff));
  return "cli-" + to_hex(bytes);
}

} // namespace kassa::cli
