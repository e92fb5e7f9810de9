#include "node/machine.hpp"

#include "node/bundle.hpp"
#include "node/config_paper.hpp"
#include "node/folder.hpp"
#include "node/ports/cards.hpp"
#include "node/ports/printers.hpp"
#include "node/ports/units.hpp"
#include "proto/base/console.hpp"

#include <unistd.h>

namespace kassa::node {

namespace {

constexpr int exit_stop = 5;

result<v1::Bundle> read_bundle(const std::string& data) {
  auto text = store::files{}.read(bundle_path(data));
  if (!text)
    return text.why();
  if (!*text)
    return error{errc::not_initialised, {{"path", data}}};
  return parse_bundle(**text, bundle_path(data));
}

} // namespace

node_ports machine::ports() {
  node_ports out;
  out.clock = &clock;
  out.random = &random;
  out.log = log.get();
  out.machine = &where;
  out.free_space = &space;
  out.printer = printer.get();
  out.unit = unit.get();
  out.card = card.get();
  out.hub = hub.get();
  out.die = [to = log.get(), as_json = json](std::string_view why) {
    if (to != nullptr) {
      to->log(log_level::error, "disk_failed", {{"why", std::string{why}}});
      to->flush();
    }
    const error broken{errc::io, {}, std::string{why}};
    auto said = as_json ? cli::error_json(broken) + '\n'
                        : words(broken, language::sv) + '\n'
                            + words(broken, language::en) + " (" + broken.detail
                            + ")\n";
    (void)!write(STDERR_FILENO, said.data(), said.size());
    // No destructor may run: it could write what is not known to be durable.
    _exit(exit_stop);
  };
  return out;
}

/// The way to the hub, where there is one: the address of the configuration,
/// else of the bundle.
status machine::connect(const config& with) {
  if (with.hub == "none")
    return ok;
  auto bundle = read_bundle(with.data);
  if (!bundle)
    return bundle.why();
  const auto address = with.hub.empty() ? bundle->hub() : with.hub;
  if (address.empty())
    return ok;
  auto device = read_device_key(store::files{}, with.data);
  if (!device)
    return device.why();
  auto keeper
    = certificate_keeper::start({*std::move(bundle), *std::move(device),
                                 with.data, &clock, &random, log.get()});
  if (!keeper)
    return keeper.why();
  certificate = *std::move(keeper);
  auto link = transport::grpc_hub_link::make(address, *certificate);
  if (!link)
    return link.why();
  hub = *std::move(link);
  return ok;
}

status machine::equip(const config& with) {
  auto level = log_level_named(with.log_level);
  if (!level)
    return level.why();
  auto opened = json_log::open(with.log_file, *level);
  if (!opened)
    return opened.why();
  log = *std::move(opened);
  grpc_says.emplace(*log);
  auto paper = make_printer(with.printer, {with.escpos, with.printer_answers});
  if (!paper)
    return paper.why();
  printer = *std::move(paper);
  auto control = make_unit(with.unit, {}, tcs_of(with));
  if (!control)
    return control.why();
  unit = *std::move(control);
  card::patience patience;
  patience.answer_ms
    = static_cast<std::uint32_t>(with.card_timeout_seconds) * 1000;
  auto terminal = make_card(with.card, patience);
  if (!terminal)
    return terminal.why();
  card = *std::move(terminal);
  return connect(with);
}

} // namespace kassa::node
