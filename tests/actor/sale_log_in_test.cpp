#include "actors/journal/history.hpp"
#include "tests/actor/sale_kit.hpp"

// Who logs in, once or twice with the same call, and out.

namespace {

using namespace kassa;
using namespace kassa::testing;

struct sale_log_in_test : sale_fixture {
  sale_log_in_test() { begin(); }
};

TEST_F(sale_log_in_test, RefusesAWrongPasswordAndLocksOut) {
  for (int i = 0; i < 5; ++i) {
    auto answer = try_log_in(till, "bo", "fel");
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.why().code, errc::wrong_password);
  }
  auto locked = try_log_in(till, "bo");
  ASSERT_FALSE(locked);
  EXPECT_EQ(locked.why().code, errc::locked_out);
  EXPECT_EQ(locked.why().fields.at("seconds"), "30");
  EXPECT_TRUE(try_log_in(till, "anna"));
  till.world.clock.advance(30'000);
  EXPECT_TRUE(try_log_in(till, "bo"));
  auto body = journal::read_body(till.world.disk, till.world.of,
                                 till.ledger().seq() - 2);
  ASSERT_TRUE(body);
  EXPECT_EQ(body->log_in().reason(), "locked_out");
}

TEST_F(sale_log_in_test, ARepeatedLogInGetsTheSessionThatItOpened) {
  const auto* right = sale_shop::password;
  auto first = try_log_in(till, "bo", right, "in-1");
  ASSERT_TRUE(first);
  auto seq = till.ledger().seq();
  auto again = try_log_in(till, "bo", right, "in-1");
  ASSERT_TRUE(again) << to_string(again.why());
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(till.ledger().seq(), seq); // One log-in was journaled.
  auto other = try_log_in(till, "bo", right, "in-2");
  ASSERT_TRUE(other);
  EXPECT_NE(other->session(), first->session());
  // A repeat is not believed without the password, nor for another user.
  EXPECT_EQ(try_log_in(till, "bo", "fel", "in-1").why().code,
            errc::wrong_password);
  EXPECT_EQ(try_log_in(till, "anna", right, "in-1").why().code,
            errc::client_id_reused);
  must<v1::SaleView>(line("1", "a-line"));
  EXPECT_EQ(try_log_in(till, "bo", right, "a-line").why().code,
            errc::client_id_reused);
}

TEST_F(sale_log_in_test, ARepeatedLogOutIsDoneAndEndsNoOtherSession) {
  v1::LogOutRequest out;
  out.mutable_call()->set_client_id("out");
  out.mutable_call()->set_revision(1); // Of no sale: it is not looked at.
  must<v1::Done>(out);
  auto seq = till.ledger().seq();
  must<v1::Done>(out);
  EXPECT_EQ(till.ledger().seq(), seq);
  v1::LogOutRequest unknown;
  unknown.mutable_call()->set_revision(1);
  EXPECT_EQ(call<v1::Done>(unknown).why().code, errc::not_logged_in);
  session = log_in(till, "anna");
  EXPECT_EQ(call<v1::Done>(out).why().code, errc::client_id_reused);
  EXPECT_EQ(sale().revision(), 0U); // Still logged in.
}

TEST_F(sale_log_in_test, ALogInIsNotRepeatedAfterItsLogOut) {
  auto first = try_log_in(till, "bo", sale_shop::password, "in-1");
  ASSERT_TRUE(first);
  session = first->session();
  must<v1::Done>(v1::LogOutRequest{});
  EXPECT_EQ(try_log_in(till, "bo", sale_shop::password, "in-1").why().code,
            errc::client_id_reused);
}

} // namespace
