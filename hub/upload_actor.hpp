#pragma once

#include "actors/sync/hub_service.hpp"
#include "hub/core.hpp"
#include "hub/evidence.hpp"
#include "hub/upload_session.hpp"

#include <atomic>
#include <deque>
#include <optional>

namespace kassa::hub {

/// What has been received of a stream and not been looked at.
using backlog_ptr = std::shared_ptr<std::atomic<std::uint64_t>>;

/// One upload stream: feeds the ingest machine and obeys it.
class upload_state {
public:
  using handle = upload_actor;
  static constexpr auto name = "upload";

  upload_state(upload_actor::pointer self, core_ptr in,
               committer_actor committer, projector_actor projector,
               sync::stream_peer<v1::UploadDown> peer, std::uint64_t session,
               backlog_ptr backlog);
  upload_actor::behavior_type make_behavior();

private:
  void take_in(v1::UploadUp& message);
  void look_at(v1::UploadUp& message);
  void received(v1::UploadUp& message);
  void hello(const v1::Hello& x);
  void begin();
  void tell_to_retire(const v1::Retire& word);
  void evidence(const v1::Evidence& x);
  result<v1::Head> evidence_tip();
  void tell_taken(seq_t seq);
  void feed(ingest::effects todo);
  void perform(ingest::send& x);
  void perform(ingest::commit& x);
  void perform(ingest::read_head& x);
  void perform(ingest::grown& x);
  void perform(ingest::fence& x);
  void perform(ingest::end& x);
  void refuse(const v1::Refusal& why, const error& because);
  void leave();

  upload_actor::pointer self_;
  core_ptr in_;
  committer_actor committer_;
  projector_actor projector_;
  sync::stream_peer<v1::UploadDown> peer_;
  std::uint64_t session_;
  backlog_ptr backlog_;
  std::deque<v1::UploadUp> later_; ///< Over the quota: handled a tick each.
  std::int64_t later_due_ms_ = 0;  ///< When the last of them is.
  std::string nonce_;
  std::optional<admitted> who_;
  v1::Hello hello_; ///< As evidence.
  std::optional<ingest::machine> machine_;
  std::optional<evidence_state> evidence_; ///< Once it was asked for.
  bool keeping_evidence_ = false;          ///< A piece is being committed.
  bool over_ = false;
};

} // namespace kassa::hub
