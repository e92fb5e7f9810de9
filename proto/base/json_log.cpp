#include "proto/base/json_log.hpp"

#include <boost/json/serialize.hpp>
#include <spdlog/logger.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <array>
#include <utility>

namespace kassa {

struct json_log::sink {
  spdlog::logger logger;
};

namespace {

constexpr std::array<std::string_view, 4> names{"debug", "info", "warn",
                                                "error"};
constexpr std::array levels{spdlog::level::debug, spdlog::level::info,
                            spdlog::level::warn, spdlog::level::err};

spdlog::level::level_enum to_spdlog(log_level level) {
  return levels[static_cast<std::size_t>(level)];
}

std::string as_json(std::string_view text) {
  return boost::json::serialize(
    boost::json::string_view{text.data(), text.size()});
}

std::shared_ptr<spdlog::sinks::sink> open_sink(const std::string& file) {
  if (file.empty())
    return std::make_shared<spdlog::sinks::stderr_sink_mt>();
  return std::make_shared<spdlog::sinks::basic_file_sink_mt>(file);
}

} // namespace

json_log::json_log(std::unique_ptr<sink> to) : sink_(std::move(to)) {}

json_log::~json_log() {
  flush();
}

result<std::unique_ptr<json_log>> json_log::open(const std::string& file,
                                                 log_level least) {
  try {
    auto made
      = std::make_unique<sink>(sink{spdlog::logger{"kassa", open_sink(file)}});
    made->logger.set_level(to_spdlog(least));
    made->logger.flush_on(spdlog::level::warn);
    made->logger.set_pattern(
      R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v)",
      spdlog::pattern_time_type::utc);
    return std::unique_ptr<json_log>{new json_log(std::move(made))};
  } catch (const spdlog::spdlog_ex& e) {
    return error{errc::io, {}, e.what()};
  }
}

void json_log::log(log_level level, std::string_view event,
                   std::initializer_list<field> fields) {
  if (!sink_->logger.should_log(to_spdlog(level)))
    return;
  auto line = "\"event\":" + as_json(event);
  for (const auto& [name, value] : fields)
    line += ',' + as_json(name) + ':' + as_json(value);
  line += '}';
  // The pattern closes nothing itself: the fields end the object.
  sink_->logger.log(to_spdlog(level), spdlog::string_view_t{line});
}

void json_log::flush() {
  sink_->logger.flush();
}

result<log_level> log_level_named(std::string_view name) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == name)
      return static_cast<log_level>(i);
  return error{errc::invalid, {{"what", std::string{name}}}};
}

} // namespace kassa
