#pragma once

#include "proto/base/ids.hpp"
#include "proto/base/result.hpp"
#include "store/hub_storage.hpp"

#include <kassa/v1/record.pb.h>

#include <cstdint>
#include <optional>
#include <vector>

/// Whether more came back of a receipt than was sold on it.
namespace kassa::hub {

/// The sale receipt of a number, from the journal that is held; a receipt
/// without lines where the number became none (a void); nothing where the
/// journal does not reach so far, or there is none. Numbers go up with seqs
/// (L2), so that it is searched for by halves. @returns corrupt, io
[[nodiscard]] result<std::optional<v1::Receipt>>
find_sale(const store::hub_storage& data, const scope& of, seq_t last,
          std::uint64_t number);

/// Whether the returns come to more than the sale: in all, or in the quantity
/// of an article. Goods that come back without a receipt of their own terminal
/// cost what they cost that day, so that the sum may be more although the goods
/// are the same.
[[nodiscard]] bool exceeds(const v1::Receipt& sale,
                           const std::vector<v1::Receipt>& returns);

} // namespace kassa::hub
