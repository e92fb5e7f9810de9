#include "hub/live_table.hpp"

#include <caf/send.hpp>

#include <algorithm>

namespace kassa::hub {

template <class Handle>
result<Handle> live_table::take(seat<Handle> line::*which, const scope& of,
                                std::uint64_t session, Handle who) {
  std::lock_guard lock{mutex_};
  auto& place = lines_[of].*which;
  if (session < place.newest)
    return errc::superseded;
  auto before = std::move(place.who);
  place = {session, std::move(who), session};
  return before;
}

result<upload_actor> live_table::enter(const scope& of, std::uint64_t session,
                                       upload_actor who) {
  return take(&line::upload, of, session, std::move(who));
}

result<download_actor> live_table::enter(const scope& of, std::uint64_t session,
                                         download_actor who) {
  return take(&line::download, of, session, std::move(who));
}

result<report_actor> live_table::enter(const scope& of, std::uint64_t session,
                                       report_actor who) {
  return take(&line::report, of, session, std::move(who));
}

void live_table::leave(const scope& of, std::uint64_t session) {
  std::lock_guard lock{mutex_};
  auto at = lines_.find(of);
  if (at == lines_.end())
    return;
  auto clear = [session](auto& place) {
    if (place.session == session) {
      place.session = 0;
      place.who = decltype(place.who){};
    }
  };
  clear(at->second.upload);
  clear(at->second.download);
  clear(at->second.report);
}

std::uint64_t live_table::next_session() {
  std::lock_guard lock{mutex_};
  return ++sessions_;
}

void live_table::tell(const line& all, const v1::Refusal& why) {
  auto each = [&why](const auto& place) {
    if (place.who)
      caf::anon_send(place.who, atom::refuse_v, why);
  };
  each(all.upload);
  each(all.download);
  each(all.report);
}

void live_table::refuse(const scope& of, const v1::Refusal& why) {
  std::lock_guard lock{mutex_};
  if (auto at = lines_.find(of); at != lines_.end())
    tell(at->second, why);
}

void live_table::retire(const scope& of, const v1::Retire& word) {
  std::lock_guard lock{mutex_};
  auto at = lines_.find(of);
  if (at != lines_.end() && at->second.upload.who)
    caf::anon_send(at->second.upload.who, word);
}

void live_table::refuse_all(const v1::Refusal& why) {
  std::lock_guard lock{mutex_};
  for (const auto& [of, all] : lines_)
    tell(all, why);
}

void live_table::published(const std::string& store) {
  std::lock_guard lock{mutex_};
  for (const auto& [of, at] : lines_)
    if (of.store == store && at.download.who)
      caf::anon_send(at.download.who, atom::grown_v);
}

void live_table::end_all() {
  std::lock_guard lock{mutex_};
  auto end = [](auto& place) {
    if (place.who)
      caf::anon_send_exit(place.who, caf::exit_reason::user_shutdown);
    place = {};
  };
  for (auto& [of, at] : lines_) {
    end(at.upload);
    end(at.download);
    end(at.report);
  }
}

bool live_table::connected(const scope& of) const {
  std::lock_guard lock{mutex_};
  auto at = lines_.find(of);
  return at != lines_.end()
         && (at->second.upload.who || at->second.download.who
             || at->second.report.who);
}

std::uint32_t live_table::connected_count() const {
  std::lock_guard lock{mutex_};
  std::uint32_t out = 0;
  for (const auto& [of, at] : lines_)
    out += at.upload.who || at.download.who || at.report.who ? 1U : 0U;
  return out;
}

std::uint32_t live_table::uploads_of(const std::string& store) const {
  std::lock_guard lock{mutex_};
  std::uint32_t out = 0;
  for (auto at = lines_.lower_bound({store, ""});
       at != lines_.end() && at->first.store == store; ++at)
    out += at->second.upload.who ? 1U : 0U;
  return out;
}

v1::HubContact live_table::heard(const scope& of, const v1::HubContact& news) {
  std::lock_guard lock{mutex_};
  auto& known = lines_[of].contact;
  known.set_heard_ms(std::max(known.heard_ms(), news.heard_ms()));
  known.set_announced_seq(
    std::max(known.announced_seq(), news.announced_seq()));
  if (news.has_catalog())
    *known.mutable_catalog() = news.catalog();
  if (news.has_status())
    *known.mutable_status() = news.status();
  return known;
}

void live_table::archive(const scope& of, std::uint64_t seq) {
  std::lock_guard lock{mutex_};
  auto& at = lines_[of];
  at.archived = std::max(at.archived, seq);
  if (at.upload.who)
    caf::anon_send(at.upload.who, atom::archived_v, at.archived);
}

std::uint64_t live_table::archived(const scope& of) const {
  std::lock_guard lock{mutex_};
  auto at = lines_.find(of);
  return at == lines_.end() ? 0 : at->second.archived;
}

v1::HubContact live_table::contact(const scope& of) const {
  std::lock_guard lock{mutex_};
  auto at = lines_.find(of);
  return at == lines_.end() ? v1::HubContact{} : at->second.contact;
}

} // namespace kassa::hub
