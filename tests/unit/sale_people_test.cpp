#include "actors/sale/people.hpp"
#include "actors/sale/repeats.hpp"
#include "tests/support/sale_shop.hpp"

#include <gtest/gtest.h>
#include <kassa/v1/register.pb.h>

namespace {

using namespace kassa;
using namespace kassa::sale;

TEST(SalePeople, L10_AnUnknownUserIsToldTheStore) {
  kassa::testing::sale_shop shop;
  shop.add(v1::ROW_KIND_USER, "office").mutable_user()->set_name("Ola");
  auto view = shop.view(1);
  auto refusal = till_user(*view, "doris", "torget", 0);
  ASSERT_FALSE(refusal);
  EXPECT_EQ(refusal.why().code, errc::unknown_user);
  EXPECT_EQ(words(refusal.why(), language::en),
            "doris is unknown in store torget.");
  EXPECT_FALSE(till_user(*view, "office", "torget", 0)); // Not for tills.
  EXPECT_FALSE(till_user(*view, "", "torget", 0));
  EXPECT_TRUE(till_user(*view, "anna", "torget", 0));
}

TEST(SalePeople, L10_AUserMayBeLoggedInMoreThanOnce) {
  sessions all;
  all.open("one", "anna");
  all.open("two", "anna");
  all.close(session_hash("one"));
  EXPECT_FALSE(all.user("one"));
  EXPECT_EQ(all.user("two"), "anna");
}

TEST(SalePeople, TheOldestSessionGivesWay) {
  sessions all;
  for (std::size_t i = 0; i < sessions::users_max; ++i)
    all.open(std::to_string(i), "anna");
  EXPECT_TRUE(all.user("0"));
  all.open("new", "bo");
  EXPECT_FALSE(all.user("0"));
  EXPECT_EQ(all.user("1"), "anna");
  EXPECT_EQ(all.user("new"), "bo");
  all.close(session_hash("2")); // There is room again.
  all.open("newer", "bo");
  EXPECT_EQ(all.user("1"), "anna");
}

TEST(SalePeople, LocksOutAfterFiveWrongPasswordsAndDoubles) {
  lock_outs all;
  std::uint64_t now = 1000;
  for (int i = 0; i < 4; ++i)
    all.wrong("anna", now);
  EXPECT_TRUE(all.check("anna", now));
  std::uint64_t wait = 30;
  for (int i = 0; i < 8; ++i) {
    all.wrong("anna", now);
    auto refusal = all.check("anna", now);
    ASSERT_FALSE(refusal);
    EXPECT_EQ(refusal.why().code, errc::locked_out);
    EXPECT_EQ(refusal.why().fields.at("seconds"), std::to_string(wait));
    EXPECT_FALSE(all.check("anna", now + wait * 1000 - 1));
    now += wait * 1000;
    EXPECT_TRUE(all.check("anna", now));
    wait = std::min<std::uint64_t>(wait * 2, 900);
  }
  EXPECT_TRUE(all.check("bo", now));
  all.right("anna");
  all.wrong("anna", now);
  EXPECT_TRUE(all.check("anna", now));
}

TEST(SalePeople, ARepeatIsTheSameCallThroughAnySession) {
  v1::AddLineRequest a;
  a.set_article_no("1");
  a.mutable_call()->set_client_id("c1");
  a.mutable_call()->set_session("one");
  auto b = a;
  b.mutable_call()->set_session("two");
  EXPECT_EQ(fingerprint(a), fingerprint(b));
  b.set_article_no("2");
  EXPECT_NE(fingerprint(a), fingerprint(b));
  v1::Answered before;
  before.set_fingerprint(fingerprint(a));
  EXPECT_TRUE(check_repeat(before, fingerprint(a), "c1"));
  EXPECT_EQ(check_repeat(before, fingerprint(b), "c1").why().code,
            errc::client_id_reused);
}

TEST(SalePeople, AChangingCallHasAName) {
  EXPECT_EQ(check_client_id("").why(),
            (error{errc::invalid, {{"what", "client_id"}}}));
  EXPECT_TRUE(check_client_id(std::string(client_id_max, 'c')));
  EXPECT_EQ(check_client_id(std::string(client_id_max + 1, 'c')).why().code,
            errc::too_large);
}

TEST(SalePeople, RemembersTheNewestLateAnswers) {
  late_answers all;
  EXPECT_FALSE(all.find("0"));
  for (std::size_t i = 0; i <= late_answers::answers_max; ++i)
    all.keep(std::to_string(i), "print");
  EXPECT_FALSE(all.find("0"));
  ASSERT_TRUE(all.find("1"));
  EXPECT_EQ(all.find("1")->fingerprint(), "print");
}

} // namespace
