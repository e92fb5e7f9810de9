#include "hub/identity.hpp"

#include "actors/sync/proof.hpp"
#include "hub/keys.hpp"
#include "hub/secret_file.hpp"

namespace kassa::hub {

namespace {

template <class T, class Keep>
status read_all(const store::hub_storage& from, const std::string& prefix,
                Keep keep) {
  status out = ok;
  auto seen = from.scan(
    "", prefix, keys::after(prefix),
    [&](std::string_view key, std::string_view value) {
      T what;
      if (!what.ParseFromArray(value.data(), static_cast<int>(value.size()))) {
        out = error{errc::corrupt, {{"what", std::string{key}}}};
        return false;
      }
      keep(std::move(what));
      return true;
    });
  return out ? seen : out;
}

template <class T>
std::optional<T> find(const std::map<std::string, T>& in,
                      const std::string& name) {
  auto at = in.find(name);
  return at == in.end() ? std::nullopt : std::optional{at->second};
}

} // namespace

standing judge_terminal(const v1::HubTerminal* registered,
                        const applicant& who) {
  if (!registered || registered->store() != who.of.store)
    return standing::unknown;
  if (!registered->device_key().empty())
    return registered->device_key() == who.device_key ? standing::known
                                                      : standing::wrong_key;
  return !who.secret.empty()
             && equal_secrets(registered->secret_hash(),
                              secret_hash(who.secret))
           ? standing::bind
           : standing::wrong_key;
}

std::string secret_hash(std::string_view secret) {
  return hash256("kassa.secret.1", {secret});
}

result<std::unique_ptr<identity>> identity::load(store::hub_storage* storage) {
  std::unique_ptr<identity> out{new identity{storage}};
  if (auto read = out->read(); !read)
    return read.why();
  return out;
}

status identity::read() {
  auto stores = read_all<v1::HubStore>(
    *storage_, "store/", [this](auto x) { stores_[x.store()] = std::move(x); });
  if (!stores)
    return stores;
  auto users = read_all<v1::HubUser>(
    *storage_, "user/", [this](auto x) { users_[x.user()] = std::move(x); });
  if (!users)
    return users;
  auto terminals
    = read_all<v1::HubTerminal>(*storage_, "terminal/", [this](auto x) {
        terminals_[x.terminal()] = std::move(x);
      });
  if (!terminals)
    return terminals;
  return read_all<v1::FenceEntry>(*storage_, "fence/", [this](auto x) {
    fenced_.emplace(x.terminal(), x.fence());
    fences_.push_back(std::move(x));
  });
}

std::optional<v1::HubStore> identity::store(const std::string& id) const {
  std::lock_guard lock{mutex_};
  return find(stores_, id);
}

std::vector<v1::HubStore> identity::stores() const {
  std::lock_guard lock{mutex_};
  std::vector<v1::HubStore> out;
  for (const auto& [id, what] : stores_)
    out.push_back(what);
  return out;
}

std::optional<v1::HubTerminal> identity::terminal(const std::string& id) const {
  std::lock_guard lock{mutex_};
  return find(terminals_, id);
}

std::vector<v1::HubTerminal>
identity::terminals(const std::string& store) const {
  std::lock_guard lock{mutex_};
  std::vector<v1::HubTerminal> out;
  for (const auto& [id, what] : terminals_)
    if (store.empty() || what.store() == store)
      out.push_back(what);
  return out;
}

std::optional<v1::HubTerminal>
identity::terminal_of_code(const std::string& code_hash) const {
  std::lock_guard lock{mutex_};
  for (const auto& [id, what] : terminals_)
    if (!what.code_hash().empty() && equal_secrets(what.code_hash(), code_hash))
      return what;
  return std::nullopt;
}

std::optional<v1::HubUser> identity::user(const std::string& name) const {
  std::lock_guard lock{mutex_};
  return find(users_, name);
}

std::size_t identity::users() const {
  std::lock_guard lock{mutex_};
  return users_.size();
}

std::optional<v1::Fence> identity::fence(const std::string& terminal) const {
  std::lock_guard lock{mutex_};
  return find(fenced_, terminal);
}

status identity::revoked(const std::string& terminal) const {
  std::lock_guard lock{mutex_};
  auto at = terminals_.find(terminal);
  if (at == terminals_.end() || at->second.revoked_ms() == 0)
    return ok;
  return error{
    errc::revoked,
    {{"terminal", terminal}, {"reason", at->second.revoke_reason()}}};
}

std::size_t identity::terminal_count() const {
  std::lock_guard lock{mutex_};
  return terminals_.size();
}

std::vector<v1::FenceEntry> identity::fences() const {
  std::lock_guard lock{mutex_};
  return fences_;
}

template <class T>
status identity::put(std::map<std::string, T>& into, std::string key,
                     std::string name, const T& what, const T* before) {
  std::lock_guard lock{mutex_};
  if (!before && into.contains(name))
    return error{errc::exists, {{"what", name}}};
  store::transaction change;
  change.expect.push_back(
    {key, before ? std::optional{before->SerializeAsString()} : std::nullopt});
  change.writes.push_back({std::move(key), what.SerializeAsString()});
  auto outcome = storage_->commit({&change, 1}).front();
  if (outcome)
    into[std::move(name)] = what;
  return outcome;
}

status identity::add(const v1::HubStore& what) {
  return put<v1::HubStore>(stores_, keys::store(what.store()), what.store(),
                           what, nullptr);
}

status identity::change(const v1::HubStore& from, const v1::HubStore& to) {
  return put<v1::HubStore>(stores_, keys::store(to.store()), to.store(), to,
                           &from);
}

status identity::add(const v1::HubTerminal& what) {
  return put<v1::HubTerminal>(terminals_, keys::terminal(what.terminal()),
                              what.terminal(), what, nullptr);
}

status identity::change(const v1::HubTerminal& from,
                        const v1::HubTerminal& to) {
  return put<v1::HubTerminal>(terminals_, keys::terminal(to.terminal()),
                              to.terminal(), to, &from);
}

status identity::add(const v1::HubUser& what) {
  return put<v1::HubUser>(users_, keys::user(what.user()), what.user(), what,
                          nullptr);
}

status identity::admit(const applicant& who, std::int64_t now_ms) {
  auto registered = terminal(who.of.terminal);
  error refused{errc::unknown_terminal, {{"terminal", who.of.terminal}}};
  auto ours = revoked(who.of.terminal);
  switch (judge_terminal(registered ? &*registered : nullptr, who)) {
  case standing::known: return ours;
  case standing::unknown: return refused;
  case standing::wrong_key: refused.code = errc::wrong_key; return refused;
  case standing::bind: break;
  }
  if (!ours)
    return ours;
  auto bound = *registered;
  bound.set_device_key(who.device_key);
  bound.set_bound_ms(now_ms);
  auto done = change(*registered, bound);
  if (done || done.why().code != errc::conflict)
    return done;
  // Another stream of the same terminal, or someone else, was first.
  auto now = terminal(who.of.terminal);
  if (judge_terminal(now ? &*now : nullptr, who) == standing::known)
    return ok;
  refused.code = errc::wrong_key;
  return refused;
}

result<v1::Fence> identity::fence(v1::FenceEntry entry, std::int64_t now_ms,
                                  const key_pair& hub) {
  std::lock_guard lock{mutex_};
  auto first = find(fenced_, entry.terminal());
  scope of{entry.store(), entry.terminal()};
  *entry.mutable_fence()
    = first ? *first
            : sync::make_fence(of, entry.fence().reason(), now_ms, hub);
  auto key = keys::fence(fences_.size() + 1);
  store::transaction change;
  change.expect.push_back({key, std::nullopt});
  change.writes.push_back({key, entry.SerializeAsString()});
  if (auto logged = storage_->commit({&change, 1}).front(); !logged)
    return logged.why();
  auto out = entry.fence();
  fenced_.emplace(entry.terminal(), out);
  fences_.push_back(std::move(entry));
  return out;
}

result<key_pair> signing_key(const store::files& files,
                             const std::string& folder, bool make,
                             random_port& random) {
  auto seed = secret_in(files, folder + "/hub.key", make, random);
  if (!seed)
    return seed.why();
  return key_pair_from_seed(*seed);
}

} // namespace kassa::hub
