#include "tests/emulator/checks.hpp"
#include "tests/emulator/sessions.hpp"

#include <cstdio>
#include <sstream>

namespace kassa::emulator {

namespace {

/// CRC-16/XMODEM by nibbles.
unsigned crc_of(std::string_view text) {
  static constexpr unsigned table[16]
    = {0x0000, 0x1021, 0x2042, 0x3063, 0x4084, 0x50A5, 0x60C6, 0x70E7,
       0x8108, 0x9129, 0xA14A, 0xB16B, 0xC18C, 0xD1AD, 0xE1CE, 0xF1EF};
  unsigned crc = 0;
  for (char c : text) {
    auto byte = static_cast<unsigned char>(c);
    crc = ((crc << 4) ^ table[((crc >> 12) ^ (byte >> 4)) & 15U]) & 0xFFFFU;
    crc = ((crc << 4) ^ table[((crc >> 12) ^ (byte & 15U)) & 15U]) & 0xFFFFU;
  }
  return crc;
}

std::string with_crc(std::string text) {
  text += ' ';
  char sum[8];
  std::snprintf(sum, sizeof sum, "0x%04X", crc_of(text));
  return text + sum;
}

class kd_session : public session {
public:
  explicit kd_session(device& of) : device_(of) {}

  std::vector<action> take(std::string_view bytes) override {
    std::vector<action> out;
    for (char c : bytes) {
      line_ += c;
      if (!line_.ends_with("\r\n"))
        continue;
      line_.resize(line_.size() - 2);
      for (auto& x : serve(line_))
        out.push_back(std::move(x));
      line_.clear();
    }
    return out;
  }

private:
  /// @returns the answer "code data" to one request, with its faults
  std::vector<action> serve(const std::string& line) {
    auto space = line.rfind(' ');
    if (space == std::string::npos || line.size() > 400)
      return plain("-1");
    if (with_crc(line.substr(0, space)) != line)
      return plain(line.find(" 0x") < space ? "22" : "-2");
    std::istringstream in{line.substr(0, space)};
    std::vector<std::string> words;
    for (std::string word; in >> word;)
      words.push_back(word);
    if (words.size() == 1 && words[0] == "ver")
      return version();
    if (words.empty() || words[0] != "kd")
      return plain("-3");
    auto wrong = check(words);
    return wrong.empty() ? receipt(words) : plain(wrong);
  }

  static std::vector<action> plain(const std::string& text) {
    return {{with_crc(text) + '\r'}};
  }

  std::vector<action> version() {
    auto by = device_.next_fault(false);
    if (by && by->what == fault::no_answer)
      return {};
    if (by && by->what == fault::code)
      return plain(by->code);
    if (by && by->what == fault::busy)
      return plain("15");
    return disturb(with_crc("0 1.0 EMULATOR 1 0 " + device_.unit()) + '\r', by,
                   2);
  }

  std::vector<action> receipt(const std::vector<std::string>& words) {
    auto by = device_.next_fault(true);
    if (by)
      switch (by->what) {
      case fault::no_answer: return {};
      case fault::code: return plain(by->code);
      case fault::busy: return plain("15");
      case fault::storage_full: return plain("24");
      case fault::clock: return plain("2");
      default: break;
      }
    const auto gets = device_.gift_for(words[5]);
    if (gets == gift::refusal)
      return plain("6");
    auto code = device_.commit(words[2] + ' ' + words[3], words[5],
                               kvittodata({words.begin() + 1, words.end()}));
    auto said = !code ? "5" : gets == gift::bare ? "0" : "0 " + *code;
    return disturb(with_crc(said) + '\r', by, 2);
  }

  static std::string check(const std::vector<std::string>& words) {
    if (words.size() != 12)
      return "1";
    if (!is_minute(words[1]))
      return "2";
    if (!is_number(words[2], 10, 10))
      return "3";
    if (words[3].size() > 16)
      return "4";
    if (!is_number(words[4], 1, 12))
      return "5";
    if (!is_kind(words[5]))
      return "6";
    if (!is_amount(words[6]))
      return "8";
    if (!is_amount(words[7]))
      return "9";
    for (std::size_t i = 0; i < 4; ++i)
      if (!is_vat(words[8 + i]))
        return std::to_string(10 + i);
    return is_related(words[6], words[7]) ? "" : "21";
  }

  device& device_;
  std::string line_;
};

} // namespace

std::unique_ptr<session> make_kd_session(device& of) {
  return std::make_unique<kd_session>(of);
}

std::string kvittodata(const std::vector<std::string>& fields) {
  std::string out;
  for (const auto& x : fields)
    out += (out.empty() ? "" : " ") + x;
  return out;
}

} // namespace kassa::emulator
