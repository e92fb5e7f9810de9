#include "actors/catalog/delta.hpp"
#include "tests/unit/catalog_kit.hpp"

#include <gtest/gtest.h>

#include <random>

namespace kassa::catalog {
namespace {

using namespace testing;

TEST(StateHash, IsZeroForNothingAndTakesBackWhatItAdded) {
  state_hash hash;
  EXPECT_EQ(hash.bytes(), std::string(32, '\0'));
  hash.add("a", "1");
  auto one = hash.bytes();
  hash.add("b", "2");
  hash.remove("b", "2");
  EXPECT_EQ(hash.bytes(), one);
  hash.remove("a", "1");
  EXPECT_EQ(hash.bytes(), std::string(32, '\0'));
}

TEST(StateHash, DoesNotDependOnTheOrder) {
  state_hash a;
  state_hash b;
  for (int i = 0; i < 100; ++i)
    a.add("key" + std::to_string(i), "row");
  for (int i = 99; i >= 0; --i)
    b.add("key" + std::to_string(i), "row");
  EXPECT_EQ(a, b);
  EXPECT_EQ(state_hash::from_bytes(a.bytes()), a);
}

TEST(StateHash, TellsWhereAKeyEnds) {
  state_hash a;
  state_hash b;
  a.add("ab", "c");
  b.add("a", "bc");
  EXPECT_NE(a, b);
}

/// One random edit of a catalog.
void edit(row_map& rows, std::mt19937_64& luck) {
  auto pick
    = [&](int n) { return static_cast<int>(luck() % std::uint64_t(n)); };
  auto no = std::to_string(pick(40));
  auto from = std::int64_t{pick(3)} * 1000;
  if (pick(10) == 0 && !rows.empty()) { // Beyond the tombstone horizon.
    rows.erase(std::next(rows.begin(), pick(static_cast<int>(rows.size()))));
    return;
  }
  auto row = pick(4) == 0 ? deletion(v1::ROW_KIND_ARTICLE, no, from)
                          : article_row(no, "10", pick(10'000), from);
  rows.insert_or_assign(encode_row_key(row.key()), serialise(row));
}

TEST(Delta, L8_LeadsToTheSameStateAsASnapshot) {
  auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 luck{seed};
  for (int round = 0; round < 50; ++round) {
    row_map from = small_shop();
    for (int i = 0; i < 30; ++i)
      edit(from, luck);
    row_map to = from;
    for (auto i = luck() % 40; i > 0; --i)
      edit(to, luck);

    auto by_delta = from;
    auto hash = hash_of(from);
    for (const auto& chunk : pack(difference(from, to))) {
      auto changes = unpack(chunk);
      ASSERT_TRUE(changes);
      for (const auto& x : *changes) {
        if (auto old = by_delta.find(x.key); old != by_delta.end())
          hash.remove(x.key, old->second);
        if (x.row)
          hash.add(x.key, *x.row);
      }
      apply_changes(by_delta, *changes);
    }
    row_map by_snapshot;
    for (const auto& chunk : pack(snapshot_of(to)))
      apply_changes(by_snapshot, *unpack(chunk));

    EXPECT_EQ(by_delta, to);
    EXPECT_EQ(by_snapshot, to);
    EXPECT_EQ(hash.bytes(), hash_of(by_snapshot).bytes());
    EXPECT_EQ(head_of(to, {}).state_hash(), hash.bytes());
    auto seen = view_of(from)->with({}, difference(from, to));
    ASSERT_TRUE(seen);
    EXPECT_EQ((*seen)->articles(1500).size(),
              view_of(to)->articles(1500).size());
  }
}

TEST(Delta, KeepsChunksWithinTheirBound) {
  row_map rows;
  for (int i = 0; i < 5'000; ++i) {
    auto row = article_row(std::to_string(i), "10", i);
    row.mutable_article()->set_name(std::string(100, 'x'));
    rows.emplace(encode_row_key(row.key()), serialise(row));
  }
  auto chunks = pack(snapshot_of(rows));
  EXPECT_GT(chunks.size(), 1u);
  std::size_t n = 0;
  for (const auto& x : chunks) {
    EXPECT_LE(x.ByteSizeLong(), chunk_bytes_max);
    n += static_cast<std::size_t>(x.rows_size());
  }
  EXPECT_EQ(n, rows.size());
}

TEST(Delta, RefusesAChunkThatDoesNotDecode) {
  v1::CatalogChunk chunk;
  chunk.add_rows("\xff\xff");
  EXPECT_FALSE(unpack(chunk));
  chunk.Clear();
  chunk.add_erased();
  EXPECT_FALSE(unpack(chunk));
}

} // namespace
} // namespace kassa::catalog
