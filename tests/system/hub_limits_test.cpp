#include "tests/support/shop.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace kassa::testing {
namespace {

/// How many open files a process may have now.
rlim_t open_files_of(pid_t id) {
  rlimit out{};
  EXPECT_EQ(prlimit(id, RLIMIT_NOFILE, nullptr, &out), 0);
  return out.rlim_cur;
}

// Shells allow a process 1,024 open files, and a connection is one.
TEST(HubLimits, ServesAsManyTerminalsAsTheMachineLetsIt) {
  rlimit mine{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &mine), 0);
  const auto before = mine;
  mine.rlim_cur = 512;
  ASSERT_GT(mine.rlim_max, mine.rlim_cur);
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &mine), 0);
  shop::options with;
  with.terminals = 1;
  with.articles = KASSA_SOURCE_DIR "/scripts/sample/articles.csv";
  with.hub = {"--terminals-at-once", "100000"};
  shop all{std::move(with)};
  setrlimit(RLIMIT_NOFILE, &before);
  EXPECT_EQ(open_files_of(all.hub().id()), before.rlim_max);
  const auto log = content_of(all.path("hub.log"));
  EXPECT_EQ(log.find("few_open_files") != std::string::npos,
            before.rlim_max < 100'000 + 1024);
}

// A whole price list is one message to the Office, and greater than any that a
// terminal may send.
TEST(HubLimits, TakesAPriceListOfFortyThousandArticles) {
  shop::options with;
  with.terminals = 0;
  with.articles = KASSA_SOURCE_DIR "/scripts/sample/articles.csv";
  shop all{std::move(with)};
  std::string csv
    = "article_no,name,group,kind,price_ore,vat_basis_points,ean13\n";
  for (int i = 0; i < 40'000; ++i)
    csv += std::to_string(700'000 + i) + ",En vara med ett ganska långt namn "
           + std::to_string(i) + ",Lager,VARA,1000,2500,\n";
  ASSERT_GT(csv.size(), 2U * 1024 * 1024);
  write_file(all.path("big.csv"), csv);
  all.must({"articles", "import", all.path("big.csv"), "--store", "butik"});
}

} // namespace
} // namespace kassa::testing
