#include "actors/sale/context.hpp"

#include <algorithm>

namespace kassa::sale {

namespace {

/// "PERMISSION_RETURN" -> "RETURN".
std::string name_of(v1::Permission what) {
  constexpr std::string_view prefix = "PERMISSION_";
  return v1::Permission_Name(what).substr(prefix.size());
}

} // namespace

std::string cashier(const context& with) {
  auto who = caller(with);
  return who && !who->name().empty() ? who->name() : with.user;
}

status allowed(const context& with, v1::Permission what) {
  if (auto who = caller(with)) {
    const auto& all = who->permissions();
    if (std::find(all.begin(), all.end(), what) != all.end())
      return ok;
  }
  return error{errc::forbidden,
               {{"user", with.user}, {"permission", name_of(what)}}};
}

status open_for_sales(const context& with) {
  if (with.gate)
    return *with.gate;
  return ok;
}

status open_for_numbers(const context& with) {
  if (with.gate && with.gate_stops_all)
    return *with.gate;
  return ok;
}

v1::RecordBody draft(const context& with, v1::Kind kind) {
  v1::RecordBody out;
  out.set_kind(kind);
  out.set_user(with.user);
  out.set_business_ms(with.business_ms);
  return out;
}

v1::RecordBody rebound(const context& with, std::string by) {
  auto body = draft(with, v1::KIND_FOLDER_REBOUND);
  auto& x = *body.mutable_folder_rebound();
  x.set_by(std::move(by));
  x.set_before(with.folder_before);
  x.set_after(with.folder_after);
  return body;
}

status at_home(const context& with, const std::string& terminal) {
  if (!terminal.empty() && terminal != with.here.terminal)
    return error{errc::other_terminal, {{"terminal", terminal}}};
  return ok;
}

} // namespace kassa::sale
