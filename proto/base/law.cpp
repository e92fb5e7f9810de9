#include "proto/base/law.hpp"

#include <iterator>

namespace kassa {

namespace {

constexpr law_item law_items[]{
#define KASSA_LAW(item, paragraph, wording, standing, setting, sv, en,         \
                  doubt_sv, doubt_en)                                          \
  {item, paragraph, wording, law_standing::standing, setting, sv,              \
   en,   doubt_sv,  doubt_en},
#include "proto/base/law.def"
#undef KASSA_LAW
};

} // namespace

std::span<const law_item> law_table() noexcept {
  return {std::begin(law_items), std::end(law_items)};
}

std::string_view to_string(law_standing what) noexcept {
  switch (what) {
  case law_standing::text: return "text";
  case law_standing::second: return "second";
  case law_standing::earlier: return "earlier";
  case law_standing::open: return "open";
  }
  return "open";
}

} // namespace kassa
