#include "node/config.hpp"
#include "node/config_law.hpp"
#include "node/config_paper.hpp"
#include "proto/base/law.hpp"
#include "tests/support/temp_dir.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <fstream>

namespace kassa::node {

namespace {

error refusal(std::string_view toml) {
  auto out = parse_config(toml, "kassa.toml");
  return out ? error{errc::internal, {}, "it was taken"} : out.why();
}

error at(int line, std::string what) {
  return {errc::bad_configuration,
          {{"file", "kassa.toml"},
           {"line", std::to_string(line)},
           {"what", std::move(what)}}};
}

TEST(Config, TakesEverySetting) {
  auto c = parse_config(R"(
data = "/srv/kassa"
register_address = "127.0.0.1:0"
hub = "127.0.0.1:4790"
clock = "replay"
designation = "KASSA1"
printer = "tcp:printer:9100"
printer_columns = 48
escpos = true
unit = "tcs"
unit_address = "https://tcs.example:8443/tcsserver"
unit_certificate = "/srv/register.pem"
unit_key = "/srv/register.key"
unit_ca = "/srv/ca.pem"
unit_application = "Kassa"
unit_registers = "sales"
reserve_mib = 10
float_required = false
z_due = "06:30"
free_discount_percent = 20
default_mode = "take-away"
registry = "/srv/registry"
several_terminals = true
address_file = "/srv/address.json"
log_level = "debug"
log_file = "/srv/log"
threads = 4
)",
                        "kassa.toml");
  ASSERT_TRUE(c) << to_string(c.why());
  EXPECT_EQ(c->data, "/srv/kassa");
  EXPECT_EQ(c->printer, "tcp:printer:9100");
  EXPECT_EQ(c->printer_columns, 48);
  EXPECT_TRUE(c->escpos);
  EXPECT_EQ(c->unit, "tcs");
  EXPECT_EQ(tcs_of(*c).address, "https://tcs.example:8443/tcsserver");
  EXPECT_EQ(tcs_of(*c).key, "/srv/register.key");
  EXPECT_EQ(c->unit_registers, "sales");
  EXPECT_TRUE(c->several_terminals);
  EXPECT_TRUE(c->replay());
  EXPECT_EQ(c->reserve_mib, 10);
  EXPECT_FALSE(c->float_required);
  EXPECT_EQ(minutes_of_day(c->z_due), 390);
  EXPECT_EQ(c->free_discount_percent, 20);
  EXPECT_EQ(mode_named(c->default_mode), v1::SALES_MODE_TAKE_AWAY);
}

TEST(Config, PrintsDefaultsThatReadBackAsThemselves) {
  auto text = print_config(config{});
  auto back = parse_config(text, "default");
  ASSERT_TRUE(back) << to_string(back.why());
  EXPECT_EQ(print_config(*back), text);
  for (const auto& x : settings())
    EXPECT_NE(text.find('\n' + std::string{x.name} + " = "), std::string::npos);
}

TEST(Config, NamesTheLineOfAnUnknownSetting) {
  EXPECT_EQ(refusal("data = \"a\"\nprnter = \"none\"\n"),
            at(2, "there is no setting prnter"));
}

TEST(Config, NamesTheLineOfAWrongType) {
  EXPECT_EQ(refusal("data = \"a\"\n\nescpos = 1\n"),
            at(3, "escpos has to be true or false"));
  EXPECT_EQ(refusal("reserve_mib = \"1\""),
            at(1, "reserve_mib has to be a whole number"));
  EXPECT_EQ(refusal("data = true"), at(1, "data has to be a text in quotes"));
}

TEST(Config, NamesTheLineWhereItIsNoToml) {
  auto why = refusal("data = \"a\"\nclock = \n");
  EXPECT_EQ(why.code, errc::bad_configuration);
  EXPECT_EQ(why.fields.at("line"), "2");
}

TEST(Config, RefusesValuesThatDoNotGo) {
  EXPECT_EQ(refusal("data = \"a\"\nclock = \"sundial\""),
            at(2, "clock = \"sundial\" is neither \"system\" nor \"replay\""));
  EXPECT_EQ(refusal("\nprinter_columns = 40"),
            at(2, "printer_columns = 40 is none of 32, 42, 48"));
  EXPECT_EQ(refusal("\n\nprinter = \"lpt1\"").fields.at("line"), "3");
  EXPECT_EQ(refusal("\nunit = \"tcs\"\nunit_address = \"http://x\""),
            at(3, "unit_address 'http://x' is not https://HOST[:PORT][/PATH]"));
  EXPECT_EQ(refusal("unit = \"tcs\"\nunit_address = \"https://x\"\n"
                    "unit_certificate = \"\""),
            at(3, "unit_certificate names no file"));
  EXPECT_EQ(refusal("unit_registers = \"copies\""),
            at(1, "unit_registers = \"copies\" is none of all, sales"));
  EXPECT_EQ(refusal("default_mode = \"hemma\"").code, errc::bad_configuration);
  EXPECT_EQ(refusal("threads = 64").code, errc::bad_configuration);
  EXPECT_EQ(refusal("printer = \"tcp:host:no\"").code, errc::bad_configuration);
}

TEST(Config, TakesBothReadingsOfWhatTheLawLeavesOpen) {
  auto c = parse_config("unit_amount = \"total\"\n"
                        "unit_return_sign = \"none\"\n"
                        "clock_step_seconds = 60\nclock_behind_minutes = 0\n"
                        "refund_rounding = \"up\"\nx_grand_totals = false\n"
                        "z_reprint_mark = \"none\"\n",
                        "kassa.toml");
  ASSERT_TRUE(c) << to_string(c.why());
  EXPECT_EQ(c->unit_return_sign, "none");
  EXPECT_EQ(c->clock_step_seconds, 60);
  EXPECT_EQ(c->clock_behind_minutes, 0);
  EXPECT_EQ(c->refund_rounding, "up");
  EXPECT_FALSE(c->x_grand_totals);
  EXPECT_EQ(c->z_reprint_mark, "none");
  EXPECT_EQ(refusal("\nrefund_rounding = \"down\""),
            at(2, "refund_rounding = \"down\" is none of nearest, up"));
  for (const auto* bad :
       {"unit_amount = \"x\"", "unit_return_sign = \"plus\"", "z_due = \"9\"",
        "clock_step_seconds = 0", "clock_behind_minutes = 1441",
        "z_reprint_mark = \"KOPIA\""})
    EXPECT_EQ(refusal(bad).fields.at("line"), "1") << bad;
}

TEST(Config, EverySettingThatDecidesTheLawStandsInItsTable) {
  std::string decides;
  for (const auto& x : law_table())
    decides += ", " + std::string{x.setting} + ",";
  for (const auto& x : law_settings())
    EXPECT_NE(decides.find(", " + std::string{x.name} + ","), std::string::npos)
      << x.name;
}

TEST(Config, KnowsThePapersSettings) {
  auto c = parse_config("printer_code_page = \"windows-1252\"\n"
                        "printer_code_page_number = 71\n"
                        "printer_logo = \"logo.png\"\n"
                        "printer_qr = \"receipt\"\n",
                        "kassa.toml");
  ASSERT_TRUE(c) << to_string(c.why());
  EXPECT_EQ(page_of(*c).name, "windows-1252");
  EXPECT_EQ(page_of(*c).number, 71);
  c->printer_code_page_number = -1;
  EXPECT_EQ(page_of(*c).number, 16);
  EXPECT_EQ(page_of({}).name, "cp858");
  EXPECT_EQ(refusal("\nprinter_code_page = \"utf-8\""),
            at(2, "printer_code_page = \"utf-8\" is none of cp437, cp850, "
                  "cp858, cp865, iso-8859-15, windows-1252, wpc1252"));
  EXPECT_EQ(refusal("printer_code_page_number = 256"),
            at(1, "printer_code_page_number = 256 is not between -1 and 255"));
  EXPECT_EQ(refusal("\nprinter_qr = \"yes\""),
            at(2, "printer_qr = \"yes\" is none of none, receipt"));
}

TEST(Config, KnowsTheCardTerminalsThatThereAre) {
  for (const auto* card : {"none", "manual", "emulated:tcp:127.0.0.1:4712"}) {
    auto c = parse_config("card_timeout_seconds = 30\ncard = \""
                            + std::string{card} + '"',
                          "kassa.toml");
    ASSERT_TRUE(c) << to_string(c.why());
    EXPECT_EQ(c->card, card);
    EXPECT_EQ(c->card_timeout_seconds, 30);
  }
  EXPECT_EQ(refusal("\ncard = \"emulated:tcp:host\"").fields.at("line"), "2");
  EXPECT_EQ(refusal("card = \"bank\"").code, errc::bad_configuration);
  EXPECT_EQ(refusal("card_timeout_seconds = 5").code, errc::bad_configuration);
  // A replayed day takes no money.
  EXPECT_EQ(refusal("clock = \"replay\"\ncard = \"manual\"").fields.at("line"),
            "2");
}

TEST(Config, IsAlsoOneJsonObject) {
  auto all = boost::json::parse(config_json({})).as_object();
  EXPECT_EQ(all.size(), settings().size());
  EXPECT_EQ(all.at("data").as_string(), config{}.data);
  EXPECT_EQ(all.at("printer_columns").as_int64(), 42);
  EXPECT_FALSE(all.at("escpos").as_bool());
}

TEST(Config, SaysWhenTheFileCannotBeRead) {
  testing::temp_dir dir;
  auto out = read_config(dir / "missing.toml");
  ASSERT_FALSE(out);
  EXPECT_EQ(out.why().code, errc::bad_configuration);
}

TEST(Config, TakesFlagsByTheSameNames) {
  config c;
  EXPECT_TRUE(set_from_text(c, "printer_columns", "32"));
  EXPECT_TRUE(set_from_text(c, "escpos", "true"));
  EXPECT_TRUE(set_from_text(c, "data", "/x"));
  EXPECT_EQ(c.printer_columns, 32);
  EXPECT_TRUE(c.escpos);
  EXPECT_EQ(c.data, "/x");
  EXPECT_FALSE(set_from_text(c, "printer_columns", "many"));
  EXPECT_FALSE(set_from_text(c, "escpos", "maybe"));
  EXPECT_FALSE(set_from_text(c, "nothing", "1"));
}

} // namespace

} // namespace kassa::node
