#include "actors/sync/download.hpp"

#include "store/keys.hpp"

#include <map>

namespace kassa::sync::download {

namespace {

bool same(const v1::CatalogName& a, const v1::CatalogName& b) {
  return a.lineage() == b.lineage() && a.version() == b.version();
}

error protocol_error(std::string what) {
  return {errc::protocol, {{"what", std::move(what)}}};
}

} // namespace

effects machine::step(const event& what) {
  out_.clear();
  std::visit([this](const auto& x) { on(x); }, what);
  assert(has_something_pending());
  return std::move(out_);
}

// -- the stream's life
// ----------------------------------------------------------

void machine::on(const started&) {
  if (dialer_.now() == dialer::phase::idle)
    dialer_.dial(out_);
}

void machine::on(const stopped&) {
  dialer_.stop(out_);
}

void machine::on(const closed& x) {
  if (!dialer_.is_live(x.life))
    return;
  dialer_.lost();
  end(x.why);
}

void machine::on(const failed& x) {
  if (dialer_.is_live(x.life))
    end(x.why);
}

void machine::on(const due& x) {
  if (!dialer_.spend(x.timer))
    return;
  if (dialer_.now() == dialer::phase::waiting)
    dialer_.dial(out_);
  else
    end({errc::unavailable, {{"what", "hub"}}, "silent for too long"});
}

void machine::on(const stood& x) {
  if (!dialer_.is_live(x.life) || dialer_.now() != dialer::phase::surveying)
    return;
  // The hub need not answer: it may have nothing to send.
  dialer_.disarm();
  talk_ = talk::listening;
  failures_ = 0;
  skipped_ = false;
  auto now = x.now;
  *now.catalog.mutable_lineage() = active_.name().lineage();
  now.catalog.set_version(active_.name().version());
  now.catalog_state_hash = active_.state_hash();
  v1::DownloadUp up;
  *up.mutable_hello() = dialer_.greet(now);
  out_.push_back(send{std::move(up)});
}

void machine::on(const arrived& x) {
  if (!dialer_.is_live(x.life))
    return;
  switch (x.message.message_case()) {
  case v1::DownloadDown::kChallenge:
    return dialer_.challenged(x.message.challenge(), out_);
  case v1::DownloadDown::kStart: return on_down(x.message.start());
  case v1::DownloadDown::kChunk: return on_down(x.message.chunk());
  case v1::DownloadDown::kEnd: return on_down(x.message.end());
  case v1::DownloadDown::kCurrent: return on_down(x.message.current());
  case v1::DownloadDown::kRefusal: return on_down(x.message.refusal());
  default: return; // A newer hub's words.
  }
}

// -- a version comes in
// ---------------------------------------------------------

status machine::check_start(const v1::CatalogStart& x) const {
  const auto& to = x.to().name();
  if (to.lineage().empty() || x.to().state_hash().size() != hash_size)
    return protocol_error("catalog start");
  if (to.lineage() != active_.name().lineage())
    return ok;
  if (to.version() < active_.name().version()
      || (to.version() == active_.name().version() && !x.snapshot()))
    return protocol_error("a lower catalog version");
  return ok;
}

void machine::on_down(const v1::CatalogStart& x) {
  if (talk_ == talk::silent)
    return;
  if (handed_over_) {
    skipped_ = true;
    return;
  }
  if (talk_ != talk::listening)
    return end(protocol_error("a catalog within a catalog"));
  if (auto checked = check_start(x); !checked)
    return end(checked.why());
  start_ = x;
  if (!x.snapshot() && !same(x.from(), active_.name()))
    return fail("the delta is from another version");
  forget();
  talk_ = talk::receiving;
  dialer_.arm(out_, chunk_ms_max);
  if (!x.snapshot())
    return;
  // What an earlier attempt left there goes first.
  auto where
    = store::catalog_generation_key(dialer_.who().of, next_generation());
  store::write_set rows;
  rows.erase_range(store::family::catalog, where, store::prefix_end(where));
  out_.push_back(stage{dialer_.life(), std::move(rows)});
  ++writes_;
}

void machine::on_down(const v1::CatalogChunk& x) {
  if (talk_ != talk::receiving)
    return; // Of a version that is not wanted.
  auto changes = catalog::unpack(x);
  if (!changes)
    return fail("a chunk does not decode");
  bytes_ += catalog::size_of(*changes);
  if (start_.snapshot())
    take_snapshot(*changes);
  else
    take_delta(*std::move(changes));
}

void machine::take_delta(std::vector<catalog::change> changes) {
  if (bytes_ > delta_bytes_max)
    return fail("the delta is too large");
  delta_.insert(delta_.end(), std::move_iterator{changes.begin()},
                std::move_iterator{changes.end()});
  dialer_.arm(out_, chunk_ms_max);
}

void machine::take_snapshot(const std::vector<catalog::change>& changes) {
  if (bytes_ > snapshot_bytes_max)
    return end(
      {errc::too_large,
       {{"what", "catalog"}, {"limit", std::to_string(snapshot_bytes_max)}}});
  store::write_set rows;
  for (const auto& x : changes) {
    if (!x.row)
      return fail("a snapshot erases");
    hash_.add(x.key, *x.row);
    ++rows_;
    rows.put(store::family::catalog,
             store::catalog_row_key(dialer_.who().of, next_generation(), x.key),
             *x.row);
  }
  out_.push_back(stage{dialer_.life(), std::move(rows)});
  ++writes_;
  dialer_.arm(out_, chunk_ms_max);
}

void machine::on(const rows_staged& x) {
  if (!dialer_.is_live(x.life) || writes_ == 0)
    return;
  --writes_;
  settle();
}

void machine::on_down(const v1::CatalogEnd& x) {
  if (talk_ != talk::receiving)
    return;
  if (!same(x.to().name(), start_.to().name()))
    return fail("the end is another version's");
  dialer_.disarm();
  talk_ = talk::settling;
  if (!start_.snapshot()) {
    weighing_ = true;
    out_.push_back(weigh{dialer_.life(), delta_});
  }
  settle();
}

void machine::settle() {
  if (talk_ == talk::settling && start_.snapshot() && writes_ == 0)
    compare(hash_.bytes(), rows_);
}

void machine::on(const weighed& x) {
  if (!dialer_.is_live(x.life) || !weighing_)
    return;
  weighing_ = false;
  compare(x.state_hash, x.rows);
}

void machine::compare(const std::string& state_hash, std::uint64_t rows) {
  if (state_hash != start_.to().state_hash() || rows != start_.to().rows())
    return fail("state_hash_differs");
  hand_over_staged();
}

// -- over to the sale
// -----------------------------------------------------------

void machine::hand_over_staged() {
  v1::CatalogActive next;
  *next.mutable_name() = start_.to().name();
  next.set_state_hash(start_.to().state_hash());
  next.set_rows(start_.to().rows());
  next.set_generation(start_.snapshot() ? next_generation()
                                        : active_.generation());
  hand_over x{{next, {}}, start_.to()};
  const auto& of = dialer_.who().of;
  // The journal itself erases the generations before the one it switches to.
  for (auto& change : delta_) {
    auto key = store::catalog_row_key(of, next.generation(), change.key);
    if (change.row)
      x.activation.rows.put(store::family::catalog, std::move(key),
                            *std::move(change.row));
    else
      x.activation.rows.erase(store::family::catalog, std::move(key));
  }
  handed_over_ = next;
  forget();
  out_.push_back(std::move(x));
  report(next.name(), v1::Applied::STATE_STAGED);
}

void machine::on(const switched& x) {
  if (!handed_over_ || !same(x.what.name(), handed_over_->name()))
    return;
  auto next = *std::move(handed_over_);
  handed_over_.reset();
  if (x.what.state() == v1::Applied::STATE_ACTIVE)
    active_ = std::move(next);
  if (talk_ == talk::silent)
    return; // The next hello says it.
  if (x.what.state() != v1::Applied::STATE_ACTIVE)
    return fail(x.what.detail());
  dialer_.progressed();
  report(active_.name(), v1::Applied::STATE_ACTIVE);
  if (skipped_)
    end({errc::conflict, {{"what", "catalog"}}, "a newer version came"});
}

void machine::on_down(const v1::CatalogCurrent&) {
  if (talk_ != talk::silent)
    dialer_.progressed();
}

// -- the ends
// -------------------------------------------------------------------

void machine::on_down(const v1::Refusal& x) {
  end(error_of(x, dialer_.who().of), x.retry_after_ms());
}

void machine::report(const v1::CatalogName& name, v1::Applied::State state,
                     std::string detail) {
  v1::DownloadUp up;
  auto& applied = *up.mutable_applied();
  *applied.mutable_name() = name;
  applied.set_state(state);
  applied.set_detail(std::move(detail));
  out_.push_back(send{std::move(up)});
}

/// The version is no good; the hub is asked for a snapshot.
void machine::fail(std::string detail) {
  if (++failures_ > failures_max)
    return end({errc::state_hash_differs, {}, std::move(detail)});
  auto name = start_.to().name();
  forget();
  report(name, v1::Applied::STATE_FAILED, std::move(detail));
  dialer_.arm(out_, chunk_ms_max);
}

void machine::forget() {
  talk_ = talk::listening;
  delta_.clear();
  bytes_ = 0;
  hash_ = {};
  rows_ = 0;
  weighing_ = false;
  dialer_.disarm();
}

void machine::end(const error& why, std::uint32_t floor_ms) {
  forget();
  writes_ = 0;
  talk_ = talk::silent;
  dialer_.end(why, floor_ms, out_);
}

bool machine::has_something_pending() const {
  switch (dialer_.now()) {
  case dialer::phase::idle:
  case dialer::phase::stopped: return true;
  case dialer::phase::greeted: break;
  default: return dialer_.armed();
  }
  switch (talk_) {
  case talk::listening: return true; // The hub speaks when there is news.
  case talk::receiving: return dialer_.armed();
  case talk::settling: return writes_ > 0 || weighing_;
  default: return false;
  }
}

// -- weighing
// -------------------------------------------------------------------

result<weighed> weigh_changes(const store::reader& from, const scope& of,
                              const v1::CatalogActive& active,
                              const std::vector<catalog::change>& changes,
                              std::uint64_t life) {
  std::map<std::string_view, const catalog::change*> last; // It counts.
  for (const auto& x : changes)
    last[x.key] = &x;
  auto hash = catalog::state_hash::from_bytes(active.state_hash());
  auto rows = active.rows();
  for (const auto& [key, x] : last) {
    auto old = from.get(
      store::family::catalog,
      store::catalog_row_key(of, active.generation(), std::string{key}));
    if (!old)
      return old.why();
    if (*old) {
      hash.remove(key, **old);
      --rows;
    }
    if (x->row) {
      hash.add(key, *x->row);
      ++rows;
    }
  }
  return weighed{life, hash.bytes(), rows};
}

} // namespace kassa::sync::download
