#include "node/node.hpp"

#include "actors/journal/journal_actor.hpp"
#include "actors/printer/printer_actor.hpp"
#include "actors/sale/sale_actor.hpp"
#include "actors/sync/sync_actor.hpp"
#include "node/folder.hpp"
#include "node/guard_actor.hpp"
#include "node/init.hpp"
#include "node/register/events.hpp"

#include <caf/actor_cast.hpp>
#include <caf/actor_system.hpp>
#include <caf/scoped_actor.hpp>
#include <caf/send.hpp>

#include <chrono>
#include <mutex>

namespace kassa::node {

namespace {

constexpr std::chrono::seconds stop_timeout{30};

/// Where the printer puts what the sale actor, born after it, has to hear; and
/// the sale actor what the sync actor has to.
template <class Actor>
class late_post {
public:
  void set(const Actor& who) {
    std::lock_guard hold{lock_};
    who_ = caf::actor_cast<caf::weak_actor_ptr>(who);
  }

  template <class... Words>
  void send(Words... what) {
    caf::strong_actor_ptr to;
    {
      std::lock_guard hold{lock_};
      to = who_.lock();
    }
    if (to)
      caf::anon_send(caf::actor_cast<Actor>(to), std::move(what)...);
  }

private:
  std::mutex lock_;
  caf::weak_actor_ptr who_;
};

} // namespace

struct node::parts {
  parts(caf::actor_system& in, node_settings s, node_ports p)
    : system(in), with(std::move(s)), ports(std::move(p)), disk(ports.env) {}

  caf::actor_system& system;
  node_settings with;
  node_ports ports;
  store::files disk;
  opened_folder folder;
  space_gate space{0};
  std::int64_t started_ms = 0;
  std::shared_ptr<event_board> board;
  std::shared_ptr<late_post<sync_actor>> applied
    = std::make_shared<late_post<sync_actor>>();
  std::shared_ptr<late_post<sale_actor>> printing
    = std::make_shared<late_post<sale_actor>>();

  events_actor events;
  journal_actor journal;
  printer_actor printer;
  sale_actor sale;
  sync_actor sync;
  guard_actor guard;
  bool stopped = false;

  void spawn_all();
  void close_gates();
  void keep_notes();
  store::witness* witness() const;
  journal::journal_settings for_journal() const;
  printer::printer_settings for_printer() const;
  printer::options paper() const;
  sale::sale_settings for_sale() const;
  sync::sync_settings for_sync() const;
  void send_exits();
  void drop();
  void stop();
};

// -- composition --------------------------------------------------------------

journal::journal_settings node::parts::for_journal() const {
  journal::journal_settings out;
  out.store = folder.store.get();
  out.scope = folder.scope;
  out.clock = ports.clock;
  out.log = ports.log;
  out.die = ports.die;
  out.zone = folder.zone;
  out.program = with.program;
  out.designation = with.designation;
  out.replay = with.replay;
  out.unit_total = with.unit_total;
  out.unit_unsigned = with.unit_unsigned;
  out.clock_step_ms = with.clock_step_ms;
  out.device = folder.device;
  return out;
}

printer::printer_settings node::parts::for_printer() const {
  printer::printer_settings out;
  out.scope = folder.scope;
  out.store = folder.store.get();
  out.witness = witness();
  out.ask_first = !folder.gates.empty();
  out.log = ports.log;
  out.paper = paper();
  out.page = with.page;
  out.on_status
    = [to = printing](const v1::PrinterStatus& now) { to->send(now); };
  return out;
}

printer::options node::parts::paper() const {
  auto out = with.paper;
  out.zone = folder.zone;
  return out;
}

sale::sale_settings node::parts::for_sale() const {
  sale::sale_settings out;
  out.scope = folder.scope;
  out.store = folder.store.get();
  out.clock = ports.clock;
  out.random = ports.random;
  out.unit = ports.unit;
  out.card = ports.card;
  out.log = ports.log;
  out.program = with.program;
  out.name = folder.bundle.terminal_name();
  out.designation = with.designation;
  for (const auto& one : folder.closed)
    out.closed.push_back(
      {one.scope, [one, env = ports.env] {
         using answer = result<std::unique_ptr<store::reader>>;
         auto store = open_closed(one, env);
         return store ? answer{*std::move(store)} : answer{store.why()};
       }});
  out.recovery_code = folder.bundle.recovery_code();
  out.rules = with.rules;
  out.rules.zone = folder.zone;
  out.replay = with.replay;
  out.binding = folder.binding;
  out.folder_before = folder.folder_before;
  out.folder_after = folder.folder_after;
  if (!with.manufacturer.empty())
    out.manufacturer = with.manufacturer;
  out.paper = paper();
  out.on_applied = [to = applied](v1::Applied what) {
    to->send(atom::switched_v, std::move(what));
  };
  return out;
}

sync::sync_settings node::parts::for_sync() const {
  sync::sync_settings out;
  out.scope = folder.scope;
  out.device = folder.device;
  out.hub_key = folder.bundle.hub_key();
  out.program = with.program;
  out.clock = ports.clock;
  out.random = ports.random;
  out.log = ports.log;
  out.store = folder.store.get();
  out.witness = witness();
  return out;
}

/// None while the folder is older than it: raised past what it knows, the
/// witness would forget that another history was seen (L2, L13).
store::witness* node::parts::witness() const {
  for (const auto& why : folder.gates)
    if (why.code == errc::older_than_witness)
      return nullptr;
  return folder.witness.get();
}

void node::parts::spawn_all() {
  events = spawn<events_state>(system, board);
  journal
    = with.detached
        ? spawn<journal::journal_state, caf::detached>(system, for_journal())
        : spawn<journal::journal_state>(system, for_journal());
  keep_notes();
  printer = with.detached
              ? spawn<printer::printer_state, caf::detached>(
                system, for_printer(), journal, events, ports.printer)
              : spawn<printer::printer_state>(system, for_printer(), journal,
                                              events, ports.printer);
  sale = spawn<sale::sale_state>(system, for_sale(), journal, printer, events);
  printing->set(sale);
  close_gates();
  sync = spawn<sync::sync_state>(system, for_sync(), journal, sale, events,
                                 ports.hub);
  applied->set(sync);
  caf::anon_send(sync, atom::start_v);
  if (ports.free_space != nullptr)
    guard = spawn<guard_state>(system, sale, ports.free_space, space);
}

/// Before anybody can ask for a sale.
void node::parts::close_gates() {
  for (const auto& why : folder.gates)
    caf::anon_send(sale, atom::block_v, why);
  if (ports.free_space == nullptr)
    return;
  space = space_gate{with.reserve_mib};
  auto free = ports.free_space->free_bytes();
  if (free && space.step(*free) == space_gate::verdict::stop)
    caf::anon_send(sale, atom::block_v, space.why(*free));
}

/// The first records of this life of the process.
void node::parts::keep_notes() {
  journal::append_request request;
  request.drafts = std::move(folder.notes);
  caf::anon_send(journal, atom::append_v, std::move(request));
}

result<std::unique_ptr<node>>
node::start(caf::actor_system& system, node_settings with, node_ports ports) {
  if (with.program.empty())
    with.program = program_name();
  auto all = std::make_unique<parts>(system, std::move(with), std::move(ports));
  auto folder = open_folder(all->with, all->ports, all->disk);
  if (!folder)
    return folder.why();
  all->folder = *std::move(folder);
  all->started_ms = all->ports.clock->wall_ms();
  // Above all numbers of earlier starts, or a watcher would resume wrongly.
  all->board = std::make_shared<event_board>(
    static_cast<std::uint64_t>(all->started_ms) * 1000);
  all->spawn_all();
  return std::unique_ptr<node>{new node(std::move(all))};
}

// -- the end
// --------------------------------------------------------------------

void node::parts::send_exits() {
  if (guard)
    caf::anon_send_exit(guard, caf::exit_reason::user_shutdown);
  caf::anon_send_exit(sync, caf::exit_reason::user_shutdown);
  caf::anon_send_exit(sale, caf::exit_reason::user_shutdown);
  caf::anon_send_exit(printer, caf::exit_reason::user_shutdown);
  caf::anon_send_exit(journal, caf::exit_reason::user_shutdown);
  caf::anon_send_exit(events, caf::exit_reason::user_shutdown);
}

/// The store closes after the last handle is gone.
void node::parts::drop() {
  guard = guard_actor{};
  sync = sync_actor{};
  sale = sale_actor{};
  printer = printer_actor{};
  journal = journal_actor{};
  events = events_actor{};
  folder.store.reset();
  folder.witness.reset();
  stopped = true;
}

void node::parts::stop() {
  caf::scoped_actor self{system};
  self->request(sync, stop_timeout, atom::stop_v)
    .receive([](bool) {}, [](const caf::error&) {});
  self->request(journal, stop_timeout, atom::seal_v)
    .receive([](std::uint64_t) {}, [](const caf::error&) {});
  std::vector<caf::actor_addr> living;
  auto watch = [&living, &self](const auto& who) {
    self->monitor(who);
    living.push_back(caf::actor_cast<caf::actor_addr>(who));
  };
  if (guard)
    watch(guard);
  watch(sync), watch(sale), watch(printer), watch(journal), watch(events);
  send_exits();
  for (std::size_t left = living.size(); left > 0; --left)
    self->receive([](const caf::down_msg&) {});
  drop();
}

void node::stop() {
  if (!parts_->stopped)
    parts_->stop();
}

void node::stop(const std::function<void()>& settle) {
  if (parts_->stopped)
    return;
  caf::anon_send(parts_->sync, atom::stop_v);
  caf::anon_send(parts_->journal, atom::seal_v);
  settle();
  parts_->send_exits();
  settle();
  parts_->drop();
}

node::node(std::unique_ptr<parts> all) : parts_(std::move(all)) {}

node::~node() {
  stop();
}

// -- what it hands out
// ------------------------------------------------------------

sale_actor node::sale() const {
  return parts_->sale;
}
journal_actor node::journal() const {
  return parts_->journal;
}
printer_actor node::printer() const {
  return parts_->printer;
}
sync_actor node::sync() const {
  return parts_->sync;
}
std::shared_ptr<event_board> node::board() const {
  return parts_->board;
}
const kassa::scope& node::scope() const {
  return parts_->folder.scope;
}
const node_settings& node::settings() const {
  return parts_->with;
}
const store::terminal_store& node::store() const {
  return *parts_->folder.store;
}
const std::string& node::terminal_name() const {
  return parts_->folder.bundle.terminal_name();
}
const std::string& node::zone() const {
  return parts_->folder.zone;
}
const std::vector<error>& node::gates() const {
  return parts_->folder.gates;
}
std::int64_t node::started_ms() const {
  return parts_->started_ms;
}

std::uint64_t node::free_bytes() const {
  if (parts_->ports.free_space == nullptr)
    return 0;
  auto free = parts_->ports.free_space->free_bytes();
  return free ? *free : 0;
}

std::string node::printer_name() const {
  return parts_->ports.printer == nullptr ? "none"
                                          : parts_->ports.printer->name();
}

std::string store_path(const std::string& data) {
  return data + "/store";
}
std::string witness_path(const std::string& data) {
  return data + "/witness";
}
std::string device_key_path(const std::string& data) {
  return data + "/device.key";
}
std::string bundle_path(const std::string& data) {
  return data + "/bundle.json";
}

std::string closed_path(const std::string& data) {
  return data + "/closed-terminals";
}

} // namespace kassa::node
