// Infrasec's control system over real HTTPS, with certificates made here.

#include "node/ports/units.hpp"
#include "tests/emulator/certificates.hpp"
#include "tests/emulator/tls_server.hpp"
#include "tests/support/processes.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/support/unit_conformance.hpp"
#include "tests/unit/unit_rigs.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <future>
#include <thread>

namespace kassa::testing {

namespace {

using emulator::credential;

/// Who trusts whom: files of a register, and the server's own.
struct papers {
  papers() { put(client, authority); }

  void put(const credential& mine, const credential& trusted) {
    emulator::write_private(dir / "mine.pem", mine.certificate);
    emulator::write_private(dir / "mine.key", mine.key);
    emulator::write_private(dir / "ca.pem", trusted.certificate);
  }

  node::tcs_access access(const std::string& address) const {
    return {"https://" + address, dir / "mine.pem", dir / "mine.key",
            dir / "ca.pem", tcs_with.application};
  }

  temp_dir dir;
  credential authority = emulator::make_authority("Infrasec");
  credential client
    = emulator::issue(authority, "register", {}, tls::usage::client);
  credential server = emulator::issue(authority, "server");
};

/// The emulated system behind a real listener, on a thread of its own.
class served_system {
public:
  explicit served_system(const papers& by)
    : device_(make_device(protocol::tcs)),
      door_(context_, 0,
            {by.server.certificate, by.server.key, by.authority.certificate},
            [this] { return emulator::make_tcs_session(device_); }),
      thread_([this] { context_.run(); }) {}

  ~served_system() {
    context_.stop();
    thread_.join();
  }

  std::string address() const { return door_.address(); }

  /// Where the sessions run.
  template <class What>
  auto on_server(What what) {
    std::packaged_task<decltype(what(device_))()> task{
      [&] { return what(device_); }};
    boost::asio::post(context_, [&] { task(); });
    return task.get_future().get();
  }

  void order(const std::string& line) {
    auto said = on_server(
      [&](emulator::device& of) { return emulator::command(of, line); });
    EXPECT_EQ(said, "ok") << line;
  }

private:
  boost::asio::io_context context_;
  emulator::device device_;
  emulator::tls_server door_;
  std::thread thread_;
};

/// Patience for tests on real time.
unit::driver::settings quick_tcs() {
  unit::driver::settings out;
  out.with.query_ms = 400;
  out.with.answer_ms = 400;
  out.with.garble_ms = 50;
  out.with.retry_min_ms = 10;
  out.with.retry_max_ms = 100;
  return out;
}

std::unique_ptr<unit::control_unit> must_make(const node::tcs_access& with) {
  auto made = node::make_unit("tcs", quick_tcs(), with);
  EXPECT_TRUE(made) << to_string(made.why());
  if (made)
    (*made)->introduce({"556677-8899", "KASSA01"});
  return made ? *std::move(made) : nullptr;
}

/// A twentieth of the suite's time is enough for a driver that is quick.
class https_rig : public ordered_rig {
public:
  unit::control_unit& unit() override { return *unit_; }
  bool run(std::uint32_t ms, const std::function<bool()>& done) override {
    return eventually(done, std::chrono::seconds{std::max(1U, ms / 20'000)});
  }
  void disturb(unit_fault what, std::uint32_t times) override {
    auto words = what == unit_fault::late ? "late ms=600"
                                          : fault_words(what, protocol::tcs);
    order("fault " + words + " count=" + std::to_string(times));
  }
  std::vector<std::string> codes(const unit::receipt_data& of) override {
    return system_.on_server([&](emulator::device& x) {
      return x.codes(emulated_key(of, protocol::tcs));
    });
  }

private:
  void order(const std::string& line) override { system_.order(line); }

  papers papers_;
  served_system system_{papers_};
  std::unique_ptr<unit::control_unit> unit_
    = must_make(papers_.access(system_.address()));
};

const auto https = ::testing::Values(
  rig_maker{"tcs_https", [] { return std::make_unique<https_rig>(); }});
INSTANTIATE_TEST_SUITE_P(Https, UnitConformance, https, rig_name);
INSTANTIATE_TEST_SUITE_P(Https, ForgetfulUnit, https, rig_name);

/// What the unit says of itself once it is not probing any more.
std::string trouble_with(const node::tcs_access& with) {
  auto unit = must_make(with);
  if (!unit)
    return {};
  unit->start({});
  EXPECT_TRUE(eventually([&] {
    auto now = unit->status().now;
    return now == unit::state::down || now == unit::state::blocked;
  }));
  return unit->status().detail;
}

std::string refusal_of(const node::tcs_access& with) {
  auto made = node::make_unit("tcs", {}, with);
  return made ? "it was made" : made.why().fields.at("what");
}

bool says(const std::string& words, const std::string& what) {
  return words.find(what) != std::string::npos;
}

TEST(TcsFiles, AKeyThatOthersCanReadIsRefused) {
  papers mine;
  auto with = mine.access("127.0.0.1:1");
  ASSERT_EQ(chmod(with.key.c_str(), 0640), 0);
  EXPECT_TRUE(says(refusal_of(with), "chmod 600 " + with.key));
  ASSERT_EQ(chmod(with.key.c_str(), 0600), 0);
  EXPECT_EQ(refusal_of(with), "it was made");
}

TEST(TcsFiles, AreNamedWhereTheyDoNotGo) {
  papers mine;
  auto with = mine.access("127.0.0.1:1");
  auto gone = with;
  gone.certificate += ".gone";
  EXPECT_TRUE(says(refusal_of(gone), "unit_certificate " + gone.certificate));
  gone = with;
  gone.key += ".gone";
  EXPECT_TRUE(says(refusal_of(gone), "unit_key " + gone.key));
  gone = with;
  gone.ca += ".gone";
  EXPECT_TRUE(says(refusal_of(gone), "unit_ca " + gone.ca));
  auto other = emulator::issue(mine.authority, "other");
  emulator::write_private(with.key, other.key);
  EXPECT_TRUE(says(refusal_of(with), "no private key of unit_certificate"));
}

TEST(Tcs, SaysThatTheServerIsSignedByNobodyItKnows) {
  papers all;
  served_system system{all};
  all.put(all.client, emulator::make_authority("another"));
  EXPECT_TRUE(says(trouble_with(all.access(system.address())),
                   "signed by nobody that unit_ca names"));
}

TEST(Tcs, SaysThatTheServersCertificateHasExpired) {
  papers all;
  all.server = emulator::issue(all.authority, "server", {-7200, -3600});
  served_system system{all};
  EXPECT_TRUE(says(trouble_with(all.access(system.address())),
                   "the server's certificate has expired"));
}

TEST(Tcs, SaysThatTheServerIsAnother) {
  papers all;
  all.server = emulator::issue(all.authority, "server", {}, tls::usage::server,
                               "DNS:other.example");
  served_system system{all};
  EXPECT_TRUE(
    says(trouble_with(all.access(system.address())), "names another host"));
}

TEST(Tcs, SaysThatOurCertificateIsSignedByNobodyTheServerKnows) {
  papers all;
  served_system system{all};
  auto stranger = emulator::make_authority("stranger");
  all.put(emulator::issue(stranger, "register", {}, tls::usage::client),
          all.authority);
  EXPECT_TRUE(says(trouble_with(all.access(system.address())),
                   "does not know who signed our certificate"));
}

TEST(Tcs, SaysThatOurCertificateHasExpired) {
  papers all;
  served_system system{all};
  all.put(emulator::issue(all.authority, "register", {-7200, -3600},
                          tls::usage::client),
          all.authority);
  EXPECT_EQ(trouble_with(all.access(system.address())),
            "our certificate (unit_certificate) has expired");
}

TEST(Tcs, StopsForServiceWhenTheServerForbidsIt) {
  papers all;
  served_system system{all};
  system.order("fault code code=403 on=queries always");
  EXPECT_EQ(trouble_with(all.access(system.address())), "HTTP 403 Refused");
}

TEST(Tcs, GivesCodesOf113CharactersAndSaysWhatIsBuffered) {
  papers all;
  served_system system{all};
  auto unit = must_make(all.access(system.address()));
  unit->start({});
  ASSERT_TRUE(eventually([&] { return unit->status().sells(); }));
  auto ask = [&](const std::string& id, std::uint64_t number) {
    auto got = std::make_shared<std::promise<unit::outcome>>();
    unit->register_receipt({id, sample_receipt(number), false},
                           [got](unit::outcome x) { got->set_value(x); });
    return got->get_future().get();
  };
  auto first = ask("00000000-0000-4000-8000-000000000001", 1);
  ASSERT_TRUE(std::holds_alternative<unit::accepted>(first));
  EXPECT_EQ(std::get<unit::accepted>(first).code.size(), 113u);
  system.order("fault buffered");
  auto second = ask("00000000-0000-4000-8000-000000000002", 2);
  ASSERT_TRUE(std::holds_alternative<unit::buffered>(second));
  EXPECT_EQ(std::get<unit::buffered>(second).code.size(), 113u);
  EXPECT_TRUE(
    eventually([&] { return unit->status().now == unit::state::warning; }));
  EXPECT_TRUE(unit->status().sells());
  EXPECT_TRUE(says(unit->status().detail, "no contact with its server"));
}

} // namespace

} // namespace kassa::testing
