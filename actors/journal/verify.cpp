#include "actors/journal/verify.hpp"

#include "actors/journal/chain.hpp"
#include "actors/journal/derived_rows.hpp"
#include "actors/journal/history.hpp"
#include "actors/journal/ledger.hpp"
#include "actors/journal/signatures.hpp"
#include "store/keys.hpp"

#include <google/protobuf/util/message_differencer.h>

namespace kassa::journal {

using store::family;

namespace {

constexpr seq_t progress_step = 1024;

std::string at(seq_t seq, const std::string& what) {
  return "record " + std::to_string(seq) + ": " + what;
}

/// One pass over a journal.
class pass {
public:
  pass(const store::reader& from, const scope& of,
       const verify_progress& progress)
    : from_(from), of_(of), progress_(progress), links_(of),
      book_(of, empty_ledger()), rows_(from, of), beside_(from, of) {}

  result<verify_report> run();

private:
  void read_stored();
  bool take(std::string_view key, std::string_view bytes);
  void fold(const chain::link& link, const v1::RecordBody& body);
  status finish();
  void compare_ledger();
  bool tell(seq_t seq, std::string words);
  bool go_on();

  const store::reader& from_;
  const scope& of_;
  const verify_progress& progress_;
  chain links_;
  ledger book_;
  derived_rows rows_;
  signature_check beside_;
  lookup_port lookup_ = [this](family where, std::string_view key) {
    return rows_.lookup(where, key);
  };
  std::optional<v1::LedgerState> stored_;
  std::optional<error> failed_;
  seq_t unfolded_ = 0; // From here on only the chain is checked.
  bool stopped_ = false;
  verify_report report_;
};

result<verify_report> pass::run() {
  read_stored();
  auto low = store::journal_key(of_, 0);
  auto done = from_.scan(family::journal, low,
                         store::prefix_end(store::scope_prefix(of_)),
                         [this](std::string_view key, std::string_view bytes) {
                           return take(key, bytes);
                         });
  if (!done)
    return done.why();
  if (failed_)
    return *failed_;
  report_.seq = links_.seq();
  if (!stopped_)
    if (auto finished = finish(); !finished)
      return finished.why();
  report_.grand = book_.state().grand();
  return std::move(report_);
}

void pass::read_stored() {
  auto state = read_ledger(from_, of_);
  if (state)
    stored_ = *std::move(state);
  else
    tell(0, "the ledger is missing or unreadable");
}

bool pass::take(std::string_view key, std::string_view bytes) {
  auto link = links_.next(store::seq_of_journal_key(key), bytes);
  if (!link.damage.empty())
    tell(link.seq, at(link.seq, link.damage));
  v1::RecordBody body;
  if (unfolded_ == 0
      && (link.missing != 0 || link.record.body.empty()
          || !body.ParseFromArray(link.record.body.data(),
                                  static_cast<int>(link.record.body.size()))))
    unfolded_ = link.seq;
  if (unfolded_ == 0)
    fold(link, body);
  if (!failed_ && link.seq % progress_step == 0)
    return go_on();
  return !failed_;
}

void pass::fold(const chain::link& link, const v1::RecordBody& body) {
  store::write_set written;
  auto folded
    = book_.fold(body, std::string{link.record.hash}, lookup_, written);
  if (!folded && folded.why().code == errc::io) {
    failed_ = folded.why();
    return;
  }
  if (!folded)
    tell(link.seq, at(link.seq, to_string(folded.why())));
  if (book_.state().seq() != link.seq) {
    unfolded_ = link.seq;
    return;
  }
  if (auto compared = rows_.apply(body, written); !compared)
    failed_ = compared.why();
  auto compared = beside_.next(link.seq, link.record.hash, body,
                               [this](seq_t seq, std::string words) {
                                 return tell(seq, std::move(words));
                               });
  if (!compared)
    failed_ = compared.why();
}

status pass::finish() {
  if (progress_)
    progress_(report_.seq, report_.seq);
  report_.finished = true;
  if (stored_ && stored_->seq() > report_.seq)
    tell(report_.seq + 1, at(report_.seq + 1, "missing"));
  if (unfolded_ != 0) {
    tell(unfolded_, at(unfolded_, "from here on totals and indexes cannot be "
                                  "compared"));
    return ok;
  }
  auto beside
    = beside_.finish(report_.seq, [this](seq_t seq, std::string words) {
        return tell(seq, std::move(words));
      });
  if (!beside)
    return beside;
  compare_ledger();
  return rows_.compare(
    [this](std::string words) { return tell(0, std::move(words)); });
}

void pass::compare_ledger() {
  if (!stored_)
    return;
  std::string differences;
  google::protobuf::util::MessageDifferencer differ;
  differ.ReportDifferencesToString(&differences);
  if (differ.Compare(*stored_, book_.state()))
    return;
  while (!differences.empty() && differences.back() == '\n')
    differences.pop_back();
  tell(0, "the ledger differs from the journal: " + differences);
}

bool pass::tell(seq_t seq, std::string words) {
  if (report_.findings.size() >= findings_max)
    return false;
  report_.findings.push_back({seq, std::move(words)});
  return report_.findings.size() < findings_max;
}

bool pass::go_on() {
  auto head = std::max(links_.seq(), stored_ ? stored_->seq() : 0);
  stopped_ = progress_ && !progress_(links_.seq(), head);
  return !stopped_;
}

} // namespace

result<verify_report> verify(const store::reader& from, const scope& of,
                             const verify_progress& progress) {
  return pass{from, of, progress}.run();
}

result<std::optional<finding>> find_damage(const store::reader& from,
                                           const scope& of, seq_t first,
                                           seq_t last) {
  std::optional<finding> found;
  if (first == 0 || first > last)
    return found;
  auto links = chain::after(from, of, first - 1);
  if (!links) {
    if (links.why().code != errc::journal_damaged)
      return links.why();
    found = finding{first - 1, at(first - 1, links.why().detail)};
    return found;
  }
  auto done
    = from.scan(family::journal, store::journal_key(of, first),
                store::journal_key(of, last + 1),
                [&](std::string_view key, std::string_view bytes) {
                  auto link
                    = links->next(store::seq_of_journal_key(key), bytes);
                  if (link.missing != 0)
                    found = finding{link.seq - link.missing,
                                    at(link.seq - link.missing, "missing")};
                  else if (!link.damage.empty())
                    found = finding{link.seq, at(link.seq, link.damage)};
                  return !found;
                });
  if (!done)
    return done.why();
  if (!found && links->seq() < last)
    found = finding{links->seq() + 1, at(links->seq() + 1, "missing")};
  return found;
}

} // namespace kassa::journal
