/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/listen_face.h"
#include "tests/support/allocations.h"
#include "tests/support/suite.h"
#include "tests/ui/face_checks.h"
#include "tests/ui/fake_link.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static UnfoldLink *fresh;
static UnfoldPanel *panel;
static UnfoldListenFace *face;

static void open_dialog(void *owner)
{
    (void)owner;
}

static void begin(void)
{
    fresh = calloc(1, sizeof *fresh);
    panel = calloc(1, sizeof *panel);
    CU_ASSERT_FATAL(fresh && panel);
    fake_link_open(fresh, 0);
    panel->theme = unfold_theme(true);
    panel->width = 1000;
    panel->height = 560;
    const UnfoldFaceOptions options = {
        .link = fresh, .panel = panel, .bundle = test_folder(), .open = open_dialog};
    face = unfold_listen_face.new(&options);
    if (face)
        unfold_listen_face.lay_out(face);
}

static void end(void)
{
    unfold_listen_face.free(face);
    free(panel);
    free(fresh);
}

static void hear_text(LV2_URID property, const char *text)
{
    unfold_listen_face.hear(
        face, fake_link_set_text(fresh, property, fresh->uris.atom_string, text));
}

static void hear_float(LV2_URID property, float value)
{
    unfold_listen_face.hear(face, fake_link_set_float(fresh, property, value));
}

static void hear_port(UnfoldListenPort port, float value)
{
    unfold_listen_face.hear(face, fake_link_value(fresh, (int)port, value));
}

static void hear_model(const char *task, const char *labels, float threshold)
{
    hear_text(fresh->uris.task, task);
    hear_text(fresh->uris.labels, labels);
    hear_float(fresh->uris.threshold, threshold);
}

static float written(void)
{
    float value;
    memcpy(&value, fake_writes.bytes, sizeof value);
    return value;
}

static void all_has_its_place_at_every_size(void)
{
    begin();
    CU_ASSERT_TRUE(is_laid_out_at_every_size(panel, &unfold_listen_face, face));
    hear_text(fresh->uris.problem,
              "/a/long/path/to/somebody.json: line 17: 12 numbers are missing");
    CU_ASSERT_TRUE(is_laid_out_at_every_size(panel, &unfold_listen_face, face));
    end();
}

static void it_is_drawn_at_all_scales(void)
{
    begin();
    hear_model("clip", "kick\nsnare", 0.6f);
    hear_text(fresh->uris.label, "snare");
    draw_face_at_all_scales(panel, &unfold_listen_face, face);
    end();
}

static void the_keyboard_reaches_all(void)
{
    begin();
    CU_ASSERT_TRUE(keyboard_reaches_all(panel));
    CU_ASSERT_TRUE(comes_to_rest(panel, &unfold_listen_face, face));
    end();
}

static void the_model_is_told_in_words(void)
{
    begin();
    hear_text(fresh->uris.name, "Drums");
    hear_float(fresh->uris.accuracy, 0.9812f);
    CU_ASSERT_STRING_EQUAL(face->base.name.text, "Drums");
    CU_ASSERT_STRING_EQUAL(face->base.about.text, "right for 98.1 % of new sounds");
    hear_float(fresh->uris.accuracy, -1);
    CU_ASSERT_STRING_EQUAL(face->base.about.text, "");
    end();
}

static void the_picture_follows_the_model(void)
{
    begin();
    hear_model("frame", "a\nb\nc", 0.4f);
    CU_ASSERT_EQUAL(face->heard.kind, UNFOLD_HEARS_LABELS);
    CU_ASSERT_STRING_EQUAL(face->heard.labels, "a\nb\nc");
    CU_ASSERT_DOUBLE_EQUAL(unfold_heard_limit(&face->heard), 0.4, 1e-6);
    const float frames[] = {0, 1, 0.2f, 0.3f, 0.5f, 0, 1, 0.1f, 0.1f, 0.8f};
    unfold_heard_hear(&face->heard, frames, 2, 2, 3, 0.01f);
    CU_ASSERT_EQUAL(face->heard.count, 2);
    /* Told again, it keeps what it has. */
    hear_model("frame", "a\nb\nc", 0.4f);
    CU_ASSERT_EQUAL(face->heard.count, 2);
    hear_model("next", "", 3);
    CU_ASSERT_EQUAL(face->heard.kind, UNFOLD_HEARS_NEXT);
    CU_ASSERT_EQUAL(face->heard.count, 0);
    CU_ASSERT_DOUBLE_EQUAL(unfold_heard_limit(&face->heard), 3, 1e-6);
    hear_model("value", "", -1);
    CU_ASSERT_EQUAL(face->heard.kind, UNFOLD_HEARS_VALUE);
    CU_ASSERT_TRUE(isnan(unfold_heard_limit(&face->heard)));
    end();
}

static void what_was_heard_last_is_told(void)
{
    begin();
    hear_model("clip", "kick\nsnare", 0.5f);
    CU_ASSERT_STRING_EQUAL(face->last.text, "\xe2\x80\x93");
    CU_ASSERT_STRING_EQUAL(face->sure.text, "");
    hear_port(UNFOLD_LISTEN_PORT_CONFIDENCE, 0.934f);
    hear_text(fresh->uris.label, "snare");
    CU_ASSERT_STRING_EQUAL(face->last.text, "snare");
    CU_ASSERT_STRING_EQUAL(face->sure.text, "93 % sure");
    hear_text(fresh->uris.label, "");
    CU_ASSERT_STRING_EQUAL(face->last.text, "\xe2\x80\x93");
    hear_model("value", "", -1);
    hear_text(fresh->uris.label, "pitch");
    hear_port(UNFOLD_LISTEN_PORT_VALUE, 440.21f);
    CU_ASSERT_STRING_EQUAL(face->last.text, "440.2");
    CU_ASSERT_STRING_EQUAL(face->sure.text, "pitch");
    end();
}

/* The dial and the line in the picture are the same control. */
static void the_threshold_is_turned_in_both_places(void)
{
    begin();
    hear_model("clip", "kick\nsnare", 0.5f);
    hear_port(UNFOLD_LISTEN_PORT_THRESHOLD, 0.8f);
    CU_ASSERT_DOUBLE_EQUAL(face->heard.position, 0.8, 1e-6);
    CU_ASSERT_EQUAL(fake_writes.writes, 0);
    const UnfoldKey down = {.code = UNFOLD_KEY_PAGE_DOWN};
    unfold_panel_focus(panel, &face->heard.widget);
    CU_ASSERT_TRUE(unfold_panel_key(panel, &down));
    CU_ASSERT_DOUBLE_EQUAL(face->threshold.valued.value, 0.7, 1e-6);
    CU_ASSERT_DOUBLE_EQUAL(written(), 0.7, 1e-6);
    CU_ASSERT_EQUAL(fake_writes.index, UNFOLD_LISTEN_PORT_THRESHOLD);
    unfold_valued_put(&face->threshold.valued, 0.25f);
    CU_ASSERT_DOUBLE_EQUAL(face->heard.position, 0.25, 1e-6);
    CU_ASSERT_DOUBLE_EQUAL(written(), 0.25, 1e-6);
    end();
}

/* Hosts record automation between these. */
static void dragging_the_line_grabs_the_control(void)
{
    begin();
    hear_model("clip", "kick\nsnare", 0.5f);
    const UnfoldHeardPlaces places = unfold_heard_places(&face->heard);
    UnfoldPointer pointer = {
        .event = UNFOLD_PRESS,
        .x = places.plot.x + 20,
        .y = places.plot.y +
             unfold_heard_below(&face->heard, unfold_heard_limit(&face->heard)),
        .button = 1,
        .clicks = 1};
    unfold_panel_pointer(panel, &pointer);
    CU_ASSERT_TRUE(fake_writes.grabbed);
    pointer.event = UNFOLD_MOVE;
    pointer.y -= 10;
    unfold_panel_pointer(panel, &pointer);
    const float turned = written();
    CU_ASSERT(turned > 0.5f);
    /* What the host says meanwhile waits. */
    hear_port(UNFOLD_LISTEN_PORT_THRESHOLD, 0.1f);
    CU_ASSERT_DOUBLE_EQUAL(face->heard.position, turned, 1e-6);
    pointer.event = UNFOLD_LET_GO;
    unfold_panel_pointer(panel, &pointer);
    CU_ASSERT_FALSE(fake_writes.grabbed);
    end();
}

static void lack_of_memory_is_survived(void)
{
    for (size_t n = 0; n < 40; ++n) {
        allocations_reset();
        begin();
        end();
        const size_t made = allocations_made();
        CU_ASSERT_EQUAL(allocations_live(), 0);
        if (n + 2 >= made)
            break;
        allocations_reset();
        allocations_fail_at(n + 2, 0); /* the first two are the test's own */
        begin();
        if (face)
            hear_model("clip", "kick\nsnare", 0.5f);
        end();
        CU_ASSERT_EQUAL(allocations_live(), 0);
        allocations_reset();
    }
}

const Suite listen_face_suite = {
    "listen face",
    (const Test[]){
        {"all has its place at every size", all_has_its_place_at_every_size},
        {"it is drawn at all scales", it_is_drawn_at_all_scales},
        {"the keyboard reaches all", the_keyboard_reaches_all},
        {"the model is told in words", the_model_is_told_in_words},
        {"the picture follows the model", the_picture_follows_the_model},
        {"what was heard last is told", what_was_heard_last_is_told},
        {"the threshold is turned in both places",
         the_threshold_is_turned_in_both_places},
        {"dragging the line grabs the control", dragging_the_line_grabs_the_control},
        {"lack of memory is survived", lack_of_memory_is_survived},
        {NULL, NULL},
    },
};
