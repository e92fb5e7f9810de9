#pragma once

#include "actors/catalog/clock.hpp"
#include "actors/interfaces.hpp"
#include "actors/printer/condition.hpp"
#include "actors/printer/layout/receipt_layout.hpp"
#include "actors/sale/calls.hpp"
#include "actors/sale/gates.hpp"
#include "actors/sale/lookups.hpp"
#include "actors/sale/people.hpp"
#include "actors/sale/repeats.hpp"
#include "actors/sale/sale.hpp"
#include "proto/base/ports.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace kassa::sale {

/// A journal that does not answer for so long is not expected to answer.
inline constexpr std::chrono::seconds append_timeout{60};
inline constexpr std::chrono::seconds ask_timeout{10};
/// A cashier who pays waits so long for the control code; then the payment is
/// pending, and goes on. Less than any client waits for a call.
inline constexpr std::chrono::seconds pay_wait{10};

/// What the program is, to those who ask.
inline constexpr auto program_words = "Huvudkassa";

/// What a sale actor needs. The pointers outlive the actor.
struct sale_settings {
  kassa::scope scope;
  const store::reader* store = nullptr; ///< Read only; the journal writes it.
  /// Terminals that this machine was before: their receipts are read, too.
  struct closed_terminal {
    kassa::scope scope;
    /// Opens its store for one look.
    std::function<result<std::unique_ptr<store::reader>>()> open;
  };
  std::vector<closed_terminal> closed;
  clock_port* clock = nullptr;
  random_port* random = nullptr;
  unit::control_unit* unit = nullptr; ///< nullptr: there is none. Started here.
  card::card_terminal* card = nullptr; ///< nullptr: none. Started here.
  log_port* log = nullptr;             ///< nullptr: says nothing.
  std::string program;                 ///< Program version.
  std::string name;          ///< Display name of the terminal: "Kassa 1".
  std::string designation;   ///< Kassabeteckning; empty: the Terminal-ID.
  std::string recovery_code; ///< Of the bundle; empty: there is none.
  std::string manufacturer = "Huvudkassa"; ///< As the register tells it (4:4).
  printer::options paper; ///< How sheets are laid out that are no records.
  shop_rules rules;       ///< How the sales day is run.
  bool replay = false;    ///< clock = "replay": calls bring business time.
  /// Where the data folder lies now, kept when its move is confirmed (L13).
  std::optional<v1::Binding> binding;
  std::string folder_before; ///< Machine and folder as they were, for people.
  std::string folder_after;
  /// Hears which staged catalog was switched to, or why not. Called on the
  /// actor's thread: it only posts.
  std::function<void(v1::Applied)> on_applied;
};

/// The SALE: everything a cashier does. Handles one call at a time: while the
/// journal writes, nothing else is looked at.
class sale_state {
public:
  using handle = sale_actor;
  static constexpr auto name = "sale";

  /// Loads the catalog and rebuilds the open sale.
  sale_state(sale_actor::pointer self, sale_settings settings,
             journal_actor journal, printer_actor printer, events_actor events);
  sale_actor::behavior_type make_behavior();

private:
  auto call_handlers();
  auto duty_handlers();
  auto inner_handlers();

  template <class Request>
  using answer_of = typename call_traits<Request>::answer;

  /// A changing call on its way: what to write, and the answer where that is
  /// known before it is written.
  template <class Answer>
  struct plan {
    journal::append_request append;
    Answer answer;
    bool done = false; ///< Nothing to write: a repeat, or nothing to do.
  };

  // -- changing calls
  // ----------------------------------------------------------
  template <class Request>
  caf::result<answer_of<Request>> change(const Request& request);
  template <class Request>
  result<plan<answer_of<Request>>> prepare(const Request& request);
  template <class Request>
  result<std::optional<answer_of<Request>>> repeated(const Request& request,
                                                     const std::string& print);
  /// What was answered to this very call before, if it is remembered.
  /// `invalid` without a client id, `client_id_reused` after another call.
  result<std::optional<v1::Answered>>
  first_answer(const std::string& id, const std::string& print) const;
  template <class Request>
  answer_of<Request> foretell(const Request& request, const context& with,
                              const drafts& all) const;
  template <class Answer>
  result<Answer> from_record(const v1::RecordBody& body) const;

  result<std::string> caller_of(const std::string& session) const;
  status check_call(const v1::Call& call, bool on_sale) const;
  context make_context(std::string user, std::int64_t business_ms) const;

  // -- the control unit (sale_unit_actor.cpp)
  // ------------------------------------------
  using receipt_promise = caf::typed_response_promise<v1::ReceiptView>;
  struct waiting_call {
    std::uint64_t no;
    receipt_promise promise;
  };
  bool signs() const;
  void start_unit();
  void introduce_to_unit();
  void look_at_unit();
  void begin_asking(std::uint64_t seq, bool asked_before);
  void resume_asking();
  void ask_unit();
  void ask_later();
  void ask_again(std::uint32_t asks);
  void conclude(const unit_outcome& what);
  void hear(const unit::heard& what);
  void unit_changed(const unit::condition& now);
  void wait_for_code(receipt_promise promise);
  void stop_waiting(std::uint64_t no);
  void answer_waiting(const result<v1::ReceiptView>& with);
  void ended(const v1::RecordBody& body);
  /// The return receipt of an exchange has its code: now the sale's.
  void finish_exchange(const v1::RecordBody& first);
  caf::result<v1::Done> check_unit(const v1::CheckUnitRequest& request);
  void add_unit(v1::NodeStatus& out) const;

  // -- the card terminal (sale_card_actor.cpp)
  // ------------------------------------------
  using sale_promise = caf::typed_response_promise<v1::SaleView>;
  struct paying_call {
    std::uint64_t no;
    sale_promise promise;
  };
  void start_card();
  bool asks_card(const v1::CardAsked& of) const;
  void charge_card(const v1::CardAsked& of);
  void resume_card();
  void hear_card(const card::answer& what);
  void card_changed(const card::condition& now);
  void card_ended(const v1::CardAnswered& said);
  void wait_for_card(sale_promise promise);
  void stop_waiting_for_card(std::uint64_t no);
  void answer_card_waiting();
  /// Of a call that asked the terminal: the sale, or why it is not paid.
  result<v1::SaleView> card_answer(const v1::RecordBody& asked) const;
  caf::result<v1::Done> check_card(const v1::CheckCardRequest& request);
  void add_card(v1::NodeStatus& out) const;

  // -- people and reads
  // --------------------------------------------------------
  caf::result<v1::LogInAnswer> log_in(const v1::LogInRequest& request);
  status try_log_in(const v1::LogInRequest& request, std::int64_t at_ms);
  /// Who wants in, by password or PIN.
  struct attempt {
    std::string user, client_id, print;
    std::int64_t business_ms = 0;
    std::string layout = {}; ///< The buttons that were asked for.
  };
  /// The session that this very log-in opened before; nothing when it is new.
  /// `client_id_reused` where that session has ended: no call opens two.
  result<std::optional<std::string>>
  session_of_repeat(const attempt& who) const;
  /// Journals an attempt and opens a session where it was right.
  caf::result<v1::LogInAnswer> let_in(const attempt& who,
                                      const status& outcome);
  v1::RecordBody attempt_draft(const attempt& who, const status& outcome,
                               const std::string& session) const;
  status try_pin(const v1::SwitchUserRequest& request, std::int64_t at_ms);
  caf::result<v1::LogInAnswer>
  switch_user(const v1::SwitchUserRequest& request);
  /// A lock-out lifted by the bundle's recovery code: nobody is logged in.
  /// Wrong codes are records, and lock the code out like a password.
  caf::result<v1::Done> recover_access(const v1::LiftLockOutRequest& request);
  v1::LogInAnswer log_in_answer(const attempt& who, std::string session) const;
  caf::result<v1::Done> answer_print(const v1::AnswerPrintRequest& request);
  caf::result<v1::NodeStatus> status_of();
  template <class Request>
  auto query(const Request& request) const {
    using answer = typename decltype(lookups_.answer(request))::value_type;
    auto user = caller_of(request.session());
    if (!user)
      return caf::result<answer>{to_caf(user.why())};
    if constexpr (requires { request.terminal(); })
      for (const auto& one : with_.closed)
        if (one.scope.terminal == request.terminal()) {
          auto store = one.open();
          return store ? caf::result<answer>{to_caf(
                   lookups{store->get(), one.scope}.answer(request))}
                       : caf::result<answer>{to_caf(store.why())};
        }
    return caf::result<answer>{to_caf(lookups_.answer(request))};
  }
  caf::result<v1::SaleView> get_sale(const v1::GetSaleRequest& request) const;
  caf::result<v1::CatalogView>
  get_catalog(const v1::GetCatalogRequest& request) const;

  // -- what a register owes without a sale (sale_duties_actor.cpp)
  // ---------------------------------------------------------------
  caf::result<v1::PriceList>
  get_price_list(const v1::GetPriceListRequest& request) const;
  v1::Identity identity() const;
  caf::result<v1::ChangeList>
  list_changes(const v1::ListChangesRequest& request) const;
  void add_law(v1::NodeStatus& out) const;
  void follow_outage(const unit::condition& now);
  caf::result<v1::Document>
  print_cash_note(const v1::PrintCashNoteRequest& request);
  caf::result<v1::Document>
  print_extract(const v1::PrintExtractRequest& request);
  template <class Request, class LayOut>
  caf::result<v1::Document> hand_out(const Request& request, bool print,
                                     const LayOut& lay_out);
  v1::PriceList prices() const;
  /// Tells of midnight and of a forced Z, and looks again in time.
  void watch_day();
  caf::result<v1::ReceiptView>
  get_document(const v1::GetDocumentRequest& request);

  // -- what follows from records
  // -------------------------------------------------
  void take_in(const journal::appended& written);
  void carry_out(const v1::RecordBody& body);
  void keep_binding();
  void publish(v1::Event event);
  error recover(const caf::error& why);
  void reload();
  void restore_lock_outs();

  // -- the catalog
  // ---------------------------------------------------------------
  void confirm_move(const std::string& by);
  void stage(const staged_catalog& what);
  void try_switch();
  result<catalog::view::ptr> look_through(const staged_catalog& next) const;
  void switched(const catalog::view::ptr& to);
  void tell_applied(const v1::CatalogHead& head, v1::Applied::State state,
                    std::string detail = {});

  // -- the catalog clock (sale_clock_actor.cpp)
  // ---------------------------------------------------------------
  std::int64_t catalog_clock(std::int64_t business_ms) const;
  /// How far the machine's clock is to be doubted, in milliseconds.
  std::int64_t clock_doubt() const;
  void start_clock();
  void hear_time(const v1::CatalogTime& told);
  void correct_clock(const v1::CatalogTime& told, std::int64_t off_ms,
                     std::int64_t back_ms);
  void trust_clock(const v1::CatalogTime& told);
  void add_clock(v1::NodeStatus& out) const;
  void note(log_level level, std::string_view event, const error& why) const;

  sale_actor::pointer self_;
  sale_settings with_;
  journal_actor journal_;
  printer_actor printer_;
  events_actor events_;
  lookups lookups_;
  catalog::view::ptr catalog_;
  state state_;
  sessions sessions_;
  lock_outs lock_outs_;
  answered_log_ins log_ins_;
  late_answers print_answers_; ///< The printer writes no answers (AnswerPrint).
  gates gates_;
  std::optional<error> printer_gone_; ///< Why it is known not to print.
  std::optional<staged_catalog> staged_;
  std::optional<error> catalog_trouble_; ///< Why a version was not taken.
  /// Who logged in with the password since the start, and what it was held
  /// against then.
  std::map<std::string, std::string> seen_;
  std::optional<catalog::clock> clock_; ///< From the start on.
  std::int64_t noted_off_ms_ = 0;       ///< The hub's time minus the machine's.
  v1::SalesDay told_day_;               ///< As watchers know it.
  bool day_armed_ = false;              ///< The day's clock is looked at again.
  // Of the number that waits for the control unit.
  std::vector<waiting_call> waiting_;
  std::uint64_t waited_ = 0;
  std::uint64_t asked_seq_ = 0; ///< Its intent; 0: not asked for yet.
  std::string asked_id_;
  std::uint32_t asks_ = 0;
  bool asked_before_ = false; ///< An ask went unanswered.
  bool asking_later_ = false; ///< No ask is under way.
  std::optional<error> void_why_;
  // Of the card payment that has no outcome yet.
  std::vector<paying_call> paying_;
  std::string asked_card_; ///< The ask that this process made, or resumed.
  std::optional<error> card_why_;
  seq_t seen_seq_ = 0;           ///< Of the newest record known here.
  std::int64_t business_ms_ = 0; ///< The latest business time seen.
  std::int64_t started_ms_ = 0;
};

} // namespace kassa::sale
