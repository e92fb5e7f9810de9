// What a wire or a disk has once held, it holds: the fields of every message of
// kassa.v1, against the list in schema.txt.

#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>
#include <kassa/v1/catalog.pb.h>
#include <kassa/v1/enrol.pb.h>
#include <kassa/v1/error.pb.h>
#include <kassa/v1/export.pb.h>
#include <kassa/v1/hub_state.pb.h>
#include <kassa/v1/office.pb.h>
#include <kassa/v1/options.pb.h>
#include <kassa/v1/record.pb.h>
#include <kassa/v1/register.pb.h>
#include <kassa/v1/sync.pb.h>
#include <kassa/v1/terminal_state.pb.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <string>

namespace kassa {

namespace {

namespace pb = google::protobuf;
using lines_t = std::set<std::string>;

std::string type_of(const pb::FieldDescriptor& x) {
  std::string out = x.is_repeated() ? "repeated " : "";
  if (x.message_type() != nullptr)
    return out + x.message_type()->name();
  if (x.enum_type() != nullptr)
    return out + x.enum_type()->name();
  return out + x.type_name();
}

/// A field by its number: a name may change, what it means to a reader not.
void add(lines_t& to, const pb::Descriptor& of) {
  for (int i = 0; i < of.field_count(); ++i) {
    const auto& x = *of.field(i);
    to.insert(of.full_name() + ' ' + std::to_string(x.number()) + ' '
              + type_of(x));
  }
  for (int i = 0; i < of.nested_type_count(); ++i)
    add(to, *of.nested_type(i));
}

void add(lines_t& to, const pb::EnumDescriptor& of) {
  for (int i = 0; i < of.value_count(); ++i)
    to.insert(of.full_name() + ' ' + std::to_string(of.value(i)->number()) + ' '
              + of.value(i)->name());
}

lines_t schema_now() {
  lines_t out;
  for (const auto* file :
       {v1::Bundle::descriptor()->file(),
        v1::EnrolRequest::descriptor()->file(), v1::Error::descriptor()->file(),
        v1::ExportSummary::descriptor()->file(),
        v1::HubStore::descriptor()->file(),
        v1::StoreSummary::descriptor()->file(),
        v1::RecordBody::descriptor()->file(),
        v1::NodeStatus::descriptor()->file(), v1::Hello::descriptor()->file(),
        v1::LedgerState::descriptor()->file()}) {
    for (int i = 0; i < file->message_type_count(); ++i)
      add(out, *file->message_type(i));
    for (int i = 0; i < file->enum_type_count(); ++i)
      add(out, *file->enum_type(i));
  }
  return out;
}

TEST(Schema, L6_NoFieldChangesItsNumberOrItsTypeOrGoes) {
  const std::string path = "tests/unit/schema.txt"; // Tests run at the root.
  const auto now = schema_now();
  lines_t kept;
  std::ifstream from(path);
  for (std::string line; std::getline(from, line);)
    kept.insert(line);
  for (const auto& line : kept)
    EXPECT_TRUE(now.contains(line)) << "changed or gone: " << line;
  if (std::getenv("KASSA_APPROVE") != nullptr) {
    std::ofstream to(path);
    for (const auto& line : now)
      to << line << '\n';
    return;
  }
  for (const auto& line : now)
    EXPECT_TRUE(kept.contains(line))
      << "new: run this test with KASSA_APPROVE=1 to keep " << line;
}

} // namespace

} // namespace kassa
