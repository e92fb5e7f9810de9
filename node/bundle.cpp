#include "node/bundle.hpp"

#include "actors/catalog/row_key.hpp"
#include "actors/catalog/state_hash.hpp"
#include "actors/catalog/view.hpp"
#include "actors/journal/create.hpp"
#include "store/keys.hpp"
#include "transport/tls/certificates.hpp"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <cassert>

namespace kassa::node {

namespace {

namespace json = google::protobuf::util;

constexpr std::size_t lineage_size = 16;
constexpr std::size_t key_size = 32;

std::vector<v1::Row> rows_of(const v1::Bundle& bundle) {
  std::vector<v1::Row> out;
  for (const auto& bytes : bundle.rows())
    out.emplace_back().ParseFromString(bytes);
  return out;
}

/// The parser draws a picture below its words.
std::string first_line(const std::string& text) {
  return "no bundle in JSON: " + text.substr(0, text.find('\n'));
}

/// What is wrong with it; empty: nothing.
std::string fault_of(const v1::Bundle& bundle) {
  if (bundle.format() != 1)
    return "format " + std::to_string(bundle.format())
           + " is not known to this version";
  if (auto s = make_scope(bundle.store(), bundle.terminal()); !s)
    return words(s.why(), language::en);
  if (bundle.lineage().size() != lineage_size)
    return "lineage is not 16 bytes";
  if (!bundle.hub_key().empty() && bundle.hub_key().size() != key_size)
    return "hubKey is not 32 bytes";
  if (!bundle.hub().empty() && !tls::fingerprint(bundle.authority()))
    return "authority is no certificate";
  auto stores = 0;
  for (const auto& bytes : bundle.rows()) {
    v1::Row row;
    if (!row.ParseFromString(bytes) || !catalog::check_row_key(row.key()))
      return "a row cannot be read";
    stores += row.has_store() ? 1 : 0;
  }
  return stores == 0 ? "no row is the store's" : "";
}

/// Whether the rows hold together as a catalog.
status check_catalog(const v1::Bundle& bundle) {
  auto made = catalog_of(bundle);
  std::vector<catalog::entry> rows;
  auto prefix = store::catalog_generation_key(scope_of(bundle),
                                              journal::first_generation);
  for (auto& x : made.rows.ops)
    rows.push_back({x.key.substr(prefix.size()), x.value});
  v1::CatalogHead head;
  *head.mutable_name() = made.active.name();
  head.set_state_hash(made.active.state_hash());
  head.set_rows(made.active.rows());
  std::sort(rows.begin(), rows.end(),
            [](const auto& a, const auto& b) { return a.key < b.key; });
  auto view = catalog::view::make(std::move(head), std::move(rows));
  return view ? status{ok} : status{view.why()};
}

} // namespace

result<v1::Bundle> parse_bundle(std::string_view text,
                                const std::string& file) {
  v1::Bundle out;
  json::JsonParseOptions options;
  options.ignore_unknown_fields = true; // A newer hub may say more.
  auto parsed
    = json::JsonStringToMessage({text.data(), text.size()}, &out, options);
  auto fault
    = parsed.ok() ? fault_of(out) : first_line(std::string{parsed.message()});
  if (fault.empty())
    if (auto s = check_catalog(out); !s)
      fault = words(s.why(), language::en);
  while (fault.ends_with('.')) // The words around it end the sentence.
    fault.pop_back();
  if (!fault.empty())
    return error{errc::bad_bundle, {{"file", file}, {"what", fault}}};
  return out;
}

std::string print_bundle(const v1::Bundle& bundle) {
  std::string out;
  json::JsonPrintOptions options;
  options.add_whitespace = true;
  auto printed = json::MessageToJsonString(bundle, &out, options);
  assert(printed.ok());
  (void)printed;
  return out;
}

kassa::scope scope_of(const v1::Bundle& bundle) {
  return {bundle.store(), bundle.terminal()};
}

v1::StoreData store_of(const v1::Bundle& bundle) {
  for (auto& row : rows_of(bundle))
    if (row.has_store())
      return row.store();
  return {};
}

bundled_catalog catalog_of(const v1::Bundle& bundle) {
  bundled_catalog out;
  catalog::state_hash hash;
  auto where = scope_of(bundle);
  for (const auto& bytes : bundle.rows()) {
    v1::Row row;
    row.ParseFromString(bytes);
    auto key = catalog::encode_row_key(row.key());
    hash.add(key, bytes);
    out.rows.put(store::family::catalog,
                 store::catalog_row_key(where, journal::first_generation, key),
                 bytes);
  }
  out.active.mutable_name()->set_lineage(bundle.lineage());
  out.active.set_generation(journal::first_generation);
  out.active.set_state_hash(hash.bytes());
  out.active.set_rows(static_cast<std::uint64_t>(bundle.rows_size()));
  return out;
}

} // namespace kassa::node
