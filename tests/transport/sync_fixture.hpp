#pragma once

#include "tests/support/hub_trust.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/transport/fake_hub.hpp"
#include "transport/client.hpp"
#include "transport/server.hpp"
#include "transport/sync_client.hpp"
#include "transport/sync_server.hpp"

#include <grpcpp/impl/service_type.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace kassa::transport {

using testing::fake_hub;
using testing::mailbox;
using testing::patience;
using testing::upload_session;

inline v1::UploadUp up(std::uint64_t n) {
  v1::UploadUp message;
  message.mutable_confirm()->set_n(n);
  return message;
}

inline v1::UploadDown down(std::uint64_t n) {
  v1::UploadDown message;
  message.mutable_ack()->mutable_durable()->set_seq(n);
  return message;
}

/// What the terminal hears of one stream.
template <class Down>
struct heard {
  mailbox<Down> received;
  mailbox<error> closed;

  auto events() {
    return typename sync::stream_link<v1::UploadUp, Down>::events{
      [this](Down x) { received.put(std::move(x)); },
      [this](error why) { closed.put(std::move(why)); }};
  }
};

/// A fake hub behind a real server, and a link to it.
class sync_fixture : public ::testing::Test {
protected:
  sync_fixture() { start("127.0.0.1:0"); }

  ~sync_fixture() override {
    link_ = nullptr;
    server_ = nullptr;
  }

  void start(const std::string& address) {
    auto made = serve(address, {service_.get()}, secured());
    ASSERT_TRUE(made) << to_string(made.why());
    server_ = std::move(*made);
    address_ = server_->address();
  }

  std::unique_ptr<grpc_hub_link> dial_hub() {
    auto made = grpc_hub_link::make(address_, *certificate_);
    EXPECT_TRUE(made);
    return std::move(*made);
  }

  /// Opens the upload and waits for the challenge at both ends.
  upload_session open(heard<v1::UploadDown>& on) {
    if (!link_)
      link_ = dial_hub();
    link_->upload().open(on.events());
    auto session = hub_.uploads.take();
    EXPECT_TRUE(session);
    auto first = on.received.take();
    EXPECT_TRUE(first && first->has_challenge());
    return *session;
  }

  server_options secured() const { return {.secured = trusted_.files}; }

  testing::temp_dir folder_;
  hub::authority trusted_ = testing::trust_in(folder_ / "identity");
  std::unique_ptr<testing::fixed_credentials> certificate_
    = testing::credentials_of({"bageriet", "KASSA1"}, trusted_);
  fake_hub hub_;
  std::unique_ptr<grpc::Service> service_ = make_sync_service(hub_);
  std::unique_ptr<server> server_;
  std::string address_;
  std::unique_ptr<grpc_hub_link> link_;
};

} // namespace kassa::transport
