// Journals that earlier releases wrote: each is whole, is understood, and comes
// to what it came to then.

#include "actors/journal/ledger.hpp"
#include "actors/journal/rows.hpp"
#include "actors/journal/verify.hpp"
#include "proto/base/crypto.hpp"
#include "proto/base/record_chain.hpp"
#include "proto/base/record_run.hpp"
#include "store/keys.hpp"
#include "tests/support/memory_store.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

namespace kassa::journal {
namespace {

namespace fs = std::filesystem;
using store::family;

const fs::path corpus = "tests/corpus"; // Tests run at the root.

std::string bytes_of(const fs::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

std::map<std::string, std::string> expected_of(fs::path journal) {
  std::map<std::string, std::string> out;
  std::istringstream in{bytes_of(journal.replace_extension("expected"))};
  for (std::string name, value; in >> name >> value;)
    out[name] = value;
  return out;
}

/// A data folder made from the records alone: what is derived is rebuilt.
struct rebuilt {
  explicit rebuilt(const std::string& run) {
    run_reader in{run};
    while (auto record = in.next())
      take(*record);
    EXPECT_TRUE(in.at_end());
  }

  void take(const record_view& record) {
    auto added = chain.add(record);
    ASSERT_TRUE(added) << to_string(added.why());
    v1::RecordBody body;
    ASSERT_TRUE(body.ParseFromArray(record.body.data(),
                                    static_cast<int>(record.body.size())));
    EXPECT_EQ(kind_of_payload(body), body.kind()) << chain.seq();
    store::write_set changes;
    ledger book{*chain.of(), state};
    auto folded = book.fold(body, record.hash, over(disk), changes);
    ASSERT_TRUE(folded) << chain.seq() << ": " << to_string(folded.why());
    state = std::move(book).take();
    changes.put(family::journal, store::journal_key(*chain.of(), chain.seq()),
                std::string{record.bytes});
    changes.put(family::state, store::ledger_key(*chain.of()),
                state.SerializeAsString());
    ASSERT_TRUE(disk.commit(changes, store::durability::synced));
  }

  testing::memory_store disk;
  record_chain chain;
  v1::LedgerState state = empty_ledger();
};

TEST(Corpus, L3_L12_EachReleasesJournalComesToWhatItCameToThen) {
  int seen = 0;
  for (const auto& file : fs::directory_iterator{corpus}) {
    if (file.path().extension() != ".journal")
      continue;
    SCOPED_TRACE(file.path());
    ++seen;
    rebuilt all{bytes_of(file)};
    auto want = expected_of(file);
    EXPECT_EQ(std::to_string(all.chain.seq()), want["records"]);
    EXPECT_EQ(to_hex(all.chain.hash()), want["hash"]);
    EXPECT_EQ(std::to_string(all.state.grand().net_ore()), want["net_ore"]);
    EXPECT_EQ(std::to_string(all.state.next_z() - 1), want["z"]);
    auto report = verify(all.disk, *all.chain.of(), {});
    ASSERT_TRUE(report);
    for (const auto& x : report->findings)
      ADD_FAILURE() << x.words;
  }
  EXPECT_GT(seen, 0);
}

} // namespace
} // namespace kassa::journal
