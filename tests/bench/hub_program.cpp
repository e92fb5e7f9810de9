#include "tests/bench/hub_program.hpp"

#include "tests/bench/folder.hpp"
#include "tests/bench/must.hpp"
#include "tests/bench/shop.hpp"
#include "transport/client.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>

#include <filesystem>

namespace kassa::bench {

namespace {

constexpr std::chrono::seconds office_patience{60};

} // namespace

double anonymous_kib(pid_t id) {
  auto text = testing::content_of("/proc/" + std::to_string(id) + "/status");
  auto at = text.find("RssAnon:");
  if (at == std::string::npos)
    must(result<bool>{
      error{errc::unavailable, {{"what", "RssAnon"}}, "the process ended"}});
  return static_cast<double>(std::stoll(text.substr(at + 8)));
}

std::string first_content_of(const std::string& path) {
  if (!testing::eventually([&] { return std::filesystem::exists(path); }))
    must(result<bool>{error{errc::not_found, {{"path", path}}}});
  return testing::content_of(path);
}

hub_program::hub_program(std::string programs, std::string folder,
                         std::int64_t handshakes_a_second)
  : programs_(std::move(programs)), folder_(std::move(folder)),
    cap_(std::to_string(handshakes_a_second)),
    address_("127.0.0.1:" + std::to_string(testing::free_port())) {}

void hub_program::start() {
  const auto file = folder_ + "/hub.json";
  std::filesystem::remove(file);
  process_.emplace(
    testing::words_t{programs_ + "/kassa-hub", "--data", folder_ + "/data",
                     "--identity", folder_ + "/identity", "--sync-address",
                     address_, "--office-address", "127.0.0.1:0",
                     "--enrol-address", "127.0.0.1:0", "--address-file", file,
                     "--handshakes-per-second", cap_},
    folder_ + "/log");
  const auto told = boost::json::parse(first_content_of(file));
  office_ = v1::Office::NewStub(must(
    transport::dial(boost::json::value_to<std::string>(told.at("office")))));
  session_.clear();
}

const std::string& hub_program::session() {
  if (!session_.empty())
    return session_;
  v1::OfficeLogInRequest who;
  who.set_user(bench_admin);
  who.set_password(bench_admin_password);
  session_ = must(transport::call(*office_, &v1::Office::Stub::LogIn, who,
                                  office_patience, "kassa-hub"))
               .session();
  return session_;
}

void hub_program::kill() {
  process_->kill();
}

void hub_program::import(const std::string& csv) {
  v1::ImportArticlesRequest articles;
  articles.set_session(session());
  articles.set_store(bench_scope().store);
  articles.set_csv(csv);
  articles.set_file_name("bench.csv");
  must(transport::call(*office_, &v1::Office::Stub::ImportArticles, articles,
                       office_patience, "kassa-hub"));
}

void hub_program::publish() {
  v1::PublishRequest request;
  request.set_session(session());
  request.set_store(bench_scope().store);
  must(transport::call(*office_, &v1::Office::Stub::Publish, request,
                       office_patience, "kassa-hub"));
}

double hub_program::busiest_second() {
  v1::GetHubStatusRequest request;
  request.set_session(session());
  return must(transport::call(*office_, &v1::Office::Stub::GetHubStatus,
                              request, office_patience, "kassa-hub"))
    .busiest_second();
}

} // namespace kassa::bench
