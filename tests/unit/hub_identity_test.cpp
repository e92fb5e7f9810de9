#include "hub/config.hpp"
#include "hub/hub.hpp"
#include "hub/identity.hpp"
#include "tests/support/hub_records.hpp"
#include "tests/support/temp_dir.hpp"

#include <gtest/gtest.h>
#include <kassa/v1/office.pb.h>
#include <kassa/v1/options.pb.h>
#include <sys/stat.h>

#include <set>

namespace kassa::hub {

namespace {

using testing::made_journal;

class Identity : public ::testing::Test {
protected:
  Identity() {
    who_ = *identity::load(storage_.get());
    v1::HubTerminal terminal;
    terminal.set_store("bageri");
    terminal.set_terminal("KASSA1");
    terminal.set_secret_hash(secret_hash("secret"));
    EXPECT_TRUE(who_->add(terminal));
  }

  static applicant claim(const made_journal& of, std::string secret) {
    return {of.of(), of.key().public_key, std::move(secret)};
  }

  std::unique_ptr<store::hub_storage> storage_
    = store::make_memory_hub_storage();
  std::unique_ptr<identity> who_;
  made_journal till_{{"bageri", "KASSA1"}, 1};
};

TEST_F(Identity, L13_BindsTheFirstKeyShownWithTheSecret) {
  EXPECT_TRUE(who_->admit(claim(till_, "secret"), 1));
  EXPECT_TRUE(who_->admit(claim(till_, ""), 2));
  made_journal other{{"bageri", "KASSA1"}, 2};
  EXPECT_EQ(who_->admit(claim(other, "secret"), 3).why().code, errc::wrong_key);
  auto again = identity::load(storage_.get());
  EXPECT_TRUE((*again)->admit(claim(till_, ""), 4));
}

TEST_F(Identity, RefusesAWrongSecretAndUnknownNames) {
  EXPECT_EQ(who_->admit(claim(till_, "guess"), 1).why().code, errc::wrong_key);
  EXPECT_EQ(who_->admit(claim(till_, ""), 1).why().code, errc::wrong_key);
  made_journal stranger{{"bageri", "KASSA9"}};
  EXPECT_EQ(who_->admit(claim(stranger, "secret"), 1).why().code,
            errc::unknown_terminal);
  made_journal elsewhere{{"kiosk", "KASSA1"}};
  EXPECT_EQ(who_->admit(claim(elsewhere, "secret"), 1).why().code,
            errc::unknown_terminal);
}

TEST_F(Identity, L13_AFenceIsLoggedAndNeverTakenBack) {
  testing::seeded_random random;
  auto key = make_key_pair(random);
  v1::FenceEntry entry;
  entry.set_store("bageri");
  entry.set_terminal("KASSA1");
  entry.mutable_fence()->set_reason("second holder");
  auto first = who_->fence(entry, 7, key);
  ASSERT_TRUE(first);
  EXPECT_TRUE(sync::fence_holds(*first, till_.of(), key.public_key));
  entry.mutable_fence()->set_reason("again");
  EXPECT_EQ(who_->fence(entry, 8, key)->reason(), "second holder");
  auto again = identity::load(storage_.get());
  EXPECT_EQ((*again)->fence("KASSA1")->reason(), "second holder");
  EXPECT_EQ((*again)->fences().size(), 2U);
}

TEST_F(Identity, ATerminalIdIsUsedOnce) {
  v1::HubTerminal terminal;
  terminal.set_store("kiosk");
  terminal.set_terminal("KASSA1");
  EXPECT_EQ(who_->add(terminal).why().code, errc::exists);
}

TEST(SigningKey, IsMadeOnceAndIsItsOwnersOnly) {
  testing::temp_dir folder;
  testing::seeded_random random;
  store::files files;
  EXPECT_EQ(signing_key(files, folder.path(), false, random).why().code,
            errc::not_found);
  auto made = signing_key(files, folder.path(), true, random);
  ASSERT_TRUE(made);
  auto read = signing_key(files, folder.path(), false, random);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->public_key, made->public_key);
  struct stat at {};
  ASSERT_EQ(stat((folder / "hub.key").c_str(), &at), 0);
  EXPECT_EQ(at.st_mode & 0777U, 0600U);
}

TEST(HubInit, MakesOneFirstAdmin) {
  auto storage = store::make_memory_hub_storage();
  testing::seeded_random random;
  EXPECT_TRUE(
    init_hub(*storage, "eva", "hemligt", random, 1, password_cost::test));
  EXPECT_EQ(init_hub(*storage, "bo", "hemligt", random, 1, password_cost::test)
              .why()
              .code,
            errc::exists);
}

// -- configuration ------------------------------------------------------------

TEST(HubConfig, PrintsWhatItReads) {
  config with;
  with.data = "a \"b\\";
  with.threads = 9;
  auto read = parse_config(print_config(with), "hub.toml");
  ASSERT_TRUE(read) << to_string(read.why());
  EXPECT_EQ(read->data, with.data);
  EXPECT_EQ(read->threads, 9);
}

TEST(HubConfig, NamesTheLineThatIsWrong) {
  for (const auto* text :
       {"data = \"d\"\nnope = 1\n", "data = \"d\"\nthreads = \"x\"\n",
        "data = \"d\"\nthreads = 0\n", "data = \"d\"\nidentity = \"d\"\n",
        "data = \"d\"\nthreads = = 2\n"}) {
    auto read = parse_config(text, "hub.toml");
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.why().code, errc::bad_configuration);
    EXPECT_EQ(read.why().fields.at("line"), "2") << text;
  }
}

// -- what a hub may say -------------------------------------------------------

using google::protobuf::Descriptor;

// Every message that a call can answer with, down to the last field.
void walk(const Descriptor* message, std::set<const Descriptor*>& seen) {
  if (!seen.insert(message).second)
    return;
  EXPECT_FALSE(message->options().GetExtension(v1::scope_bound))
    << message->full_name();
  for (int i = 0; i < message->field_count(); ++i)
    if (const auto* next = message->field(i)->message_type())
      walk(next, seen);
}

TEST(HubDescriptors, L1_L11_NoCallAnswersWithWhatBelongsToAScope) {
  std::set<const Descriptor*> seen;
  const auto* office
    = v1::StoreStatistics::descriptor()->file()->FindServiceByName("Office");
  ASSERT_TRUE(office);
  for (int i = 0; i < office->method_count(); ++i)
    walk(office->method(i)->output_type(), seen);
  const auto* sync
    = v1::UploadDown::descriptor()->file()->FindServiceByName("Sync");
  ASSERT_TRUE(sync);
  for (int i = 0; i < sync->method_count(); ++i)
    walk(sync->method(i)->output_type(), seen);
  EXPECT_GT(seen.size(), 20U);
  EXPECT_TRUE(
    v1::Receipt::descriptor()->options().GetExtension(v1::scope_bound));
}

} // namespace

} // namespace kassa::hub
