#include "tests/transport/mailbox.hpp"
#include "transport/client.hpp"
#include "transport/loopback.hpp"
#include "transport/server.hpp"

#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>
#include <kassa/v1/office.grpc.pb.h>

namespace kassa::transport {

namespace {

using testing::mailbox;
using testing::patience;

/// An Office of which only GetHubStatus answers.
class small_office final : public v1::Office::CallbackService {
  grpc::ServerUnaryReactor* GetHubStatus(grpc::CallbackServerContext* context,
                                         const v1::GetHubStatusRequest* request,
                                         v1::HubStatus* answer) override {
    auto* reactor = context->DefaultReactor();
    answer->set_program(request->session());
    if (request->session() == "wrong")
      reactor->Finish(to_grpc({errc::not_logged_in, {}, "session"}));
    else
      reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

grpc::ByteBuffer buffer(const std::string& bytes) {
  grpc::Slice slice{bytes};
  return {&slice, 1};
}

struct raw_answer {
  grpc::Status status;
  std::string bytes;
};

/// Calls a method by its name, as tools do.
raw_answer call_raw(const std::string& address, const std::string& method,
                    const std::string& request) {
  auto channel = dial(address);
  EXPECT_TRUE(channel);
  grpc::GenericStub to{*channel};
  grpc::ClientContext context;
  set_deadline(context, patience);
  auto in = buffer(request);
  grpc::ByteBuffer out;
  mailbox<grpc::Status> done;
  to.UnaryCall(&context, method, {}, &in, &out,
               [&](grpc::Status s) { done.put(std::move(s)); });
  raw_answer answer{*done.take(2 * patience), {}};
  std::vector<grpc::Slice> slices;
  if (answer.status.ok() && out.Dump(&slices).ok())
    for (const auto& slice : slices)
      answer.bytes.append(reinterpret_cast<const char*>(slice.begin()),
                          slice.size());
  return answer;
}

class ServerTest : public ::testing::Test {
protected:
  std::unique_ptr<server> start(server_options options = {}) {
    auto made = serve("127.0.0.1:0", {&office_}, options);
    EXPECT_TRUE(made) << to_string(made.why());
    return std::move(*made);
  }

  result<v1::HubStatus> ask(const std::string& address,
                            const std::string& session) {
    auto channel = dial(address);
    if (!channel)
      return channel.why();
    auto office = v1::Office::NewStub(*channel);
    v1::GetHubStatusRequest request;
    request.set_session(session);
    return call(*office, &v1::Office::Stub::GetHubStatus, request, patience,
                "Web Office");
  }

  small_office office_;
};

} // namespace

TEST(Loopback, TakesOnlyThisMachine) {
  for (auto good :
       {"127.0.0.1:80", "127.8.9.1:0", "localhost:65535", "[::1]:50051"})
    EXPECT_TRUE(check_loopback(good)) << good;
  for (auto bad :
       {"0.0.0.0:80", "192.168.1.2:80", "[::]:80", "hub.example:80", "127.1:80",
        "127.0.0.1.example.com:80", "localhost.example:80", "[fe80::1]:80"}) {
    auto checked = check_loopback(bad);
    ASSERT_FALSE(checked) << bad;
    EXPECT_EQ(checked.why().code, errc::not_loopback) << bad;
  }
  for (auto odd :
       {"127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:8x", "[::1]",
        "unix:/tmp/x", ":80", "", "[127.0.0.1]:80", "[::1", "::1:80"}) {
    auto checked = check_loopback(odd);
    ASSERT_FALSE(checked) << odd;
    EXPECT_EQ(checked.why().code, errc::invalid) << odd;
  }
}

TEST(Loopback, IsWrittenAsItIsDialled) {
  EXPECT_EQ(target_of(*check_loopback("localhost:7")), "ipv4:127.0.0.1:7");
  EXPECT_EQ(target_of(*check_loopback("[::1]:7")), "ipv6:[::1]:7");
  EXPECT_EQ(target_of(*parse_endpoint("hub.example:7")),
            "dns:///hub.example:7");
}

TEST_F(ServerTest, RefusesToListenOnOrDialAnotherMachine) {
  auto served = serve("0.0.0.0:0", {&office_});
  ASSERT_FALSE(served);
  EXPECT_EQ(served.why().code, errc::not_loopback);
  EXPECT_EQ(served.why().fields.at("address"), "0.0.0.0:0");
  auto dialled = dial("10.0.0.1:50051");
  ASSERT_FALSE(dialled);
  EXPECT_EQ(dialled.why().code, errc::not_loopback);
}

TEST_F(ServerTest, TellsTheRealPortOfPortZero) {
  auto one = start();
  auto two = start();
  EXPECT_NE(one->address(), "127.0.0.1:0");
  EXPECT_NE(one->address(), two->address());
  EXPECT_EQ(ask(one->address(), "one")->program(), "one");
  EXPECT_EQ(ask(two->address(), "two")->program(), "two");
}

TEST_F(ServerTest, AnAddressInUseIsTaken) {
  auto first = start();
  auto second = serve(first->address(), {&office_});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.why().code, errc::address_taken);
  EXPECT_EQ(second.why().fields.at("address"), first->address());
}

TEST_F(ServerTest, AnAddressIsFreeAgainAfterStop) {
  auto first = start();
  auto address = first->address();
  ASSERT_TRUE(ask(address, "x"));
  first->stop();
  EXPECT_TRUE(serve(address, {&office_}));
}

TEST_F(ServerTest, AnErrorArrivesAsItWasMeant) {
  auto up = start();
  auto answer = ask(up->address(), "wrong");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.why(), (error{errc::not_logged_in, {}, "session"}));
}

TEST_F(ServerTest, NobodyThereIsUnavailable) {
  auto up = start();
  auto address = up->address();
  up->stop();
  auto answer = ask(address, "x");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.why().code, errc::unavailable);
  EXPECT_EQ(answer.why().fields.at("what"), "Web Office");
}

TEST_F(ServerTest, RefusesAMessageBeyondItsLimit) {
  auto up = start({.receive_max = 1000});
  EXPECT_TRUE(ask(up->address(), std::string(900, 'x')));
  auto answer = ask(up->address(), std::string(1100, 'x'));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.why().code, errc::too_large);
  EXPECT_EQ(answer.why().fields.at("limit"), "1000");
  EXPECT_TRUE(ask(up->address(), "still here"));
}

TEST_F(ServerTest, TellsItsHealth) {
  auto up = start();
  auto answer = call_raw(up->address(), "/grpc.health.v1.Health/Check", "");
  EXPECT_TRUE(answer.status.ok()) << answer.status.error_message();
  EXPECT_EQ(answer.bytes, "\x08\x01"); // SERVING
}

TEST_F(ServerTest, ListsItsServices) {
  auto up = start();
  auto list = std::string{"\x3a\x01*"}; // list_services
  auto answer = call_raw(
    up->address(),
    "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", list);
  EXPECT_TRUE(answer.status.ok()) << answer.status.error_message();
  EXPECT_NE(answer.bytes.find("kassa.v1.Office"), std::string::npos);
}

TEST_F(ServerTest, ServesNoExtrasWhenToldSo) {
  auto up = start({.reflection = false, .health = false});
  EXPECT_EQ(call_raw(up->address(), "/grpc.health.v1.Health/Check", "")
              .status.error_code(),
            grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_EQ(
    call_raw(up->address(),
             "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
             "\x3a\x01*")
      .status.error_code(),
    grpc::StatusCode::UNIMPLEMENTED);
}

} // namespace kassa::transport
