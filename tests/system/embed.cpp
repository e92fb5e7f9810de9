// A program that embeds the terminal and sells: no daemon, no hub, no network.
#include "actors/caf_compat.hpp"
#include "actors/printer/layout/receipt_layout.hpp"
#include "node/bundle.hpp"
#include "node/init.hpp"
#include "node/ports/system_ports.hpp"
#include "tests/support/sample_bundle.hpp"
#include "tests/support/temp_dir.hpp"

#include <caf/actor_system_config.hpp>
#include <caf/scoped_actor.hpp>

#include <cstdlib>
#include <iostream>

using namespace kassa;

/// A changing call: who, which, and the sale as it was last seen.
template <class Request>
Request call(const v1::LogInAnswer& who, const char* id,
             std::uint64_t revision) {
  Request out;
  out.mutable_call()->set_session(who.session());
  out.mutable_call()->set_client_id(id);
  out.mutable_call()->set_revision(revision);
  return out;
}

int main() {
  testing::temp_dir folder;
  kassa::system_clock clock;
  kassa::system_random random;
  node::system_machine machine;
  node::node_ports ports{&clock, &random};
  ports.machine = &machine;
  ports.die = [](std::string_view) { std::abort(); };
  auto bundle = node::print_bundle(testing::sample_bundle());
  if (!node::init({.data = folder.path()}, bundle, "sample", ports))
    return EXIT_FAILURE;
  caf::actor_system_config config;
  set_workers(config, 2);
  caf::actor_system system{config};
  auto till = node::node::start(system, {.data = folder.path()}, ports);
  if (!till)
    return EXIT_FAILURE;
  auto ask = [self = std::make_shared<caf::scoped_actor>(system),
              sale = (*till)->sale()](auto request, auto answer) {
    (*self)
      ->request(sale, std::chrono::seconds{10}, std::move(request))
      .receive([&](decltype(answer)& x) { answer = std::move(x); },
               [](caf::error& e) { std::cerr << to_string(from_caf(e)); });
    return answer;
  };
  v1::LogInRequest anna;
  anna.set_user("anna"), anna.set_password("hemligt"), anna.set_client_id("1");
  auto who = ask(anna, v1::LogInAnswer{});
  auto line = call<v1::AddLineRequest>(who, "2", 0);
  line.set_group("brod"), line.set_unit_price_ore(4250);
  auto sale = ask(line, v1::SaleView{});
  auto money = call<v1::AddPaymentRequest>(who, "3", sale.revision());
  money.set_means(v1::MEANS_CARD);
  sale = ask(money, v1::SaleView{});
  ask(call<v1::PayRequest>(who, "4", sale.revision()), v1::ReceiptView{});
  v1::RecordBody x;
  *x.mutable_x_report()
    = ask(call<v1::MakeXRequest>(who, "5", 0), v1::ReportView{}).report();
  std::cout << printer::to_text(printer::lay_out(x, {}), 42);
  return x.x_report().period().sales_ore() == 4250 ? EXIT_SUCCESS
                                                   : EXIT_FAILURE;
}
