#pragma once

#include "tests/support/processes.hpp"
#include "tests/support/relay.hpp"
#include "tests/support/temp_dir.hpp"

#include <kassa/v1/office.pb.h>
#include <kassa/v1/register.pb.h>

#include <memory>
#include <string>
#include <vector>

namespace kassa::testing {

/// A whole shop of real processes in a folder of its own: a hub, and terminals
/// that reach it through relays. All of it ends with the object.
class shop {
public:
  struct options {
    std::size_t terminals = 3;
    std::string articles; ///< CSV to import and publish; empty: none.
    std::string clock = "replay";
    std::string unit = "none"; ///< The terminals' control unit.
    std::string card = "none"; ///< Their card terminal.
    words_t settings = {};     ///< More flags of `kassa-node init`.
    /// An ESC/POS printer, as `--printer` has it; empty: text to a file each.
    std::string printer = {};
    words_t hub = {};     ///< More flags of `kassa-hub`.
    bool by_code = false; ///< Enrolled by one-time codes, not by bundles.
  };

  /// Sets all up and starts it; the terminals' users are anna (who may all) and
  /// bo (who may sell). A failed step throws with what the program said.
  explicit shop(options with);
  ~shop();

  // -- the hub
  void start_hub();
  void kill_hub() { hub_->kill(); }
  process& hub() { return *hub_; }
  /// Its folders: data may be lost, identity is kept.
  std::string hub_data() const { return folder_ / "hub-data"; }
  std::string hub_identity() const { return folder_ / "hub-identity"; }
  void log_in_at_hub();
  /// Kills the hub, takes both its folders away, and sets another one up with
  /// the same store, users and articles.
  void replace_hub();

  // -- terminals, from 0
  struct till {
    std::string id;
    std::string data;
    std::string address;
    std::string printout;
    std::unique_ptr<relay> network;
    std::unique_ptr<process> daemon;
  };
  till& at(std::size_t i) { return *tills_.at(i); }
  std::size_t count() const { return tills_.size(); }
  void start(std::size_t i);
  void start_all();
  /// Starts it and waits until it answers where it answered before.
  void restart(std::size_t i);
  /// Runs a copy of its folder that was made as `data` + "-copy".
  std::unique_ptr<process> start_copy(std::size_t i);
  /// Adds a terminal to the hub, sets its folder up; does not start it.
  void add_till(const std::string& store = "butik");
  /// A one-time code for a new terminal, and where the hub takes it.
  struct one_time_code {
    std::string code;
    std::string hub;
  };
  one_time_code make_code(const std::string& id);

  // -- the command line
  /// `kassa` with this shop's sessions and hub.
  outcome kassa(words_t words, const std::string& input = {});
  /// The same at a terminal.
  outcome kassa_at(std::size_t i, words_t words);
  /// Must succeed: throws with what it said.
  std::string must(words_t words);
  std::string must_at(std::size_t i, words_t words);
  void log_in(std::size_t i, const std::string& user = "anna");

  /// Answers of `--json`.
  v1::StoreStatistics statistics(bool rebuild = false);
  v1::NodeStatus status(std::size_t i);
  v1::ReportList zs(std::size_t i);
  v1::ReceiptList receipts(std::size_t i);

  /// Until the hub has counted all that each terminal holds.
  bool converge(std::chrono::seconds limit = std::chrono::seconds(120));

  words_t replay_command(const std::string& articles,
                         const std::string& tickets, std::uint64_t seed) const;
  std::string path(const std::string& name) const { return folder_ / name; }
  std::string password_file() const { return folder_ / "password"; }
  variables environment() const;

private:
  void make_hub();
  void make_store();
  bool all_counted();

  temp_dir folder_;
  options with_;
  int sync_port_;
  int office_port_;
  std::string office_session_; ///< Of what is asked without a program.
  std::unique_ptr<process> hub_;
  std::vector<std::unique_ptr<till>> tills_;
};

/// The bakery where it lies beside the project, else the project's own sample;
/// says so on standard output.
struct ticket_files {
  std::string articles;
  std::string tickets;
  bool real = false;
};
ticket_files find_tickets();

} // namespace kassa::testing
