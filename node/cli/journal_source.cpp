#include "node/cli/journal_source.hpp"

#include "node/cli/verify_folder.hpp"
#include "proto/base/record_chain.hpp"
#include "store/keys.hpp"

#include <sys/mman.h>

#include <fcntl.h>
#include <filesystem>
#include <unistd.h>
#include <utility>
#include <vector>

namespace kassa::cli {

namespace {

using facts = journal_source::facts;

class terminal_journal : public journal_source {
public:
  terminal_journal(terminal_context& at, std::string session, facts known)
    : at_(at), session_(std::move(session)), known_(std::move(known)) {}

  const facts& known() const override { return known_; }
  std::string name() const override { return at_.address(); }

  status read(seq_t after, std::uint64_t limit, const visitor& each) override {
    v1::ReadJournalRequest request;
    request.set_session(session_);
    request.set_after_seq(after);
    request.set_limit(limit);
    status outcome = ok;
    auto came = at_.read(&register_stub::ReadJournal, request, [&](auto& run) {
      for (const auto& record : run.records())
        if (outcome = each(record); !outcome)
          return false;
      return true;
    });
    return outcome ? came : outcome;
  }

private:
  terminal_context& at_;
  std::string session_;
  facts known_;
};

/// A file in memory, as far as somebody looks at it.
class mapped_file {
public:
  explicit mapped_file(const std::string& path)
    : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    const auto size = fd_ < 0 ? -1 : ::lseek(fd_, 0, SEEK_END);
    if (size <= 0)
      return;
    auto* at = ::mmap(nullptr, static_cast<std::size_t>(size), PROT_READ,
                      MAP_PRIVATE, fd_, 0);
    if (at != MAP_FAILED)
      text_ = {static_cast<const char*>(at), static_cast<std::size_t>(size)};
  }
  mapped_file(const mapped_file&) = delete;
  mapped_file& operator=(const mapped_file&) = delete;
  ~mapped_file() {
    if (!text_.empty())
      ::munmap(const_cast<char*>(text_.data()), text_.size());
    if (fd_ >= 0)
      ::close(fd_);
  }

  /// Empty: there is nothing, or it cannot be read.
  std::string_view text() const { return text_; }

private:
  int fd_;
  std::string_view text_;
};

v1::Record record_of(const record_view& from) {
  v1::Record out;
  out.ParseFromArray(from.bytes.data(), static_cast<int>(from.bytes.size()));
  return out;
}

/// What a file or a folder tells of itself, record by record.
void learn(facts& to, const record_view& record) {
  ++to.last;
  v1::RecordBody body;
  if (!body.ParseFromArray(record.body.data(),
                           static_cast<int>(record.body.size())))
    return;
  to.program = body.program();
  if (body.has_z_report())
    to.last_z = body.z_report().number();
  if (!body.receipt().unit().unit().empty())
    to.unit = body.receipt().unit().unit();
}

/// Raw records one after the other: one RecordRun of any length.
class file_journal : public journal_source {
public:
  explicit file_journal(const std::string& path) : path_(path), file_(path) {}

  status open() {
    if (file_.text().empty())
      return error{errc::not_found, {{"what", path_}}};
    run_reader run{file_.text()};
    record_chain chain;
    for (;;) {
      if (chain.seq() % stride == 0)
        starts_.push_back(run.offset());
      auto record = run.next();
      if (!record)
        break;
      if (auto s = chain.add(*record); !s)
        return s;
      learn(known_, *record);
    }
    if (run.at_end())
      return ok;
    return error{
      errc::corrupt,
      {{"what", path_ + ", record " + std::to_string(chain.seq() + 1)}}};
  }

  const facts& known() const override { return known_; }
  std::string name() const override { return path_; }

  status read(seq_t after, std::uint64_t limit, const visitor& each) override {
    if (after >= known_.last)
      return ok;
    run_reader run{file_.text().substr(starts_[after / stride])};
    for (auto skip = after % stride; skip > 0; --skip)
      (void)run.next();
    for (; limit > 0; --limit) {
      auto record = run.next();
      if (!record)
        break;
      if (auto s = each(record_of(*record)); !s)
        return s;
    }
    return ok;
  }

private:
  /// Where every so manyth record begins is kept.
  static constexpr seq_t stride = 256;

  std::string path_;
  mapped_file file_;
  facts known_;
  std::vector<std::size_t> starts_;
};

class folder_journal : public journal_source {
public:
  folder_journal(std::string path, stored_terminal of)
    : path_(std::move(path)), of_(std::move(of)) {}

  status open() {
    return visit(1, [this](const record_view& record) {
      learn(known_, record);
      return true;
    });
  }

  const facts& known() const override { return known_; }
  std::string name() const override { return path_; }

  status read(seq_t after, std::uint64_t limit, const visitor& each) override {
    status outcome = ok;
    auto seen = visit(after + 1, [&](const record_view& record) {
      if (limit-- == 0)
        return false;
      outcome = each(record_of(record));
      return static_cast<bool>(outcome);
    });
    return outcome ? seen : outcome;
  }

private:
  status visit(seq_t from,
               const std::function<bool(const record_view&)>& each) const {
    status outcome = ok;
    auto seen = of_.store->scan(
      store::family::journal, store::journal_key(of_.of, from),
      store::journal_key(of_.of, ~seq_t{0}),
      [&](std::string_view, std::string_view value) {
        auto record = view_record(value);
        if (!record)
          outcome = error{errc::corrupt, {{"what", path_}}};
        return record && each(*record);
      });
    return outcome ? seen : outcome;
  }

  std::string path_;
  stored_terminal of_;
  facts known_;
};

template <class Source>
result<std::unique_ptr<journal_source>> opened(std::unique_ptr<Source> what) {
  if (auto s = what->open(); !s)
    return s.why();
  if (what->known().last == 0)
    return error{errc::not_found, {{"what", what->name()}}};
  return std::unique_ptr<journal_source>{std::move(what)};
}

} // namespace

result<std::unique_ptr<journal_source>>
open_terminal_journal(terminal_context& at) {
  auto session = at.token();
  if (!session)
    return session.why();
  auto till = at.ask(&register_stub::GetStatus, v1::GetStatusRequest());
  if (!till)
    return till.why();
  facts known;
  known.last = till->durable_seq();
  known.last_z = till->last_z();
  if (auto kept = session_file().find(at.address()))
    known.user = kept->user;
  known.program = till->program();
  known.unit = till->unit_status().number(); // Its own, not how it is reached.
  return std::unique_ptr<journal_source>{
    std::make_unique<terminal_journal>(at, *session, std::move(known))};
}

result<std::unique_ptr<journal_source>>
open_stored_journal(const std::string& path) {
  std::error_code unknown;
  if (!std::filesystem::is_directory(path, unknown))
    return opened(std::make_unique<file_journal>(path));
  auto folder = open_folder(path);
  if (!folder)
    return folder.why();
  return opened(std::make_unique<folder_journal>(path, *std::move(folder)));
}

result<v1::RecordBody> read_body(journal_source& from, seq_t seq) {
  const std::map<std::string, std::string> what{
    {"what", from.name() + ", record " + std::to_string(seq)}};
  v1::RecordBody out;
  bool came = false;
  auto read = from.read(seq - 1, 1, [&](const v1::Record& record) -> status {
    came = true;
    return out.ParseFromString(record.body())
             ? ok
             : status{error{errc::corrupt, what}};
  });
  if (!read)
    return read.why();
  if (!came)
    return error{errc::not_found, what};
  return out;
}

} // namespace kassa::cli
