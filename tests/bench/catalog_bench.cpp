#include "tests/bench/benches.hpp"
#include "tests/bench/folder.hpp"
#include "tests/bench/must.hpp"
#include "tests/bench/real_shop.hpp"
#include "tests/bench/running_till.hpp"

#include <cstdio>
#include <filesystem>

namespace kassa::bench {

namespace {

constexpr int articles = 100'000;
constexpr int publishes_of_a_year = 250;
constexpr int rows_a_publish = 40;
constexpr int delta_runs = 9;

/// Articles to import.
struct rows {
  std::string csv
    = "article_no,name,group,kind,price_ore,vat_basis_points,ean13\n";

  void add(int article, int price) {
    char line[120];
    std::snprintf(line, sizeof line,
                  "%d,Artikel nummer %d,Bageri,VARA,%d,1200,\n",
                  100'000 + article, article, price);
    csv += line;
  }
};

/// What an update cost, from the commit at the hub (or from dialling it) until
/// the terminal runs the version.
struct update {
  double seconds = 0;
  double bytes = 0; ///< Down the wire.
};

/// A hub with a big catalog, and a terminal.
class world {
public:
  explicit world(const std::string& folder)
    : folder_(folder), hub_(folder + "/hub") {
    hub_.open_store();
    make_folder(folder_ + "/till", hub_.add_till(bench_scope()));
    rows all;
    for (int i = 0; i < articles; ++i)
      all.add(i, 1000 + i % 5000);
    hub_.import(all.csv);
    version_ = hub_.publish();
  }

  /// The terminal starts, dials, and has the newest version.
  update dial() {
    till_ = std::make_unique<running_till>(actors_.system(), folder_ + "/till",
                                           &hub_);
    till_->log_in();
    auto began = stopwatch::now();
    till_->dial_hub();
    return finish(began, 0);
  }

  void hang_up() { till_.reset(); }

  /// @param first the first article of those that change
  void change(int first, int count) {
    prepare(first, count);
    version_ = hub_.publish();
  }

  /// The same while the terminal is connected.
  update change_live(int first, int count) {
    auto before = till_->downloaded();
    prepare(first, count);
    auto began = stopwatch::now();
    version_ = hub_.publish();
    return finish(began, before);
  }

private:
  void prepare(int first, int count) {
    rows some;
    for (int i = 0; i < count; ++i)
      some.add((first + i) % articles, 7'000 + ++changes_ % 2'000);
    hub_.import(some.csv);
  }

  update finish(stopwatch::time_point began, std::uint64_t before) {
    till_->await_catalog(version_);
    return {micros(stopwatch::now() - began).count() / 1e6,
            static_cast<double>(till_->downloaded() - before)};
  }

  std::string folder_;
  shop_hub hub_;
  actors actors_;
  std::unique_ptr<running_till> till_;
  std::uint64_t version_ = 0;
  int changes_ = 0;
};

/// Bytes of one article's row, with its key.
double row_bytes() {
  v1::Row row;
  row.mutable_key()->set_kind(v1::ROW_KIND_ARTICLE);
  row.mutable_key()->set_id("100000");
  auto& article = *row.mutable_article();
  article.set_name("Artikel nummer 50000");
  article.set_group("Bageri");
  article.set_price_ore(4000);
  return static_cast<double>(row.ByteSizeLong());
}

void tell(settings& with, const std::string& name, const update& x, int changed,
          double scale, const std::string& unit) {
  with.out.add({name, x.seconds * scale, unit});
  with.out.add({name + "_bytes", x.bytes, "bytes", changed * row_bytes()});
}

/// What the terminal's program takes with that catalog: when it has got and
/// activated it, at most on the way there, and after its next start.
void tell_memory(settings& with) {
  rows all;
  for (int i = 0; i < articles; ++i)
    all.add(i, 1000 + i % 5000);
  real_shop shop{with.programs, with.folder + "/catalog-memory", all.csv};
  with.out.add({"catalog_node_rss", shop.node_rss(), "MiB"});
  with.out.add({"catalog_node_peak", shop.node_peak(), "MiB"});
  shop.restart_node();
  with.out.add({"catalog_node_restarted", shop.node_rss(), "MiB"});
}

} // namespace

void catalog(settings& with) {
  auto folder = with.folder + "/catalog-run";
  remove_folder(folder);
  std::filesystem::create_directories(folder + "/hub");
  {
    world shop{folder};
    tell(with, "catalog_first_s", shop.dial(), articles, 1, "s");
    for (const auto& [name, count] :
         {std::pair{"catalog_delta1_ms", 1},
          std::pair{"catalog_delta1000_ms", 1000}}) {
      std::vector<double> times;
      update last;
      for (int i = 0; i < delta_runs; ++i) {
        last = shop.change_live(i * count, count);
        times.push_back(last.seconds);
      }
      last.seconds = percentile(times, 0.5);
      tell(with, name, last, count, 1000, "ms");
    }
    shop.hang_up();
    for (int i = 0; i < publishes_of_a_year; ++i)
      shop.change(i * rows_a_publish, rows_a_publish);
    tell(with, "catalog_year_s", shop.dial(),
         publishes_of_a_year * rows_a_publish, 1, "s");
  }
  remove_folder(folder);
  tell_memory(with);
}

} // namespace kassa::bench
