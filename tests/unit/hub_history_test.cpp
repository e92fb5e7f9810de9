// A catalog that is rolled back says at every instant what it said then.

#include "actors/catalog/row_key.hpp"
#include "actors/catalog/view.hpp"
#include "hub/catalog_history.hpp"
#include "hub/catalog_store.hpp"

#include <gtest/gtest.h>

#include <random>

namespace kassa::hub {

namespace {

constexpr std::array<std::int64_t, 4> instants{0, 1'000, 2'000, 3'000};

class CatalogHistory : public ::testing::Test {
protected:
  CatalogHistory() {
    commit(found_catalog("bageri", std::string(16, 'l')));
    put({make(v1::ROW_KIND_VAT_CODE, "12", 0,
              [](v1::Row& x) {
                x.mutable_vat_code()->set_name("12 %");
                x.mutable_vat_code()->set_basis_points(1200);
              }),
         make(v1::ROW_KIND_GROUP, "Bageri", 0,
              [](v1::Row& x) {
                x.mutable_group()->set_name("Bageri");
                x.mutable_group()->set_vat_code("12");
              }),
         make(v1::ROW_KIND_STORE, "store", 0, [](v1::Row& x) {
           x.mutable_store()->set_name("Bageri");
           x.mutable_store()->set_company("Bageri AB");
           x.mutable_store()->set_org_no("5566778899");
           x.mutable_store()->set_time_zone("Europe/Stockholm");
           x.mutable_store()->set_country("SE");
         })});
  }

  template <class Fill>
  static v1::Row make(v1::RowKind kind, const std::string& id, std::int64_t at,
                      Fill fill) {
    v1::Row out;
    out.mutable_key()->set_kind(kind);
    out.mutable_key()->set_id(id);
    out.mutable_key()->set_effective_from_ms(at);
    fill(out);
    return out;
  }

  /// Of article `no` from that instant on; a price of 0 deletes it.
  static v1::Row price(const std::string& no, std::int64_t at, int ore) {
    return make(v1::ROW_KIND_ARTICLE, no, at, [ore, &no](v1::Row& x) {
      x.set_deleted(ore == 0);
      if (ore == 0)
        return;
      x.mutable_article()->set_name("Article " + no);
      x.mutable_article()->set_group("Bageri");
      x.mutable_article()->set_kind(v1::ARTICLE_KIND_GOODS);
      x.mutable_article()->set_price_ore(ore);
    });
  }

  void commit(const store::transaction& what) {
    ASSERT_TRUE(storage_->commit({&what, 1}).front());
  }
  void put(const v1::Row& row) { put(std::vector{row}); }
  void put(const std::vector<v1::Row>& rows) {
    auto out = pend_rows(*storage_, "bageri", rows, 0);
    ASSERT_TRUE(out) << to_string(out.why());
    commit(out->change);
  }
  std::uint64_t publish() {
    auto out
      = prepare_publish(*storage_, {"bageri", 0, 0, 0, std::string(16, 'n')});
    if (!out)
      return 0;
    commit(out->change);
    return out->head.name().version();
  }

  /// Every article's price at every instant.
  std::map<std::pair<std::string, std::int64_t>, std::int64_t> prices() {
    std::vector<catalog::entry> rows;
    auto stored = published_rows(*storage_, "bageri");
    EXPECT_TRUE(stored);
    for (auto& [key, row] : *stored)
      rows.push_back({key, row});
    auto view = catalog::view::make({}, std::move(rows));
    EXPECT_TRUE(view);
    std::map<std::pair<std::string, std::int64_t>, std::int64_t> out;
    for (auto at : instants)
      for (const auto& [no, article] : (*view)->articles(at))
        out[{no, at}] = article->price_ore();
    return out;
  }

  std::unique_ptr<store::hub_storage> storage_
    = store::make_memory_hub_storage();
};

TEST_F(CatalogHistory, L8_ARollBackIsANewVersionThatSaysWhatTheOldOneSaid) {
  put(price("1", 0, 100));
  ASSERT_EQ(publish(), 1u);
  auto then = prices();
  // Changed, dated for later, new, and gone.
  put({price("1", 0, 200), price("1", 2'000, 300), price("2", 0, 50)});
  ASSERT_EQ(publish(), 2u);
  put(price("1", 1'000, 0));
  ASSERT_EQ(publish(), 3u);
  EXPECT_NE(prices(), then);
  auto rows = rows_of_version(*storage_, "bageri", 1);
  ASSERT_TRUE(rows) << to_string(rows.why());
  put(*rows);
  ASSERT_EQ(publish(), 4u);
  EXPECT_EQ(prices(), then);
  auto all = list_versions(*storage_, "bageri");
  ASSERT_TRUE(all);
  ASSERT_EQ(all->versions_size(), 4);
  EXPECT_EQ(all->versions(0).head().name().version(), 4u);
  EXPECT_EQ(all->versions(2).changed_rows(), 3u);
}

TEST_F(CatalogHistory, L8_AnyHistoryIsRolledBackToAnyOfItsVersions) {
  auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 luck{seed};
  std::map<std::uint64_t, decltype(prices())> as_it_was;
  put(price("0", 0, 100));
  ASSERT_EQ(publish(), 1u);
  as_it_was[1] = prices();
  for (int i = 0; i < 60; ++i) {
    if (luck() % 4 == 0) {
      auto to = std::next(as_it_was.begin(),
                          static_cast<int>(luck() % as_it_was.size()));
      auto rows = rows_of_version(*storage_, "bageri", to->first);
      if (to == std::prev(as_it_was.end())) {
        EXPECT_FALSE(rows) << "that is how it is";
        continue;
      }
      ASSERT_TRUE(rows) << to_string(rows.why());
      put(*rows);
      if (auto version = publish()) {
        EXPECT_EQ(prices(), to->second) << "version " << to->first;
        as_it_was[version] = prices();
      }
      continue;
    }
    std::vector<v1::Row> some;
    for (auto n = 1 + luck() % 3; n > 0; --n)
      some.push_back(price(std::to_string(luck() % 4),
                           instants[luck() % instants.size()],
                           static_cast<int>(luck() % 5) * 100));
    put(some);
    if (auto version = publish())
      as_it_was[version] = prices();
  }
}

TEST_F(CatalogHistory, ForgetsWhatIsOldAndSaysHowFarItGoes) {
  for (std::uint64_t i = 1; i <= versions_kept + 5; ++i) {
    put(price("1", 0, static_cast<int>(i)));
    ASSERT_EQ(publish(), i);
  }
  auto refused = rows_of_version(*storage_, "bageri", 5);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.why().code, errc::no_version);
  EXPECT_EQ(refused.why().fields.at("first"), "6");
  EXPECT_EQ(refused.why().fields.at("last"), std::to_string(versions_kept + 4));
  EXPECT_TRUE(rows_of_version(*storage_, "bageri", 6));
  EXPECT_EQ(list_versions(*storage_, "bageri")->versions_size(),
            static_cast<int>(versions_kept));
}

TEST_F(CatalogHistory, ACatalogWithoutHistoryIsNotRolledBack) {
  EXPECT_EQ(rows_of_version(*storage_, "bageri", 0).why().code,
            errc::no_version);
}

} // namespace

} // namespace kassa::hub
