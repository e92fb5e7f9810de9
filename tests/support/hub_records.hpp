#pragma once

#include "actors/sync/proof.hpp"
#include "proto/base/crypto.hpp"
#include "proto/base/ids.hpp"
#include "proto/base/record_run.hpp"
#include "tests/support/fakes.hpp"

#include <kassa/v1/record.pb.h>
#include <kassa/v1/sync.pb.h>

#include <string>
#include <vector>

namespace kassa::testing {

/// A terminal's journal as the hub may come to see it: made up, well-formed.
class made_journal {
public:
  explicit made_journal(scope of, std::uint64_t seed = 1)
    : of_(std::move(of)), random_(seed), key_(make_key_pair(random_)) {}

  const scope& of() const { return of_; }
  const key_pair& key() const { return key_; }
  seq_t last() const { return records_.size(); }

  v1::RecordBody body(v1::Kind kind) const {
    v1::RecordBody out;
    out.set_format(1);
    out.set_store(of_.store);
    out.set_terminal(of_.terminal);
    out.set_seq(last() + 1);
    out.set_kind(kind);
    out.set_wall_ms(1'777'892'700'000 + static_cast<std::int64_t>(last()));
    out.set_business_ms(out.wall_ms());
    out.set_offset_minutes(120);
    return out;
  }

  void append(const v1::RecordBody& body) {
    append_bytes(body.SerializeAsString());
  }

  void append_bytes(std::string body) {
    v1::Record record;
    record.set_hash(record_hash(hash_at(last()), body));
    record.set_body(std::move(body));
    records_.push_back(std::move(record));
  }

  void append_plain(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
      append(body(v1::KIND_DRAWER_OPENED));
  }

  /// A sale, or a return when the amount is negative.
  void append_receipt(std::int64_t ore, std::uint32_t basis_points = 1200,
                      const std::string& article = "100") {
    auto out = body(v1::KIND_RECEIPT);
    auto& receipt = *out.mutable_receipt();
    receipt.set_series(ore < 0 ? v1::SERIES_RETURN : v1::SERIES_SALE);
    receipt.set_number(last() + 1);
    receipt.set_business_date("2026-05-04");
    receipt.set_total_ore(ore);
    auto& line = *receipt.add_lines();
    line.set_article_no(article);
    line.set_name("Article " + article);
    line.set_group("Bageri");
    line.set_group_name("Bageri");
    line.set_quantity_milli(ore < 0 ? -1000 : 1000);
    line.set_gross_ore(ore);
    auto& vat = *receipt.add_vat();
    vat.set_basis_points(basis_points);
    vat.set_gross_ore(ore);
    vat.set_vat_ore(ore / 10);
    auto& payment = *receipt.add_payments();
    payment.set_means(v1::MEANS_CASH);
    payment.set_name("Kontant");
    payment.set_tendered_ore(ore);
    append(out);
  }

  const std::string& hash_at(seq_t seq) const {
    return seq == 0 ? zero_hash() : records_[seq - 1].hash();
  }

  v1::Head head() const { return head(last()); }
  v1::Head head(seq_t seq) const {
    v1::Head out;
    out.set_seq(seq);
    out.set_hash(hash_at(seq));
    return out;
  }

  /// Records `first` to `last`, signed.
  v1::Batch batch(seq_t first, seq_t last) const {
    v1::Batch out;
    out.set_first_seq(first);
    out.set_previous_hash(hash_at(first - 1));
    record_run run;
    for (auto seq = first; seq <= last; ++seq)
      run.push(records_[seq - 1].SerializeAsString());
    out.set_run(std::move(run.bytes));
    out.set_head_signature(sign_head(head(last), of_, key_));
    return out;
  }

  v1::HelloClaim claim() const {
    v1::HelloClaim out;
    out.set_store(of_.store);
    out.set_terminal(of_.terminal);
    out.set_device_key(key_.public_key);
    out.set_protocol(sync::protocol_version);
    *out.mutable_head() = head();
    return out;
  }

  const v1::Record& record(seq_t seq) const { return records_[seq - 1]; }

private:
  scope of_;
  seeded_random random_;
  key_pair key_;
  std::vector<v1::Record> records_;
};

} // namespace kassa::testing
