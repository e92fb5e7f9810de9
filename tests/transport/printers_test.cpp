#include "node/ports/printers.hpp"
#include "tests/support/temp_dir.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <fstream>
#include <future>
#include <iterator>
#include <string>
#include <thread>
#include <unistd.h>

namespace kassa::node {

namespace {

using printer::outcome;

/// A printer on a port of this machine that takes one job.
class listener {
public:
  listener() : fd_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bind(fd_, reinterpret_cast<sockaddr*>(&at), sizeof at);
    listen(fd_, 1);
    socklen_t size = sizeof at;
    getsockname(fd_, reinterpret_cast<sockaddr*>(&at), &size);
    port = std::to_string(ntohs(at.sin_port));
  }
  ~listener() { shut(); }

  void shut() {
    if (fd_ >= 0)
      close(fd_);
    fd_ = -1;
  }

  std::string take_all() const {
    auto peer = accept(fd_, nullptr, nullptr);
    std::string out;
    char buffer[4096];
    for (ssize_t n = 0; (n = read(peer, buffer, sizeof buffer)) > 0;)
      out.append(buffer, static_cast<std::size_t>(n));
    close(peer);
    return out;
  }

  /// Takes a few bytes, then resets the connection.
  void take_and_reset() const {
    auto peer = accept(fd_, nullptr, nullptr);
    char one = 0;
    (void)!read(peer, &one, 1);
    linger hard{1, 0};
    setsockopt(peer, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    close(peer);
  }

  std::string port;

private:
  int fd_;
};

std::string content(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>{in}, {}};
}

TEST(Printers, AppendToAFile) {
  testing::temp_dir dir;
  auto sink = make_file_sink(dir / "paper");
  EXPECT_EQ(sink->put("one\n").what, outcome::printed);
  EXPECT_EQ(sink->put("two\n").what, outcome::printed);
  EXPECT_EQ(content(dir / "paper"), "one\ntwo\n");
}

TEST(Printers, SayFailedWhenNothingCanHaveLeft) {
  EXPECT_EQ(make_file_sink("/no/such/folder/paper")->put("x").what,
            outcome::failed);
  EXPECT_EQ(make_device_sink("/dev/no-such-printer")->put("x").what,
            outcome::failed);
  listener gone;
  gone.shut();
  EXPECT_EQ(make_tcp_sink("127.0.0.1", gone.port)->put("x").what,
            outcome::failed);
}

TEST(Printers, SendAWholeJobToAPort) {
  listener there;
  std::string job(100'000, 'x');
  auto taken = std::async(std::launch::async, [&] { return there.take_all(); });
  EXPECT_EQ(make_tcp_sink("127.0.0.1", there.port)->put(job).what,
            outcome::printed);
  EXPECT_EQ(taken.get(), job);
}

TEST(Printers, SayUnknownWhenThePortBreaksInTheMiddle) {
  listener there;
  auto taken = std::async(std::launch::async, [&] { there.take_and_reset(); });
  auto said
    = make_tcp_sink("127.0.0.1", there.port)->put(std::string(50'000'000, 'x'));
  EXPECT_EQ(said.what, outcome::unknown) << said.detail;
  taken.get();
}

TEST(Printers, AnswerOnceFromAThreadOfTheirOwn) {
  testing::temp_dir dir;
  auto made = make_printer("file:" + (dir / "paper"), {true});
  ASSERT_TRUE(made);
  EXPECT_TRUE((*made)->escpos());
  std::promise<outcome> said;
  (*made)->print("bytes",
                 [&](outcome x, const std::string&) { said.set_value(x); });
  EXPECT_EQ(said.get_future().get(), outcome::printed);
}

TEST(Printers, AreMadeFromTheirSetting) {
  auto none = make_printer("none", {});
  ASSERT_TRUE(none);
  EXPECT_FALSE(*none);
  auto net = make_printer("tcp:printer", {});
  ASSERT_TRUE(net);
  EXPECT_EQ((*net)->name(), "tcp printer:9100");
  EXPECT_FALSE(make_printer("lpt1", {}));
  EXPECT_FALSE(make_printer("file:", {}));
}

} // namespace

} // namespace kassa::node
