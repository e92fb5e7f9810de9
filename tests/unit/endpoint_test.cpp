#include "proto/base/endpoint.hpp"

#include <gtest/gtest.h>

namespace kassa {
namespace {

TEST(Endpoint, IsAHostAndAPort) {
  struct {
    const char* text;
    endpoint::kind is;
    const char* host;
    int port;
  } const rows[] = {
    {"127.0.0.1:80", endpoint::kind::v4, "127.0.0.1", 80},
    {"192.168.1.2:0", endpoint::kind::v4, "192.168.1.2", 0},
    {"[::1]:65535", endpoint::kind::v6, "::1", 65535},
    {"kassa.example:4770", endpoint::kind::name, "kassa.example", 4770},
    {"localhost:1", endpoint::kind::name, "localhost", 1},
  };
  for (const auto& row : rows) {
    auto got = parse_endpoint(row.text);
    ASSERT_TRUE(got) << row.text;
    EXPECT_EQ(got->is, row.is) << row.text;
    EXPECT_EQ(got->host, row.host);
    EXPECT_EQ(got->port, row.port);
    EXPECT_EQ(got->text(), row.text);
  }
}

TEST(Endpoint, NothingElse) {
  for (const auto* text :
       {"", ":", ":80", "host", "host:", "host:x", "host:65536", "host:-1",
        "::1:80", "[::1]", "[::1", "[host]:80", "[]:80", "[127.0.0.1]:80"})
    EXPECT_EQ(parse_endpoint(text).why().code, errc::invalid) << text;
}

} // namespace
} // namespace kassa
