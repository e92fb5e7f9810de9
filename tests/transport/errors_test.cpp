#include "transport/errors.hpp"

#include <gtest/gtest.h>

namespace kassa::transport {

namespace {

error round_trip(const error& why) {
  return from_grpc(to_grpc(why), "them");
}

} // namespace

TEST(TransportErrors, EveryCodeCrossesWithItsFieldsAndDetail) {
  auto [row, rows] = error_table();
  for (std::size_t i = 0; i < rows; ++i) {
    error why{row[i].code, {{"what", "Räksmörgås"}, {"limit", "7"}}, "why"};
    EXPECT_EQ(round_trip(why), why) << row[i].name;
    EXPECT_FALSE(to_grpc(why).ok());
  }
}

TEST(TransportErrors, CarriesWordsInBothLanguagesAndTheKind) {
  auto sent = to_proto({errc::unknown_article, {{"article", "999"}}});
  EXPECT_EQ(sent.code(), "unknown_article");
  EXPECT_EQ(sent.kind(), "ask");
  EXPECT_EQ(sent.sv(), "Okänd artikel 999.");
  EXPECT_EQ(sent.en(), "Unknown article 999.");
  EXPECT_EQ(
    to_grpc({errc::unknown_article, {{"article", "999"}}}).error_message(),
    "Unknown article 999.");
}

TEST(TransportErrors, TheCurrentSaleCrossesAsBytes) {
  auto bytes = std::string{"\x00\xff\x80sale", 7};
  error why{errc::stale_revision, {{"current_sale", bytes}}};
  EXPECT_EQ(to_proto(why).current_sale(), bytes);
  EXPECT_EQ(to_proto(why).fields_size(), 0);
  EXPECT_EQ(round_trip(why), why);
}

TEST(TransportErrors, ASaleTooLargeForMetadataIsLeftOut) {
  error why{errc::stale_revision,
            {{"current_sale", std::string(details_max, 'x')}}};
  EXPECT_EQ(round_trip(why), error{errc::stale_revision});
}

TEST(TransportErrors, TextsThatAreNoUtf8AreMended) {
  error why{errc::not_found, {{"what", "a\xff\xc3\xa5\xed\xa0\x80z"}}};
  EXPECT_EQ(round_trip(why).fields.at("what"), "a?\xc3\xa5???z");
}

TEST(TransportErrors, AnUnknownCodeBecomesInternalAndKeepsItsWords) {
  v1::Error later;
  later.set_code("from_the_future");
  later.set_en("Something new.");
  auto why = from_proto(later);
  EXPECT_EQ(why.code, errc::internal);
  EXPECT_NE(why.detail.find("from_the_future: Something new."),
            std::string::npos);
}

TEST(TransportErrors, ABareFailureIsUnavailable) {
  auto why
    = from_grpc({grpc::StatusCode::UNAVAILABLE, "refused"}, "Web Office");
  EXPECT_EQ(why,
            (error{errc::unavailable, {{"what", "Web Office"}}, "refused"}));
  EXPECT_EQ(from_grpc({grpc::StatusCode::DEADLINE_EXCEEDED, ""}, "x").code,
            errc::unavailable);
  EXPECT_EQ(from_grpc({grpc::StatusCode::RESOURCE_EXHAUSTED, ""}, "x").code,
            errc::busy);
  EXPECT_EQ(from_grpc({grpc::StatusCode::UNIMPLEMENTED, ""}, "x").code,
            errc::protocol);
}

TEST(TransportErrors, ToolsSeeASensibleCode) {
  EXPECT_EQ(to_grpc(error{errc::unknown_receipt}).error_code(),
            grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(to_grpc(error{errc::stale_revision}).error_code(),
            grpc::StatusCode::ABORTED);
  EXPECT_EQ(to_grpc(error{errc::not_logged_in}).error_code(),
            grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(to_grpc(error{errc::unavailable}).error_code(),
            grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(to_grpc(error{errc::fenced}).error_code(),
            grpc::StatusCode::FAILED_PRECONDITION);
}

} // namespace kassa::transport
