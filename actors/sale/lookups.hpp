#pragma once

#include "actors/sale/context.hpp"
#include "actors/sale/open_sale.hpp"
#include "store/terminal_store.hpp"

#include <kassa/v1/register.pb.h>

#include <optional>
#include <string>
#include <vector>

namespace kassa::sale {

/// What the sale actor reads of the journal's history; never writes. Only one
/// terminal's scope can be asked (L1, L11). The store outlives it.
class lookups final : public memory {
public:
  lookups(const store::reader* from, scope of);

  result<std::optional<written_receipt>>
  receipt(v1::Series series, std::uint64_t number) const override;
  result<std::optional<v1::SaleParked>>
  parked(const std::string& name) const override;
  result<v1::LedgerState> ledger() const override;
  result<std::vector<v1::ArticleRow>> articles() const override;
  result<std::optional<v1::RecordBody>> z(std::uint64_t number) const override;

  result<v1::ParkedList> answer(const v1::ListParkedRequest&) const;
  result<v1::ReceiptView> answer(const v1::FindReceiptRequest&) const;
  result<v1::ReceiptList> answer(const v1::ListReceiptsRequest&) const;
  result<v1::ReportView> answer(const v1::FindZRequest&) const;
  result<v1::ReportList> answer(const v1::ListZRequest&) const;
  result<v1::PeriodSummary> answer(const v1::SumPeriodRequest&) const;

  /// What was answered to a client's call, if it is remembered still.
  result<std::optional<v1::Answered>>
  remembered(const std::string& client_id) const;

  /// A receipt, copy or pro forma record, as the answer of the call that made
  /// it.
  result<v1::ReceiptView> receipt_answer(const v1::RecordBody& body) const;
  /// Of a pay whose number waited for the control unit: the receipt, or why
  /// there is none (`payment_pending`, `number_voided`, `exchange_begun`).
  result<v1::ReceiptView> intent_answer(const v1::RecordBody& body) const;
  /// An X, a Z, or the reprint of one.
  result<v1::ReportView> report_answer(const v1::RecordBody& body) const;
  result<v1::RecordBody> body(seq_t seq) const;

  /// The open sale and what waits for the control unit, rebuilt from their
  /// records.
  result<state> open_sale() const;

  /// The terminal's own part of its status, but for the head: what is durable
  /// of it only the journal knows (L4).
  result<v1::NodeStatus> status() const;

private:
  /// Of a copy or pro forma that waited for the control unit: as it then was
  /// made, or why not (`payment_pending`, `number_voided`).
  result<v1::ReceiptView> aside_answer(const v1::RecordBody& intent) const;
  /// Of a pay that made the return of an exchange: the sale, or why there is
  /// none yet (`payment_pending`, `exchange_begun`).
  result<v1::ReceiptView> exchange_answer(const written_receipt& back,
                                          const v1::LedgerState& at) const;
  result<v1::ReceiptView> view(const written_receipt& of) const;
  kassa::status is_here(const std::string& terminal) const;

  const store::reader* from_;
  scope here_;
};

} // namespace kassa::sale
