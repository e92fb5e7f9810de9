#pragma once

#include "node/cli/context.hpp"
#include "node/cli/replay/plan.hpp"

#include <atomic>
#include <chrono>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace kassa::cli::replay {

struct player_settings {
  std::string address; ///< Or "@FILE", an address file that is read anew.
  std::string user;
  std::string password;
  std::uint64_t seed = 1;
  /// How long a terminal may be away before the replay gives it up.
  std::chrono::seconds patience{180};
  /// Between two sales, so that people can look on.
  std::chrono::milliseconds pace{0};
};

/// How a terminal stands when its tickets are played.
struct terminal_report {
  std::string address;
  std::string terminal;
  std::string store;
  std::uint64_t receipts = 0;
  std::uint64_t zs = 0;
  ore_t grand_ore = 0;
  std::uint64_t played = 0;  ///< Sales made by this run.
  std::uint64_t repeats = 0; ///< Calls given again after a failure.
};

/// A cashier at one terminal: plays its days in order, on the calling thread.
/// Every call has a client id made from seed and ticket, so that a call that is
/// repeated after a crash of either side sells nothing twice.
class player {
public:
  player(player_settings with, const std::vector<plan_day>& days,
         const std::vector<std::string>& articles, progress& bar,
         const std::atomic<bool>& stop);

  /// @returns replay_differs when the terminal's books are not the plan's;
  ///   whatever a terminal refuses; unavailable after the patience
  [[nodiscard]] result<terminal_report> run();

private:
  using stub_t = register_stub;
  struct sale_memory;

  // -- calls that outlive a crash
  template <class Request, class Answer>
  result<Answer> attempt(grpc::Status (stub_t::*method)(grpc::ClientContext*,
                                                        const Request&,
                                                        Answer*),
                         Request request);
  [[nodiscard]] status pause(const error& why);
  [[nodiscard]] status log_in();
  [[nodiscard]] status dial();
  [[nodiscard]] status wait_for_catalog();

  // -- where the terminal is
  [[nodiscard]] status read_books();
  [[nodiscard]] status compare_books();
  [[nodiscard]] bool sold_already(const plan_ticket& ticket);
  [[nodiscard]] result<terminal_report> make_report();

  // -- the day
  [[nodiscard]] status play_day(const plan_day& day);
  [[nodiscard]] status play_ticket(const plan_ticket& ticket);
  [[nodiscard]] result<bool> try_ticket(const plan_ticket& ticket,
                                        sale_memory& memory);
  [[nodiscard]] result<v1::SaleView> add_lines(const plan_ticket& ticket,
                                               v1::SaleView view);
  [[nodiscard]] result<v1::SaleView> add_payment(const plan_ticket& ticket,
                                                 v1::SaleView view);
  [[nodiscard]] status close_day(const plan_day& day);
  [[nodiscard]] result<v1::SaleView> read_sale();
  [[nodiscard]] v1::Call call_for(const plan_ticket& ticket,
                                  const std::string& step,
                                  std::uint64_t revision) const;
  [[nodiscard]] std::int64_t instant(const std::string& date,
                                     const std::string& time) const;

  player_settings with_;
  const std::vector<plan_day>& days_;
  const std::vector<std::string>& articles_;
  progress& bar_;
  const std::atomic<bool>& stop_;

  std::unique_ptr<stub_t> stub_;
  std::string session_;
  std::string zone_ = "Europe/Stockholm";
  std::int64_t business_ms_ = 0;
  std::chrono::milliseconds wait_{0};
  std::chrono::steady_clock::time_point last_answer_;
  /// Receipts found at the start and not yet matched: business time to how
  /// many.
  std::map<std::int64_t, std::uint64_t> found_;
  std::set<std::string> closed_;
  terminal_report report_;
};

} // namespace kassa::cli::replay
