/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/controls.h"
#include "tests/support/suite.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>

static const UnfoldControl *control(UnfoldPort port)
{
    return &unfold_effect_controls[port];
}

static void check(UnfoldPort port, float value, const char *expected)
{
    char text[UNFOLD_VALUE_TEXT];
    unfold_control_write(control(port), value, true, text);
    CU_ASSERT_STRING_EQUAL(text, expected);
}

static void values_are_written_in_their_units(void)
{
    check(UNFOLD_PORT_INPUT, -3.5f, "-3.5 dB");
    check(UNFOLD_PORT_INPUT, -0.04f, "0.0 dB");
    check(UNFOLD_PORT_INPUT, 1e9f, "24.0 dB");
    check(UNFOLD_PORT_INPUT, NAN, "0.0 dB");
    check(UNFOLD_PORT_MIX, 100, "100 %");
    check(UNFOLD_PORT_MIX, 33.3f, "33.3 %");
    check(UNFOLD_PORT_INTERFACE, 12, "12.0 dBu");
    check(UNFOLD_PORT_KNOB_1, 0.5f, "0.50");
    check(UNFOLD_PORT_LATENCY, 64, "64 frames");
}

static void values_are_the_same_in_every_locale(void)
{
    char before[64];
    snprintf(before, sizeof before, "%s", setlocale(LC_ALL, NULL));
    /* Where none with commas is installed, nothing is different. */
    setlocale(LC_ALL, "de_DE.UTF-8");
    float value = 0;
    check(UNFOLD_PORT_INPUT, -3.5f, "-3.5 dB");
    CU_ASSERT_TRUE(unfold_control_read(control(UNFOLD_PORT_INPUT), "1.5", &value));
    CU_ASSERT_DOUBLE_EQUAL(value, 1.5, 1e-6);
    setlocale(LC_ALL, before);
}

static void what_is_typed_is_read(void)
{
    static const struct {
        const char *text;
        double value;
    } good[] = {{"3", 3},
                {"-3.5", -3.5},
                {"+2", 2},
                {" 1,5 ", 1.5},
                {"6 dB", 6},
                {"6dB", 6},
                {".5", 0.5},
                {"\xe2\x88\x92"
                 "4",
                 -4},
                {"99", 24},
                {"-1000", -24},
                {"7.", 7}};
    static const char *const bad[] = {"",    "-",   ".",   "x",    "1 2", "1.2.3",
                                      "5 %", "nan", "inf", "0x10", "1e3", "--1"};
    const UnfoldControl *input = control(UNFOLD_PORT_INPUT);
    float value;
    for (size_t k = 0; k < sizeof good / sizeof *good; ++k) {
        CU_ASSERT_TRUE(unfold_control_read(input, good[k].text, &value));
        CU_ASSERT_DOUBLE_EQUAL(value, good[k].value, 1e-6);
    }
    for (size_t k = 0; k < sizeof bad / sizeof *bad; ++k) {
        value = 77;
        CU_ASSERT_FALSE(unfold_control_read(input, bad[k], &value));
        CU_ASSERT_DOUBLE_EQUAL(value, 77, 0);
    }
}

static void what_is_written_can_be_read_again(void)
{
    char text[UNFOLD_VALUE_TEXT];
    float value;
    for (int port = 0; port < UNFOLD_PORT_COUNT; ++port) {
        const UnfoldControl *its = control((UnfoldPort)port);
        if (its->maximum <= its->minimum)
            continue;
        unfold_control_write(its, its->normal, true, text);
        CU_ASSERT_TRUE(unfold_control_read(its, text, &value));
        CU_ASSERT_DOUBLE_EQUAL(value, its->normal, 1e-6);
    }
}

static void choices_are_those_of_the_list(void)
{
    UnfoldScalePoint points[UNFOLD_MAX_POINTS];
    const UnfoldControl *oversampling = control(UNFOLD_PORT_OVERSAMPLING);
    CU_ASSERT_EQUAL_FATAL(unfold_control_points(oversampling, points), 4);
    CU_ASSERT_STRING_EQUAL(points[0].label, "off");
    CU_ASSERT_STRING_EQUAL(points[3].label, "8x");
    CU_ASSERT_DOUBLE_EQUAL(points[3].value, 8, 0);
    CU_ASSERT_EQUAL_FATAL(unfold_control_points(control(UNFOLD_PORT_RATES), points), 3);
    CU_ASSERT_STRING_EQUAL(points[1].label, "delay states");
    CU_ASSERT_DOUBLE_EQUAL(points[1].value, 1, 0);
    CU_ASSERT_EQUAL(unfold_control_points(control(UNFOLD_PORT_MIX), points), 0);
}

const Suite controls_suite = {
    "controls",
    (const Test[]){
        {"values are written in their units", values_are_written_in_their_units},
        {"values are the same in every locale", values_are_the_same_in_every_locale},
        {"what is typed is read", what_is_typed_is_read},
        {"what is written can be read again", what_is_written_can_be_read_again},
        {"choices are those of the list", choices_are_those_of_the_list},
        {NULL, NULL},
    },
};
