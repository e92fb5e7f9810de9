#include "actors/printer/printer_actor.hpp"

#include <caf/actor_cast.hpp>
#include <caf/send.hpp>
#include <google/protobuf/util/message_differencer.h>

// How the printer is: before a job, between jobs, and as it says by itself.
namespace kassa::printer {

namespace {

/// A way back to the actor that does not keep it alive.
printer_port::hear post_to(printer_actor::pointer self, bool looked_at) {
  auto me = caf::actor_cast<caf::weak_actor_ptr>(self->ctrl());
  return [me, looked_at](const condition& now) {
    if (auto strong = caf::actor_cast<caf::strong_actor_ptr>(me))
      caf::anon_send(caf::actor_cast<printer_actor>(strong), atom::standing_v,
                     status_of(now), looked_at);
  };
}

} // namespace

void printer_state::listen() {
  status_ = status_of({});
  if (port_ == nullptr)
    return;
  port_->listen(post_to(self_, false));
  self_->delayed_send(self_, idle_look, atom::tick_v);
}

void printer_state::look(bool for_queue) {
  port_->look(post_to(self_, for_queue));
}

void printer_state::look_idly() {
  look(false);
  auto well = !why_not(status_);
  self_->delayed_send(self_, well ? idle_look : worried_look, atom::tick_v);
}

void printer_state::note(const v1::PrinterStatus& now, bool looked_at) {
  tell_status(now);
  if (!looked_at)
    return;
  auto why = why_not(now);
  feed(looked{!why, why ? std::string{row_of(why->code).name} : ""});
}

/// What a job's end says of a printer that cannot speak for itself.
void printer_state::note_outcome(outcome what, const std::string& detail) {
  if (status_.asked() || what == outcome::unknown)
    return;
  condition now;
  now.online = what == outcome::printed;
  now.detail = now.online ? std::string{} : detail;
  tell_status(status_of(now));
}

void printer_state::tell_status(const v1::PrinterStatus& now) {
  using google::protobuf::util::MessageDifferencer;
  if (MessageDifferencer::Equals(status_, now))
    return;
  status_ = now;
  if (auto why = why_not(now))
    log(log_level::warn, "printer_not_ready", 0, to_string(*why));
  else
    log(log_level::info, "printer_ready", 0,
        now.paper_low() ? "paper low" : "");
  v1::Event event;
  *event.mutable_printer() = now;
  self_->send(events_, std::move(event));
  if (with_.on_status)
    with_.on_status(now);
}

} // namespace kassa::printer
