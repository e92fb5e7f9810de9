#pragma once

#include "actors/sync/hub_service.hpp"
#include "hub/core.hpp"

#include <optional>

namespace kassa::hub {

/// One report stream: latest wins, never journaled.
class report_state {
public:
  using handle = report_actor;
  static constexpr auto name = "report";

  report_state(report_actor::pointer self, core_ptr in,
               committer_actor committer,
               sync::stream_peer<v1::ReportDown> peer, std::uint64_t session);
  report_actor::behavior_type make_behavior();

private:
  void hello(const v1::Hello& x);
  void status(const v1::TerminalStatus& x);
  void keep(const v1::HubContact& news);
  void refuse(const v1::Refusal& why, const error& because);
  void leave();

  report_actor::pointer self_;
  core_ptr in_;
  committer_actor committer_;
  sync::stream_peer<v1::ReportDown> peer_;
  std::uint64_t session_;
  std::string nonce_;
  std::optional<admitted> who_;
  bool over_ = false;
};

} // namespace kassa::hub
