#include "actors/sale/unit/tcs.hpp"
#include "actors/sale/unit/xml.hpp"
#include "tests/support/unit_rig.hpp"

#include <gtest/gtest.h>

#include <random>

namespace kassa::unit {

namespace {

constexpr auto id = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
const tcs::settings with{"Kassa & Co", id};

registration tcs_sample() {
  registration out{id, testing::sample_receipt(1042), false};
  out.receipt.address = "Storgatan 1, 123 45 Exempelby";
  return out;
}

/// As it comes off the line.
std::string message(const std::string& body,
                    const std::string& status = "200 OK") {
  return status + '\n' + body + tcs::message_end;
}

std::string response(const std::string& inner) {
  return "<?xml version=\"1.0\"?>\n<TcsResponse xmlns=\"urn:x\">"
         "<RequestID>3F2504E0-4F89-41D3-9A0C-0305E82C3301</RequestID>"
         + inner + "</TcsResponse>\n";
}

TEST(Tcs, WritesASale) {
  auto body = tcs::encode_receipt(with, tcs_sample());
  ASSERT_TRUE(body);
  EXPECT_EQ(
    *body, "<?xml version=\"1.0\" encoding=\"utf-8\"?><TcsRequest>"
           "<ApplicationID>Kassa &amp; Co</ApplicationID>"
           "<RequestID>3f2504e0-4f89-41d3-9a0c-0305e82c3301</RequestID>"
           "<ControlData><DateTime>20260401130509</DateTime>"
           "<OrgNr>5566778899</OrgNr><ManRegisterID>KASSA01</ManRegisterID>"
           "<RegisterAddress>Storgatan 1, 123 45 Exempelby</RegisterAddress>"
           "<SequenceNumber>1042</SequenceNumber><ReceiptType Type=\"normal\"/>"
           "<SaleAmount>112,00</SaleAmount>"
           "<VAT1><Percent>25,00</Percent><Amount>0,00</Amount>"
           "<SubtotalAmount>0,00</SubtotalAmount></VAT1>"
           "<VAT2><Percent>12,00</Percent><Amount>12,00</Amount>"
           "<SubtotalAmount>100,00</SubtotalAmount></VAT2>"
           "<VAT3><Percent>6,00</Percent><Amount>0,00</Amount>"
           "<SubtotalAmount>0,00</SubtotalAmount></VAT3>"
           "<VAT4><Percent>0,00</Percent><Amount>0,00</Amount>"
           "<SubtotalAmount>0,00</SubtotalAmount></VAT4>"
           "</ControlData></TcsRequest>");
}

TEST(Tcs, WritesAReturnWithoutASign) {
  auto what = tcs_sample();
  what.receipt.sale_amount = -11'200;
  what.receipt.return_amount = 11'200;
  what.receipt.vat = {{1200, -1'200, -11'200}};
  auto body = tcs::encode_receipt(with, what);
  ASSERT_TRUE(body);
  EXPECT_NE(body->find("<RefundAmount>112,00</RefundAmount>"),
            std::string::npos);
  EXPECT_EQ(body->find("SaleAmount"), std::string::npos);
  EXPECT_EQ(body->find("-12,00"), std::string::npos);
  what.receipt.sale_amount = 100;
  EXPECT_FALSE(tcs::encode_receipt(with, what)) << "sale and return";
}

TEST(Tcs, WritesACopyBesideItsOriginal) {
  auto what = tcs_sample();
  what.receipt.kind = receipt_kind::copy;
  what.receipt.number = 3;
  what.receipt.original = original_receipt{"2026-03-31", "09:00:01", 1042};
  auto body = tcs::encode_receipt(with, what);
  ASSERT_TRUE(body);
  EXPECT_NE(body->find("<DateTime>20260331090001</DateTime>"
                       "<CopyDateTime>20260401130509</CopyDateTime>"),
            std::string::npos);
  EXPECT_NE(body->find("<SequenceNumber>1042</SequenceNumber>"
                       "<CopySequenceNumber>3</CopySequenceNumber>"
                       "<ReceiptType Type=\"kopia\"/>"),
            std::string::npos);
}

TEST(Tcs, RefusesWhatItCannotCarry) {
  auto what = tcs_sample();
  what.id = "1042";
  EXPECT_FALSE(tcs::encode_receipt(with, what));
  what = tcs_sample();
  what.receipt.vat = {{1000, 10, 110}};
  EXPECT_FALSE(tcs::encode_receipt(with, what));
}

TEST(Tcs, AsksHowTheRegisterIs) {
  auto body = tcs::encode_status(with, {"556677-8899", "KASSA01"});
  EXPECT_NE(body.find("<RegisterStatus><OrgNr>5566778899</OrgNr>"
                      "<ManRegisterID>KASSA01</ManRegisterID>"
                      "</RegisterStatus></TcsRequest>"),
            std::string::npos);
}

TEST(Tcs, ReadsACode) {
  auto body = response(
    "<ResponseCode>0</ResponseCode><SequenceNumber>1042</SequenceNumber>"
    "<ControlCode><ControlServerID>ISTCSKS0000000011</ControlServerID>"
    "<Code>A&amp;B</Code></ControlCode>");
  EXPECT_EQ(tcs::decode(body, id, 1042),
            (answer{coded{"A&B", "ISTCSKS0000000011", health::fine, false}}));
}

TEST(Tcs, TakesNoAnswerForAnother) {
  auto body = response(
    "<ResponseCode>0</ResponseCode><SequenceNumber>1041</SequenceNumber>");
  EXPECT_TRUE(std::holds_alternative<garbled>(tcs::decode(body, id, 1042)));
  EXPECT_TRUE(std::holds_alternative<garbled>(
    tcs::decode(body, "00000000-0000-0000-0000-000000000000", 1041)));
}

TEST(Tcs, ReadsAStatusAndARefusal) {
  EXPECT_EQ(tcs::decode(response("<ResponseCode>0</ResponseCode>"), id, 0),
            (answer{standing{health::fine, {}}}));
  EXPECT_EQ(
    tcs::decode(response("<ResponseCode>0</ResponseCode><ControlCode>"
                         "<ControlServerID>ISTCSKS0000000011</ControlServerID>"
                         "</ControlCode>"),
                id, 0),
    (answer{identity{"ISTCSKS0000000011", {}, true}}));
  auto no = tcs::decode(response("<ResponseCode>7</ResponseCode>"
                                 "<ResponseMessage>No</ResponseMessage>"),
                        id, 1042);
  ASSERT_TRUE(std::holds_alternative<rejected>(no));
  EXPECT_EQ(std::get<rejected>(no).what, verdict::never);
  EXPECT_EQ(std::get<rejected>(no).detail, "TCS 7, No");
}

TEST(Tcs, TakesACodeWithoutTheControlServerForBuffered) {
  auto with_skv = [](const std::string& code) {
    return response("<ResponseCode>0</ResponseCode><SKVResponseCode>" + code
                    + "</SKVResponseCode><SequenceNumber>1042</SequenceNumber>"
                      "<ControlCode><Code>C</Code></ControlCode>");
  };
  EXPECT_EQ(tcs::decode(with_skv("STATUS_OK"), id, 1042),
            (answer{coded{"C", {}, health::fine, false}}));
  EXPECT_EQ(tcs::decode(with_skv("NO_CONTACT"), id, 1042),
            (answer{coded{"C", {}, health::fine, true}}));
  auto now = tcs::decode(with_skv("NO_CONTACT"), id, 0);
  EXPECT_EQ(std::get<standing>(now).now, health::warning);
}

TEST(Tcs, ReadsWhatAnHttpStatusMeans) {
  struct row {
    const char* status;
    verdict what;
  };
  for (const auto& x :
       {row{"400 Bad Request", verdict::never}, row{"401", verdict::block},
        row{"403 Forbidden", verdict::block},
        row{"429 Too Many Requests", verdict::doubt},
        row{"500 Oh", verdict::doubt}, row{"503 Busy", verdict::doubt},
        row{"507 Full", verdict::block}}) {
    auto out = tcs::decode_failure(x.status);
    ASSERT_TRUE(std::holds_alternative<rejected>(out)) << x.status;
    EXPECT_EQ(std::get<rejected>(out).what, x.what) << x.status;
    EXPECT_EQ(std::get<rejected>(out).detail, std::string{"HTTP "} + x.status);
  }
}

TEST(TcsCodec, ReadsMessagesCutAnywhereAsAnswersToWhatWasSentLast) {
  tcs::tcs_codec codec{with};
  codec.introduce({"556677-8899", "KASSA01"});
  auto out = codec.encode(tcs_sample());
  ASSERT_TRUE(out);
  auto body = response("<ResponseCode>0</ResponseCode><SequenceNumber>1042"
                       "</SequenceNumber><ControlCode><Code>C</Code>"
                       "</ControlCode>");
  codec.sent(*out);
  std::vector<answer> got;
  for (char c : message(body))
    for (auto& x : codec.feed({&c, 1}))
      got.push_back(std::move(x));
  ASSERT_EQ(got.size(), 1u);
  EXPECT_EQ(got[0], (answer{coded{"C", {}, health::fine, false}}));
  codec.sent(codec.queries().at(0));
  EXPECT_EQ(codec.feed(message(body)).at(0),
            (answer{standing{health::fine, {}}}));
  auto odd = codec.feed(message("<html>no</html>") + message(body, "nothing")
                        + message({}, "503 Busy"));
  ASSERT_EQ(odd.size(), 3u);
  EXPECT_TRUE(std::holds_alternative<garbled>(odd[0]));
  EXPECT_TRUE(std::holds_alternative<garbled>(odd[1]));
  EXPECT_TRUE(std::holds_alternative<rejected>(odd[2]));
}

TEST(TcsCodec, KeepsNoMoreThanAMessageMayHave) {
  tcs::tcs_codec codec{with};
  EXPECT_TRUE(codec.feed(std::string(100'000, 'x')).empty());
  auto out = codec.feed(std::string(1, tcs::message_end));
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0], (answer{garbled{"overlong answer"}}));
}

TEST(Xml, ReadsSmallMessages) {
  auto x = parse_xml("\xEF\xBB\xBF<?xml version='1.0'?><!-- c --><a:r x=\"1>\" "
                     "y='2'> <b/><c> t&#229;&#x41;&lt; </c></a:r> ");
  ASSERT_TRUE(x);
  EXPECT_EQ(x->name, "r");
  ASSERT_EQ(x->children.size(), 2u);
  EXPECT_EQ(x->text_of("c"), "t\u00e5A<");
  EXPECT_EQ(x->text_of("none"), "");
}

TEST(Xml, RefusesWhatIsNoSmallMessage) {
  for (const auto* text :
       {"", "<a>", "<a></b>", "<a/><b/>", "<a b></a>", "<>", "<a>&x;</a>",
        "<a>&#0;</a>", "<a>&#xD800;</a>", "<!DOCTYPE a><a/>",
        "<a><![CDATA[x]]></a>", "<a b=\"></a>", "<a><!-- </a>", "text"})
    EXPECT_FALSE(parse_xml(text)) << text;
  std::string large(70'000, ' ');
  large += "<a/>";
  EXPECT_FALSE(parse_xml(large));
  std::string deep;
  for (int i = 0; i < 17; ++i)
    deep += "<a>";
  for (int i = 0; i < 17; ++i)
    deep += "</a>";
  EXPECT_FALSE(parse_xml(deep));
}

TEST(Xml, SurvivesAnyBytes) {
  std::mt19937_64 luck{3};
  for (int i = 0; i < 5'000; ++i) {
    std::string text = "<a>";
    for (auto n = luck() % 30; n > 0; --n)
      text += "<>/a&#;x!-?=\"' "[luck() % 15];
    (void)parse_xml(text + "</a>");
  }
}

} // namespace

} // namespace kassa::unit
