#include "hub/token_rule.hpp"

#include "actors/sync/proof.hpp"

namespace kassa::hub {

namespace {

bool same(const v1::Token& a, const v1::Token& b) {
  return a.n() == b.n() && a.random() == b.random()
         && a.incarnation() == b.incarnation();
}

v1::Token issue(std::uint64_t n, const scope& of, const token_source& with) {
  v1::Token out;
  out.set_incarnation(with.incarnation);
  out.set_n(n);
  out.set_random(with.random);
  sync::sign_token(out, of, with.key);
  return out;
}

// Confirmed is what was shown. What is issued already is sent again, so that
// a terminal that synced it without our hearing of it is known next time.
token_judgement accept(v1::TokenState next, const scope& of,
                       const token_source& with) {
  if (!next.has_issued() || next.issued().n() != next.confirmed().n() + 1)
    *next.mutable_issued() = issue(next.confirmed().n() + 1, of, with);
  return {token_verdict::accepted, std::move(next)};
}

} // namespace

token_judgement judge_token(const v1::TokenState& known, const v1::Token* shown,
                            const scope& of, const token_source& with) {
  if (!shown) {
    if (known.has_confirmed())
      return {token_verdict::second_holder, known};
    return accept(known, of, with);
  }
  if (!sync::token_holds(*shown, of, with.key.public_key))
    return {token_verdict::forged, known};
  auto confirmed = known.confirmed().n();
  if (known.has_confirmed() && shown->n() < confirmed)
    return {token_verdict::second_holder, known};
  // A confirmed token is on the one holder's disk: another with its number is
  // on someone else's.
  if (known.has_confirmed() && shown->n() == confirmed
      && !same(*shown, known.confirmed()))
    return {token_verdict::second_holder, known};
  auto next = known;
  if (shown->n() > confirmed || !known.has_confirmed()) {
    // The issued one, or a later one of a hub that was restored since.
    *next.mutable_confirmed() = *shown;
    next.clear_issued();
  }
  return accept(std::move(next), of, with);
}

v1::TokenState confirm_token(v1::TokenState known, std::uint64_t n) {
  if (known.has_issued() && known.issued().n() == n) {
    *known.mutable_confirmed() = known.issued();
    known.clear_issued();
  }
  return known;
}

} // namespace kassa::hub
