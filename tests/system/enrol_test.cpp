// A machine becomes a terminal by a one-time code, on the real programs.

#include "tests/system/figures.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace kassa::testing {
namespace {

namespace fs = std::filesystem;

void expect_refused(const outcome& how, const std::string& code) {
  EXPECT_NE(how.code, 0);
  EXPECT_NE(how.err.find('[' + code + ']'), std::string::npos) << how.err;
}

class Enrolment : public ::testing::Test {
protected:
  static shop::options options(std::size_t terminals) {
    shop::options out;
    out.terminals = terminals;
    out.articles = KASSA_SOURCE_DIR "/scripts/sample/articles.csv";
    out.by_code = true;
    return out;
  }

  static outcome enrol(const shop& at, const shop::one_time_code& by,
                       const std::string& folder) {
    return run({std::string{KASSA_BIN_DIR} + "/kassa-node", "enrol", "--code",
                by.code, "--hub", by.hub, "--data", at.path(folder),
                "--registry", at.path("registry-" + folder),
                "--several-terminals", "--register-address", "127.0.0.1:0"},
               at.environment());
  }

  static std::vector<v1::TerminalSummary> parse_terminals(shop& of) {
    v1::TerminalList all;
    EXPECT_TRUE(cli::from_json(
      of.must({"--json", "terminals", "--store", "butik"}), all));
    return {all.terminals().begin(), all.terminals().end()};
  }
};

TEST_F(Enrolment, ATerminalSellsAndItsHubCounts) {
  shop all(options(1));
  all.start_all();
  all.log_in(0);
  all.must_at(0, {"sell", "100", "--card"});
  ASSERT_TRUE(all.converge());
  EXPECT_EQ(all.statistics().receipts(), 1u);
  all.must_at(0, {"verify"});
}

// Design, section 8: identity gone too, a code each brings them back.
TEST_F(Enrolment, L1_L6_TerminalsComeToANewHubUnderTheirOwnTerminalIds) {
  shop all(options(2));
  for (std::size_t i = 0; i < 2; ++i) {
    all.log_in(i);
    all.must_at(i, {"sell", "100", "--card"});
  }
  ASSERT_TRUE(all.converge());
  const auto old_code = all.make_code("SPARE1");
  all.replace_hub();
  for (std::size_t i = 0; i < 2; ++i) // L5: they sell on.
    all.must_at(i, {"sell", "100", "--card"});
  auto come = [&](std::size_t i, const shop::one_time_code& by) {
    return run({std::string{KASSA_BIN_DIR} + "/kassa-node", "enrol", "--code",
                by.code, "--hub", by.hub, "--data", all.at(i).data},
               all.environment());
  };
  const auto first = all.make_code(all.at(0).id);
  expect_refused(come(0, first), "store_locked"); // While it runs.
  all.at(0).daemon->stop();
  expect_refused(come(0, all.make_code(all.at(1).id)), "unknown_terminal");
  expect_refused(come(0, old_code), "already_initialised");
  auto done = come(0, first);
  ASSERT_EQ(done.code, 0) << done.err;
  EXPECT_NE(done.out.find("numbers go on"), std::string::npos) << done.out;
  expect_refused(come(0, first), "already_initialised");
  all.at(1).daemon->stop();
  // Of a copy the new hub knows nothing, so it may not vouch for one (L13).
  fs::copy(all.at(1).data, all.path("copy"), fs::copy_options::recursive);
  expect_refused(
    run({std::string{KASSA_BIN_DIR} + "/kassa-node", "enrol", "--code",
         first.code, "--hub", first.hub, "--data", all.path("copy")},
        all.environment()),
    "folder_moved");
  // The other one lost its certificate meanwhile, and its code was shown by
  // nobody else: a refused machine binds nothing.
  fs::remove(all.at(1).data + "/tls.pem");
  done = come(1, all.make_code("SPARE2")); // Not its own.
  expect_refused(done, "unknown_terminal");
  for (const auto& x : parse_terminals(all))
    if (x.terminal() != all.at(0).id) {
      EXPECT_FALSE(x.bound()) << x.terminal();
    }
  all.restart(0);
  all.log_in(0);
  all.must_at(0, {"sell", "100", "--card"});
  ASSERT_TRUE(eventually([&] {
    return all.status(0).acked().seq() == all.status(0).durable_seq();
  }));
  EXPECT_EQ(all.receipts(0).receipts(2).number(), 3u);
  EXPECT_EQ(all.statistics().receipts(), 3u) << "all that it ever sold";
  all.must_at(0, {"verify"});
}

TEST_F(Enrolment, ACodeMakesOneMachineATerminalAndAnswersItAgain) {
  shop all(options(0));
  const auto code = all.make_code("KASSA1");
  auto first = enrol(all, code, "till");
  ASSERT_EQ(first.code, 0) << first.err;
  expect_refused(enrol(all, code, "other"), "enrol_code_used");
  // As if the answer had been lost: only the key is there.
  const auto bundle = content_of(all.path("till/bundle.json"));
  fs::remove(all.path("till/bundle.json"));
  fs::remove_all(all.path("till/store"));
  auto again = enrol(all, code, "till");
  ASSERT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(content_of(all.path("till/bundle.json")), bundle);
  expect_refused(enrol(all, code, "till"), "already_initialised");
  const auto log = content_of(all.path("hub.log"));
  EXPECT_NE(log.find("\"enrolled\""), std::string::npos) << log;
  EXPECT_NE(log.find("enrol_code_used"), std::string::npos) << log;
}

TEST_F(Enrolment, L5_ALostCertificateIsHadAgainByTheDeviceKey) {
  auto with = options(3);
  with.by_code = false; // The bundle's secret is spent after the first.
  shop all(with);
  all.start_all();
  ASSERT_TRUE(all.converge());
  const auto before = content_of(all.at(0).data + "/tls.pem");
  EXPECT_NE(before.find("BEGIN CERTIFICATE"), std::string::npos);
  for (std::size_t i = 0; i < all.count(); ++i)
    all.at(i).daemon->kill();
  // One has lost key and certificate, one has its neighbour's, one a damaged
  // file: none of them is kept from starting.
  fs::remove(all.at(0).data + "/tls.pem");
  write_file(all.at(1).data + "/tls.pem", before);
  write_file(all.at(2).data + "/tls.pem", before.substr(0, 100));
  for (std::size_t i = 0; i < all.count(); ++i) {
    all.restart(i);
    all.log_in(i);
    all.must_at(i, {"sell", "100", "--card"});
  }
  ASSERT_TRUE(all.converge());
  EXPECT_EQ(all.statistics().receipts(), 3u);
  for (std::size_t i = 0; i < all.count(); ++i) {
    const auto now = content_of(all.at(i).data + "/tls.pem");
    EXPECT_NE(now, before);
    EXPECT_NE(now.find("BEGIN CERTIFICATE"), std::string::npos) << i;
  }
}

/// The machine's next terminal reads what the closed one sold, and has numbers
/// of its own.
void sells_and_reads_the_closed_one(shop& all) {
  const auto at = content_of(all.path("anew.address"));
  const auto address
    = at.substr(at.find("127."), at.rfind('"') - at.find("127."));
  words_t in{"login",      "anna", "--password-file", all.password_file(),
             "--terminal", address};
  ASSERT_TRUE(eventually([&] { return all.kassa(in).code == 0; }));
  EXPECT_NE(all.must({"receipts", "--of", "KASSA1", "--terminal", address})
              .find("sale"),
            std::string::npos);
  EXPECT_NE(all.must({"receipt", "1", "--of", "KASSA1", "--terminal", address})
              .find("KASSA1"),
            std::string::npos);
  EXPECT_NE(all.must({"status", "--terminal", address}).find("KASSA1"),
            std::string::npos);
  expect_refused(
    all.kassa({"receipts", "--of", "KASSA9", "--terminal", address}),
    "other_terminal");
  all.must({"float", "500", "--terminal", address});
  all.must({"sell", "100", "--card", "--terminal", address});
  EXPECT_TRUE(eventually([&] { return all.statistics().receipts() == 2; }));
}

TEST_F(Enrolment, L13_AFencedMachineIsEnrolledAnewAndKeepsTheClosedScope) {
  auto with = options(1);
  with.by_code = false;
  shop all(with);
  all.start_all();
  all.log_in(0);
  ASSERT_TRUE(all.converge());
  all.at(0).daemon->stop();
  const auto& data = all.at(0).data;
  fs::copy(data, data + "-copy", fs::copy_options::recursive);
  all.restart(0);
  all.log_in(0);
  all.must_at(0, {"sell", "100", "--card"});
  ASSERT_TRUE(all.converge());
  {
    const auto copy = all.start_copy(0);
    ASSERT_TRUE(eventually([&] { return all.status(0).hub() == "fenced"; }));
  }
  const auto code = all.make_code("ANEW");
  auto anew = [&](const words_t& more = {}) {
    words_t words{std::string{KASSA_BIN_DIR} + "/kassa-node",
                  "enrol",
                  "--code",
                  code.code,
                  "--hub",
                  code.hub,
                  "--data",
                  all.path("anew"),
                  "--registry",
                  all.path("registry"),
                  "--register-address",
                  "127.0.0.1:0",
                  "--address-file",
                  all.path("anew.address"),
                  "--printer",
                  "file:" + all.path("anew.txt")};
    words.insert(words.end(), more.begin(), more.end());
    return run(words, all.environment());
  };
  expect_refused(anew(), "other_terminal_here"); // While it runs.
  all.at(0).daemon->stop();
  // What came after the fence is nowhere but here.
  expect_refused(anew(), "not_archived");
  auto made = anew({"--force"});
  ASSERT_EQ(made.code, 0) << made.err;
  process next({std::string{KASSA_BIN_DIR} + "/kassa-node", "run", "--data",
                all.path("anew")},
               all.path("anew.log"), all.environment());
  ASSERT_TRUE(eventually([&] { return fs::exists(all.path("anew.address")); }))
    << content_of(all.path("anew.log"));
  sells_and_reads_the_closed_one(all);
  all.restart(0); // The closed scope, beside it.
  all.log_in(0);
  expect_refused(all.kassa_at(0, {"sell", "100", "--card"}), "fenced");
  EXPECT_NE(all.must_at(0, {"x"}).find("KASSA1"), std::string::npos);
  all.must_at(0, {"z"});
  EXPECT_EQ(all.receipts(0).receipts_size(), 1);
}

/// One file for many machines: each comes to a slot of its own, and to the same
/// one again; what nobody used is taken back.
TEST_F(Enrolment, L13_MachinesTakeSlotsOfOneFile) {
  shop all(options(0));
  const auto file = all.path("butik.slots");
  all.must(
    {"terminal", "slots", "--store", "butik", "--count", "3", "--out", file});
  auto take = [&](const std::string& folder, const std::string& from) {
    return run({std::string{KASSA_BIN_DIR} + "/kassa-node", "enrol", "--slots",
                from, "--data", all.path(folder), "--registry",
                all.path("registry-" + folder), "--several-terminals",
                "--register-address", "127.0.0.1:0"},
               all.environment());
  };
  auto changed = content_of(file);
  changed[changed.find("content") + 40] ^= 1;
  write_file(all.path("changed.slots"), changed);
  expect_refused(take("till", all.path("changed.slots")), "bad_slots");
  ASSERT_EQ(take("till", file).code, 0);
  const auto bundle = content_of(all.path("till/bundle.json"));
  // As if the answer had been lost.
  fs::remove(all.path("till/bundle.json"));
  fs::remove_all(all.path("till/store"));
  ASSERT_EQ(take("till", file).code, 0);
  EXPECT_EQ(content_of(all.path("till/bundle.json")), bundle);
  auto other = take("other", file);
  ASSERT_EQ(other.code, 0) << other.err;
  EXPECT_NE(content_of(all.path("other/bundle.json")), bundle);
  EXPECT_NE(all.must({"terminal", "revoke-slots", file, "--reason", "klart"})
              .find("1 slots revoked, 2"),
            std::string::npos);
  expect_refused(take("third", file), "revoked");
  std::size_t bound = 0;
  for (const auto& x : parse_terminals(all)) {
    bound += x.bound() ? 1 : 0;
    EXPECT_NE(x.bound(), x.revoked()) << x.terminal();
  }
  EXPECT_EQ(bound, 2u);
  all.must(
    {"terminal", "slots", "--store", "butik", "--count", "1", "--out", file});
  ASSERT_EQ(take("fourth", file).code, 0);
  expect_refused(take("fifth", file), "slots_used");
}

TEST_F(Enrolment, SaysWhatIsWrongAndShowsNothingToAnotherHub) {
  shop all(options(0));
  shop another(options(0));
  auto code = all.make_code("KASSA1");
  auto typo = code;
  typo.code.back() = typo.code.back() == 'A' ? 'B' : 'A';
  expect_refused(enrol(all, typo, "till"), "enrol_code_mistyped");
  expect_refused(
    enrol(all, {code.code, another.make_code("KASSA1").hub}, "till"),
    "other_hub");
  EXPECT_EQ(content_of(another.path("hub.log")).find("not_enrolled"),
            std::string::npos);
  expect_refused(enrol(all, {code.code, "127.0.0.1:1"}, "till"), "unavailable");
  auto good = enrol(all, code, "till");
  EXPECT_EQ(good.code, 0) << good.err;
}

} // namespace
} // namespace kassa::testing
