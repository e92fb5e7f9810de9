#include "node/cli/xsd.hpp"

#include <libxml/xmlreader.h>
#include <libxml/xmlschemas.h>

#include <memory>

// The only file that knows libxml2.
namespace kassa::cli {

namespace {

template <auto Free>
struct freed_by {
  template <class T>
  void operator()(T* x) const {
    Free(x);
  }
};

using parser_ptr
  = std::unique_ptr<xmlSchemaParserCtxt, freed_by<xmlSchemaFreeParserCtxt>>;
using schema_ptr = std::unique_ptr<xmlSchema, freed_by<xmlSchemaFree>>;
using reader_ptr = std::unique_ptr<xmlTextReader, freed_by<xmlFreeTextReader>>;

/// The first thing that libxml2 complained of.
struct first_fault {
  int line = 0;
  std::string words;
};

/// libxml2 gives the error as const or not, by its version.
template <class Error>
void note(void* to, Error* why) {
  auto& fault = *static_cast<first_fault*>(to);
  if (!fault.words.empty() || why == nullptr || why->message == nullptr)
    return;
  fault.line = why->line;
  fault.words = why->message;
  while (fault.words.ends_with('\n') || fault.words.ends_with('.'))
    fault.words.pop_back();
}

error cannot_use(const std::string& schema, const first_fault& why) {
  return {errc::bad_configuration,
          {{"file", schema},
           {"line", std::to_string(why.line)},
           {"what", why.words.empty() ? "no schema" : why.words}}};
}

error differs(const std::string& schema, const first_fault& why) {
  return {errc::schema_differs,
          {{"schema", schema},
           {"line", std::to_string(why.line)},
           {"what", why.words}}};
}

} // namespace

status check_schema(const std::string& file, const std::string& schema) {
  first_fault fault;
  const parser_ptr parser(xmlSchemaNewParserCtxt(schema.c_str()));
  if (parser == nullptr)
    return cannot_use(schema, fault);
  xmlSchemaSetParserStructuredErrors(parser.get(), note, &fault);
  const schema_ptr rules(xmlSchemaParse(parser.get()));
  if (rules == nullptr)
    return cannot_use(schema, fault);
  const reader_ptr reader(
    xmlReaderForFile(file.c_str(), nullptr, XML_PARSE_NONET));
  if (reader == nullptr)
    return error{errc::not_found, {{"what", file}}};
  xmlTextReaderSetStructuredErrorHandler(reader.get(), note, &fault);
  if (xmlTextReaderSetSchema(reader.get(), rules.get()) != 0)
    return cannot_use(schema, fault);
  int more = 1;
  while (more == 1 && fault.words.empty())
    more = xmlTextReaderRead(reader.get());
  if (more < 0 || !fault.words.empty()
      || xmlTextReaderIsValid(reader.get()) != 1)
    return differs(schema, fault);
  return ok;
}

} // namespace kassa::cli
