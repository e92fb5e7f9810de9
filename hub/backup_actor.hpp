#pragma once

#include "hub/core.hpp"

#include <caf/typed_response_promise.hpp>

#include <deque>
#include <functional>

namespace kassa::hub {

/// Makes backups and drills, and stamps what is archived. While stamps are
/// being committed it takes nothing else.
class backup_state {
public:
  using handle = backup_actor;
  static constexpr auto name = "backup";

  backup_state(backup_actor::pointer self, core_ptr in,
               committer_actor committer);
  backup_actor::behavior_type make_behavior();

private:
  using promise = caf::typed_response_promise<v1::BackupReport>;
  using next_step = std::function<void(const status&)>;

  void arm();
  void tick();
  void make(promise answer);
  void drill(promise answer);
  void drill_failed(const error& why, promise answer);
  void made(const backup_port::made& what, promise answer);
  /// Commits one after the other, then goes on.
  void commit(std::deque<store::transaction> all, next_step then);
  void failed(const char* event, const error& why, promise answer);

  backup_actor::pointer self_;
  core_ptr in_;
  committer_actor committer_;
  v1::BackupStatus status_;
  std::int64_t tried_ms_ = 0; ///< The last attempt by itself.
  std::int64_t drill_tried_ms_ = 0;
  /// A drill failed in this folder: nothing more counts as archived until one
  /// holds.
  bool doubted_ = false;
};

} // namespace kassa::hub
