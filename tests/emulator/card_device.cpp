#include "tests/emulator/card_device.hpp"

#include <algorithm>
#include <cstdlib>
#include <sstream>
#include <utility>

namespace kassa::emulator {

namespace {

struct card_fault_name {
  std::string_view name;
  card_fault what;
};

constexpr card_fault_name card_fault_names[] = {
  {"decline", card_fault::decline},
  {"silent_before", card_fault::silent_before},
  {"silent_after", card_fault::silent_after},
  {"late", card_fault::late},
  {"twice", card_fault::twice},
  {"cut_before", card_fault::cut_before},
  {"cut", card_fault::cut},
  {"garbled", card_fault::garbled},
  {"unknown", card_fault::unknown},
};

bool set_option(armed_card_fault& of, const std::string& word) {
  auto at = word.find('=');
  auto name = word.substr(0, at);
  auto value = at == std::string::npos ? std::string{} : word.substr(at + 1);
  auto n = static_cast<std::uint32_t>(std::atoi(value.c_str()));
  if (word == "always")
    of.left = always;
  else if (name == "count" && n > 0)
    of.left = n;
  else if (name == "ms" && n > 0)
    of.ms = n;
  else if (word == "on=asks")
    of.with = card_moment::asks;
  else if (word == "on=hellos")
    of.with = card_moment::hellos;
  else if (word == "on=all")
    of.with = card_moment::all;
  else
    return false;
  return true;
}

std::string arm(card_device& of, std::istringstream& in) {
  std::string name;
  in >> name;
  auto at
    = std::find_if(std::begin(card_fault_names), std::end(card_fault_names),
                   [&name](auto& x) { return x.name == name; });
  if (at == std::end(card_fault_names))
    return "error no fault " + name;
  armed_card_fault out;
  out.what = at->what;
  for (std::string word; in >> word;)
    if (!set_option(out, word))
      return "error no option " + word;
  of.arm(out);
  return "ok";
}

std::string padded(std::size_t n, std::size_t digits) {
  auto out = std::to_string(n);
  return std::string(digits > out.size() ? digits - out.size() : 0, '0') + out;
}

std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> out(1);
  for (char c : line)
    if (c == '\t')
      out.emplace_back();
    else
      out.back() += c;
  return out;
}

class card_session : public session {
public:
  explicit card_session(card_device& of) : device_(of) {}

  std::vector<action> take(std::string_view bytes) override {
    std::vector<action> out;
    for (char c : bytes) {
      if (c != '\n') {
        line_ += c;
        continue;
      }
      for (auto& x : device_.serve(std::exchange(line_, {})))
        out.push_back(std::move(x));
    }
    return out;
  }

private:
  card_device& device_;
  std::string line_;
};

} // namespace

std::optional<armed_card_fault> card_device::next_fault(bool ask) {
  for (auto at = faults_.begin(); at != faults_.end(); ++at) {
    if (at->with == (ask ? card_moment::hellos : card_moment::asks))
      continue;
    auto out = *at;
    if (at->left != always && --at->left == 0)
      faults_.erase(at);
    return out;
  }
  return {};
}

std::vector<action> card_device::serve(const std::string& line) {
  auto f = split(line);
  if (f[0] == "HELLO" && f.size() == 2 && f[1] == "1")
    return hello();
  auto ore = f.size() == 3 ? std::atoll(f[2].c_str()) : 0;
  if (f[0] != "ASK" || f.size() != 3 || f[1].empty() || ore == 0)
    return {{"ERROR\tnot understood\n"}};
  return ask(f[1], ore);
}

std::vector<action> card_device::hello() {
  auto by = next_fault(false);
  if (by && by->what == card_fault::silent_before)
    return {};
  if (by && by->what == card_fault::cut_before)
    return {{{}, 0, true}};
  return {{std::string{"TERMINAL\t"} + name + "\tkassa-emulator\n"}};
}

std::vector<action> card_device::ask(const std::string& id, long long ore) {
  auto by = next_fault(true);
  if (by && by->what == card_fault::silent_before)
    return {};
  if (by && by->what == card_fault::cut_before)
    return {{{}, 0, true}};
  if (auto known = told_.find(id); known == told_.end())
    told_[id]
      = {ore, by && by->what == card_fault::decline ? "DECLINED\tMedges ej"
                                                    : take_money(id, ore)};
  else if (known->second.ore != ore)
    return {{"ERROR\tthis id was asked for another amount\n"}};
  auto answer = "ANSWER\t" + id + '\t' + told_[id].answer + '\n';
  if (!by)
    return {{answer}};
  switch (by->what) {
  case card_fault::silent_after: return {};
  case card_fault::late: return {{answer, by->ms}};
  case card_fault::twice: return {{answer}, {answer}};
  case card_fault::cut: return {{{}, 0, true}};
  case card_fault::garbled: return {{answer.substr(0, 20) + "#?\n"}};
  case card_fault::unknown:
    return {{"ANSWER\t" + id + "\tUNKNOWN\tno word from the bank\n"}};
  default: return {{answer}};
  }
}

/// The money moves here and nowhere else.
std::string card_device::take_money(const std::string& id, long long ore) {
  charges_.push_back({id, ore});
  auto n = charges_.size();
  return "APPROVED\t" + std::to_string(ore) + '\t' + name + "\t************"
         + padded(n % 10'000, 4) + "\tEmukort\t" + padded(n, 6) + '\t'
         + padded(n, 12);
}

std::unique_ptr<session> make_card_session(card_device& of) {
  return std::make_unique<card_session>(of);
}

std::string command(card_device& of, std::string_view line) {
  std::istringstream in{std::string{line}};
  std::string verb;
  in >> verb;
  if (verb == "fault")
    return arm(of, in);
  if (verb == "clear") {
    of.clear();
    return "ok";
  }
  if (verb != "charges")
    return "error " + std::string{line};
  std::string out = "ok";
  for (const auto& x : of.charges())
    out += ' ' + x.id + '=' + std::to_string(x.ore);
  return out;
}

} // namespace kassa::emulator
