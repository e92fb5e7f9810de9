#pragma once

#include <kassa/v1/record.pb.h>

#include <cstdint>
#include <string>
#include <vector>

/// A sale as benchmarks make it.
namespace kassa::bench {

/// @param sold how many sales came before: another article each time
v1::Line sample_line(std::uint32_t no, std::uint64_t sold,
                     std::int64_t wall_ms);

/// The draft of its receipt: paid by card, not printed.
v1::RecordBody sample_sale(const std::vector<v1::Line>& lines,
                           const std::string& sale);

} // namespace kassa::bench
