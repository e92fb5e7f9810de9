#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace kassa::testing {

/// An element as it was read.
struct xml_node {
  std::string name;
  std::string attributes;
  std::string text;
  std::vector<xml_node> children;

  /// The first child of this name; throws where there is none.
  const xml_node& at(std::string_view child) const {
    for (const auto& x : children)
      if (x.name == child)
        return x;
    throw std::runtime_error(name + " has no " + std::string(child));
  }
  bool has(std::string_view child) const {
    for (const auto& x : children)
      if (x.name == child)
        return true;
    return false;
  }
  std::vector<const xml_node*> all(std::string_view child) const {
    std::vector<const xml_node*> out;
    for (const auto& x : children)
      if (x.name == child)
        out.push_back(&x);
    return out;
  }
  std::vector<std::string> names() const {
    std::vector<std::string> out;
    for (const auto& x : children)
      out.push_back(x.name);
    return out;
  }
};

/// A small strict reader of XML, written apart from what writes it: throws at
/// whatever is not well-formed. It knows what an export may hold: one root,
/// elements, text, the five entities, comments, a declaration.
class xml_reader {
public:
  static xml_node read(std::string_view all) {
    xml_reader me(all);
    me.expect("<?xml ");
    me.until("?>");
    me.skip();
    auto root = me.element();
    me.skip();
    if (!me.rest_.empty())
      me.fail("something after the root");
    return root;
  }

private:
  explicit xml_reader(std::string_view all) : rest_(all), whole_(all.size()) {}

  [[noreturn]] void fail(const std::string& why) const {
    throw std::runtime_error(
      "XML at byte " + std::to_string(whole_ - rest_.size()) + ": " + why);
  }
  void expect(std::string_view words) {
    if (!rest_.starts_with(words))
      fail("no " + std::string(words));
    rest_.remove_prefix(words.size());
  }
  std::string until(std::string_view end) {
    auto at = rest_.find(end);
    if (at == std::string_view::npos)
      fail("no end " + std::string(end));
    std::string out(rest_.substr(0, at));
    rest_.remove_prefix(at + end.size());
    return out;
  }
  /// Spaces and comments.
  void skip() {
    for (;;) {
      while (!rest_.empty() && (rest_[0] == ' ' || rest_[0] == '\n'))
        rest_.remove_prefix(1);
      if (!rest_.starts_with("<!--"))
        return;
      expect("<!--");
      if (until("-->").find("--") != std::string::npos)
        fail("two hyphens in a comment");
    }
  }
  std::string text() {
    std::string out;
    while (!rest_.empty() && rest_[0] != '<') {
      const auto c = static_cast<unsigned char>(rest_[0]);
      if (c == '&') {
        out += entity();
        continue;
      }
      if (c == '>' || (c < 0x20 && c != '\n'))
        fail("a character that may not stand in text");
      out += rest_[0];
      rest_.remove_prefix(1);
    }
    return out;
  }
  char entity() {
    expect("&");
    const auto name = until(";");
    for (auto [word, c] : {std::pair{"amp", '&'},
                           {"lt", '<'},
                           {"gt", '>'},
                           {"quot", '"'},
                           {"apos", '\''}})
      if (name == word)
        return c;
    fail("entity " + name);
  }
  xml_node element() {
    expect("<");
    xml_node out;
    auto tag = until(">");
    if (tag.empty() || tag.front() == '/' || tag.back() == '/')
      fail("a tag <" + tag + ">");
    auto space = tag.find(' ');
    out.name = tag.substr(0, space);
    out.attributes = space == std::string::npos ? "" : tag.substr(space + 1);
    for (;;) {
      auto words = text();
      if (out.children.empty())
        out.text += words;
      if (rest_.starts_with("<!--"))
        skip();
      else if (rest_.starts_with("</"))
        break;
      else
        out.children.push_back(element());
    }
    expect("</" + out.name + ">");
    if (!out.children.empty())
      out.text.clear();
    return out;
  }

  std::string_view rest_;
  std::size_t whole_;
};

} // namespace kassa::testing
