#pragma once

#include "actors/sync/proof.hpp"
#include "hub/hub.hpp"
#include "hub/identity.hpp"
#include "tests/support/caf_fixture.hpp"
#include "tests/support/hub_records.hpp"
#include "tests/support/made_authority.hpp"

#include <gtest/gtest.h>

namespace kassa::testing {

/// The terminal's end of a stream, and all that came down it.
template <class Up, class Down>
struct line {
  sync::stream_handler<Up> to;
  std::vector<Down> got;
  std::optional<error> closed;

  /// @param certified whose certificate it seems to have shown
  sync::stream_peer<Down> peer(const scope& certified) {
    return {[this](Down x) { got.push_back(std::move(x)); },
            [this](error why) { closed = std::move(why); }, "test", certified};
  }
  const Down& last() const { return got.back(); }
};
using upload_line = line<v1::UploadUp, v1::UploadDown>;
using download_line = line<v1::DownloadUp, v1::DownloadDown>;
using report_line = line<v1::ReportUp, v1::ReportDown>;

/// A hub over memory, under the test scheduler, with its operator logged in.
class hub_fixture : public caf_fixture {
protected:
  hub_fixture() { start(); }
  ~hub_fixture() override { end(); }

  void start() {
    if ((*hub::identity::load(identity_.get()))->users() == 0) {
      EXPECT_TRUE(hub::init_hub(*identity_, "eva", "hemligt", random_, 1,
                                password_cost::test));
    }
    hub::hub_settings settings;
    settings.key = key_;
    settings.sync_address = "127.0.0.1:4770";
    settings.trusted = trusted_;
    settings.cost = password_cost::test;
    settings.handshakes_a_second = handshakes_;
    settings.snapshots_at_once = snapshots_;
    settings.terminals_at_once = terminals_;
    settings.store_bytes_a_second = store_rate_;
    settings.store_window_bytes = store_window_;
    settings.backup_every_ms = backup_every_.count();
    settings.drill_every_ms = drill_every_.count();
    auto started = hub::hub::start(
      sys_, settings,
      {data_.get(), identity_.get(), &clock_, &random_, nullptr, backups_});
    ASSERT_TRUE(started) << to_string(started.why());
    hub_ = *std::move(started);
    log_in();
  }

  void end() {
    if (!hub_)
      return;
    hub_->stop();
    settle();
    hub_.reset();
    settle();
  }

  template <class Answer, class Request>
  result<Answer> office(Request request) {
    request.set_session(session_);
    return ask<Answer>(hub_->office(), request);
  }

  void log_in() {
    v1::OfficeLogInRequest request;
    request.set_user("eva");
    request.set_password("hemligt");
    auto answer = ask<v1::OfficeLogInAnswer>(hub_->office(), request);
    ASSERT_TRUE(answer) << to_string(answer.why());
    session_ = answer->session();
  }

  void add_store(const std::string& id) {
    v1::AddStoreRequest request;
    request.set_store(id);
    request.mutable_data()->set_name("Butik " + id);
    request.mutable_data()->set_org_no("556016-0680");
    auto answer = office<v1::StoreSummary>(request);
    ASSERT_TRUE(answer) << to_string(answer.why());
  }

  v1::Bundle add_terminal(const std::string& store, const std::string& id) {
    v1::AddTerminalRequest request;
    request.set_store(store);
    request.set_terminal(id);
    auto answer = office<v1::AddTerminalAnswer>(request);
    EXPECT_TRUE(answer) << to_string(answer.why());
    return answer ? answer->bundle() : v1::Bundle{};
  }

  result<v1::Pending> import(const std::string& rows) {
    v1::ImportArticlesRequest request;
    request.set_store("bageri");
    request.set_csv(
      "article_no,name,group,kind,price_ore,vat_basis_points,ean13\n" + rows);
    return office<v1::Pending>(request);
  }

  v1::CatalogHead publish() {
    v1::PublishRequest request;
    request.set_store("bageri");
    auto answer = office<v1::PublishAnswer>(request);
    EXPECT_TRUE(answer) << to_string(answer.why());
    return answer ? answer->head() : v1::CatalogHead{};
  }

  v1::StoreStatistics statistics(const std::string& store, bool rebuild) {
    v1::GetStatisticsRequest request;
    request.set_store(store);
    request.set_rebuild(rebuild);
    auto answer = office<v1::StoreStatistics>(request);
    EXPECT_TRUE(answer) << to_string(answer.why());
    return answer ? *answer : v1::StoreStatistics{};
  }

  /// A terminal with its own token.
  struct held_till {
    made_journal journal;
    v1::Bundle bundle;
    std::optional<v1::Token> token;

    v1::HelloClaim claim() const {
      auto out = journal.claim();
      if (token)
        *out.mutable_token() = *token;
      return out;
    }
  };

  held_till make_till(const std::string& store, const std::string& id,
                      std::uint64_t seed = 1) {
    held_till out{made_journal{{store, id}, seed}, add_terminal(store, id), {}};
    EXPECT_TRUE(enrol(out, out.bundle.secret()));
    return out;
  }

  result<v1::Enrolled> enrol(const held_till& who, const std::string& secret) {
    v1::EnrolClaim claim;
    claim.set_store(who.journal.of().store);
    claim.set_terminal(who.journal.of().terminal);
    claim.set_device_key(who.journal.key().public_key);
    claim.set_secret(secret);
    return ask<v1::Enrolled>(
      hub_->office(), sync::make_enrol_request(claim, who.journal.key()));
  }

  template <class Up, class Line>
  void hello(Line& to, sync::stream_kind kind, const held_till& who,
             const v1::HelloClaim& claim) {
    settle();
    Up up;
    *up.mutable_hello() = sync::make_hello(
      kind, to.got.front().challenge().nonce(), claim, who.journal.key());
    to.to.received(std::move(up));
    settle();
  }

  void open(upload_line& to, held_till& who) {
    to.to = hub_->upload(to.peer(who.journal.of()));
    hello<v1::UploadUp>(to, sync::stream_kind::upload, who, who.claim());
    if (!to.last().has_welcome())
      return;
    who.token = to.last().welcome().token();
    v1::UploadUp up;
    up.mutable_confirm()->set_n(who.token->n());
    to.to.received(up);
    settle();
  }

  void send(upload_line& to, const held_till& who, seq_t first, seq_t last) {
    v1::UploadUp up;
    *up.mutable_batch() = who.journal.batch(first, last);
    to.to.received(std::move(up));
  }

  void open(download_line& to, const held_till& who,
            const v1::CatalogName& at) {
    to.to = hub_->download(to.peer(who.journal.of()));
    auto claim = who.claim();
    *claim.mutable_catalog() = at;
    hello<v1::DownloadUp>(to, sync::stream_kind::download, who, claim);
  }

  manual_clock clock_;
  seeded_random random_{5};
  key_pair key_ = make_key_pair(random_);
  hub::authority trusted_ = made_authority();
  hub::backup_port* backups_ = nullptr;
  std::int64_t handshakes_ = 1000;
  std::int64_t snapshots_ = 1000;
  std::int64_t terminals_ = 1000;
  std::int64_t store_rate_ = 0;
  std::uint32_t store_window_ = 64 * 1024 * 1024;
  std::chrono::milliseconds backup_every_{0};
  std::chrono::milliseconds drill_every_{0};
  std::unique_ptr<store::hub_storage> data_ = store::make_memory_hub_storage();
  std::unique_ptr<store::hub_storage> identity_
    = store::make_memory_hub_storage();
  std::unique_ptr<hub::hub> hub_;
  std::string session_;
};

} // namespace kassa::testing
