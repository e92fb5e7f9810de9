#pragma once

#include "store/keys.hpp"
#include "store/terminal_store.hpp"
#include "tests/support/shop.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace kassa::testing {

/// A clear message, a code and an exit status.
inline void expect_refused(const outcome& how, int code,
                           const std::string& name, const words_t& said = {}) {
  EXPECT_EQ(how.code, code) << how.out << how.err;
  EXPECT_NE(how.err.find("[" + name + "]"), std::string::npos) << how.err;
  for (const auto& words : said)
    EXPECT_NE(how.err.find(words), std::string::npos) << how.err;
}

/// Stops the daemon, overwrites a record, starts it and logs in.
inline void damage_record(shop& all, std::size_t which, std::uint64_t seq) {
  ASSERT_EQ(all.at(which).daemon->stop(), 0);
  {
    store::terminal_store::options with;
    with.path = all.at(which).data + "/store";
    with.must_exist = true;
    with.die = [](std::string_view) { std::abort(); };
    auto opened = store::terminal_store::open(with);
    ASSERT_TRUE(opened) << to_string(opened.why());
    const auto key = store::journal_key({"butik", all.at(which).id}, seq);
    auto row = (*opened)->get(store::family::journal, key);
    ASSERT_TRUE(row && *row) << "record " << seq;
    store::write_set change;
    change.put(store::family::journal, key,
               std::string((*row)->size(), '\xff'));
    ASSERT_TRUE((*opened)->commit(change, store::durability::synced));
  }
  all.restart(which);
  all.log_in(which);
}

inline std::uint64_t seq_of_last_receipt(shop& all, std::size_t which) {
  const auto list = all.receipts(which);
  return list.receipts(list.receipts_size() - 1).seq();
}

/// Each a clear message, a code and an exit status.
class BadInput : public ::testing::Test {
protected:
  static shop::options one() {
    shop::options out;
    out.terminals = 1;
    out.articles
      = std::string(KASSA_SOURCE_DIR) + "/scripts/sample/articles.csv";
    out.clock = "system";
    return out;
  }

  BadInput() {
    all.log_in(0);
    EXPECT_TRUE(eventually([&] {
      return all.kassa_at(0, {"price", "100"}).code == 0;
    }));
    all.must_at(0, {"float", "500"});
  }

  outcome import(const std::string& csv) {
    const auto file = all.path("bad.csv");
    write_file(file, csv);
    return all.kassa({"articles", "import", file, "--store", "butik"});
  }

  /// Starts the daemon on its folder in the foreground, to see it refuse.
  outcome start_refused(const words_t& more = {}) {
    words_t command{program("kassa-node"), "run", "--data", all.at(0).data};
    command.insert(command.end(), more.begin(), more.end());
    return run(command, all.environment());
  }

  void damage_record(std::uint64_t seq) { testing::damage_record(all, 0, seq); }

  std::uint64_t seq_of_last_receipt() {
    return testing::seq_of_last_receipt(all, 0);
  }

  shop all{one()};
  const std::string head
    = "article_no,name,group,kind,price_ore,vat_basis_points,ean13\n";
};

} // namespace kassa::testing
