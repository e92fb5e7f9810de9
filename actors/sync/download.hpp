#pragma once

#include "actors/catalog/delta.hpp"
#include "actors/journal/requests.hpp"
#include "actors/sync/session.hpp"
#include "store/terminal_store.hpp"

#include <kassa/v1/terminal_state.pb.h>

#include <variant>

/// Brings the catalog down (design, section 7; law L8). Pure.
namespace kassa::sync::download {

inline constexpr std::size_t delta_bytes_max = 4 * 1024 * 1024;
inline constexpr std::uint64_t snapshot_bytes_max = 1024ull * 1024 * 1024;
/// Of the longest silence in the middle of a version.
inline constexpr std::uint32_t chunk_ms_max = 60'000;
inline constexpr std::uint32_t failures_max = 3; ///< On one stream.

// -- events
// ---------------------------------------------------------------------

struct arrived {
  std::uint64_t life;
  v1::DownloadDown message;
};
/// The answer to `stage`: the rows lie in the store.
struct rows_staged {
  std::uint64_t life;
};
/// The answer to `weigh`: what the active rows and the delta come to.
struct weighed {
  std::uint64_t life;
  std::string state_hash;
  std::uint64_t rows;
};
/// The sale actor switched to what was handed over, or could not.
struct switched {
  v1::Applied what;
};

using event = std::variant<started, stopped, closed, stood, failed, due,
                           arrived, rows_staged, weighed, switched>;

// -- effects, to be carried out in order
// ----------------------------------------

struct send {
  v1::DownloadUp message;
};
/// Have these rows written beside the active ones; answer `rows_staged`.
struct stage {
  std::uint64_t life;
  store::write_set rows;
};
/// Work out state hash and row count with these changes; answer `weighed`.
struct weigh {
  std::uint64_t life;
  std::vector<catalog::change> changes;
};
/// Tell the sale actor that a version lies ready; it answers `switched`.
struct hand_over {
  journal::activation activation;
  v1::CatalogHead head;
};

using effect = std::variant<open, close, survey, wait, ended, send, stage,
                            weigh, hand_over>;
using effects = std::vector<effect>;

/// Decides what a terminal does on its download stream. A version is staged
/// whole, compared by row count and state hash, and only then handed over. It
/// never goes to a lower version of the same lineage. While a version is handed
/// over and not yet switched to, nothing else is staged: the stream is dialled
/// anew afterwards, and the hub hears what is active then.
class machine {
public:
  struct settings {
    identity who;
    v1::CatalogActive active;
  };
  explicit machine(settings with)
    : dialer_(stream_kind::download, std::move(with.who)),
      active_(std::move(with.active)) {}

  [[nodiscard]] effects step(const event& what);

  [[nodiscard]] const v1::CatalogActive& active() const noexcept {
    return active_;
  }

private:
  enum class talk : std::uint8_t {
    silent,
    listening, ///< All that came is done with.
    receiving, ///< Between a start and its end.
    settling,  ///< The end came; staging or weighing is under way.
  };

  void on(const started&);
  void on(const stopped&);
  void on(const closed&);
  void on(const stood&);
  void on(const failed&);
  void on(const due&);
  void on(const arrived&);
  void on(const rows_staged&);
  void on(const weighed&);
  void on(const switched&);

  void on_down(const v1::CatalogStart& x);
  void on_down(const v1::CatalogChunk& x);
  void on_down(const v1::CatalogEnd& x);
  void on_down(const v1::CatalogCurrent& x);
  void on_down(const v1::Refusal& x);

  [[nodiscard]] status check_start(const v1::CatalogStart& x) const;
  void take_delta(std::vector<catalog::change> changes);
  void take_snapshot(const std::vector<catalog::change>& changes);
  void settle();
  void compare(const std::string& state_hash, std::uint64_t rows);
  void hand_over_staged();
  void report(const v1::CatalogName& name, v1::Applied::State state,
              std::string detail = {});
  void fail(std::string detail);
  void forget();
  void end(const error& why, std::uint32_t floor_ms = 0);
  [[nodiscard]] bool has_something_pending() const;
  [[nodiscard]] std::uint64_t next_generation() const {
    return active_.generation() + 1;
  }

  dialer dialer_;
  talk talk_ = talk::silent;
  v1::CatalogActive active_;
  /// Handed over, not yet switched to.
  std::optional<v1::CatalogActive> handed_over_;
  bool skipped_ = false; ///< Something came in the meantime.

  // Of the version that is coming in.
  v1::CatalogStart start_;
  std::vector<catalog::change> delta_;
  std::size_t bytes_ = 0;
  catalog::state_hash hash_;
  std::uint64_t rows_ = 0;
  std::uint64_t writes_ = 0; ///< Under way.
  bool weighing_ = false;
  std::uint32_t failures_ = 0;

  effects out_;
};

/// State hash and row count of the active rows with these changes.
/// @param from where the active rows lie
[[nodiscard]] result<weighed>
weigh_changes(const store::reader& from, const scope& of,
              const v1::CatalogActive& active,
              const std::vector<catalog::change>& changes, std::uint64_t life);

} // namespace kassa::sync::download
