/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/effect_face.h"
#include "tests/support/allocations.h"
#include "tests/support/suite.h"
#include "tests/ui/face_checks.h"
#include "tests/ui/fake_link.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static UnfoldLink *fresh;
static UnfoldPanel *panel;
static UnfoldEffectFace *face;
static unsigned opened;

static void open_dialog(void *owner)
{
    (void)owner;
    ++opened;
}

static void begin(bool has_dialog)
{
    fresh = calloc(1, sizeof *fresh);
    panel = calloc(1, sizeof *panel);
    CU_ASSERT_FATAL(fresh && panel);
    fake_link_open(fresh, 1);
    panel->theme = unfold_theme(true);
    panel->width = 1000;
    panel->height = 620;
    const UnfoldFaceOptions options = {.link = fresh,
                                       .panel = panel,
                                       .bundle = test_folder(),
                                       .open = has_dialog ? open_dialog : NULL};
    face = unfold_effect_face.new(&options);
}

static void resize(double width, double height)
{
    panel->width = width;
    panel->height = height;
    unfold_effect_face.lay_out(face);
}

static void end(void)
{
    unfold_effect_face.free(face);
    free(panel);
    free(fresh);
}

static void hear(unsigned news)
{
    unfold_effect_face.hear(face, news);
}

static void hear_text(LV2_URID property, const char *text)
{
    hear(fake_link_set_text(fresh, property, fresh->uris.atom_string, text));
}

static void all_has_its_place_at_every_size(void)
{
    static const char *const knobs[] = {"", "gain", "gain, tone, presence, resonance"};
    static const char *const problems[] = {
        "", "/a/long/path/to/a/model/of/somebody.nam: line 17: 12 numbers are missing"};
    begin(true);
    bool good = true;
    for (size_t n = 0; n < 3; ++n)
        for (size_t p = 0; p < 2; ++p) {
            hear_text(fresh->uris.knobs, knobs[n]);
            hear_text(fresh->uris.problem, problems[p]);
            good = good && is_laid_out_at_every_size(panel, &unfold_effect_face, face);
        }
    CU_ASSERT_TRUE(good);
    end();
}

static void it_is_drawn_at_all_scales(void)
{
    begin(true);
    hear_text(fresh->uris.knobs, "gain, tone");
    draw_face_at_all_scales(panel, &unfold_effect_face, face);
    end();
}

static void the_keyboard_reaches_all(void)
{
    begin(true);
    resize(1000, 620);
    hear(fake_link_value(fresh, UNFOLD_PORT_CALIBRATE, 1));
    CU_ASSERT_TRUE(keyboard_reaches_all(panel));
    end();
}

static void small_windows_have_no_browser(void)
{
    begin(false);
    resize(480, 320);
    CU_ASSERT_TRUE(face->base.browser.widget.hidden);
    CU_ASSERT_TRUE(face->scope.widget.hidden);
    CU_ASSERT_TRUE(face->base.open.widget.hidden); /* there is no dialog */
    resize(1000, 620);
    CU_ASSERT_FALSE(face->base.browser.widget.hidden);
    CU_ASSERT_FALSE(face->scope.widget.hidden);
    end();
}

static void the_model_is_told_in_words(void)
{
    begin(false);
    resize(1000, 620);
    CU_ASSERT_STRING_EQUAL(face->base.name.text, "Waiting for the host");
    CU_ASSERT(face->base.about.text[0] != 0);
    hear_text(fresh->uris.knobs, "");
    CU_ASSERT_STRING_EQUAL(face->base.name.text, "No model");
    CU_ASSERT_STRING_EQUAL(face->base.about.text, "");
    hear(fake_link_set_text(fresh, fresh->uris.model, fresh->uris.atom_path,
                            "/x/y/amp.json"));
    CU_ASSERT_STRING_EQUAL(face->base.name.text, "amp.json");
    hear_text(fresh->uris.name, "An amp");
    hear_text(fresh->uris.gear, "Valves");
    hear(fake_link_set_float(fresh, fresh->uris.esr, 0.0002f));
    CU_ASSERT_STRING_EQUAL(face->base.name.text, "An amp");
    CU_ASSERT_STRING_EQUAL(face->base.about.text,
                           "Valves  \xc2\xb7  ESR 0.0002, great");
    hear_text(fresh->uris.problem, "b.nam: not a model");
    CU_ASSERT_STRING_EQUAL(face->base.about.text, "b.nam: not a model");
    CU_ASSERT_EQUAL(face->base.about.tone, UNFOLD_ALARM);
    hear_text(fresh->uris.problem, "");
    hear_text(fresh->uris.gear, "An amp"); /* once is enough */
    CU_ASSERT_STRING_EQUAL(face->base.about.text, "ESR 0.0002, great");
    CU_ASSERT_EQUAL(face->base.about.tone, UNFOLD_QUIET);
    end();
}

static void as_many_knobs_as_the_model_has(void)
{
    begin(false);
    resize(1000, 620);
    CU_ASSERT_TRUE(face->knobs[0].valued.widget.hidden);
    hear_text(fresh->uris.knobs, "gain, tone");
    CU_ASSERT_STRING_EQUAL(face->knobs[0].valued.widget.name, "gain");
    CU_ASSERT_STRING_EQUAL(face->knobs[1].valued.widget.name, "tone");
    CU_ASSERT_FALSE(face->knobs[1].valued.widget.hidden);
    CU_ASSERT_TRUE(face->knobs[2].valued.widget.hidden);
    hear_text(fresh->uris.knobs, "a, b, c, d, e, f");
    CU_ASSERT_EQUAL(face->knob_count, UNFOLD_KNOB_PORTS);
    hear_text(fresh->uris.knobs, "");
    CU_ASSERT_TRUE(face->knobs[0].valued.widget.hidden);
    end();
}

static void press(UnfoldKeyCode code, const char *text)
{
    UnfoldKey key = {.code = code};
    snprintf(key.text, sizeof key.text, "%s", text);
    CU_ASSERT_TRUE(unfold_panel_key(panel, &key));
}

static float written(void)
{
    float value;
    memcpy(&value, fake_writes.bytes, sizeof value);
    return value;
}

static void a_typed_number_is_written(void)
{
    begin(false);
    resize(1000, 620);
    unfold_panel_focus(panel, &face->input.valued.widget);
    press(UNFOLD_KEY_TEXT, "-");
    CU_ASSERT_PTR_EQUAL(panel->focus, &face->base.entry.widget);
    press(UNFOLD_KEY_TEXT, "4");
    press(UNFOLD_KEY_ENTER, "");
    CU_ASSERT_DOUBLE_EQUAL(written(), -4, 0);
    CU_ASSERT_EQUAL(fake_writes.index, unfold_port_index(UNFOLD_PORT_INPUT, 1));
    CU_ASSERT_TRUE(face->base.entry.widget.hidden);
    CU_ASSERT_PTR_EQUAL(panel->focus, &face->input.valued.widget);
    const unsigned before = fake_writes.writes;
    press(UNFOLD_KEY_ENTER, "");
    press(UNFOLD_KEY_TEXT, "9");
    press(UNFOLD_KEY_ESCAPE, "");
    press(UNFOLD_KEY_TEXT, "-");
    press(UNFOLD_KEY_ENTER, ""); /* no number */
    CU_ASSERT_EQUAL(fake_writes.writes, before);
    CU_ASSERT_DOUBLE_EQUAL(face->input.valued.value, -4, 0);
    end();
}

static void what_the_host_says_is_shown(void)
{
    begin(false);
    resize(1000, 620);
    hear(fake_link_value(fresh, UNFOLD_PORT_MIX, 30));
    hear(fake_link_value(fresh, UNFOLD_PORT_OUTPUT_PEAK, -12));
    CU_ASSERT_DOUBLE_EQUAL(face->mix.valued.value, 30, 0);
    CU_ASSERT_DOUBLE_EQUAL(face->out.level, -12, 0);
    CU_ASSERT_EQUAL(fake_writes.writes, 0);
    /* Not what somebody is about to turn. */
    unfold_valued_hold(&face->mix.valued, true);
    hear(fake_link_value(fresh, UNFOLD_PORT_MIX, 60));
    CU_ASSERT_DOUBLE_EQUAL(face->mix.valued.value, 30, 0);
    unfold_valued_hold(&face->mix.valued, false);
    hear(fake_link_value(fresh, UNFOLD_PORT_MIX, 61));
    CU_ASSERT_DOUBLE_EQUAL(face->mix.valued.value, 61, 0);
    CU_ASSERT_TRUE(face->interface.valued.widget.inactive);
    hear(fake_link_value(fresh, UNFOLD_PORT_CALIBRATE, 1));
    CU_ASSERT_FALSE(face->interface.valued.widget.inactive);
    end();
}

static void next_goes_up_and_down(void)
{
    begin(false);
    resize(1000, 620);
    unfold_panel_focus(panel, &face->base.next.widget);
    press(UNFOLD_KEY_ENTER, "");
    press(UNFOLD_KEY_ENTER, "");
    unsigned ups = 0, writes = 0;
    for (int k = 0; k < 30; ++k) {
        const unsigned before = fake_writes.writes;
        unfold_effect_face.tick(face, 0.03);
        if (fake_writes.writes == before)
            continue;
        CU_ASSERT_EQUAL(fake_writes.index, unfold_port_index(UNFOLD_PORT_NEXT, 1));
        ups += written() == 1;
        ++writes;
    }
    CU_ASSERT_EQUAL(ups, 2);
    CU_ASSERT_EQUAL(writes, 4);
    CU_ASSERT_DOUBLE_EQUAL(written(), 0, 0);
    press(UNFOLD_KEY_ENTER, "");
    unfold_effect_face.tick(face, 0.2);
    CU_ASSERT_DOUBLE_EQUAL(written(), 1, 0);
    end(); /* does not leave it up */
    CU_ASSERT_DOUBLE_EQUAL(written(), 0, 0);
}

static void open_asks_the_host(void)
{
    begin(true);
    resize(1000, 620);
    opened = 0;
    unfold_panel_focus(panel, &face->base.open.widget);
    press(UNFOLD_KEY_TEXT, " ");
    CU_ASSERT_EQUAL(opened, 1);
    end();
}

static void hints_follow_the_focus(void)
{
    begin(false);
    resize(1000, 620);
    unfold_panel_focus(panel, &face->mix.valued.widget);
    unfold_effect_face.tick(face, 0.03);
    CU_ASSERT_STRING_EQUAL(face->base.hint.text,
                           unfold_effect_controls[UNFOLD_PORT_MIX].comment);
    unfold_panel_focus(panel, NULL);
    unfold_effect_face.tick(face, 0.03);
    CU_ASSERT_STRING_EQUAL(face->base.hint.text, "");
    end();
}

static void hear_load(float percent)
{
    hear(fake_link_value(fresh, UNFOLD_PORT_LOAD, percent));
    unfold_effect_face.tick(face, 1);
}

static void the_load_is_steady(void)
{
    begin(false);
    hear_load(2.5f);
    CU_ASSERT_PTR_NOT_NULL(strstr(face->base.load.text, "2.5 %"));
    hear_load(2.6f);
    hear_load(2.4f);
    CU_ASSERT_PTR_NOT_NULL(strstr(face->base.load.text, "2.5 %"));
    hear_load(3);
    CU_ASSERT_PTR_NOT_NULL(strstr(face->base.load.text, "3 %"));
    hear_load(0);
    CU_ASSERT_PTR_NOT_NULL(strstr(face->base.load.text, "0 %"));
    end();
}

static void nothing_is_drawn_while_nothing_changes(void)
{
    begin(false);
    resize(1000, 620);
    CU_ASSERT_TRUE(comes_to_rest(panel, &unfold_effect_face, face));
    end();
}

static void lack_of_memory_is_survived(void)
{
    for (size_t n = 0; n < 40; ++n) {
        allocations_reset();
        fresh = NULL;
        begin(true);
        end();
        const size_t made = allocations_made();
        const long live = allocations_live();
        CU_ASSERT_EQUAL(live, 0);
        if (n + 2 >= made)
            break;
        allocations_reset();
        allocations_fail_at(n + 2, 0); /* the first two are the test's own */
        begin(true);
        if (face) {
            resize(1000, 620);
            hear_text(fresh->uris.knobs, "gain");
        }
        end();
        CU_ASSERT_EQUAL(allocations_live(), 0);
        allocations_reset();
    }
}

const Suite effect_face_suite = {
    "effect face",
    (const Test[]){
        {"all has its place at every size", all_has_its_place_at_every_size},
        {"it is drawn at all scales", it_is_drawn_at_all_scales},
        {"the keyboard reaches all", the_keyboard_reaches_all},
        {"small windows have no browser", small_windows_have_no_browser},
        {"the model is told in words", the_model_is_told_in_words},
        {"as many knobs as the model has", as_many_knobs_as_the_model_has},
        {"a typed number is written", a_typed_number_is_written},
        {"what the host says is shown", what_the_host_says_is_shown},
        {"next goes up and down", next_goes_up_and_down},
        {"Open asks the host", open_asks_the_host},
        {"hints follow the focus", hints_follow_the_focus},
        {"the load is steady", the_load_is_steady},
        {"nothing is drawn while nothing changes",
         nothing_is_drawn_while_nothing_changes},
        {"lack of memory is survived", lack_of_memory_is_survived},
        {NULL, NULL},
    },
};
