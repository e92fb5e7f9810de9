#pragma once

#include "actors/interfaces.hpp"
#include "actors/printer/escpos/code_page.hpp"
#include "actors/printer/layout/receipt_layout.hpp"
#include "actors/printer/printer_port.hpp"
#include "actors/sale/card/card_port.hpp"
#include "actors/sale/context.hpp"
#include "actors/sale/unit/unit_port.hpp"
#include "actors/sync/hub_link.hpp"
#include "node/ports/free_space_port.hpp"
#include "proto/base/ids.hpp"
#include "proto/base/ports.hpp"
#include "store/folder.hpp"
#include "store/terminal_store.hpp"
#include "store/witness.hpp"

#include <caf/fwd.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

/// The terminal as a library: everything is injected, there are no globals and
/// no signals. The program `kassa-node` and the tests compose the same thing.
namespace kassa::node {

class event_board;

/// A setting as it stands in the journal's history (SKVFS 2014:9 5:4).
struct named_setting {
  std::string name;
  std::string value;
  std::string usual; ///< What it is where nobody sets it.
};

/// What a node is told once, at its start.
struct node_settings {
  std::string data;          ///< The data folder, made by `init`.
  std::string registry = {}; ///< Folder of the machine's live Terminal-IDs;
                             ///< empty: no registry is kept.
  bool several_terminals = false; ///< Demo and tests: several, of one store.
  std::string designation = {};   ///< Kassabeteckning; empty: the Terminal-ID.
  std::string program = {};       ///< Version; empty: this build's.
  std::string manufacturer = {};  ///< As the register tells it (4:4).
  /// How the sales day is run. Its zone is the store's, whatever it says here.
  sale::shop_rules rules = {};
  /// What differs from the journal's last word is a record at the start.
  std::vector<named_setting> journaled = {};
  bool unit_total = false;             ///< See `journal::stamp`.
  bool unit_unsigned = false;          ///< The same.
  std::int64_t clock_step_ms = 10'000; ///< The same.
  bool replay = false;                 ///< Business time comes from the client.
  std::uint64_t reserve_mib = 256;     ///< Less free space stops new sales.
  printer::options paper = {}; ///< Its zone is the store's, whatever it says.
  printer::code_page page = printer::usual_code_page(); ///< Of ESC/POS.
  /// Journal and printer on threads of their own. False under CAF's test
  /// scheduler, where a thread of its own would end determinism.
  bool detached = true;
};

/// The world, as a node sees it. All of it outlives the node.
struct node_ports {
  clock_port* clock = nullptr;
  random_port* random = nullptr;
  log_port* log = nullptr;     ///< Null: nothing is logged.
  die_port die = {};           ///< Called when a sync fails (L15).
  rocksdb::Env* env = nullptr; ///< Null: the real file system.
  store::machine_port* machine = nullptr;
  free_space_port* free_space = nullptr;    ///< Null: space never runs out.
  printer::printer_port* printer = nullptr; ///< Null: there is no printer.
  unit::control_unit* unit = nullptr;  ///< Null: there is none. Not started.
  card::card_terminal* card = nullptr; ///< Null: none. Not started.
  sync::hub_link* hub = nullptr;       ///< Null: the terminal sells alone.
};

/// A running terminal. Made and stopped on one thread; what it hands out may
/// be used from any, until `stop`.
class node {
public:
  /// Opens the data folder, checks its binding, its witness and the tail of its
  /// journal, and starts the actors. What stops sales but not the terminal (a
  /// moved folder, damage, a full disk, an old folder) does not fail here: it
  /// is told to the sale actor.
  /// @param system outlives the node.
  /// Errors: not_initialised, store_locked, other_terminal_here, corrupt, io.
  static result<std::unique_ptr<node>>
  start(caf::actor_system& system, node_settings with, node_ports ports);

  ~node();
  node(const node&) = delete;
  node& operator=(const node&) = delete;

  sale_actor sale() const;
  journal_actor journal() const;
  printer_actor printer() const;
  /// Lives without a hub too: its standing is "none" then.
  sync_actor sync() const;
  /// What the Register service's watchers hear.
  std::shared_ptr<event_board> board() const;

  const kassa::scope& scope() const;
  const node_settings& settings() const;
  /// "Kassa 1", from the bundle.
  const std::string& terminal_name() const;
  /// IANA name of the store's time zone.
  const std::string& zone() const;
  /// Why no new sale could begin when the node started; usually empty.
  const std::vector<error>& gates() const;
  /// Reading, from any thread.
  const store::terminal_store& store() const;
  /// For status: bytes free, 0 where nobody knows.
  std::uint64_t free_bytes() const;
  /// For status: "none", "file /var/...".
  std::string printer_name() const;
  std::int64_t started_ms() const;

  /// Makes durable what was written, ends the actors and closes the store.
  /// Blocks. Call it once, from a thread that is no actor's, after the last
  /// call into the node.
  void stop();

  /// The same under a test scheduler, where somebody has to deliver the
  /// messages: `settle` does.
  void stop(const std::function<void()>& settle);

private:
  struct parts;
  explicit node(std::unique_ptr<parts> all);
  std::unique_ptr<parts> parts_;
};

/// Names of files within a data folder.
std::string store_path(const std::string& data);
std::string witness_path(const std::string& data);
std::string device_key_path(const std::string& data);
std::string bundle_path(const std::string& data);
/// The closed terminals of this machine, one a line: store, Terminal-ID,
/// folder.
std::string closed_path(const std::string& data);

} // namespace kassa::node
