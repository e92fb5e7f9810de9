#include "hub/enrol_service.hpp"

#include "hub/core.hpp"
#include "hub/enrolment.hpp"
#include "hub/rate_limit.hpp"

#include <caf/scoped_actor.hpp>

namespace kassa::hub {

namespace {

constexpr std::int64_t calls_a_second = 20;
constexpr std::int64_t calls_at_once = 50;
constexpr std::chrono::seconds answer_time{10};
constexpr std::uint32_t busy_ms = 1000;

class door {
public:
  door(caf::actor_system& system, office_actor office, clock_port& clock,
       log_port& log)
    : system_(system), office_(std::move(office)), clock_(clock), log_(log) {}

  http::response operator()(const http::request& by) {
    if (by.target != "/v1/enrol")
      return {404, {}};
    if (by.method != "POST")
      return {405, {}};
    v1::EnrolRequest request;
    if (!request.ParseFromString(by.body))
      return {400, {}};
    v1::EnrolAnswer out;
    out.set_hub_ms(clock_.wall_ms());
    auto got = limit_.allows(clock_.wall_ms())
                 ? ask(request)
                 : result<v1::Enrolled>{errc::busy};
    if (got)
      *out.mutable_enrolled() = *std::move(got);
    else
      *out.mutable_refusal() = refusal(got.why());
    tell(out, request, by.peer);
    return {200, out.SerializeAsString()};
  }

private:
  result<v1::Enrolled> ask(const v1::EnrolRequest& request) {
    result<v1::Enrolled> out = errc::unavailable;
    caf::scoped_actor self{system_};
    self->request(office_, answer_time, request)
      .receive([&out](v1::Enrolled& x) { out = std::move(x); },
               [&out](const caf::error& why) { out = from_caf(why); });
    return out;
  }

  static v1::Refusal refusal(const error& why) {
    auto out = refusal_of(why);
    if (why.code == errc::busy)
      out.set_retry_after_ms(busy_ms);
    return out;
  }

  void tell(const v1::EnrolAnswer& what, const v1::EnrolRequest& request,
            const std::string& peer) {
    v1::EnrolClaim claim; // Whoever it says it is.
    claim.ParseFromString(request.claim());
    if (what.has_refusal())
      return log_.log(log_level::warn, "not_enrolled",
                      {{"code", what.refusal().code()},
                       {"terminal", claim.terminal()},
                       {"peer", peer}});
    const auto& done = what.enrolled();
    const bool by_code = done.has_bundle();
    log_.log(
      log_level::info, by_code ? "enrolled" : "certified",
      {{"terminal", by_code ? done.bundle().terminal() : claim.terminal()},
       {"store", by_code ? done.bundle().store() : claim.store()},
       {"peer", peer}});
  }

  caf::actor_system& system_;
  office_actor office_;
  clock_port& clock_;
  log_port& log_;
  rate_limit limit_{calls_at_once, calls_a_second};
};

} // namespace

result<std::unique_ptr<http::listener>>
serve_enrolment(const std::string& address, const authority& as,
                caf::actor_system& system, const office_actor& office,
                clock_port& clock, log_port& log) {
  auto to = std::make_shared<door>(system, office, clock, log);
  return http::listener::start(
    address, [as] { return shown_by(as); },
    [to](const http::request& by) { return (*to)(by); });
}

} // namespace kassa::hub
