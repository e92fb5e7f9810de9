#include "actors/sale/unit/ccsp.hpp"
#include "actors/sale/unit/fields.hpp"
#include "actors/sale/unit/kd.hpp"
#include "tests/support/unit_rig.hpp"

#include <gtest/gtest.h>

#include <random>

namespace kassa::unit {

namespace {

registration sample() {
  return {"1", testing::sample_receipt(1), false};
}

template <class Codec>
std::vector<answer> feed_in_pieces(const std::string& bytes, std::size_t size) {
  Codec codec;
  std::vector<answer> out;
  for (std::size_t at = 0; at < bytes.size(); at += size)
    for (auto& x : codec.feed(bytes.substr(at, size)))
      out.push_back(std::move(x));
  return out;
}

// -- domain-sweden 3.2
// ----------------------------------------------------------

TEST(UnitFields, PrintAmountsWithACommaAndTwoDecimals) {
  EXPECT_EQ(print_amount(0), "0,00");
  EXPECT_EQ(print_amount(-40), "-0,40");
  EXPECT_EQ(print_amount(123'456'705), "1234567,05");
}

TEST(UnitFields, StandInTheirFourPlaces) {
  auto receipt = testing::sample_receipt(7);
  receipt.vat = {{600, 226, 3'990}, {2500, 990, 4'950}};
  auto f = to_fields(receipt);
  ASSERT_TRUE(f);
  EXPECT_EQ(f->date_time, "202604011305");
  EXPECT_EQ(f->org_no, "5566778899");
  EXPECT_EQ(f->kind, "normal");
  EXPECT_EQ(f->vat[0], "25,00;9,90");
  EXPECT_EQ(f->vat[1], "12,00;0,00");
  EXPECT_EQ(f->vat[2], "6,00;2,26");
  EXPECT_EQ(f->vat[3], "0,00;0,00");
}

TEST(UnitFields, GiveAnUnknownRateAFreePlace) {
  auto slots = to_vat_slots({{1000, 5, 55}, {1200, 6, 56}});
  ASSERT_TRUE(slots);
  EXPECT_EQ((*slots)[0].basis_points, 1000u);
  EXPECT_EQ((*slots)[1].vat, 6);
  EXPECT_FALSE(
    to_vat_slots({{1, 0, 0}, {2, 0, 0}, {3, 0, 0}, {4, 0, 0}, {5, 0, 0}}));
  EXPECT_FALSE(to_vat_slots({{1200, 0, 0}, {1200, 0, 0}}));
}

TEST(UnitFields, RefuseWhatDoesNotFit) {
  auto broken = [](auto change) {
    auto receipt = testing::sample_receipt(1);
    change(receipt);
    return !to_fields(receipt);
  };
  EXPECT_TRUE(broken([](auto& x) { x.date = "2026-02-30"; }));
  EXPECT_TRUE(broken([](auto& x) { x.time = "24:00:00"; }));
  EXPECT_TRUE(broken([](auto& x) { x.org_no = "5566778-899"; }));
  EXPECT_TRUE(broken([](auto& x) { x.register_name = "KASSA 01"; }));
  EXPECT_TRUE(broken([](auto& x) { x.register_name = "A#B"; }));
  EXPECT_TRUE(broken([](auto& x) { x.register_name = ""; }));
  EXPECT_TRUE(broken([](auto& x) { x.register_name = std::string(17, 'A'); }));
  EXPECT_TRUE(broken([](auto& x) { x.number = 0; }));
  EXPECT_TRUE(broken([](auto& x) { x.number = 1'000'000'000'000; }));
  EXPECT_TRUE(broken([](auto& x) { x.return_amount = -1; }));
  EXPECT_TRUE(broken([](auto& x) { x.sale_amount = 100'000'000'000'00; }));
  EXPECT_FALSE(broken([](auto& x) { x.number = 999'999'999'999; }));
}

TEST(UnitFields, LeaveTheSignOfAReturnOutWhereTheReceiptSaysSo) {
  auto back = testing::sample_receipt(1);
  back.return_amount = 11'200;
  back.sale_amount = -11'200;
  back.vat = {{1200, -1200, -11'200}};
  for (bool without : {false, true}) {
    back.unsigned_return = without;
    auto f = to_fields(back);
    ASSERT_TRUE(f);
    EXPECT_EQ(f->return_amount, "112,00");
    EXPECT_EQ(f->sale_amount, without ? "112,00" : "-112,00");
    EXPECT_EQ(f->vat[1], without ? "12,00;12,00" : "12,00;-12,00");
    unit::registration ask{"id", back, false};
    for (const auto& line :
         {*kd_codec{}.encode(ask), *ccsp_codec{}.encode(ask)})
      EXPECT_EQ(line.find("-112,00") == std::string::npos, without) << line;
  }
}

// -- domain-sweden 3.4
// ----------------------------------------------------------

TEST(Kd, SumsAsXmodemDoes) {
  EXPECT_EQ(crc16_xmodem("123456789"), 0x31C3);
  EXPECT_EQ(crc16_xmodem(""), 0);
}

TEST(Kd, WritesTheDocumentsLines) {
  kd_codec codec;
  EXPECT_EQ(codec.queries(), std::vector<std::string>{"ver 0x5F2E\r\n"});
  auto line = codec.encode(sample());
  ASSERT_TRUE(line);
  EXPECT_EQ(*line, "kd 202604011305 5566778899 KASSA01 1 normal 0,00 112,00 "
                   "25,00;0,00 12,00;12,00 6,00;0,00 0,00;0,00 0x4FCE\r\n");
}

TEST(Kd, ReadsTheDocumentsAnswerCutAnywhere) {
  const std::string line
    = "0 ABCDEFGHIJKLMNOPQRSTUVWXYZ234567;ABCDEFGHIJKLMNOPQRSTUVWXYZ 0x2632\r";
  for (std::size_t size = 1; size <= line.size(); ++size) {
    auto got = feed_in_pieces<kd_codec>(line, size);
    ASSERT_EQ(got.size(), 1u);
    EXPECT_EQ(got[0], answer{(coded{"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567;"
                                    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                                    {},
                                    health::fine,
                                    false})});
  }
}

TEST(Kd, KnowsTheUnitByTheFifthWord) {
  auto got = kd_codec{}.feed(kd_frame("0 1.2 B C D UNIT17", "\r"));
  ASSERT_EQ(got.size(), 1u);
  EXPECT_EQ(got[0], (answer{identity{"UNIT17", "1.2"}}));
}

TEST(Kd, TellsWhatEachReturnCodeMeans) {
  auto said = [](int code) {
    auto got = kd_codec{}.feed(kd_frame(std::to_string(code), "\r"));
    EXPECT_EQ(got.size(), 1u);
    return std::get<rejected>(got.at(0));
  };
  for (int code : {-1, -2, -3})
    EXPECT_EQ(said(code).what, verdict::again) << code;
  for (int code : {1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 21, 22})
    EXPECT_EQ(said(code).what, verdict::never) << code;
  EXPECT_EQ(said(2).why, refusal::clock);
  for (int code : {15, 16, 17, 18, 19, 20, 14, 99})
    EXPECT_EQ(said(code).what, verdict::doubt) << code;
  EXPECT_EQ(said(24).what, verdict::block);
  EXPECT_EQ(said(24).why, refusal::storage_full);
  EXPECT_EQ(said(23).what, verdict::block);
}

TEST(Kd, ReadsAnAnswerWithoutACode) {
  auto got = kd_codec{}.feed(kd_frame("0", "\r"));
  ASSERT_EQ(got.size(), 1u);
  EXPECT_EQ(std::get<coded>(got[0]).code, "");
}

TEST(Kd, SurvivesGarbage) {
  auto line = kd_frame("0 CODE", "\r");
  for (const auto& noise :
       {std::string{"noise\r"}, std::string(5'000, 'x') + '\r',
        std::string{"0 OTHER 0x0000\r"}, std::string{"\xFF\x01 0x\r"},
        std::string{" 0xFFFF\r"}}) {
    kd_codec codec;
    auto got = codec.feed(noise + line);
    ASSERT_EQ(got.size(), 2u);
    EXPECT_TRUE(std::holds_alternative<garbled>(got[0]));
    EXPECT_TRUE(std::holds_alternative<coded>(got[1]));
  }
  EXPECT_EQ(kd_codec{}.feed("\r\n\r\n" + line).size(), 1u);
}

// -- domain-sweden 3.3
// ----------------------------------------------------------

TEST(Ccsp, WritesTheDocumentsFrames) {
  EXPECT_EQ(ccsp_frame("SIQ"), "#!#00E#SIQ#2F\r");
  EXPECT_EQ(ccsp_frame("IQ"), "#!#00D#IQ#7D\r");
  EXPECT_EQ(ccsp_frame("ST"), "#!#00D#ST#62\r");
  EXPECT_EQ(ccsp_frame("SQ"), "#!#00D#SQ#67\r");
  EXPECT_EQ(ccsp_frame("IR#RIHTT000000000001#2#R1.07"),
            "#!#027#IR#RIHTT000000000001#2#R1.07#06\r");
  EXPECT_EQ(ccsp_frame("NAK#001"), "#!#012#NAK#001#44\r");
  EXPECT_EQ(ccsp_codec{}.queries(),
            (std::vector<std::string>{"#!#00D#IQ#7D\r", "#!#00E#SIQ#2F\r"}));
}

TEST(Ccsp, WritesAReceiptInOurOrder) {
  auto frame = ccsp_codec{}.encode(sample());
  ASSERT_TRUE(frame);
  EXPECT_EQ(*frame,
            ccsp_frame("RR#1#5566778899#KASSA01#202604011305#1#normal#112,00#"
                       "0,00#25,00;0,00#12,00;12,00#6,00;0,00#0,00;0,00"));
}

TEST(Ccsp, ReadsTheDocumentsFramesCutAnywhere) {
  const std::string both
    = "#!#027#IR#RIHTT000000000001#2#R1.07#06\r#!#012#NAK#001#44\r";
  for (std::size_t size = 1; size <= both.size(); ++size) {
    auto got = feed_in_pieces<ccsp_codec>(both, size);
    ASSERT_EQ(got.size(), 2u);
    EXPECT_EQ(got[0], (answer{identity{"RIHTT000000000001", "R1.07"}}));
    EXPECT_EQ(std::get<rejected>(got[1]).what, verdict::again);
  }
}

TEST(Ccsp, ReadsACodeOfAnyLengthAndTheStorage) {
  auto read = [](const std::string& payload) {
    return ccsp_codec{}.feed(ccsp_frame(payload)).at(0);
  };
  auto code = std::string(113, 'Q');
  EXPECT_EQ(read("RRR#" + code + "#RIHTT1##0"),
            (answer{coded{code, "RIHTT1", health::fine, false}}));
  EXPECT_EQ(std::get<coded>(read("RRR#C#U##1")).after, health::warning);
  EXPECT_EQ(std::get<coded>(read("RRR#C#U##2")).after, health::blocked);
}

TEST(Ccsp, ReadsTheStatusInBothSpellings) {
  auto read = [](const std::string& payload) {
    return std::get<standing>(ccsp_codec{}.feed(ccsp_frame(payload)).at(0)).now;
  };
  EXPECT_EQ(read("SIR#0#0000"), health::fine);
  EXPECT_EQ(read("SRX#0#0000"), health::fine);
  EXPECT_EQ(read("SIR#1#1001"), health::warning);
  EXPECT_EQ(read("SIR#2#1001"), health::fault);
  EXPECT_EQ(read("SIR#3#1001"), health::fault);
  EXPECT_EQ(read("SIR#4#1001"), health::blocked);
  EXPECT_EQ(read("SIR#5#0000"), health::busy);
  EXPECT_EQ(read("IR#RIHTT1#1#R0"), health::blocked) << "version 1";
}

TEST(Ccsp, TellsWhatEachNakMeans) {
  auto said = [](const std::string& code) {
    return std::get<rejected>(
      ccsp_codec{}.feed(ccsp_frame("NAK#" + code)).at(0));
  };
  EXPECT_EQ(said("001").what, verdict::again);
  EXPECT_EQ(said("006").what, verdict::again);
  for (const auto* code : {"002", "003", "004", "005", "011"})
    EXPECT_EQ(said(code).what, verdict::never) << code;
  for (const auto* code : {"008", "012", ""})
    EXPECT_EQ(said(code).what, verdict::doubt) << code;
  for (const auto* code : {"007", "009", "010"})
    EXPECT_EQ(said(code).what, verdict::block) << code;
}

TEST(Ccsp, FindsTheFrameBehindGarbage) {
  auto frame = ccsp_frame("SIR#0#0000");
  for (const auto& noise : {std::string{"noise"}, std::string{"#!#FFF#"},
                            std::string(9'000, 'x'), std::string{"#!#0"}}) {
    auto got = ccsp_codec{}.feed(noise + frame);
    ASSERT_EQ(got.size(), 1u) << noise.substr(0, 10);
    EXPECT_TRUE(std::holds_alternative<standing>(got[0]));
  }
  auto damaged = frame;
  damaged[damaged.size() - 2] ^= 1;
  auto got = ccsp_codec{}.feed(damaged + "x\r" + "#!#\r" + frame);
  ASSERT_EQ(got.size(), 4u);
  EXPECT_TRUE(std::holds_alternative<garbled>(got[0]));
  EXPECT_TRUE(std::holds_alternative<standing>(got[3]));
}

TEST(UnitCodecs, SurviveAnyBytes) {
  std::mt19937_64 luck{7};
  kd_codec kd;
  ccsp_codec ccsp;
  for (int i = 0; i < 2'000; ++i) {
    std::string bytes;
    for (auto n = luck() % 40; n > 0; --n)
      bytes += "#!0123 xX\r\nNAK;"[luck() % 15];
    for (const auto& x : kd.feed(bytes))
      EXPECT_FALSE(std::holds_alternative<coded>(x));
    for (const auto& x : ccsp.feed(bytes))
      EXPECT_FALSE(std::holds_alternative<coded>(x));
  }
}

} // namespace

} // namespace kassa::unit
