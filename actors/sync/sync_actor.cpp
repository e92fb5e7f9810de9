#include "actors/sync/sync_actor.hpp"

#include "store/keys.hpp"

#include <chrono>
#include <span>

namespace kassa::sync {

namespace {

constexpr std::chrono::seconds journal_wait{30};

/// A message kept under `key`; an empty one where there is none.
template <class T>
std::optional<T> load(const store::reader& from, const std::string& key) {
  auto bytes = from.get(store::family::state, key);
  T out;
  if (!bytes || !*bytes || !out.ParseFromString(**bytes))
    return std::nullopt;
  return out;
}

} // namespace

sync_state::sync_state(sync_actor::pointer self, sync_settings settings,
                       journal_actor journal, sale_actor sale,
                       events_actor events, hub_link* link)
  : self_(self), with_(std::move(settings)), journal_(std::move(journal)),
    sale_(std::move(sale)), events_(std::move(events)), link_(link) {}

sync_actor::behavior_type sync_state::make_behavior() {
  return {
    [this](atom::grown, std::uint64_t durable) {
      durable_ = durable;
      run(upload::event{upload::grown{durable}});
    },
    [this](atom::start) { start(); },
    [this](atom::stop) -> caf::result<bool> {
      stop();
      return true;
    },
    [this](atom::switched, const v1::Applied& what) {
      run(download::event{download::switched{what}});
      run(report::event{report::changed{}});
    },
    [this](atom::standing) -> caf::result<v1::SyncEvent> { return standing(); },
    [this](atom::arrived, std::uint64_t life, const v1::UploadDown& x) {
      run(upload::event{upload::arrived{life, x}});
    },
    [this](atom::arrived, std::uint64_t life, const v1::DownloadDown& x) {
      run(download::event{download::arrived{life, x}});
    },
    [this](atom::arrived, std::uint64_t life, const v1::ReportDown& x) {
      run(report::event{report::arrived{life, x, catalog::read(*with_.clock)}});
    },
    [this](atom::closed, int which, std::uint64_t life, const error& why) {
      run(static_cast<stream_kind>(which), closed{life, why});
    },
    [this](atom::tick, int which, std::uint64_t timer) {
      run(static_cast<stream_kind>(which), due{timer});
    },
  };
}

void sync_state::start() {
  if (!link_ || upload_)
    return;
  const auto& from = *with_.store;
  identity who{with_.scope, with_.device, with_.hub_key, with_.program};
  token_ = load<v1::Token>(from, store::token_key(with_.scope));
  if (token_ && !token_holds(*token_, with_.scope, with_.hub_key))
    token_.reset(); // Another hub's, before the terminal was given to this one.
  auto acked = load<v1::Acked>(from, store::acked_key(with_.scope));
  auto ledger = load<v1::LedgerState>(from, store::ledger_key(with_.scope));
  auto active
    = load<v1::CatalogActive>(from, store::catalog_active_key(with_.scope));
  auto fenced = ledger && ledger->fenced();
  upload_.emplace(upload::machine::settings{
    who, acked.value_or(v1::Acked{}), fenced, ledger && ledger->retired()});
  download_.emplace(
    download::machine::settings{who, active.value_or(v1::CatalogActive{})});
  report_.emplace(who);
  self_->send(journal_, atom::watch_v, watcher_actor{sync_actor{self_}});
  run(upload::event{started{}});
  if (fenced)
    return; // For good: a restart changes nothing.
  if (!ledger || !ledger->retired())
    run(download::event{started{}});
  run(report::event{started{}});
}

void sync_state::stop() {
  run(upload::event{stopped{}});
  run(download::event{stopped{}});
  run(report::event{stopped{}});
}

v1::SyncEvent sync_state::standing() const {
  v1::SyncEvent out;
  out.set_state(!link_ ? "none" : upload_ ? upload_->standing() : "offline");
  out.set_durable_seq(durable_);
  out.set_acked_seq(upload_ ? upload_->acked() : 0);
  return out;
}

// -- the machines
// ---------------------------------------------------------------

void sync_state::run(upload::event what) {
  if (!upload_)
    return;
  for (auto& effect : upload_->step(std::move(what)))
    std::visit([this](auto& x) { obey(stream_kind::upload, x); }, effect);
}

void sync_state::run(download::event what) {
  if (!download_)
    return;
  for (const auto& effect : download_->step(what))
    std::visit([this](const auto& x) { obey(stream_kind::download, x); },
               effect);
}

void sync_state::run(report::event what) {
  if (!report_)
    return;
  for (const auto& effect : report_->step(what))
    std::visit([this](const auto& x) { obey(stream_kind::report, x); }, effect);
}

template <class Event>
void sync_state::run(stream_kind which, Event what) {
  switch (which) {
  case stream_kind::upload: return run(upload::event{std::move(what)});
  case stream_kind::download: return run(download::event{std::move(what)});
  case stream_kind::report: return run(report::event{std::move(what)});
  }
}

// -- what all streams do
// --------------------------------------------------------

template <class Link>
void sync_state::open_link(Link& link, stream_kind which, std::uint64_t life) {
  // The link may outlive this actor: it must not keep it.
  auto weak = caf::actor_cast<caf::actor_addr>(self_);
  auto number = static_cast<int>(which);
  link.open({[weak, life](auto message) {
               if (auto me = caf::actor_cast<sync_actor>(weak))
                 caf::anon_send(me, atom::arrived_v, life, std::move(message));
             },
             [weak, life, number](error why) {
               if (auto me = caf::actor_cast<sync_actor>(weak))
                 caf::anon_send(me, atom::closed_v, number, life,
                                std::move(why));
             }});
}

void sync_state::obey(stream_kind which, const open& x) {
  switch (which) {
  case stream_kind::upload: return open_link(link_->upload(), which, x.life);
  case stream_kind::download:
    return open_link(link_->download(), which, x.life);
  case stream_kind::report: return open_link(link_->report(), which, x.life);
  }
}

void sync_state::obey(stream_kind which, const close&) {
  switch (which) {
  case stream_kind::upload: return link_->upload().close();
  case stream_kind::download: return link_->download().close();
  case stream_kind::report: return link_->report().close();
  }
}

void sync_state::obey(stream_kind which, const survey& x) {
  auto life = x.life;
  self_->request(journal_, journal_wait, atom::standing_v)
    .then(
      [this, which, life](const journal::position& where) {
        run(which, stood{life, moment_at(where)});
      },
      [this, which, life](const caf::error& why) {
        run(which, failed{life, from_caf(why)});
      });
}

moment sync_state::moment_at(const journal::position& where) const {
  moment out;
  out.durable = make_head(
    where.durable, where.durable == 0 ? zero_hash() : where.durable_hash);
  out.token = token_;
  out.catalog = download_->active().name();
  out.catalog_state_hash = download_->active().state_hash();
  out.wall_ms = with_.clock->wall_ms();
  return out;
}

void sync_state::obey(stream_kind which, const wait& x) {
  auto luck = x.jitter_ms == 0 ? 0 : draw_luck(*with_.random);
  std::chrono::milliseconds delay{draw_delay(x.floor_ms, x.jitter_ms, luck)};
  self_->delayed_send(sync_actor{self_}, delay, atom::tick_v,
                      static_cast<int>(which), x.timer);
}

void sync_state::obey(stream_kind which, const ended& x) {
  log(is_lasting(x.why.code) ? log_level::error : log_level::info,
      "stream_ended", which, x.why);
}

// -- upload
// ---------------------------------------------------------------------

void sync_state::obey(stream_kind, upload::send& x) {
  link_->upload().send(std::move(x.message));
}

void sync_state::obey(stream_kind which, const upload::keep_token& x) {
  self_->request(journal_, journal_wait, atom::keep_v, x.token)
    .then(
      [this, life = x.life, token = x.token](bool) {
        token_ = token;
        run(upload::event{upload::token_kept{life}});
      },
      [this, which, life = x.life](const caf::error& why) {
        run(which, failed{life, from_caf(why)});
      });
}

void sync_state::obey(stream_kind which, const upload::read& x) {
  self_
    ->request(journal_, journal_wait, atom::read_v, x.after, x.bytes,
              x.followed)
    .then(
      [this, life = x.life, after = x.after](record_run& all) {
        run(upload::event{upload::records_read{life, after, std::move(all)}});
      },
      [this, which, life = x.life](const caf::error& why) {
        run(which, failed{life, from_caf(why)});
      });
}

void sync_state::obey(stream_kind which, const upload::read_beyond& x) {
  self_->request(journal_, journal_wait, atom::read_v, x.after)
    .then(
      [this, life = x.life](const v1::Evidence& what) {
        run(upload::event{upload::beyond_read{life, what}});
      },
      [this, which, life = x.life](const caf::error& why) {
        run(which, failed{life, from_caf(why)});
      });
}

void sync_state::obey(stream_kind, const upload::keep_acked& x) {
  self_->send(journal_, atom::keep_v, x.acked);
  if (x.acked.seq() == durable_)
    tell_standing();
}

void sync_state::obey(stream_kind which, const upload::raise_witness& x) {
  if (!with_.witness)
    return;
  auto raised = with_.witness->raise({x.head.seq(), x.head.hash()});
  if (!raised)
    log(log_level::error, "witness_not_raised", which, raised.why());
}

void sync_state::obey(stream_kind, const upload::note_rewound& x) {
  v1::RecordBody draft;
  draft.set_kind(v1::KIND_HUB_REWOUND);
  *draft.mutable_hub_rewound() = x.what;
  append(std::move(draft), store::durability::lazy, [] {});
}

void sync_state::obey(stream_kind which, const upload::fence& x) {
  log(log_level::error, "fenced", which, x.why);
  self_->send(sale_, atom::block_v, x.why);
  v1::RecordBody draft;
  draft.set_kind(v1::KIND_FENCED);
  *draft.mutable_fenced() = x.what;
  append(std::move(draft), store::durability::synced, [] {});
  run(download::event{stopped{}});
  run(report::event{stopped{}});
}

void sync_state::obey(stream_kind which, const upload::retire& x) {
  const error why{
    errc::retired,
    {{"terminal", with_.scope.terminal}, {"reason", x.what.reason()}}};
  log(log_level::warn, "retired", which, why);
  self_->send(sale_, atom::block_v, why);
  v1::RecordBody draft;
  *draft.mutable_retired() = x.what;
  append(std::move(draft), store::durability::synced,
         [this] { run(upload::event{upload::retired_kept{}}); });
  run(download::event{stopped{}});
  run(report::event{report::changed{}});
}

void sync_state::obey(stream_kind, const upload::vouched&) {
  self_->send(sale_, atom::standing_v, std::string{"hub"});
}

void sync_state::obey(stream_kind, const upload::tell& x) {
  tell_standing();
  if (x.standing == "retired")
    run(report::event{stopped{}});
}

void sync_state::tell_standing() {
  v1::Event event;
  *event.mutable_sync() = standing();
  self_->send(events_, std::move(event));
  run(report::event{report::changed{}});
}

void sync_state::append(v1::RecordBody draft, store::durability how,
                        std::function<void()> then) {
  journal::append_request request;
  request.drafts.push_back(std::move(draft));
  request.how = how;
  self_->request(journal_, journal_wait, atom::append_v, std::move(request))
    .then([then = std::move(then)](const journal::appended&) { then(); },
          [this](const caf::error& why) {
            log(log_level::error, "not_journaled", stream_kind::upload,
                from_caf(why));
          });
}

// -- download
// -------------------------------------------------------------------

void sync_state::obey(stream_kind, const download::send& x) {
  link_->download().send(x.message);
}

void sync_state::obey(stream_kind which, const download::stage& x) {
  self_->request(journal_, journal_wait, atom::stage_v, x.rows)
    .then([this, life = x.life](
            bool) { run(download::event{download::rows_staged{life}}); },
          [this, which, life = x.life](const caf::error& why) {
            run(which, failed{life, from_caf(why)});
          });
}

void sync_state::obey(stream_kind which, const download::weigh& x) {
  auto sum = download::weigh_changes(*with_.store, with_.scope,
                                     download_->active(), x.changes, x.life);
  if (sum)
    run(download::event{*std::move(sum)});
  else
    run(which, failed{x.life, sum.why()});
}

void sync_state::obey(stream_kind, const download::hand_over& x) {
  self_->send(sale_, atom::staged_v, staged_catalog{x.activation, x.head});
}

void sync_state::log(log_level level, std::string_view event, stream_kind which,
                     const error& why) const {
  if (with_.log)
    with_.log->log(
      level, event,
      {{"stream", std::string{name_of(which)}}, {"why", to_string(why)}});
}

} // namespace kassa::sync
