#pragma once

#include "proto/base/result.hpp"
#include "store/hub_storage.hpp"

#include <kassa/v1/office.pb.h>
#include <kassa/v1/record.pb.h>

#include <map>
#include <string>

/// Which receipts returns cite, over a store's terminals. No terminal knows
/// what another one sold or took back (L1), so a receipt may be returned at two
/// of them: here it shows, and a person looks into it.
namespace kassa::hub {

/// Rows of a store's partition: key, value.
using cited_rows = std::map<std::string, std::string>;

/// Adds what one receipt says: whom it cites, and the name that its terminal
/// prints. A row is the same however often it is made, so that records which
/// are counted again change nothing.
void add_cited(cited_rows& to, const v1::RecordBody& of);

/// Receipts that a return of another terminal cites, where at least two returns
/// do in all, or more came back than was sold. By terminal and number; costs a
/// scan of the store's returns, and for each receipt that was returned
/// elsewhere a search of its sale. A kassabeteckning stands for its terminal,
/// unless two terminals print the same. What was sold is not compared where the
/// hub does not hold it yet.
[[nodiscard]] result<v1::CitedList> read_cited(const store::hub_storage& data,
                                               const std::string& store);

} // namespace kassa::hub
