#include "hub/hub.hpp"

#include "hub/backup_actor.hpp"
#include "hub/closing_actor.hpp"
#include "hub/committer_actor.hpp"
#include "hub/core.hpp"
#include "hub/download_actor.hpp"
#include "hub/keys.hpp"
#include "hub/office_actor.hpp"
#include "hub/projector_actor.hpp"
#include "hub/report_actor.hpp"
#include "hub/upload_actor.hpp"

#include <caf/send.hpp>

namespace kassa::hub {

namespace {

// More than this of a stream waiting to be looked at ends it: a terminal keeps
// within its window.
constexpr std::uint64_t backlog_max = 16ULL * 1024 * 1024;

// A hub that ended is not asked again before.
constexpr std::uint32_t leaving_retry_ms = 1'000;

status commit_one(store::hub_storage& to, const store::transaction& what) {
  return to.commit({&what, 1}).front();
}

// A new incarnation when the data are new: they were lost, or never were.
result<std::string> read_incarnation(store::hub_storage& data,
                                     random_port& random) {
  auto row = data.get("", keys::incarnation());
  if (!row)
    return row.why();
  if (*row)
    return **row;
  auto fresh = random_bytes(random, sync::incarnation_size);
  store::transaction change;
  change.expect.push_back({keys::incarnation(), std::nullopt});
  change.writes.push_back({keys::incarnation(), fresh});
  if (auto written = commit_one(data, change); !written)
    return written.why();
  return fresh;
}

// What new data lack of stores that the identity knows.
status found_stores(core& in) {
  for (const auto& store : in.who->stores()) {
    auto what
      = lay_foundation(*in.ports.data, store, *in.ports.random, in.now_ms());
    if (!what)
      return what.why();
    if (!*what)
      continue;
    if (auto laid = commit_one(*in.ports.data, **what); !laid)
      return laid;
  }
  return ok;
}

status read_contacts(core& in) {
  for (const auto& terminal : in.who->terminals("")) {
    auto row = in.ports.data->get(terminal.store(),
                                  keys::contact(terminal.terminal()));
    if (!row)
      return row.why();
    const scope of{terminal.store(), terminal.terminal()};
    v1::HubContact contact;
    if (*row && contact.ParseFromString(**row))
      in.live.heard(of, contact);
    auto archived = in.ports.data->get(of.store, keys::archived(of.terminal));
    if (!archived)
      return archived.why();
    v1::Archived upto;
    if (*archived && upto.ParseFromString(**archived))
      in.live.archive(of, upto.head().seq());
  }
  return ok;
}

} // namespace

struct hub::parts {
  caf::actor_system& system;
  core_ptr in;
  writer_actor writer;
  committer_actor committer;
  projector_actor projector;
  backup_actor backup;
  closing_actor closing;
  office_actor office;
  bool stopped = false;

  void spawn_all() {
    if (in->settings.detached) {
      writer = spawn<writer_state, caf::detached>(system, in);
      office = spawn_rest<caf::detached>();
    } else {
      writer = spawn<writer_state>(system, in);
      office = spawn_rest<caf::no_spawn_options>();
    }
    // What was stored and not counted when the hub last ended.
    for (const auto& terminal : in->who->terminals(""))
      caf::anon_send(projector, atom::grown_v, terminal.store(),
                     terminal.terminal());
  }

  template <caf::spawn_options Os>
  office_actor spawn_rest() {
    committer = spawn<committer_state>(system, in, writer);
    projector = spawn<projector_state, Os>(system, in, committer);
    backup = spawn<backup_state, Os>(system, in, committer);
    closing = spawn<closing_state, Os>(system, in);
    return spawn<office_state, Os>(system, in, committer, projector, backup,
                                   closing);
  }
};

hub::hub(std::unique_ptr<parts> all) : all_(std::move(all)) {}

hub::~hub() {
  stop();
}

result<std::unique_ptr<hub>> hub::start(caf::actor_system& system,
                                        hub_settings with, hub_ports ports) {
  auto in = std::make_shared<core>(std::move(with), ports);
  auto who = identity::load(ports.identity);
  if (!who)
    return who.why();
  in->who = *std::move(who);
  in->started_ms = in->now_ms();
  auto incarnation = read_incarnation(*ports.data, *ports.random);
  if (!incarnation)
    return incarnation.why();
  in->incarnation = *std::move(incarnation);
  if (auto founded = found_stores(*in); !founded)
    return founded.why();
  if (auto read = read_contacts(*in); !read)
    return read.why();
  auto all = std::unique_ptr<parts>{
    new parts{system, std::move(in), {}, {}, {}, {}, {}, {}, false}};
  all->spawn_all();
  return std::unique_ptr<hub>{new hub{std::move(all)}};
}

namespace {

/// A stream's place, and whose pool it is: a handler may outlive the hub.
struct held_place {
  core_ptr in;
  std::shared_ptr<stream_pool::place> place; ///< Nothing: there was none.
};

/// A handler that keeps its place for as long as it lives.
template <class Up>
sync::stream_handler<Up> in_place(held_place where,
                                  sync::stream_handler<Up> of) {
  return {
    std::move(of.received),
    [where = std::move(where), closed = std::move(of.closed)] { closed(); }};
}

/// A place for a stream; nothing, and the peer was told, when there is none.
template <class Down>
held_place find_place(const core_ptr& in, sync::stream_kind which,
                      const sync::stream_peer<Down>& peer) {
  auto out = in->streams.enter(peer.certified ? peer.certified->terminal : "");
  if (!out)
    turn_away(*in, which, peer, refusal_of({errc::busy}), {errc::busy});
  return {in, std::move(out)};
}

template <class Up, class Session>
sync::stream_handler<Up> to_session(const Session& session) {
  return {[session](Up message) {
            caf::anon_send(session, atom::arrived_v, std::move(message));
          },
          [session] { caf::anon_send(session, atom::closed_v); }};
}

template <class Up>
sync::stream_handler<Up> deaf() {
  return {[](const Up&) {}, [] {}};
}

} // namespace

sync::stream_handler<v1::UploadUp>
hub::upload(sync::stream_peer<v1::UploadDown> peer) {
  auto where = find_place(all_->in, sync::stream_kind::upload, peer);
  if (!where.place)
    return deaf<v1::UploadUp>();
  auto backlog = std::make_shared<std::atomic<std::uint64_t>>(0);
  auto close = peer.close;
  auto session = spawn<upload_state>(all_->system, all_->in, all_->committer,
                                     all_->projector, std::move(peer),
                                     all_->in->live.next_session(), backlog);
  return in_place<v1::UploadUp>(
    std::move(where), {[session, backlog, close](v1::UploadUp message) {
                         *backlog += message.ByteSizeLong();
                         if (*backlog > backlog_max)
                           return close({errc::busy});
                         caf::anon_send(session, atom::arrived_v,
                                        std::move(message));
                       },
                       [session] { caf::anon_send(session, atom::closed_v); }});
}

sync::stream_handler<v1::DownloadUp>
hub::download(sync::stream_peer<v1::DownloadDown> peer) {
  auto where = find_place(all_->in, sync::stream_kind::download, peer);
  if (!where.place)
    return deaf<v1::DownloadUp>();
  return in_place(
    std::move(where),
    to_session<v1::DownloadUp>(spawn<download_state>(
      all_->system, all_->in, std::move(peer), all_->in->live.next_session())));
}

sync::stream_handler<v1::ReportUp>
hub::report(sync::stream_peer<v1::ReportDown> peer) {
  auto where = find_place(all_->in, sync::stream_kind::report, peer);
  if (!where.place)
    return deaf<v1::ReportUp>();
  return in_place(std::move(where),
                  to_session<v1::ReportUp>(spawn<report_state>(
                    all_->system, all_->in, all_->committer, std::move(peer),
                    all_->in->live.next_session())));
}

office_actor hub::office() const {
  return all_->office;
}

void hub::set_addresses(std::string sync, std::string enrol) {
  all_->in->set_addresses(std::move(sync), std::move(enrol));
}

void hub::leave() {
  all_->in->leaving = true;
  auto later = refusal_of(leaving_error());
  later.set_retry_after_ms(leaving_retry_ms);
  all_->in->live.refuse_all(later);
}

void hub::stop() {
  if (std::exchange(all_->stopped, true))
    return;
  all_->in->live.end_all();
  auto end = [](auto& who) {
    caf::anon_send_exit(who, caf::exit_reason::user_shutdown);
    who = std::decay_t<decltype(who)>{};
  };
  end(all_->office);
  end(all_->closing);
  end(all_->backup);
  end(all_->projector);
  end(all_->committer);
  end(all_->writer);
}

status init_hub(store::hub_storage& identity_storage, const std::string& admin,
                const std::string& password, random_port& random,
                std::int64_t now_ms, password_cost cost) {
  auto who = identity::load(&identity_storage);
  if (!who)
    return who.why();
  if ((*who)->users() > 0)
    return error{errc::exists, {{"what", "admin"}}};
  if (admin.empty() || password.empty())
    return error{errc::invalid, {{"what", "admin, password"}}};
  v1::HubUser user;
  user.set_user(admin);
  user.set_verifier(make_verifier(password, random, cost));
  user.set_added_ms(now_ms);
  return (*who)->add(user);
}

} // namespace kassa::hub
