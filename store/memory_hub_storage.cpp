#include "store/hub_storage.hpp"
#include "store/keys.hpp"

#include <algorithm>
#include <map>
#include <mutex>

namespace kassa::store {

namespace {

class memory_hub_storage : public hub_storage {
public:
  std::vector<status> commit(std::span<const transaction> all) override {
    std::lock_guard guard{lock_};
    std::vector<status> out;
    for (const auto& x : all) {
      out.push_back(check(x));
      if (out.back())
        apply(x);
    }
    return out;
  }

  result<std::optional<std::string>> get(std::string_view partition,
                                         std::string_view key) const override {
    std::lock_guard guard{lock_};
    return find(partition, key);
  }

  status scan(std::string_view partition, std::string_view from,
              std::string_view to, const visitor& visit) const override {
    // A visitor may call back: it sees a copy, made under the lock.
    for (const auto& [key, value] : copy(partition, from, to))
      if (!visit(key, value))
        break;
    return ok;
  }

private:
  using rows = std::map<std::string, std::string, std::less<>>;

  std::optional<std::string> find(std::string_view partition,
                                  std::string_view key) const {
    auto in = partitions_.find(partition);
    if (in == partitions_.end())
      return std::nullopt;
    auto i = in->second.find(key);
    return i != in->second.end() ? std::optional{i->second} : std::nullopt;
  }

  std::vector<rows::value_type> copy(std::string_view partition,
                                     std::string_view from,
                                     std::string_view to) const {
    std::lock_guard guard{lock_};
    auto in = partitions_.find(partition);
    if (in == partitions_.end() || (!to.empty() && to <= from))
      return {};
    const auto& all = in->second;
    return {all.lower_bound(from),
            to.empty() ? all.end() : all.lower_bound(to)};
  }

  status check(const transaction& x) const {
    for (const auto& e : x.expect)
      if (find(x.partition, e.key) != e.value)
        return error{errc::conflict, {{"what", x.partition}}, e.key};
    return ok;
  }

  void apply(const transaction& x) {
    auto& in = partitions_[x.partition];
    for (const auto& w : x.writes)
      if (w.value)
        in.insert_or_assign(w.key, *w.value);
      else
        in.erase(w.key);
  }

  mutable std::mutex lock_;
  std::map<std::string, rows, std::less<>> partitions_;
};

} // namespace

std::unique_ptr<hub_storage> make_memory_hub_storage() {
  return std::make_unique<memory_hub_storage>();
}

} // namespace kassa::store
