#include "node/cli/verify_folder.hpp"

#include "actors/journal/verify.hpp"
#include "store/folder.hpp"

#include <cstdlib>
#include <iostream>

namespace kassa::cli {

namespace {

/// Where the daemon keeps its database within its data folder.
constexpr auto store_folder = "/store";

void die(std::string_view why) {
  std::cerr << "kassa: " << why << std::endl;
  std::abort();
}

} // namespace

result<stored_terminal> open_folder(const std::string& data) {
  store::terminal_store::options options;
  options.path = data + store_folder;
  options.die = die;
  options.read_only = true;
  options.must_exist = true;
  auto opened = store::terminal_store::open(std::move(options));
  if (!opened)
    return opened.why();
  auto of = store::read_folder_scope(**opened);
  if (!of)
    return of.why();
  if (!*of)
    return error{errc::not_initialised, {{"path", data}}};
  return stored_terminal{*std::move(opened), **of};
}

result<v1::VerifyProgress>
verify_folder(const std::string& data,
              const std::function<void(std::uint64_t, std::uint64_t)>& each) {
  auto opened = open_folder(data);
  if (!opened)
    return opened.why();
  auto report = journal::verify(*opened->store, opened->of,
                                [&](seq_t checked, seq_t head) {
                                  each(checked, head);
                                  return true;
                                });
  if (!report)
    return report.why();
  v1::VerifyProgress out;
  out.set_checked_seq(report->seq);
  out.set_head_seq(report->seq);
  out.set_finished(report->finished);
  for (const auto& found : report->findings)
    out.add_findings(found.words);
  *out.mutable_grand() = report->grand;
  return out;
}

} // namespace kassa::cli
