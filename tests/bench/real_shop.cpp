#include "tests/bench/real_shop.hpp"

#include "proto/base/console.hpp"
#include "tests/bench/folder.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>
#include <kassa/v1/register.pb.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

namespace kassa::bench {

namespace {

using testing::words_t;

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "kassa-bench: %s\n", why.c_str());
  std::exit(1);
}

/// What the kernel counts for a process, in MiB.
double counted(const testing::process& of, const std::string& what) {
  auto text
    = testing::content_of("/proc/" + std::to_string(of.id()) + "/status");
  auto at = text.find(what);
  if (at == std::string::npos)
    give_up("no " + what + " of a process");
  return static_cast<double>(std::stoll(text.substr(at + what.size()))) / 1024;
}

std::string address_in(const std::string& file, const char* name) {
  if (!testing::eventually([&] { return std::filesystem::exists(file); }))
    give_up("a program does not start");
  return boost::json::value_to<std::string>(
    boost::json::parse(testing::content_of(file)).at(name));
}

} // namespace

real_shop::real_shop(std::string programs, std::string folder,
                     const std::string& articles)
  : programs_(std::move(programs)), folder_(std::move(folder)) {
  remove_folder(folder_);
  std::filesystem::create_directories(folder_);
  testing::write_file(at("password"), "bench\n");
  kassa({"hub", "init", "--data", at("hub"), "--identity", at("identity"),
         "--admin", "admin", "--password-file", at("password")});
  hub_ = std::make_unique<testing::process>(
    words_t{programs_ + "/kassa-hub", "--data", at("hub"), "--identity",
            at("identity"), "--sync-address", "127.0.0.1:0", "--office-address",
            "127.0.0.1:0", "--enrol-address", "127.0.0.1:0", "--address-file",
            at("hub.json")},
    at("log"));
  variables_["KASSA_HUB"] = address_in(at("hub.json"), "office");
  open(articles);
  start_node();
  if (!testing::eventually([this] { return has_catalog(); }))
    give_up("the catalog does not reach the terminal");
}

real_shop::~real_shop() {
  node_->stop();
  hub_->stop();
  remove_folder(folder_);
}

void real_shop::kassa(words_t words) {
  words.insert(words.begin(), programs_ + "/kassa");
  run(words);
}

void real_shop::restart_node() {
  node_->stop();
  start_node();
}

double real_shop::node_rss() const {
  return counted(*node_, "VmRSS:");
}

double real_shop::node_peak() const {
  return counted(*node_, "VmHWM:");
}

double real_shop::hub_rss() const {
  return counted(*hub_, "VmRSS:");
}

void real_shop::open(const std::string& articles) {
  kassa({"hub", "login", "admin", "--password-file", at("password")});
  kassa(
    {"store", "add", "butik", "--name", "Butiken", "--org-no", "556677-8899"});
  kassa({"user", "add", "anna", "--store", "butik", "--password-file",
         at("password")});
  testing::write_file(at("a.csv"), articles);
  kassa({"articles", "import", at("a.csv"), "--store", "butik"});
  kassa({"publish", "--store", "butik"});
  kassa({"terminal", "add", "--store", "butik", "--out", at("bundle")});
  run({programs_ + "/kassa-node", "init", "--bundle", at("bundle"), "--data",
       at("till"), "--registry", at("registry")});
}

void real_shop::start_node() {
  std::filesystem::remove(at("node.json"));
  node_ = std::make_unique<testing::process>(
    words_t{programs_ + "/kassa-node", "run", "--data", at("till"),
            "--register-address", "127.0.0.1:0", "--registry", at("registry"),
            "--address-file", at("node.json")},
    at("log"));
  variables_["KASSA_TERMINAL"] = address_in(at("node.json"), "register");
}

void real_shop::run(const words_t& command, std::string* said) {
  variables_["KASSA_SESSIONS"] = at("sessions.json");
  auto how = testing::run(command, variables_);
  if (how.code != 0)
    give_up(command[0] + " " + command[1] + " failed: " + how.err);
  if (said)
    *said = how.out;
}

bool real_shop::has_catalog() {
  std::string said;
  run({programs_ + "/kassa", "--json", "status"}, &said);
  v1::NodeStatus now;
  return cli::from_json(said, now) && now.catalog().name().version() > 0;
}

} // namespace kassa::bench
