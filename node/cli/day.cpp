#include "node/cli/day.hpp"

#include "node/cli/calls.hpp"
#include "node/cli/words.hpp"
#include "proto/base/money.hpp"

#include <ostream>

namespace kassa::cli {

namespace {

using stub_t = register_stub;

} // namespace

status change_float(terminal_context& at, const std::string& amount) {
  auto value = parse_kronor(amount);
  if (!value)
    return value.why();
  return done_or_fail(at, change(at, &stub_t::ChangeFloat,
                                 [&](auto& r) { r.set_float_ore(*value); }));
}

status move_cash(terminal_context& at, const std::string& amount, bool out,
                 const std::string& reason) {
  auto value = parse_kronor(amount);
  if (!value)
    return value.why();
  if (*value <= 0)
    return error{errc::usage, {{"what", amount}}};
  return done_or_fail(at, change(at, &stub_t::MoveCash, [&](auto& r) {
                        r.set_amount_ore(out ? -*value : *value);
                        r.set_reason(reason);
                      }));
}

status count_drawer(terminal_context& at,
                    const std::vector<std::string>& rows) {
  v1::CountDrawerRequest what;
  for (const auto& text : rows) {
    auto row = parse_denomination(text);
    if (!row)
      return row.why();
    *what.add_denominations() = *row;
  }
  auto view = change(at, &stub_t::CountDrawer, [&](auto& r) {
    *r.mutable_denominations() = what.denominations();
  });
  if (!view)
    return view.why();
  if (shown_as_json(at.ui, *view))
    return ok;
  const auto& count = view->count();
  *at.ui.out << at.ui.say("Räknat ", "Counted ")
             << print_kronor(count.counted_ore())
             << at.ui.say(" kr, väntat ", " kr, expected ")
             << print_kronor(count.expected_ore())
             << at.ui.say(" kr, differens ", " kr, difference ")
             << print_kronor(count.difference_ore()) << " kr" << std::endl;
  return ok;
}

status set_training(terminal_context& at, bool on) {
  return done_or_fail(
    at, change(at, &stub_t::SetTraining, [&](auto& r) { r.set_on(on); }));
}

status print_pro_forma(terminal_context& at, const std::string& parking) {
  return show_or_fail(at, change(at, &stub_t::PrintProForma,
                                 [&](auto& r) { r.set_parking(parking); }));
}

status reprint_z(terminal_context& at, std::uint64_t number) {
  return show_or_fail(
    at, change(at, &stub_t::ReprintZ, [&](auto& r) { r.set_number(number); }));
}

status sum_period(terminal_context& at, const std::string& from,
                  const std::string& to) {
  auto sum = look(at, &stub_t::SumPeriod, [&](auto& r) {
    r.set_from_date(from);
    r.set_to_date(to);
  });
  if (!sum)
    return sum.why();
  if (!shown_as_json(at.ui, *sum))
    *at.ui.out << sum->text() << std::flush;
  return ok;
}

status lift_lock_out(terminal_context& at, const std::string& user,
                     const std::string& code) {
  if (code.empty())
    return done_or_fail(
      at, change(at, &stub_t::LiftLockOut, [&](auto& r) { r.set_user(user); }));
  v1::LiftLockOutRequest request;
  request.set_user(user);
  request.set_recovery_code(code);
  return done_or_fail(at, at.ask(&stub_t::LiftLockOut, request));
}

} // namespace kassa::cli
