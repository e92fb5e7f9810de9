#include "actors/sale/unit/xml.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace kassa::unit {

namespace {

constexpr std::size_t size_max = 64 * 1024;
constexpr int depth_max = 16;
constexpr int elements_max = 1'000;

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool ends_name(char c) {
  return is_blank(c) || c == '/' || c == '>' || c == '<' || c == '=';
}

std::string trim(const std::string& text) {
  auto first = std::find_if_not(text.begin(), text.end(), is_blank);
  auto last = std::find_if_not(text.rbegin(), text.rend(), is_blank).base();
  return first < last ? std::string{first, last} : std::string{};
}

std::string utf8(std::uint32_t c) {
  std::string out;
  auto add = [&out](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (c < 0x80) {
    add(c);
  } else if (c < 0x800) {
    add(0xC0 | (c >> 6));
    add(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    add(0xE0 | (c >> 12));
    add(0x80 | ((c >> 6) & 0x3F));
    add(0x80 | (c & 0x3F));
  } else {
    add(0xF0 | (c >> 18));
    add(0x80 | ((c >> 12) & 0x3F));
    add(0x80 | ((c >> 6) & 0x3F));
    add(0x80 | (c & 0x3F));
  }
  return out;
}

/// What stands between '&' and ';'.
std::optional<std::string> entity(std::string_view name) {
  if (name == "amp")
    return "&";
  if (name == "lt")
    return "<";
  if (name == "gt")
    return ">";
  if (name == "quot")
    return "\"";
  if (name == "apos")
    return "'";
  if (name.size() < 2 || name[0] != '#')
    return {};
  auto hex = name[1] == 'x';
  name.remove_prefix(hex ? 2 : 1);
  std::uint32_t c = 0;
  auto end = name.data() + name.size();
  auto [at, bad] = std::from_chars(name.data(), end, c, hex ? 16 : 10);
  if (bad != std::errc{} || at != end || c == 0 || c > 0x10FFFF
      || (c >= 0xD800 && c < 0xE000))
    return {};
  return utf8(c);
}

class reader {
public:
  explicit reader(std::string_view text) : rest_(text) {}

  bool message(xml_element& out) {
    if (rest_.substr(0, 3) == "\xEF\xBB\xBF")
      rest_.remove_prefix(3);
    if (rest_.substr(0, 5) == "<?xml" && !skip_past("?>"))
      return no("an open declaration");
    return skip_between() && element(out, 1) && skip_between()
           && (rest_.empty() || no("more than one element"));
  }

  std::string why;

private:
  bool no(std::string what) {
    if (why.empty())
      why = std::move(what);
    return false;
  }

  bool skip_past(std::string_view end) {
    auto at = rest_.find(end);
    if (at == std::string_view::npos)
      return false;
    rest_.remove_prefix(at + end.size());
    return true;
  }

  void skip_blanks() {
    while (!rest_.empty() && is_blank(rest_[0]))
      rest_.remove_prefix(1);
  }

  /// Blanks and comments.
  bool skip_between() {
    for (;;) {
      skip_blanks();
      if (rest_.substr(0, 4) != "<!--")
        return true;
      if (!skip_past("-->"))
        return no("an open comment");
    }
  }

  std::string_view take_name() {
    auto end = std::find_if(rest_.begin(), rest_.end(), ends_name);
    auto size = static_cast<std::size_t>(end - rest_.begin());
    auto name = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return name;
  }

  /// The rest of a start tag. @param empty whether it is an end tag too
  bool attributes(bool& empty) {
    for (;;) {
      skip_blanks();
      empty = rest_.substr(0, 2) == "/>";
      if (empty || rest_.substr(0, 1) == ">") {
        rest_.remove_prefix(empty ? 2 : 1);
        return true;
      }
      if (take_name().empty())
        return no("a tag that does not end");
      skip_blanks();
      if (rest_.substr(0, 1) != "=")
        return no("an attribute without a value");
      rest_.remove_prefix(1);
      skip_blanks();
      auto quote = rest_.substr(0, 1);
      if (quote != "\"" && quote != "'")
        return no("an attribute without quotes");
      rest_.remove_prefix(1);
      if (!skip_past(quote))
        return no("an open attribute");
    }
  }

  bool element(xml_element& out, int depth) {
    if (depth > depth_max || ++elements_ > elements_max)
      return no("too many elements");
    if (rest_.size() < 2 || rest_[0] != '<' || rest_[1] == '!'
        || rest_[1] == '?')
      return no("something other than an element");
    rest_.remove_prefix(1);
    auto full = take_name();
    out.name = full.substr(full.find(':') + 1);
    auto empty = false;
    if (out.name.empty() || !attributes(empty))
      return no("an element without a name");
    return empty || content(out, full, depth);
  }

  bool content(xml_element& out, std::string_view full, int depth) {
    while (!rest_.empty()) {
      if (rest_.substr(0, 2) == "</") {
        rest_.remove_prefix(2);
        if (take_name() != full)
          return no("the end of another element");
        skip_blanks();
        if (rest_.substr(0, 1) != ">")
          return no("an end that does not end");
        rest_.remove_prefix(1);
        out.text = trim(out.text);
        return true;
      }
      if (rest_.substr(0, 4) == "<!--") {
        if (!skip_past("-->"))
          return no("an open comment");
      } else if (rest_[0] == '<') {
        if (!element(out.children.emplace_back(), depth + 1))
          return false;
      } else if (!character(out.text)) {
        return false;
      }
    }
    return no("it ends too soon");
  }

  bool character(std::string& to) {
    if (rest_[0] != '&') {
      to += rest_[0];
      rest_.remove_prefix(1);
      return true;
    }
    auto end = rest_.substr(0, 12).find(';');
    auto is = end == std::string_view::npos ? std::optional<std::string>{}
                                            : entity(rest_.substr(1, end - 1));
    if (!is)
      return no("an unknown entity");
    to += *is;
    rest_.remove_prefix(end + 1);
    return true;
  }

  std::string_view rest_;
  int elements_ = 0;
};

} // namespace

const xml_element* xml_element::child(std::string_view called) const {
  auto at = std::find_if(children.begin(), children.end(),
                         [called](auto& x) { return x.name == called; });
  return at == children.end() ? nullptr : &*at;
}

std::string xml_element::text_of(std::string_view called) const {
  const auto* x = child(called);
  return x ? x->text : std::string{};
}

result<xml_element> parse_xml(std::string_view text) {
  if (text.size() > size_max)
    return error{errc::protocol, {{"what", "XML: too large"}}};
  reader from{text};
  xml_element out;
  if (!from.message(out))
    return error{errc::protocol, {{"what", "XML: " + from.why}}};
  return out;
}

std::string escape_xml(std::string_view text) {
  std::string out;
  for (char c : text) {
    switch (c) {
    case '&': out += "&amp;"; break;
    case '<': out += "&lt;"; break;
    case '>': out += "&gt;"; break;
    case '"': out += "&quot;"; break;
    default:
      out += static_cast<unsigned char>(c) < ' ' || c == '\x7f' ? '?' : c;
    }
  }
  return out;
}

} // namespace kassa::unit
