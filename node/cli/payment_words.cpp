#include "node/cli/payment_words.hpp"

#include <CLI/CLI.hpp>

#include <tuple>

namespace kassa::cli {

void add_electronic(CLI::App& command, bool& into) {
  command.add_flag("--electronic", into,
                   "An e-receipt is the original; nothing is printed");
}

void payment_words::add_to(CLI::App& command) {
  by_card = command.add_option("--card", card, "By card: amount, or the rest")
              ->expected(0, 1)
              ->type_name("[KR]");
  by_swish = command.add_option("--swish", swish, "By Swish, the same way")
               ->expected(0, 1)
               ->type_name("[KR]");
  by_cash = command
              .add_option("--cash", cash,
                          "In cash: what was handed over, or the rest")
              ->expected(0, 1)
              ->type_name("[KR]");
  command
    .add_option("--by", others,
                "By other means: gift-card=100, invoice, Kupong=25")
    ->allow_extra_args(false)
    ->type_name("MEANS[=KR]");
  add_electronic(command, electronic);
}

result<paying> payment_words::read() const {
  paying out;
  out.electronic = electronic;
  for (const auto& text : others) {
    auto one = parse_payment(text);
    if (!one)
      return one.why();
    out.payments.push_back(*one);
  }
  const std::tuple<CLI::Option*, v1::Means, const std::string&> known[]
    = {{by_card, v1::MEANS_CARD, card},
       {by_swish, v1::MEANS_SWISH, swish},
       {by_cash, v1::MEANS_CASH, cash}};
  for (const auto& [option, means, amount] : known) {
    if (option->count() == 0)
      continue;
    auto one = payment_by(means, amount);
    if (!one)
      return one.why();
    out.payments.push_back(*one);
  }
  return out;
}

} // namespace kassa::cli
