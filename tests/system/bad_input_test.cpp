#include "proto/base/console.hpp"
#include "tests/system/bad_input.hpp"
#include "transport/client.hpp"

#include <kassa/v1/register.grpc.pb.h>

#include <filesystem>

namespace kassa::testing {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using till_client = v1::Register::Stub;

TEST_F(BadInput, AMalformedCsvChangesNothingAndNamesLineColumnAndRemedy) {
  auto how = import(head
                    + "1,Bulle,Bageri,VARA,2900,600,\n"
                      "2,Limpa,Bageri,VARA,mycket,600,\n");
  expect_refused(how, 3, "bad_csv", {"line 3", "price"});
  auto nothing = all.kassa({"publish", "--store", "butik"});
  expect_refused(nothing, 3, "nothing_to_publish");
}

TEST_F(BadInput, TwoRatesInOneGroupAreRefused) {
  auto how = import(head
                    + "1,Bulle,Nytt,VARA,2900,600,\n"
                      "2,Mugg,Nytt,VARA,9900,2500,\n");
  expect_refused(how, 3, "two_rates", {"Nytt"});
}

TEST_F(BadInput, TheTillRefusesWhatCannotBeSold) {
  expect_refused(all.kassa_at(0, {"sell", "999", "--cash"}), 3,
                 "unknown_article", {"999"});
  expect_refused(all.kassa_at(0, {"sell", "--cash", "--terminal",
                                  all.at(0).address, "--", "-1x100"}),
                 3, "bad_quantity");
  expect_refused(all.kassa_at(0, {"sell", "100", "--card", "1"}), 3,
                 "unbalanced");
  expect_refused(all.kassa_at(0, {"sell", "100", "--card", "500"}), 3,
                 "over_paid");
  expect_refused(all.kassa_at(0, {"sell", "group:Fel@10", "--cash"}), 3,
                 "unknown_group");
  // What a refused command began is not left behind.
  EXPECT_EQ(all.status(0).open_sale_lines(), 0u);
  EXPECT_EQ(all.status(0).receipts(), 0u);
}

TEST_F(BadInput, AWrongPasswordAndNoLogInAreRefused) {
  const auto file = all.path("wrong");
  write_file(file, "fel\n");
  expect_refused(all.kassa_at(0, {"login", "anna", "--password-file", file}), 3,
                 "wrong_password");
  all.must_at(0, {"logout"});
  expect_refused(all.kassa_at(0, {"sell", "100", "--cash"}), 3,
                 "not_logged_in");
}

TEST_F(BadInput, AnAbsentDaemonIsWorthAnotherTryAndARemoteOneIsNot) {
  auto away = all.kassa(
    {"status", "--terminal", "127.0.0.1:" + std::to_string(free_port())});
  expect_refused(away, 4, "unavailable");
  expect_refused(all.kassa({"status", "--terminal", "192.0.2.1:4780"}), 3,
                 "not_loopback");
  EXPECT_EQ(all.kassa({"no-such-command"}).code, 2);
}

TEST_F(BadInput, ACorruptConfigurationNamesItsLine) {
  const auto file = all.path("bad.toml");
  write_file(file, "data = \"x\"\nprinter_columns = \"many\"\n");
  all.at(0).daemon->stop();
  expect_refused(start_refused({"--config", file}), 3, "bad_configuration",
                 {"line 2"});
}

TEST_F(BadInput, ALogoThatWillNotDoIsNamed) {
  const auto file = all.path("logo.png");
  const words_t with{"--printer-logo", file};
  all.at(0).daemon->stop();
  expect_refused(start_refused(with), 3, "bad_logo",
                 {file, "there is no such file", "504"});
  write_file(file, "GIF89a");
  expect_refused(start_refused(with), 3, "bad_logo", {file, "no PNG"});
}

TEST_F(BadInput, AnUnknownCommandIsNamed) {
  expect_refused(all.kassa({"nope"}), 2, "usage", {"nope"});
  const auto how = all.kassa({"--json", "nope"});
  EXPECT_EQ(how.code, 2);
  EXPECT_TRUE(how.out.empty()) << how.out;
  for (const auto* said : {"\"code\":\"usage\"", "nope"})
    EXPECT_NE(how.err.find(said), std::string::npos) << how.err;
}

TEST_F(BadInput, ABadBundleIsToldInWholeSentences) {
  const auto file = all.path("bad.bundle");
  write_file(file, "{");
  const auto how = run({program("kassa-node"), "init", "--bundle", file,
                        "--data", all.path("new")},
                       all.environment());
  expect_refused(how, 3, "bad_bundle", {file, "Get a new one"});
  EXPECT_EQ(how.err.find(".."), std::string::npos) << how.err;
}

TEST_F(BadInput, AHubWithoutAFolderSaysWhatToRun) {
  const auto missing = all.path("no-hub");
  const auto how = run(
    {program("kassa-hub"), "--data", missing + "-data", "--identity", missing},
    all.environment());
  expect_refused(how, 3, "hub_not_initialised", {missing, "kassa hub init"});
  EXPECT_FALSE(fs::exists(missing));
}

TEST_F(BadInput, TheDaemonsSpeakToProgramsToo) {
  for (const auto* name : {"kassa-node", "kassa-hub"}) {
    const auto daemon = program(name);
    EXPECT_EQ(run({daemon, "--version"}).out, KASSA_VERSION "\n");
    const auto settings = run({daemon, "--json", "--print-config"});
    EXPECT_EQ(settings.out.front(), '{') << settings.out;
    EXPECT_NE(settings.out.find("\"log_level\":\"info\""), std::string::npos);
    const auto wrong = run({daemon, "--nope", "--json"});
    EXPECT_EQ(wrong.code, 2);
    EXPECT_EQ(wrong.err.find("{\"error\":{\"code\":\"usage\""), 0u)
      << wrong.err;
  }
  const auto again
    = run({program("kassa-node"), "init", "--json", "--bundle",
           all.path("no-such-bundle"), "--data", all.path("new")},
          all.environment());
  EXPECT_EQ(again.code, 3);
  EXPECT_NE(again.err.find("\"code\":\"bad_bundle\""), std::string::npos)
    << again.err;
}

TEST_F(BadInput, TheReplayNamesTheLineOfABadFile) {
  const auto file = all.path("tickets.csv");
  write_file(file, "Date,Time,Transaction,Item\n2026-99-04,09:00:00,1,Te\n");
  auto how
    = all.kassa({"replay", "--articles",
                 std::string(KASSA_SOURCE_DIR) + "/scripts/sample/articles.csv",
                 "--tickets", file, "--terminals", all.at(0).address, "--user",
                 "anna", "--password-file", all.password_file()});
  expect_refused(how, 3, "bad_csv", {"line 2", "Date"});
}

TEST_F(BadInput, TheTableOfErrorsIsDocumentedAsItIs) {
  EXPECT_EQ(all.kassa({"errors", "--markdown"}).out,
            content_of(std::string(KASSA_SOURCE_DIR) + "/proto/ERRORS.md"));
}

TEST_F(BadInput, TheTableOfErrorsAsJsonNamesTheFields) {
  const auto how = all.kassa({"errors", "--json"});
  EXPECT_EQ(how.code, 0) << how.err;
  EXPECT_NE(how.out.find("{what} does not answer now"), std::string::npos);
  EXPECT_EQ(how.out.find('?'), std::string::npos);
}

TEST_F(BadInput, JsonErrorsAreForPrograms) {
  auto how = all.kassa_at(0, {"--json", "sell", "999", "--cash"});
  EXPECT_EQ(how.code, 3);
  EXPECT_TRUE(how.out.empty());
  EXPECT_NE(how.err.find("\"code\":\"unknown_article\""), std::string::npos)
    << how.err;
}

/// Calls that the command line never makes.
class BadCalls : public BadInput {
protected:
  void SetUp() override {
    auto channel = transport::dial(all.at(0).address);
    ASSERT_TRUE(channel) << to_string(channel.why());
    till = v1::Register::NewStub(*channel);
    v1::LogInRequest request;
    request.set_user("anna");
    request.set_password(first_line(all.password_file()));
    request.set_client_id("log-in");
    auto in = transport::call(*till, &till_client::LogIn, request, 20s);
    ASSERT_TRUE(in) << to_string(in.why());
    session = in->session();
    v1::GetSaleRequest look;
    look.set_session(session);
    auto sale = transport::call(*till, &till_client::GetSale, look, 20s);
    ASSERT_TRUE(sale) << to_string(sale.why());
    revision = sale->revision();
  }

  static std::string first_line(const std::string& file) {
    const auto text = content_of(file);
    return text.substr(0, text.find('\n'));
  }

  result<v1::SaleView> add(const std::string& client_id,
                           const std::string& article) {
    v1::AddLineRequest request;
    request.mutable_call()->set_session(session);
    request.mutable_call()->set_client_id(client_id);
    request.mutable_call()->set_revision(revision);
    request.set_article_no(article);
    return transport::call(*till, &till_client::AddLine, request, 20s);
  }

  static void expect_error(const result<v1::SaleView>& how, errc code, int exit,
                           const std::string& said) {
    ASSERT_FALSE(how);
    EXPECT_EQ(how.why().code, code) << to_string(how.why());
    EXPECT_EQ(cli::exit_code_of(how.why()), exit);
    const auto text = words(how.why(), language::en);
    EXPECT_NE(text.find(said), std::string::npos) << text;
  }

  std::unique_ptr<till_client> till;
  std::string session;
  std::uint64_t revision = 0;
};

TEST_F(BadCalls, AStaleRevisionIsRefusedWithTheSaleAsItStands) {
  ASSERT_TRUE(add("first", "100"));
  auto stale = add("second", "112");
  expect_error(stale, errc::stale_revision, 4, "has changed since you saw it");
  v1::SaleView now;
  ASSERT_TRUE(now.ParseFromString(
    stale.why().fields.at(std::string(transport::current_sale_field))));
  EXPECT_EQ(now.sale().lines_size(), 1);
  EXPECT_GT(now.revision(), revision);
}

TEST_F(BadCalls, L6_ARepeatedCallGetsItsFirstAnswerAndIsNoOtherCall) {
  const auto first = add("once", "100");
  ASSERT_TRUE(first) << to_string(first.why());
  const auto again = add("once", "100");
  ASSERT_TRUE(again) << to_string(again.why());
  EXPECT_EQ(again->revision(), first->revision());
  EXPECT_EQ(all.status(0).open_sale_lines(), 1u);
  expect_error(add("once", "112"), errc::client_id_reused, 3, "once");
  EXPECT_EQ(all.status(0).open_sale_lines(), 1u);
}

} // namespace
} // namespace kassa::testing
