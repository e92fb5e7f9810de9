#include "node/cli/calls.hpp"
#include "node/cli/journal_source.hpp"
#include "node/cli/show.hpp"
#include "node/cli/tilling.hpp"
#include "node/cli/verify_folder.hpp"
#include "proto/base/crypto.hpp"
#include "proto/base/money.hpp"
#include "proto/base/record_chain.hpp"

#include <ostream>

/// The commands that read a stream.
namespace kassa::cli {

namespace {

using stub_t = register_stub;

void print_record(context& ui, const v1::Record& record) {
  v1::RecordBody body;
  const bool readable = body.ParseFromString(record.body());
  if (ui.json) {
    *ui.out << R"({"hash":")" << to_hex(record.hash()) << R"(","body":)"
            << (readable ? to_json(body) : "null") << "}\n";
    return;
  }
  if (!readable) {
    *ui.out << ui.say("oläslig post", "unreadable record") << '\n';
    return;
  }
  std::string seq = std::to_string(body.seq());
  std::string name = name_of(body.kind());
  seq.insert(0, seq.size() < 7 ? 7 - seq.size() : 0, ' ');
  name.resize(std::max<std::size_t>(name.size(), 20), ' ');
  *ui.out << seq << "  "
          << print_when(body.business_ms() == 0 ? body.wall_ms()
                                                : body.business_ms(),
                        body.offset_minutes())
          << "  " << name << "  " << body.user()
          << (body.user().empty() ? "" : "  ") << summary_of(body) << '\n';
}

/// Prints what was found. @returns corrupt when that is something
status conclude(context& ui, const v1::VerifyProgress& last) {
  if (ui.json) {
    print_json(ui, last);
  } else {
    for (const auto& finding : last.findings())
      *ui.out << "- " << finding << '\n';
    *ui.out << last.checked_seq()
            << ui.say(" poster granskade, grand total ",
                      " records checked, grand total ")
            << print_kronor(last.grand().net_ore()) << " kr: "
            << (last.findings().empty() ? ui.say("allt stämmer", "all agrees")
                                        : ui.say("FEL", "DAMAGED"))
            << std::endl;
  }
  if (last.findings().empty())
    return ok;
  return error{errc::corrupt, {{"what", last.findings(0)}}};
}

status verify_by_daemon(terminal_context& at) {
  progress bar(at.ui, "verify", 0);
  v1::VerifyProgress all;
  auto read = at.read(&stub_t::Verify, v1::VerifyRequest(), [&](auto& step) {
    bar.at(step.checked_seq(), step.head_seq());
    all.set_checked_seq(step.checked_seq());
    all.set_head_seq(step.head_seq());
    all.set_finished(step.finished());
    all.mutable_findings()->MergeFrom(step.findings());
    if (step.has_grand())
      *all.mutable_grand() = step.grand();
    return true;
  });
  bar.finish();
  if (!read)
    return read;
  if (!all.finished())
    return error{errc::unavailable, {{"what", at.address()}}};
  return conclude(at.ui, all);
}

} // namespace

status show_journal(terminal_context& at, std::uint64_t after,
                    std::uint64_t limit) {
  auto session = at.token();
  if (!session)
    return session.why();
  v1::ReadJournalRequest request;
  request.set_session(*session);
  request.set_after_seq(after);
  request.set_limit(limit);
  auto read = at.read(&stub_t::ReadJournal, request, [&](auto& chunk) {
    for (const auto& record : chunk.records())
      print_record(at.ui, record);
    return static_cast<bool>(*at.ui.out);
  });
  at.ui.out->flush();
  return read;
}

status dump_journal(context& ui, const std::string& path) {
  auto from = open_stored_journal(path);
  if (!from)
    return from.why();
  record_chain chain;
  auto read = (*from)->read(
    0, (*from)->known().last, [&](const v1::Record& record) -> status {
      const auto bytes = record.SerializeAsString();
      if (auto s = chain.add({bytes, record.body(), record.hash()}); !s)
        return s;
      print_record(ui, record);
      return ok;
    });
  ui.out->flush();
  if (!read)
    return read;
  if (!ui.json)
    *ui.out << ui.say("Kassa ", "Terminal ") << chain.of()->terminal << ": "
            << chain.seq()
            << ui.say(" poster, kedjan hel: ", " records, chain whole: ")
            << to_hex(chain.hash()) << std::endl;
  return ok;
}

status show_journal_of(terminal_context& at, const std::string& from,
                       const std::string& to) {
  auto days = look(at, &stub_t::SumPeriod, [&](auto& r) {
    r.set_from_date(from);
    r.set_to_date(to);
  });
  if (!days)
    return days.why();
  if (days->zs() == 0)
    return error{errc::not_found, {{"what", "Z " + from + " -- " + to}}};
  return show_journal(at, days->first_seq() - 1,
                      days->last_seq() - days->first_seq() + 1);
}

status watch(terminal_context& at) {
  auto session = at.token();
  if (!session)
    return session.why();
  v1::WatchRequest request;
  request.set_session(*session);
  return at.read(&stub_t::Watch, request, [&](auto& event) {
    print_json(at.ui, event);
    return static_cast<bool>(*at.ui.out);
  });
}

status verify(terminal_context& at, const std::string& data) {
  if (data.empty())
    return verify_by_daemon(at);
  progress bar(at.ui, "verify", 0);
  auto all
    = verify_folder(data, [&](std::uint64_t checked, std::uint64_t head) {
        bar.at(checked, head);
      });
  bar.finish();
  if (!all)
    return all.why();
  return conclude(at.ui, *all);
}

} // namespace kassa::cli
