#include "actors/catalog/delta.hpp"
#include "actors/catalog/row_key.hpp"
#include "hub/article_import.hpp"
#include "hub/base_catalog.hpp"
#include "hub/catalog_feed.hpp"
#include "hub/catalog_store.hpp"

#include <gtest/gtest.h>

#include <random>

namespace kassa::hub {

namespace {

const std::string lineage(16, 'l');

class HubCatalog : public ::testing::Test {
protected:
  HubCatalog() {
    commit(found_catalog("bageri", lineage));
    v1::StoreData data;
    data.set_name("Bageri");
    data.set_company("Bageri AB");
    data.set_org_no("5566778899");
    data.set_time_zone("Europe/Stockholm");
    pend(base_rows(data));
  }

  void commit(const store::transaction& what) {
    ASSERT_TRUE(storage_->commit({&what, 1}).front());
  }

  void pend(const std::vector<v1::Row>& rows) {
    auto out = pend_rows(*storage_, "bageri", rows, 0);
    ASSERT_TRUE(out) << to_string(out.why());
    commit(out->change);
  }

  v1::CatalogHead publish(std::uint64_t seen = 0) {
    auto out = prepare_publish(*storage_,
                               {"bageri", 0, 0, seen, std::string(16, 'n')});
    EXPECT_TRUE(out) << to_string(out.why());
    if (!out)
      return {};
    commit(out->change);
    return out->head;
  }

  void articles(int first, int last, int price) {
    std::string csv
      = "article_no,name,group,kind,price_ore,vat_basis_points,ean13\n";
    for (int i = first; i <= last; ++i)
      csv += std::to_string(i) + ",Article,Bageri,VARA," + std::to_string(price)
             + ",1200,\n";
    auto rows = read_articles({csv, "a.csv", "UTC"});
    ASSERT_TRUE(rows);
    pend(*rows);
  }

  /// What a terminal makes of the messages; fails on a hash that differs.
  void take(catalog::row_map& rows, v1::CatalogName& at, bool whole = false) {
    auto next = feed_.next("bageri", at, whole);
    ASSERT_TRUE(next);
    if (!*next)
      return;
    const auto& all = (*next)->messages;
    snapshot_ = all.front().start().snapshot();
    if (snapshot_)
      rows.clear();
    for (const auto& message : all)
      if (message.has_chunk()) {
        auto changes = catalog::unpack(message.chunk());
        ASSERT_TRUE(changes);
        catalog::apply_changes(rows, *changes);
      }
    const auto& to = all.back().end().to();
    EXPECT_EQ(catalog::hash_of(rows).bytes(), to.state_hash());
    EXPECT_EQ(rows.size(), to.rows());
    at = to.name();
  }

  std::unique_ptr<store::hub_storage> storage_
    = store::make_memory_hub_storage();
  catalog_feed feed_{storage_.get()};
  bool snapshot_ = false;
};

TEST_F(HubCatalog, L8_DeltaAndSnapshotComeToTheSameRows) {
  articles(1, 50, 100);
  publish();
  catalog::row_map rows;
  v1::CatalogName at;
  take(rows, at);
  EXPECT_TRUE(snapshot_);
  articles(10, 12, 200);
  publish();
  articles(12, 13, 300);
  publish();
  take(rows, at);
  EXPECT_FALSE(snapshot_);
  EXPECT_EQ(at.version(), 3U);
  catalog::row_map fresh;
  v1::CatalogName none;
  take(fresh, none);
  EXPECT_EQ(rows, fresh);
}

TEST_F(HubCatalog, L8_AnyVersionLeadsToTheNewest) {
  auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 luck{seed};
  articles(1, 30, 100);
  publish();
  struct till {
    catalog::row_map rows;
    v1::CatalogName at;
  };
  std::vector<till> tills(4);
  for (int i = 0; i < 40; ++i) {
    auto first = 1 + static_cast<int>(luck() % 40);
    articles(first, first + static_cast<int>(luck() % 20), 200 + i);
    publish();
    auto& one = tills[luck() % tills.size()];
    take(one.rows, one.at);
  }
  for (auto& one : tills) {
    take(one.rows, one.at);
    EXPECT_EQ(one.rows, *published_rows(*storage_, "bageri"));
  }
}

TEST_F(HubCatalog, SendsASnapshotWhereThatIsSmaller) {
  articles(1, 50, 100);
  publish();
  catalog::row_map rows;
  v1::CatalogName at;
  take(rows, at);
  articles(1, 50, 200);
  publish();
  take(rows, at);
  EXPECT_EQ(at.version(), 2U);
}

TEST_F(HubCatalog, EncodesADeltaOnceForAll) {
  publish();
  v1::CatalogName none;
  EXPECT_EQ(*feed_.next("bageri", none, false),
            *feed_.next("bageri", none, false));
}

TEST_F(HubCatalog, ADeletionIsARow) {
  articles(1, 3, 100);
  publish();
  auto row = make_row(v1::ROW_KIND_ARTICLE, "2");
  row.set_deleted(true);
  pend({row});
  auto head = publish();
  catalog::row_map rows;
  v1::CatalogName at;
  take(rows, at);
  EXPECT_EQ(rows.size(), head.rows());
  v1::Row kept;
  kept.ParseFromString(rows[catalog::encode_row_key(row.key())]);
  EXPECT_TRUE(kept.deleted());
}

TEST_F(HubCatalog, RefusesAChangeThatDoesNotHoldTogether) {
  auto orphan = make_row(v1::ROW_KIND_ARTICLE, "9");
  orphan.mutable_article()->set_name("x");
  orphan.mutable_article()->set_group("nowhere");
  auto out = pend_rows(*storage_, "bageri", {orphan}, 0);
  ASSERT_FALSE(out);
  EXPECT_EQ(out.why().code, errc::bad_catalog);
}

TEST_F(HubCatalog, PublishesNothingTwiceAndNothingOnAnotherBase) {
  publish();
  publish_request again{"bageri", 0, 0, 0, ""};
  EXPECT_EQ(prepare_publish(*storage_, again).why().code,
            errc::nothing_to_publish);
  articles(1, 1, 5);
  again.base_version = 7;
  EXPECT_EQ(prepare_publish(*storage_, again).why().code, errc::base_version);
}

TEST_F(HubCatalog, ARestoredHubBeginsALineageOfItsOwn) {
  auto head = publish(/*seen=*/5);
  EXPECT_EQ(head.name().lineage(), std::string(16, 'n'));
}

TEST_F(HubCatalog, L7_AnEmptyHubSaysNothingUntilSomeonePublishes) {
  v1::CatalogName theirs;
  theirs.set_lineage(std::string(16, 'o'));
  theirs.set_version(12);
  EXPECT_FALSE(*feed_.next("bageri", theirs, false));
  publish();
  auto next = feed_.next("bageri", theirs, false);
  ASSERT_TRUE(next && *next);
  EXPECT_TRUE((*next)->snapshot);
}

TEST_F(HubCatalog, AnOlderHubSaysNothing) {
  v1::CatalogName hub;
  hub.set_lineage(lineage);
  hub.set_version(3);
  auto till = hub;
  EXPECT_EQ(judge_catalog(till, hub), feeding::current);
  till.set_version(4);
  EXPECT_EQ(judge_catalog(till, hub), feeding::current);
  till.set_version(2);
  EXPECT_EQ(judge_catalog(till, hub), feeding::delta);
  till.set_version(0);
  EXPECT_EQ(judge_catalog(till, hub), feeding::snapshot);
}

} // namespace

} // namespace kassa::hub
