#include "node/cli/exchanging.hpp"

#include "node/cli/selling_parts.hpp"
#include "node/cli/show.hpp"

#include <charconv>
#include <ostream>

namespace kassa::cli {

namespace {

/// Payments for the rest, where none is left, are for nothing.
std::vector<payment> needed(const v1::SaleView& sale,
                            std::vector<payment> payments) {
  if (sale.remaining_ore() == 0)
    std::erase_if(payments, [](const payment& x) { return !x.amount; });
  return payments;
}

void show_both(context& ui, const v1::ReceiptView& view) {
  show(ui, view);
  if (!ui.json && view.receipt().has_counterpart())
    *ui.out << ui.say("Returkvitto ", "Return receipt ")
            << view.receipt().counterpart().number()
            << ui.say(" är också skrivet.", " is written, too.") << std::endl;
}

/// Pays what began, or shows it where it is to stay open.
status end(terminal_context& at, sale_result sale, bool began,
           const paying& how) {
  if (!sale)
    return give_up(at, began, sale.why());
  if (how.payments.empty()) {
    show(at.ui, *sale);
    return ok;
  }
  auto payments = needed(*sale, how.payments);
  sale = add_payments(at, std::move(sale), payments);
  if (!sale)
    return give_up(at, began, sale.why());
  auto receipt = finish(at, sale->revision(), how.electronic);
  if (!receipt)
    return give_up(at, began, receipt.why());
  show_both(at.ui, *receipt);
  return ok;
}

} // namespace

result<v1::ReturnLine> parse_return_line(std::string_view text) {
  const auto colon = text.find(':');
  const auto digits = text.substr(0, colon);
  std::uint32_t no = 0;
  auto [last, failed]
    = std::from_chars(digits.data(), digits.data() + digits.size(), no);
  if (failed != std::errc{} || last != digits.data() + digits.size() || no == 0)
    return error{errc::usage, {{"what", std::string(text)}}};
  v1::ReturnLine out;
  out.set_line_no(no);
  if (colon == std::string_view::npos)
    return out;
  auto quantity = parse_returned(text.substr(colon + 1));
  if (!quantity)
    return quantity.why();
  out.set_quantity_milli(*quantity);
  return out;
}

status exchange(terminal_context& at, const exchanging& what) {
  auto sale = read_sale(at);
  if (!sale)
    return sale.why();
  const bool began = nothing_open(*sale);
  sale
    = change(at, &stub_t::BeginExchange, sale->revision(), [&](auto& request) {
        what.receipt.fill(request);
        for (const auto& line : what.lines)
          *request.add_lines() = line;
      });
  if (!sale)
    return sale.why();
  for (const auto& one : what.items) {
    sale = change(at, &stub_t::AddLine, sale->revision(), [&](auto& request) {
      fill_line(request, one, v1::SALES_MODE_UNSPECIFIED);
    });
    if (!sale)
      break;
  }
  return end(at, std::move(sale), began, what.pay);
}

status correct(terminal_context& at, const sold_receipt& receipt,
               const paying& how) {
  auto sale = read_sale(at);
  if (!sale)
    return sale.why();
  const bool began = nothing_open(*sale);
  sale = change(at, &stub_t::CorrectPayment, sale->revision(),
                [&](auto& request) { receipt.fill(request); });
  if (!sale)
    return sale.why();
  return end(at, std::move(sale), began, how);
}

void show_exchange(context& ui, const v1::SaleView& view) {
  if (!view.sale().has_exchange())
    return;
  auto& out = *ui.out;
  const auto& x = view.sale().exchange();
  out << ui.say("Tillbaka av kvitto ", "Back of receipt ")
      << x.original().number();
  if (x.settled_number() != 0)
    out << ui.say(", returkvitto ", ", return receipt ") << x.settled_number();
  out << '\n';
  for (const auto& line : x.lines())
    out << "  " << print_quantity(line.quantity_milli()) << ' ' << line.unit()
        << "  " << line.name() << "  " << print_kronor(line.gross_ore())
        << '\n';
  for (const auto& paid : x.refund())
    out << ui.say("  återbetalat: ", "  paid back: ") << paid.name() << "  "
        << print_kronor(paid.tendered_ore()) << '\n';
  if (view.exchange_ore() != 0)
    out << ui.say("Kvittas mot köpet: ", "Settled against the sale: ")
        << print_kronor(view.exchange_ore()) << " kr\n";
}

} // namespace kassa::cli
