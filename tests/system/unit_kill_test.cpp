// kill -9 at every step of a sale with a control unit: kassa-node and
// kassa-emulator as real processes. The whole product of faults and steps runs
// in one process, in tests/actor/unit_faults_test.cpp.

#include "actors/journal/history.hpp"
#include "actors/journal/verify.hpp"
#include "node/node.hpp"
#include "proto/base/console.hpp"
#include "tests/support/emulator_program.hpp"
#include "tests/support/shop.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fcntl.h>
#include <filesystem>
#include <future>
#include <map>
#include <ostream>
#include <set>
#include <sstream>
#include <unistd.h>

namespace kassa::testing {
namespace {

/// Where the terminal is killed.
enum class moment {
  unpaid,     ///< Before the intent.
  pending,    ///< The intent is durable.
  registered, ///< The unit has it; the answer is on its way, or the receipt.
  refused,    ///< The number ended in a void.
  printed,
  printing, ///< The printer has begun and does not end.
};

struct row {
  const char* what;
  const char* fault;
  moment at;
  bool with_tcs = false; ///< Not only with kd.
};

constexpr row table[]{
  {"before the intent", "", moment::unpaid},
  {"intent durable, no answer", "fault no_answer always", moment::pending,
   true},
  {"intent durable, busy", "fault busy always", moment::pending},
  {"asked, answer lost", "fault lost always", moment::registered, true},
  {"asked, answer late", "fault late ms=1500", moment::registered},
  {"asked, answer damaged", "fault bad_checksum always", moment::registered},
  {"asked, power fails", "fault power_fail always", moment::registered, true},
  {"answered, nothing wrong", "", moment::registered, true},
  {"refused", "fault code code=8", moment::refused, true},
  {"printed", "", moment::printed},
  {"receipt durable, printing", "", moment::printing, true},
};

struct kind {
  const char* unit;
  const char* replay;
};

void PrintTo(const kind& x, std::ostream* out) {
  *out << x.unit << ' ' << x.replay;
}

class KilledTill : public ::testing::TestWithParam<kind> {
protected:
  KilledTill() {
    order(std::string{"replay "} + GetParam().replay);
    log_in();
    all.must_at(0, {"float", "500"});
  }

  shop::options with_unit() const {
    shop::options out;
    out.terminals = 1;
    out.articles
      = std::string(KASSA_SOURCE_DIR) + "/scripts/sample/articles.csv";
    out.clock = "system";
    if (std::string{"tcs"} != GetParam().unit) {
      out.unit = std::string{GetParam().unit}
                 + ":tcp:" + unit.address(GetParam().unit);
      return out;
    }
    out.unit = "tcs";
    out.settings = {"--unit-address",     "https://" + unit.address("tcs"),
                    "--unit-certificate", unit.certificate("client.pem"),
                    "--unit-key",         unit.certificate("client.key"),
                    "--unit-ca",          unit.certificate("ca.pem")};
    return out;
  }

  void order(const std::string& line) {
    ASSERT_EQ(unit.order(std::string{GetParam().unit} + ' ' + line), "ok")
      << line;
  }

  /// "receipts" or "codes" of what the emulator has registered.
  std::uint64_t stat(const std::string& name) {
    auto said = unit.order(std::string{GetParam().unit} + " stats");
    auto at = said.find(name + '=');
    return std::strtoull(said.c_str() + at + name.size() + 1, nullptr, 10);
  }

  void log_in() {
    all.log_in(0);
    ASSERT_TRUE(eventually([&] {
      return all.kassa_at(0, {"price", "100"}).code == 0;
    }));
    ASSERT_TRUE(
      eventually([&] { return all.status(0).unit_status().sells(); }));
  }

  void kill_and_return() {
    all.at(0).daemon->kill();
    order("clear");
    all.restart(0);
    ASSERT_TRUE(eventually([&] { return !all.status(0).has_pending(); }));
    log_in();
  }

  std::string printed() { return content_of(all.at(0).printout); }

  /// Sells and kills the terminal as soon as `there`.
  void kill_when(const std::function<bool()>& there) {
    auto paying = std::async(std::launch::async, [&] {
      return all.kassa_at(0, {"sell", "100", "--card"});
    });
    EXPECT_TRUE(eventually(there));
    all.at(0).daemon->kill();
    paying.get();
    kill_and_return();
  }

  void run_row(const row& of) {
    const auto sold = all.status(0).receipts();
    const auto held = stat("receipts");
    if (*of.fault != '\0')
      order(of.fault);
    switch (of.at) {
    case moment::unpaid:
      all.must_at(0, {"sell", "100"});
      kill_and_return();
      break;
    case moment::pending:
      kill_when([&] { return all.status(0).has_pending(); });
      break;
    case moment::registered:
      kill_when([&] { return stat("receipts") > held; });
      break;
    case moment::refused:
      EXPECT_NE(all.kassa_at(0, {"sell", "100", "--card"}).code, 0);
      kill_and_return();
      break;
    case moment::printed:
      kill_when([this, before = sheets()] { return sheets() > before; });
      break;
    case moment::printing: kill_printing(); break;
    }
    if (all.status(0).receipts() == sold)
      sell_again();
    EXPECT_EQ(all.status(0).receipts(), sold + 1);
    answer_for_printer();
  }

  /// What was not synced may be gone: lines, payments, the whole sale.
  void sell_again() {
    if (all.kassa_at(0, {"pay", "--card"}).code == 0
        || all.kassa_at(0, {"pay"}).code == 0)
      return;
    all.kassa_at(0, {"abort"});
    all.must_at(0, {"sell", "100", "--card"});
  }

  /// Receipts on paper.
  std::size_t sheets() {
    std::size_t n = 0;
    const auto paper = printed();
    for (auto at = paper.find("Kvittonr: "); at != std::string::npos;
         at = paper.find("Kvittonr: ", at + 1))
      ++n;
    return n;
  }

  /// What a kill left in doubt came out, somebody says; the rest is printed.
  void answer_for_printer() {
    EXPECT_TRUE(eventually([&] {
      v1::PrintJobList jobs;
      auto said = all.kassa_at(0, {"--json", "jobs"});
      if (said.code != 0 || !cli::from_json(said.out, jobs))
        return false;
      for (const auto& x : jobs.jobs())
        if (x.state() == v1::PRINT_STATE_UNKNOWN)
          all.kassa_at(0, {"printed", std::to_string(x.job_seq()), "yes"});
      return jobs.jobs().empty();
    }));
  }

  /// The printer is a pipe that is full and that nobody reads.
  void kill_printing() {
    auto path = all.at(0).printout;
    std::filesystem::rename(path, path + ".before");
    ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
    const int pipe = ::open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
    ASSERT_GE(pipe, 0);
    while (::write(pipe, "x", 1) == 1) {
    }
    kill_when([&] {
      auto jobs = all.kassa_at(0, {"--json", "jobs"});
      return jobs.out.find("PRINT_STATE_PRINTING") != std::string::npos;
    });
    ::close(pipe);
    std::filesystem::remove(path);
    std::filesystem::rename(path + ".before", path);
  }

  /// The journal on the disk, of a terminal that does not run.
  void expect_agreement() {
    all.at(0).daemon->kill();
    store::terminal_store::options how;
    how.path = node::store_path(all.at(0).data);
    how.read_only = true;
    auto disk = store::terminal_store::open(std::move(how));
    ASSERT_TRUE(disk) << to_string(disk.why());
    const scope here{"butik", all.at(0).id};
    std::map<std::uint64_t, int> intents, ends;
    std::map<std::string, int> sales;
    std::set<std::string> shown;
    auto ledger = journal::read_ledger(**disk, here);
    ASSERT_TRUE(ledger);
    for (seq_t seq = 1; seq <= ledger->seq(); ++seq) {
      auto body = journal::read_body(**disk, here, seq);
      ASSERT_TRUE(body);
      if (body->has_intent())
        ++intents[body->intent().receipt().number()];
      if (body->has_void_())
        ++ends[body->void_().number()];
      if (!body->has_receipt())
        continue;
      ++ends[body->receipt().number()];
      ++sales[body->receipt().sale()];
      EXPECT_TRUE(shown.insert(body->receipt().unit().code()).second);
    }
    EXPECT_EQ(intents, ends);
    EXPECT_EQ(ends.size(), ledger->next_sale() - 1);
    for (const auto& [number, times] : ends)
      EXPECT_EQ(times, 1) << "number " << number;
    for (const auto& [sale, times] : sales)
      EXPECT_EQ(times, 1) << "charged twice";
    expect_codes(shown, intents.size());
    auto report = journal::verify(**disk, here, {});
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->findings.empty()) << report->findings.front().words;
  }

  /// The emulator's own book beside the journal's.
  void expect_codes(const std::set<std::string>& shown, std::size_t intents) {
    std::istringstream said{
      unit.order(std::string{GetParam().unit} + " codes")};
    std::set<std::string> given;
    for (std::string word; said >> word;)
      given.insert(word);
    for (const auto& code : shown)
      EXPECT_TRUE(given.contains(code)) << code;
    // It never saw a number that was not durable first.
    EXPECT_LE(stat("receipts"), intents);
    EXPECT_GE(stat("receipts"), shown.size());
    if (std::string{"same"} == GetParam().replay) {
      EXPECT_EQ(stat("codes"), stat("receipts"));
    }
  }

  emulator_program unit;
  shop all{with_unit()};
};

TEST_P(KilledTill, L2_L4_EndsEachNumberOnceAtEveryStep) {
  for (const auto& x : table) {
    if (!x.with_tcs && std::string{"tcs"} == GetParam().unit)
      continue;
    SCOPED_TRACE(x.what);
    ASSERT_NO_FATAL_FAILURE(run_row(x));
  }
  expect_agreement();
}

INSTANTIATE_TEST_SUITE_P(
  Units, KilledTill, ::testing::Values(kind{"kd", "same"}, kind{"tcs", "new"}),
  [](const auto& of) {
    return std::string{of.param.unit} + '_' + of.param.replay;
  });

} // namespace
} // namespace kassa::testing
