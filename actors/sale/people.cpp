#include "actors/sale/people.hpp"

#include "proto/base/crypto.hpp"

#include <algorithm>

namespace kassa::sale {

std::string session_hash(std::string_view token) {
  return hash256("kassa.session.1", {token});
}

void sessions::open(std::string_view token, std::string user) {
  auto earlier = [](const auto& a, const auto& b) {
    return a.second.opened < b.second.opened;
  };
  if (by_hash_.size() >= users_max)
    by_hash_.erase(std::min_element(by_hash_.begin(), by_hash_.end(), earlier));
  by_hash_.insert_or_assign(session_hash(token),
                            session{std::move(user), opened_++});
}

void sessions::close(const std::string& hash) {
  by_hash_.erase(hash);
}

std::optional<std::string> sessions::user(std::string_view token) const {
  auto i = by_hash_.find(session_hash(token));
  if (i == by_hash_.end())
    return std::nullopt;
  return i->second.user;
}

status lock_outs::check(const std::string& user, std::uint64_t now_ms) const {
  auto i = by_user_.find(user);
  if (i == by_user_.end() || now_ms >= i->second.until_ms)
    return ok;
  auto seconds = (i->second.until_ms - now_ms + 999) / 1000;
  return error{errc::locked_out,
               {{"user", user}, {"seconds", std::to_string(seconds)}}};
}

void lock_outs::wrong(const std::string& user, std::uint64_t now_ms) {
  auto& x = by_user_[user];
  ++x.wrong;
  x.until_ms = now_ms + wait_after(x.wrong);
}

std::uint64_t lock_outs::wait_after(int wrong) {
  if (wrong < free_attempts)
    return 0;
  auto doublings = std::min(wrong - free_attempts, 10);
  return std::min(first_ms << doublings, longest_ms);
}

void lock_outs::restore(const v1::LockOut& kept, std::int64_t wall_ms,
                        std::uint64_t now_ms, std::string_view boot_id) {
  auto& x = by_user_[kept.user()];
  x.wrong = static_cast<int>(std::min(kept.wrong(), 1000U));
  auto wait = wait_after(x.wrong);
  auto passed = kept.boot_id() == boot_id
                  ? static_cast<std::int64_t>(now_ms - kept.monotonic_ms())
                  : wall_ms - kept.wall_ms();
  auto gone = static_cast<std::uint64_t>(std::max<std::int64_t>(passed, 0));
  x.until_ms = now_ms + (wait > gone ? wait - gone : 0);
}

void lock_outs::right(const std::string& user) {
  by_user_.erase(user);
}

result<const v1::User*> till_user(const catalog::view& in,
                                  const std::string& user,
                                  const std::string& store,
                                  std::int64_t at_ms) {
  auto row = user.empty() ? nullptr : in.user(user, at_ms);
  if (!row || row->till_verifier().empty())
    return error{errc::unknown_user, {{"user", user}, {"store", store}}};
  return row;
}

} // namespace kassa::sale
