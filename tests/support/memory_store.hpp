#pragma once

#include "store/terminal_store.hpp"

#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace kassa::testing {

/// A terminal store in memory. It remembers what a power cut would leave.
class memory_store : public store::terminal_store {
public:
  using table = std::map<std::string, std::string, std::less<>>;

  result<std::optional<std::string>> get(store::family where,
                                         std::string_view key) const override {
    const auto& rows = in(where);
    auto row = rows.find(key);
    return row == rows.end() ? std::optional<std::string>{}
                             : std::optional{row->second};
  }

  status scan(store::family where, std::string_view from, std::string_view to,
              const visitor& visit) const override {
    const auto& rows = in(where);
    auto end = to.empty() ? rows.end() : rows.lower_bound(to);
    for (auto row = rows.lower_bound(from); row != end; ++row)
      if (!visit(row->first, row->second))
        break;
    return ok;
  }

  status scan_back(store::family where, std::string_view from,
                   std::string_view to, const visitor& visit) const override {
    const auto& rows = in(where);
    auto begin = rows.lower_bound(from);
    auto row = to.empty() ? rows.end() : rows.lower_bound(to);
    while (row != begin && visit(std::prev(row)->first, std::prev(row)->second))
      --row;
    return ok;
  }

  status commit(const store::write_set& changes,
                store::durability how) override {
    if (fail_commits)
      return errc::io;
    for (const auto& op : changes.ops)
      apply(op);
    ++commits;
    return how == store::durability::synced ? sync() : ok;
  }

  status sync() override {
    ++syncs;
    if (keep_durable)
      durable_ = now_;
    return ok;
  }

  std::unique_ptr<store::reader> snapshot() const override {
    return std::make_unique<memory_store>(*this);
  }

  status flush() override { return ok; }
  std::uint64_t bytes_on_disk() const override { return 0; }
  std::uint64_t log_bytes() const override { return 0; }
  std::uint64_t last_sync_bytes() const override { return 0; }

  /// What survives when the power goes now. Needs `keep_durable` from the
  /// start.
  void cut_power() { now_ = durable_; }

  /// Whether a power cut would lose nothing. Needs `keep_durable`.
  bool is_durable() const { return now_ == durable_; }

  table& in(store::family where) {
    return now_[static_cast<std::size_t>(where)];
  }
  const table& in(store::family where) const {
    return now_[static_cast<std::size_t>(where)];
  }

  int commits = 0;
  int syncs = 0;
  bool fail_commits = false;
  bool keep_durable = false; ///< Copies everything at each sync.

private:
  void apply(const store::write_op& op) {
    auto& rows = in(op.where);
    switch (op.kind) {
    case store::write_op::what::put: rows[op.key] = op.value; break;
    case store::write_op::what::erase: rows.erase(op.key); break;
    case store::write_op::what::erase_range:
      rows.erase(rows.lower_bound(op.key), rows.lower_bound(op.value));
      break;
    }
  }

  std::array<table, 4> now_;
  std::array<table, 4> durable_;
};

} // namespace kassa::testing
