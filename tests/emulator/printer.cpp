#include "tests/emulator/printer.hpp"

#include <charconv>
#include <sstream>

namespace kassa::emulator {

namespace {

using namespace testing;

std::string bytes(std::initializer_list<unsigned> of) {
  std::string out;
  for (auto x : of)
    out += static_cast<char>(x);
  return out;
}

unsigned flag(bool set, unsigned value) {
  return set ? value : 0;
}

/// "rows=12" as 12.
std::optional<std::uint32_t> number_of(const std::string& word,
                                       std::string_view name) {
  std::uint32_t out = 0;
  if (!word.starts_with(name))
    return {};
  const auto* end = word.data() + word.size();
  auto [at, why] = std::from_chars(word.data() + name.size(), end, out);
  return why == std::errc{} && at == end ? std::optional{out} : std::nullopt;
}

bool switch_paper(emulated_printer& of, const std::string& to) {
  if (to == "in")
    of.load();
  else if (to == "out")
    of.paper_out = true;
  else if (to == "low")
    of.paper_low = true;
  else
    return false;
  return true;
}

/// One of two words. @returns whether it was one of them
bool one_of(bool& what, const std::string& word, std::string_view yes,
            std::string_view no) {
  if (word != yes && word != no)
    return false;
  what = word == yes;
  return true;
}

bool switch_marks(emulated_printer& of, const std::string& how,
                  const std::string& ms) {
  if (how != "late")
    return one_of(of.marks, how, "on", "off");
  auto n = number_of(ms, "ms=");
  of.late_ms = n.value_or(0);
  return n.has_value();
}

template <class T>
bool set_number(std::optional<T>& to, const std::string& word,
                std::string_view name) {
  auto n = number_of(word, name);
  if (n)
    to = *n;
  return n.has_value();
}

std::string on_one_line(const std::string& text) {
  std::string out;
  for (char c : text)
    out += c == '\n' ? "\\n" : std::string(1, c);
  return out;
}

/// The real-time questions are answered before all that waits.
class printer_session : public session {
public:
  explicit printer_session(emulated_printer& of) : printer_(of) {}

  std::vector<action> take(std::string_view bytes) override {
    auto out = printer_.work(); // What a person mended meanwhile.
    for (auto c : bytes) {
      if (breaks()) {
        add(out, printer_.work());
        out.push_back({{}, 0, true});
        return out;
      }
      word_ += c;
      if (word_.size() == 3 && word_.starts_with("\x10\x04"))
        add(out, printer_.answer(static_cast<std::uint8_t>(c)));
      else if (std::string_view{"\x10\x04"}.starts_with(word_))
        continue;
      else
        printer_.take(word_);
      word_.clear();
    }
    add(out, printer_.work());
    return out;
  }

private:
  bool breaks() {
    auto& left = printer_.breaks_after;
    if (!left || (*left)-- != 0)
      return false;
    left.reset();
    return true;
  }

  static void add(std::vector<action>& to, std::vector<action> more) {
    for (auto& x : more)
      to.push_back(std::move(x));
  }

  emulated_printer& printer_;
  std::string word_; ///< The beginning of a question.
};

} // namespace

void emulated_printer::load() {
  paper_out = paper_low = false;
  rows_left.reset();
}

std::string emulated_printer::text() const {
  std::string out;
  for (const auto& x : rows_)
    out += x.text() + '\n';
  return out;
}

/// A byte at a time: what stops it stops it there.
std::vector<action> emulated_printer::work() {
  std::vector<action> out;
  std::size_t done = 0;
  for (; done < buffer_.size() && prints(); ++done)
    for (const auto& x : reader_.take({&buffer_[done], 1}))
      for (auto& said : on(x))
        out.push_back(std::move(said));
  buffer_.erase(0, done);
  if (auto now = changes(); tells_ != 0 && !silent && now != told_) {
    told_ = now;
    out.push_back({now});
  }
  return out;
}

std::vector<action> emulated_printer::on(const paper_event& what) {
  if (const auto* row = std::get_if<paper_row>(&what)) {
    rows_.push_back(*row);
    if (rows_left && (*rows_left == 0 || --*rows_left == 0))
      paper_out = true;
  } else if (std::holds_alternative<paper_picture>(what)) {
    ++pictures_;
  } else if (const auto* code = std::get_if<paper_code>(&what)) {
    codes_.push_back(code->text);
  } else if (std::holds_alternative<paper_cut>(what)) {
    ++cuts_;
  } else if (std::holds_alternative<drawer_pulse_seen>(what)) {
    ++pulses_;
  } else if (const auto* tell = std::get_if<changes_asked>(&what)) {
    tells_ = tell->what;
    told_.clear();
  } else if (const auto* mark = std::get_if<mark_asked>(&what)) {
    if (marks && !silent)
      return {{"\x37\x22" + mark->mark + '\0', late_ms}};
  } else {
    ++strange_;
  }
  return {};
}

std::vector<action> emulated_printer::answer(std::uint8_t what) const {
  if (silent)
    return {};
  unsigned flags = 0x12;
  switch (what) {
  case 1: flags |= flag(!prints(), 0x08); break;
  case 2:
    flags
      |= flag(cover_open, 0x04) | flag(paper_out, 0x20) | flag(failed, 0x40);
    break;
  case 3: flags |= flag(failed, 0x08); break;
  case 4: flags |= flag(paper_low, 0x0C) | flag(paper_out, 0x60); break;
  default: return {};
  }
  return {{bytes({flags})}};
}

/// The four bytes of GS a.
std::string emulated_printer::changes() const {
  return bytes({0x10 | flag(!prints(), 0x08) | flag(cover_open, 0x20),
                flag(failed, 0x08),
                flag(paper_low, 0x03) | flag(paper_out, 0x0C), 0});
}

std::unique_ptr<session> make_printer_session(emulated_printer& of) {
  return std::make_unique<printer_session>(of);
}

std::string command(emulated_printer& of, std::string_view line) {
  std::istringstream in{std::string{line}};
  std::string what, how, more;
  in >> what >> how >> more;
  if (what == "text")
    return "ok " + on_one_line(of.text());
  if (what == "codes") {
    std::string all;
    for (const auto& x : of.codes())
      all += ' ' + x;
    return "ok" + all;
  }
  if (what == "stats")
    return "ok rows=" + std::to_string(of.rows().size())
           + " cuts=" + std::to_string(of.cuts())
           + " pulses=" + std::to_string(of.pulses())
           + " pictures=" + std::to_string(of.pictures())
           + " strange=" + std::to_string(of.not_understood());
  auto done = what == "paper"     ? switch_paper(of, how)
              : what == "cover"   ? one_of(of.cover_open, how, "open", "closed")
              : what == "line"    ? one_of(of.offline, how, "off", "on")
              : what == "cutter"  ? one_of(of.failed, how, "stuck", "free")
              : what == "answers" ? one_of(of.silent, how, "off", "on")
              : what == "marks"   ? switch_marks(of, how, more)
              : what == "last"    ? set_number(of.rows_left, how, "rows=")
              : what == "break"   ? set_number(of.breaks_after, how, "after=")
                                  : false;
  return done ? "ok" : "error no order " + std::string{line};
}

} // namespace kassa::emulator
