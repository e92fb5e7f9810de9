#include "tests/emulator/sessions.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>

namespace kassa::emulator {

namespace {

constexpr std::size_t request_max = 64 * 1024;
constexpr std::string_view end_of_head = "\r\n\r\n";

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  });
  return text;
}

/// As much HTTP/1.1 as one POST after the other needs.
class tcs_session : public session {
public:
  explicit tcs_session(device& of) : device_(of) {}

  std::vector<action> take(std::string_view bytes) override {
    taken_ += bytes;
    std::vector<action> out;
    if (taken_.size() > request_max)
      return {{{}, 0, true}};
    for (std::string body; next(body);)
      for (auto& x : answer(body))
        out.push_back(std::move(x));
    return out;
  }

private:
  /// Takes one whole request off what has come.
  bool next(std::string& body) {
    auto end = taken_.find(end_of_head);
    if (end == std::string::npos)
      return false;
    auto head = lower(taken_.substr(0, end));
    auto from = end + end_of_head.size();
    constexpr std::string_view length = "content-length:";
    auto at = head.find(length);
    auto size
      = at == std::string::npos
          ? 0UL
          : std::strtoul(head.c_str() + at + length.size(), nullptr, 10);
    if (taken_.size() - from < size)
      return false;
    body = head.starts_with("post /tcsserver ") ? taken_.substr(from, size)
                                                : std::string{};
    taken_.erase(0, from + size);
    return true;
  }

  std::vector<action> answer(const std::string& body) {
    auto reply = answer_tcs(device_, body);
    if (reply.status.empty())
      return {};
    auto text = "HTTP/1.1 " + reply.status
                + "\r\nContent-Type: application/xml\r\nContent-Length: "
                + std::to_string(reply.body.size()) + "\r\n\r\n" + reply.body;
    return disturb(std::move(text), reply.by, tcs_damage);
  }

  device& device_;
  std::string taken_;
};

} // namespace

std::unique_ptr<session> make_tcs_session(device& of) {
  return std::make_unique<tcs_session>(of);
}

} // namespace kassa::emulator
