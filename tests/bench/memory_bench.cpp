#include "tests/bench/benches.hpp"
#include "tests/bench/folder.hpp"
#include "tests/bench/must.hpp"
#include "tests/support/processes.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>

#include <cstdio>
#include <filesystem>

namespace kassa::bench {

namespace {

using testing::words_t;

/// Resident MiB of a process.
double resident(pid_t id) {
  auto text = testing::content_of("/proc/" + std::to_string(id) + "/status");
  auto at = text.find("VmRSS:");
  return at == std::string::npos
           ? 0
           : static_cast<double>(std::stoll(text.substr(at + 6))) / 1024;
}

std::string address_in(const std::string& file, const char* name) {
  if (!testing::eventually([&] { return std::filesystem::exists(file); }))
    std::abort();
  return boost::json::value_to<std::string>(
    boost::json::parse(testing::content_of(file)).at(name));
}

/// The two programs side by side, and the command line that drives them.
class pair {
public:
  explicit pair(settings& with) : programs_(with.programs) {
    folder_ = with.folder + "/memory";
    remove_folder(folder_);
    std::filesystem::create_directories(folder_);
    testing::write_file(folder_ + "/password", "bench\n");
  }
  ~pair() { remove_folder(folder_); }

  void measure(report& out) {
    kassa({"hub", "init", "--data", at("hub"), "--identity", at("identity"),
           "--admin", "admin", "--password-file", at("password")});
    testing::process hub{{programs_ + "/kassa-hub", "--data", at("hub"),
                          "--identity", at("identity"), "--sync-address",
                          "127.0.0.1:0", "--office-address", "127.0.0.1:0",
                          "--enrol-address", "127.0.0.1:0", "--address-file",
                          at("hub.json")},
                         at("log")};
    variables_["KASSA_HUB"] = address_in(at("hub.json"), "office");
    open_shop();
    testing::process node{{programs_ + "/kassa-node", "run", "--data",
                           at("till"), "--register-address", "127.0.0.1:0",
                           "--registry", at("registry"), "--address-file",
                           at("node.json")},
                          at("log")};
    variables_["KASSA_TERMINAL"] = address_in(at("node.json"), "register");
    kassa({"login", "anna", "--password-file", at("password")});
    kassa({"float", "500"});
    for (int i = 0; i < sales; ++i)
      kassa({"sell", "group:Bageri@42", "--card"});
    out.add({"node_rss", resident(node.id()), "MiB", {}, ""});
    out.add({"hub_rss", resident(hub.id()), "MiB", {}, ""});
    node.stop();
    hub.stop();
  }

private:
  static constexpr int sales = 500;

  std::string at(const std::string& name) const { return folder_ + "/" + name; }

  void open_shop() {
    kassa({"hub", "login", "admin", "--password-file", at("password")});
    kassa({"store", "add", "butik", "--name", "Butiken", "--org-no",
           "556677-8899"});
    kassa({"user", "add", "anna", "--store", "butik", "--password-file",
           at("password")});
    testing::write_file(
      at("a.csv"),
      "article_no,name,group,kind,price_ore,vat_basis_points,ean13\n"
      "110,Kanelbulle,Bageri,VARA,4200,1200,\n");
    kassa({"articles", "import", at("a.csv"), "--store", "butik"});
    kassa({"publish", "--store", "butik"});
    kassa({"terminal", "add", "--store", "butik", "--out", at("bundle")});
    run({programs_ + "/kassa-node", "init", "--bundle", at("bundle"), "--data",
         at("till"), "--registry", at("registry")});
  }

  void kassa(words_t words) {
    words.insert(words.begin(), programs_ + "/kassa");
    run(words);
  }

  void run(const words_t& command) {
    variables_["KASSA_SESSIONS"] = at("sessions.json");
    auto how = testing::run(command, variables_);
    if (how.code == 0)
      return;
    std::fprintf(stderr, "kassa-bench: %s %s failed: %s\n", command[0].c_str(),
                 command[1].c_str(), how.err.c_str());
    std::exit(1);
  }

  std::string programs_;
  std::string folder_;
  testing::variables variables_;
};

} // namespace

void memory(settings& with) {
  pair{with}.measure(with.out);
}

} // namespace kassa::bench
