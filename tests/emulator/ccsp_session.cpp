#include "tests/emulator/checks.hpp"
#include "tests/emulator/sessions.hpp"

#include <cstdio>
#include <sstream>

namespace kassa::emulator {

namespace {

std::string frame(const std::string& payload) {
  char head[16];
  std::snprintf(head, sizeof head, "#!#%03zX#", payload.size() + 11);
  auto out = head + payload + '#';
  unsigned char sum = 0;
  for (char c : out)
    sum = static_cast<unsigned char>(sum ^ static_cast<unsigned char>(c));
  char tail[8];
  std::snprintf(tail, sizeof tail, "%02X\r", sum);
  return out + tail;
}

class ccsp_session : public session {
public:
  explicit ccsp_session(device& of) : device_(of) {}

  std::vector<action> take(std::string_view bytes) override {
    std::vector<action> out;
    for (char c : bytes) {
      line_ += c;
      if (c != '\r')
        continue;
      for (auto& x : serve(line_))
        out.push_back(std::move(x));
      line_.clear();
    }
    return out;
  }

private:
  std::vector<action> serve(const std::string& line) {
    if (line.size() < 12 || !line.starts_with("#!#"))
      return nak("001");
    auto payload = line.substr(7, line.size() - 11);
    if (frame(payload) != line)
      return nak("001");
    std::vector<std::string> f;
    std::istringstream in{payload};
    for (std::string word; std::getline(in, word, '#');)
      f.push_back(word);
    if (f.empty())
      return nak("002");
    if (f[0] == "IQ")
      return query("IR#" + device_.unit() + "#2#E1.0");
    if (f[0] == "SIQ" || f[0] == "SQX")
      return query((f[0] == "SIQ" ? "SIR" : "SRX") + std::string{"#0#0000"});
    if (f[0] == "ST" || f[0] == "RH" || f[0] == "SQ")
      return nak("005");
    if (f[0] != "RR")
      return nak("002");
    auto wrong = check(f);
    return wrong.empty() ? receipt(f) : nak(wrong);
  }

  static std::vector<action> nak(const std::string& code) {
    return {{frame("NAK#" + code)}};
  }

  std::vector<action> query(const std::string& payload) {
    auto by = device_.next_fault(false);
    if (by && by->what == fault::no_answer)
      return {};
    if (by && by->what == fault::code)
      return nak(by->code);
    if (by && payload.starts_with("S")) {
      auto status = by->what == fault::busy           ? '5'
                    : by->what == fault::storage_full ? '4'
                    : by->what == fault::storage_high ? '1'
                                                      : '0';
      return disturb(frame(payload.substr(0, 4) + status + "#0001"), by, 2);
    }
    if (by && by->what == fault::busy)
      return nak("006");
    return disturb(frame(payload), by, 2);
  }

  std::vector<action> receipt(const std::vector<std::string>& f) {
    auto by = device_.next_fault(true);
    if (by)
      switch (by->what) {
      case fault::no_answer: return {};
      case fault::code: return nak(by->code);
      case fault::busy: return nak("006");
      case fault::storage_full: return nak("010");
      case fault::clock: return nak("003");
      default: break;
      }
    const auto gets = device_.gift_for(f[6]);
    if (gets == gift::refusal)
      return nak("003");
    // In the order of the kvittodata.
    auto code = device_.commit(f[2] + ' ' + f[3], f[6],
                               kvittodata({f[4], f[2], f[3], f[5], f[6], f[8],
                                           f[7], f[9], f[10], f[11], f[12]}));
    if (!code)
      return disturb(frame("NAK#011"), by, 2);
    if (gets == gift::bare)
      code->clear();
    auto high = by && by->what == fault::storage_high;
    return disturb(
      frame("RRR#" + *code + '#' + device_.unit() + "##" + (high ? "1" : "0")),
      by, 2);
  }

  /// RR, sequence, org.nr, POS-ID, date, number, kind, total, negative, VAT
  /// x 4.
  static std::string check(const std::vector<std::string>& f) {
    if (f.size() != 13)
      return "003";
    if (!is_number(f[1], 1, 12))
      return "011";
    if (f[3].empty() || f[3].size() > 16)
      return "007";
    if (!is_number(f[2], 10, 10) || !is_minute(f[4]) || !is_number(f[5], 1, 12)
        || !is_kind(f[6]) || !is_amount(f[7]) || !is_amount(f[8]))
      return "003";
    for (std::size_t i = 9; i < 13; ++i)
      if (!is_vat(f[i]))
        return "003";
    return is_related(f[8], f[7]) ? "" : "003";
  }

  device& device_;
  std::string line_;
};

} // namespace

std::unique_ptr<session> make_ccsp_session(device& of) {
  return std::make_unique<ccsp_session>(of);
}

} // namespace kassa::emulator
