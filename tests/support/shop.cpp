#include "tests/support/shop.hpp"

#include "proto/base/console.hpp"
#include "transport/client.hpp"

#include <kassa/v1/office.grpc.pb.h>
#include <kassa/v1/register.grpc.pb.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace kassa::testing {

namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;

/// A rebuild reads all journals.
constexpr auto call_patience = 120s;
constexpr auto shop_password = "hemligt-lösen";

std::string loopback_text(int port) {
  return "127.0.0.1:" + std::to_string(port);
}

words_t operator+(words_t a, const words_t& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

std::string must_succeed(const outcome& how, const words_t& words) {
  if (how.code == 0)
    return how.out;
  std::string said;
  for (const auto& word : words)
    said += word + " ";
  throw std::runtime_error(said + "-> " + std::to_string(how.code) + "\n"
                           + how.out + how.err);
}

template <class Message>
Message parse(const std::string& json) {
  Message out;
  if (auto s = cli::from_json(json, out); !s)
    throw std::runtime_error(to_string(s.why()) + " in " + json.substr(0, 500));
  return out;
}

template <class Answer>
Answer must_answer(result<Answer> answer) {
  if (!answer)
    throw std::runtime_error(to_string(answer.why()));
  return *std::move(answer);
}

} // namespace

shop::shop(options with)
  : with_(std::move(with)), sync_port_(free_port()), office_port_(free_port()) {
  write_file(password_file(), shop_password + "\n"s);
  make_hub();
  for (std::size_t i = 0; i < with_.terminals; ++i)
    add_till();
  start_all();
}

shop::~shop() = default;

variables shop::environment() const {
  return {{"KASSA_SESSIONS", folder_ / "sessions.json"},
          {"KASSA_HUB", loopback_text(office_port_)},
          {"LC_ALL", "C.UTF-8"}};
}

void shop::start_hub() {
  const auto file = folder_ / "hub.addresses";
  std::filesystem::remove(file);
  words_t how{program("kassa-hub"),
              "--data",
              hub_data(),
              "--identity",
              hub_identity(),
              "--sync-address",
              loopback_text(sync_port_),
              "--office-address",
              loopback_text(office_port_),
              "--enrol-address",
              "127.0.0.1:0",
              "--address-file",
              file};
  how.insert(how.end(), with_.hub.begin(), with_.hub.end());
  hub_ = std::make_unique<process>(std::move(how), folder_ / "hub.log");
  if (!eventually(
        [&] { return std::filesystem::exists(file) || !hub_->runs(); })
      || !hub_->runs())
    throw std::runtime_error("the hub does not start: "
                             + content_of(folder_ / "hub.log"));
  log_in_at_hub();
}

void shop::make_hub() {
  must({"hub", "init", "--data", hub_data(), "--identity", hub_identity(),
        "--admin", "eva", "--password-file", password_file()});
  start_hub();
  make_store();
}

void shop::replace_hub() {
  kill_hub();
  std::filesystem::remove_all(hub_data());
  std::filesystem::remove_all(hub_identity());
  make_hub();
}

void shop::log_in_at_hub() {
  must({"hub", "login", "eva", "--password-file", password_file()});
}

void shop::make_store() {
  must({"store", "add", "butik", "--name", "Södermalms Bageri", "--org-no",
        "556677-8899", "--address", "Götgatan 1, Stockholm"});
  must({"user", "add", "anna", "--store", "butik", "--name", "Anna", "--may",
        "sell,return,z,drawer,discount,cash,manage,training", "--password-file",
        password_file()});
  must({"user", "add", "bo", "--store", "butik", "--name", "Bo", "--may",
        "sell", "--password-file", password_file()});
  if (!with_.articles.empty())
    must({"articles", "import", with_.articles, "--store", "butik"});
  must({"publish", "--store", "butik"});
}

void shop::add_till(const std::string& store) {
  auto one = std::make_unique<till>();
  const auto name = std::to_string(tills_.size() + 1);
  one->id = "KASSA" + name;
  one->data = folder_ / ("kassa" + name);
  one->printout = folder_ / ("kassa" + name + ".txt");
  one->address = loopback_text(free_port());
  one->network = std::make_unique<relay>(free_port(), sync_port_);
  words_t init{program("kassa-node")};
  if (with_.by_code) {
    auto [code, hub] = make_code(one->id);
    init = init + words_t{"enrol", "--code", code, "--hub", hub};
  } else {
    const auto bundle = folder_ / ("kassa" + name + ".bundle");
    must({"terminal", "add", "--store", store, "--id", one->id, "--name",
          "Kassa " + name, "--out", bundle});
    init = init
           + words_t{"init", "--bundle", bundle, "--hub",
                     loopback_text(one->network->port())};
  }
  init
    = init
      + words_t{"--data",
                one->data,
                "--registry",
                folder_ / (store == "butik" ? "registry" : "registry-" + store),
                "--several-terminals",
                "--clock",
                with_.clock,
                "--unit",
                with_.unit,
                "--card",
                with_.card,
                "--printer",
                with_.printer.empty() ? "file:" + one->printout : with_.printer,
                "--register-address",
                one->address,
                "--address-file",
                one->data + ".address"};
  if (!with_.printer.empty())
    init.push_back("--escpos");
  init = init + with_.settings;
  must_succeed(run(init, environment()), init);
  tills_.push_back(std::move(one));
}

shop::one_time_code shop::make_code(const std::string& id) {
  auto made = parse<v1::AddTerminalAnswer>(must(
    {"--json", "terminal", "add", "--store", "butik", "--id", id, "--code"}));
  return {made.code(), made.enrol()};
}

void shop::start(std::size_t i) {
  auto& one = at(i);
  std::filesystem::remove(one.data + ".address");
  one.daemon = std::make_unique<process>(
    words_t{program("kassa-node"), "run", "--data", one.data},
    one.data + ".log", environment());
}

std::unique_ptr<process> shop::start_copy(std::size_t i) {
  const auto copy = at(i).data + "-copy";
  return std::make_unique<process>(
    words_t{program("kassa-node"), "run", "--data", copy, "--register-address",
            "127.0.0.1:0", "--printer", "file:" + copy + ".txt",
            "--address-file", copy + ".address"},
    copy + ".log", environment());
}

void shop::restart(std::size_t i) {
  start(i);
  if (!eventually([&] { return kassa_at(i, {"status"}).code == 0; }))
    throw std::runtime_error("a terminal does not come back: "
                             + content_of(at(i).data + ".log"));
}

void shop::start_all() {
  for (std::size_t i = 0; i < count(); ++i)
    start(i);
  for (std::size_t i = 0; i < count(); ++i)
    if (!eventually(
          [&] { return std::filesystem::exists(at(i).data + ".address"); }))
      throw std::runtime_error("a terminal does not start: "
                               + content_of(at(i).data + ".log"));
}

outcome shop::kassa(words_t words, const std::string& input) {
  return run(words_t{program("kassa")} + words, environment(), input);
}

outcome shop::kassa_at(std::size_t i, words_t words) {
  return kassa(std::move(words) + words_t{"--terminal", at(i).address});
}

std::string shop::must(words_t words) {
  return must_succeed(kassa(words), words);
}

std::string shop::must_at(std::size_t i, words_t words) {
  return must_succeed(kassa_at(i, words), words);
}

void shop::log_in(std::size_t i, const std::string& user) {
  words_t words{"login", user, "--password-file", password_file()};
  outcome last;
  // A new user comes with the first catalog, a moment after the start.
  if (!eventually([&] { return (last = kassa_at(i, words)).code == 0; }, 20s))
    must_succeed(last, words);
}

// What tests wait for is asked many times: a program each time is most of what
// they would cost.

v1::StoreStatistics shop::statistics(bool rebuild) {
  const auto address = loopback_text(office_port_);
  auto channel = transport::dial(address);
  v1::Office::Stub office{*channel};
  v1::GetStatisticsRequest request;
  request.set_store("butik");
  request.set_rebuild(rebuild);
  request.set_session(office_session_);
  auto answer = transport::call(office, &v1::Office::Stub::GetStatistics,
                                request, call_patience, "kassa-hub");
  if (!answer && answer.why().code == errc::not_logged_in) {
    v1::OfficeLogInRequest who;
    who.set_user("eva");
    who.set_password(shop_password);
    office_session_
      = must_answer(transport::call(office, &v1::Office::Stub::LogIn, who,
                                    call_patience, "kassa-hub"))
          .session();
    request.set_session(office_session_);
    answer = transport::call(office, &v1::Office::Stub::GetStatistics, request,
                             call_patience, "kassa-hub");
  }
  return must_answer(std::move(answer));
}

v1::NodeStatus shop::status(std::size_t i) {
  auto channel = transport::dial(at(i).address);
  v1::Register::Stub at_till{*channel};
  return must_answer(transport::call(at_till, &v1::Register::Stub::GetStatus,
                                     {}, call_patience));
}

v1::ReportList shop::zs(std::size_t i) {
  return parse<v1::ReportList>(must_at(i, {"--json", "z", "--list"}));
}

v1::ReceiptList shop::receipts(std::size_t i) {
  return parse<v1::ReceiptList>(must_at(i, {"--json", "receipts"}));
}

bool shop::all_counted() {
  const auto sums = statistics();
  for (std::size_t i = 0; i < count(); ++i) {
    const auto durable = status(i).durable_seq();
    bool counted = false;
    for (const auto& row : sums.complete())
      counted |= row.terminal() == at(i).id && row.counted_seq() == durable;
    if (!counted)
      return false;
  }
  return true;
}

bool shop::converge(std::chrono::seconds limit) {
  return eventually([this] { return all_counted(); }, limit);
}

words_t shop::replay_command(const std::string& articles,
                             const std::string& tickets,
                             std::uint64_t seed) const {
  std::string addresses;
  for (const auto& one : tills_)
    addresses += (addresses.empty() ? "" : ",") + one->address;
  return {program("kassa"), "--json",      "replay",
          "--articles",     articles,      "--tickets",
          tickets,          "--terminals", addresses,
          "--user",         "anna",        "--password-file",
          password_file(),  "--seed",      std::to_string(seed)};
}

ticket_files find_tickets() {
  const std::string source = KASSA_SOURCE_DIR;
  const char* wanted = std::getenv("KASSA_TICKETS");
  const bool small = wanted != nullptr && std::string(wanted) == "sample";
  const auto bakery = source + "/../shared/data/bakery";
  if (!small && std::filesystem::exists(bakery + "/tickets.csv"))
    return {bakery + "/articles.csv", bakery + "/tickets.csv", true};
  std::printf(
    "[ NOTE     ] the bakery's tickets are not used: this runs on the "
    "project's own sample\n");
  const auto sample = source + "/scripts/sample";
  return {sample + "/articles.csv", sample + "/tickets.csv", false};
}

} // namespace kassa::testing
