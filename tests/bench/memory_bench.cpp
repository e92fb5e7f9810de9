#include "tests/bench/benches.hpp"
#include "tests/bench/real_shop.hpp"

namespace kassa::bench {

namespace {

constexpr int sales = 500;
constexpr auto price_list
  = "article_no,name,group,kind,price_ore,vat_basis_points,ean13\n"
    "110,Kanelbulle,Bageri,VARA,4200,1200,\n";

} // namespace

void memory(settings& with) {
  real_shop shop{with.programs, with.folder + "/memory", price_list};
  shop.kassa(
    {"login", "anna", "--password-file", with.folder + "/memory/password"});
  shop.kassa({"float", "500"});
  for (int i = 0; i < sales; ++i)
    shop.kassa({"sell", "group:Bageri@42", "--card"});
  with.out.add({"node_rss", shop.node_rss(), "MiB", {}, ""});
  with.out.add({"hub_rss", shop.hub_rss(), "MiB", {}, ""});
}

} // namespace kassa::bench
