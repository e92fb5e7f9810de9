#include "node/cli/unit.hpp"

#include "node/cli/calls.hpp"
#include "node/cli/commands.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <ostream>

namespace kassa::cli {

namespace {

using stub_t = register_stub;

std::string state_words(const context& ui, const std::string& state) {
  struct words {
    const char *name, *sv, *en;
  };
  static constexpr words all[]{
    {"unknown", "inte startad", "not started"},
    {"probing", "tillfrågas", "being asked"},
    {"ready", "redo", "ready"},
    {"busy", "arbetar", "busy"},
    {"warning", "redo, men behöver ses till", "ready, but to be seen to"},
    {"degraded", "svarar inte, försöker igen", "does not answer, tried again"},
    {"down", "nere, försöker igen", "down, tried again"},
    {"blocked", "behöver service", "needs service"}};
  for (const auto& x : all)
    if (state == x.name)
      return ui.say(x.sv, x.en);
  return state;
}

} // namespace

std::string unit_words(const context& ui, const v1::NodeStatus& of) {
  if (!of.has_unit_status())
    return ui.say("ingen", "none");
  const auto& now = of.unit_status();
  auto out = state_words(ui, now.state());
  if (!now.number().empty())
    out += ", " + now.number();
  if (!now.detail().empty())
    out += " (" + now.detail() + ")";
  return out;
}

std::string pending_words(const v1::NodeStatus& of) {
  return of.has_pending() ? name_of(of.pending().series()) + " "
                              + std::to_string(of.pending().number())
                          : std::string{};
}

status show_unit(terminal_context& at) {
  auto found = at.ask(&stub_t::GetStatus, v1::GetStatusRequest());
  if (!found)
    return found.why();
  v1::NodeStatus mine; // Only what is about the unit.
  mine.set_unit(found->unit());
  if (found->has_unit_status())
    *mine.mutable_unit_status() = found->unit_status();
  if (found->has_pending())
    *mine.mutable_pending() = found->pending();
  if (shown_as_json(at.ui, mine))
    return ok;
  table rows(
    {at.ui.say("Kontrollenhet", "Control unit"), unit_words(at.ui, mine)});
  rows.add({at.ui.say("ansluten", "connected"), mine.unit()});
  if (!mine.unit_status().version().empty())
    rows.add({"version", mine.unit_status().version()});
  if (mine.has_pending())
    rows.add({at.ui.say("väntar", "waiting"), pending_words(mine)});
  rows.print(*at.ui.out);
  return ok;
}

status check_unit(terminal_context& at) {
  auto done = look(at, &stub_t::CheckUnit, [](auto&) {});
  if (!done)
    return done.why();
  return show_unit(at);
}

status void_pending(terminal_context& at, const std::string& reason) {
  return done_or_fail(at, change(at, &stub_t::VoidPending,
                                 [&](auto& r) { r.set_reason(reason); }));
}

void add_unit_command(CLI::App& app, terminal_context& at) {
  struct words {
    std::string what = "show", reason;
  };
  auto given = std::make_shared<words>();
  auto* command = add_terminal_command(
    app, at, "unit", "The control unit: show it, check it, void what waits",
    [&at, given]() -> status {
      if (given->what == "check")
        return check_unit(at);
      if (given->what == "show")
        return show_unit(at);
      if (given->reason.empty())
        return error{errc::usage, {{"what", "--reason"}}};
      return void_pending(at, given->reason);
    });
  command->add_option("what", given->what)
    ->check(CLI::IsMember({"show", "check", "void"}));
  command->add_option("--reason", given->reason,
                      "Why the number is voided; the journal keeps it");
  command->footer(
    "void is a manager's word, for a unit that will never answer: the number\n"
    "that waits becomes no receipt, and the sale is open again.\n"
    "Examples:\n  kassa unit\n  kassa unit check\n"
    "  kassa unit void --reason \"Enheten är trasig\"\n");
}

} // namespace kassa::cli
