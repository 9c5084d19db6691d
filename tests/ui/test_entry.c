/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/entry.h"
#include "tests/support/suite.h"
#include "tests/ui/sheet.h"

#include <string.h>

static UnfoldEntry entry;
static UnfoldWidget *const widget = &entry.widget;
static unsigned changes, endings;
static bool was_accepted;
static char clipboard[UNFOLD_ENTRY_TEXT];

static void count(UnfoldEntry *changed)
{
    CU_ASSERT_PTR_EQUAL(changed, &entry);
    ++changes;
}

static void end(UnfoldEntry *ended, bool accepted)
{
    CU_ASSERT_PTR_EQUAL(ended, &entry);
    was_accepted = accepted;
    ++endings;
}

static void copy(void *owner, const char *text)
{
    (void)owner;
    strcpy(clipboard, text);
}

static void paste(void *owner, UnfoldEntry *into)
{
    (void)owner;
    unfold_entry_insert(into, clipboard);
}

static void begin(const char *text)
{
    unfold_entry_init(&entry, "entry", "a hint");
    entry.changed = count;
    changes = endings = 0;
    widget->focused = true;
    unfold_entry_set(&entry, text);
    press_key(widget, UNFOLD_KEY_END);
}

static void command(const char *letter)
{
    UnfoldKey key = {.code = UNFOLD_KEY_TEXT, .control = true};
    key.text[0] = letter[0];
    CU_ASSERT(widget->kind->key(widget, &key));
}

static void what_is_typed_is_there_and_told(void)
{
    begin("");
    type(widget, "a");
    type(widget, "\xc3\xa4");
    type(widget, " ");
    type(widget, "b");
    CU_ASSERT_STRING_EQUAL(entry.text, "a\xc3\xa4 b");
    CU_ASSERT_EQUAL(changes, 4);
    CU_ASSERT(widget->dirty);
}

static void the_caret_steps_over_whole_characters(void)
{
    begin("a\xc3\xa4\xe2\x99\xaf");
    press_key(widget, UNFOLD_KEY_LEFT);
    CU_ASSERT_EQUAL(entry.caret, 3);
    press_key(widget, UNFOLD_KEY_LEFT);
    CU_ASSERT_EQUAL(entry.caret, 1);
    press_key(widget, UNFOLD_KEY_DELETE);
    CU_ASSERT_STRING_EQUAL(entry.text, "a\xe2\x99\xaf");
    press_key(widget, UNFOLD_KEY_END);
    press_key(widget, UNFOLD_KEY_BACKSPACE);
    CU_ASSERT_STRING_EQUAL(entry.text, "a");
    press_key(widget, UNFOLD_KEY_HOME);
    press_key(widget, UNFOLD_KEY_BACKSPACE); /* nothing is there */
    press_key(widget, UNFOLD_KEY_LEFT);
    CU_ASSERT_EQUAL(entry.caret, 0);
    CU_ASSERT_EQUAL(changes, 2);
}

static void words_are_stepped_over_and_deleted_with_control(void)
{
    begin("deluxe reverb-amp");
    press_with(widget, UNFOLD_KEY_LEFT, false, true);
    CU_ASSERT_EQUAL(entry.caret, 14);
    press_with(widget, UNFOLD_KEY_BACKSPACE, false, true);
    CU_ASSERT_STRING_EQUAL(entry.text, "deluxe amp");
    press_key(widget, UNFOLD_KEY_HOME);
    press_with(widget, UNFOLD_KEY_RIGHT, false, true);
    CU_ASSERT_EQUAL(entry.caret, 6);
    press_with(widget, UNFOLD_KEY_DELETE, false, true);
    CU_ASSERT_STRING_EQUAL(entry.text, "deluxe");
}

static void what_is_selected_is_replaced(void)
{
    begin("one two");
    press_with(widget, UNFOLD_KEY_LEFT, true, true);
    CU_ASSERT_EQUAL(entry.caret, 4);
    CU_ASSERT_EQUAL(entry.anchor, 7);
    type(widget, "3");
    CU_ASSERT_STRING_EQUAL(entry.text, "one 3");
    command("a");
    press_key(widget, UNFOLD_KEY_LEFT); /* to its beginning, and nothing selected */
    CU_ASSERT_EQUAL(entry.caret, 0);
    CU_ASSERT_EQUAL(entry.anchor, 0);
    press_with(widget, UNFOLD_KEY_END, true, false);
    press_key(widget, UNFOLD_KEY_DELETE);
    CU_ASSERT_STRING_EQUAL(entry.text, "");
}

static void setting_selects_all_and_tells_nobody(void)
{
    begin("0.5");
    unfold_entry_set(&entry, "12\xff");
    CU_ASSERT_EQUAL(changes, 0);
    CU_ASSERT_STRING_EQUAL(entry.text, "12\xef\xbf\xbd");
    type(widget, "7");
    CU_ASSERT_STRING_EQUAL(entry.text, "7");
}

static void no_more_is_taken_than_there_is_room_for(void)
{
    char much[600];
    memset(much, 'x', sizeof much);
    much[sizeof much - 1] = '\0';
    begin(much);
    CU_ASSERT_EQUAL(strlen(entry.text), UNFOLD_ENTRY_TEXT - 1);
    type(widget, "y");
    CU_ASSERT_EQUAL(changes, 0);
    press_key(widget, UNFOLD_KEY_BACKSPACE);
    type(widget, "\xc3\xa4"); /* two bytes, where there is one */
    CU_ASSERT_EQUAL(strlen(entry.text), UNFOLD_ENTRY_TEXT - 2);
    press_key(widget, UNFOLD_KEY_BACKSPACE);
    type(widget, "\xc3\xa4");
    CU_ASSERT_EQUAL(strlen(entry.text), UNFOLD_ENTRY_TEXT - 1);
    sheet_draw_all(widget);
}

static void the_clipboard_is_the_windows(void)
{
    begin("one two");
    command("c"); /* without any: nothing happens */
    command("v");
    static const UnfoldClipboard fake = {copy, paste, NULL};
    entry.clipboard = &fake;
    command("a");
    command("\x18"); /* as some have Control-X */
    CU_ASSERT_STRING_EQUAL(clipboard, "one two");
    CU_ASSERT_STRING_EQUAL(entry.text, "");
    strcpy(clipboard, "a\nb\t\xff");
    command("V");
    CU_ASSERT_STRING_EQUAL(entry.text, "a b \xef\xbf\xbd");
}

static void enter_and_escape_end_it_if_anybody_wants_to_know(void)
{
    begin("x");
    CU_ASSERT_FALSE(press_key(widget, UNFOLD_KEY_ENTER));
    CU_ASSERT_FALSE(press_key(widget, UNFOLD_KEY_UP));
    entry.done = end;
    CU_ASSERT_TRUE(press_key(widget, UNFOLD_KEY_ENTER));
    CU_ASSERT(was_accepted && endings == 1);
    CU_ASSERT_TRUE(press_key(widget, UNFOLD_KEY_ESCAPE));
    CU_ASSERT(!was_accepted && endings == 2);
}

static void losing_the_focus_ends_it_once(void)
{
    begin("x");
    entry.done = end;
    pass_time(widget, 0.1);
    widget->focused = false;
    pass_time(widget, 0.2);
    CU_ASSERT(!was_accepted);
    CU_ASSERT_EQUAL(endings, 1);
}

static void the_pointer_places_the_caret_and_selects(void)
{
    begin("one two three");
    sheet_draw(widget, 300, 28, 1);
    press_at(widget, 2, 10, 1);
    CU_ASSERT_EQUAL(entry.caret, 0);
    press_at(widget, 290, 10, 1);
    CU_ASSERT_EQUAL(entry.caret, 13);
    drag(widget, 290, 10, 2, 10);
    CU_ASSERT_EQUAL(entry.caret, 0);
    CU_ASSERT_EQUAL(entry.anchor, 13);
    press_at(widget, 8 + entry.at[5], 10, 2);
    CU_ASSERT_EQUAL(entry.anchor, 4);
    CU_ASSERT_EQUAL(entry.caret, 7);
}

static void the_caret_is_kept_in_sight(void)
{
    begin("a text that is much longer than the line that it is in");
    sheet_draw(widget, 100, 28, 2);
    CU_ASSERT(entry.scroll > 50);
    CU_ASSERT(entry.at[entry.caret] - entry.scroll <= 100);
    press_key(widget, UNFOLD_KEY_HOME);
    sheet_draw(widget, 100, 28, 2);
    CU_ASSERT_EQUAL(entry.scroll, 0);
}

static void it_is_drawn_at_all_sizes_and_differs_by_what_is_in_it(void)
{
    begin("");
    Sheet sheet = sheet_draw(widget, 200, 28, 1);
    const uint64_t empty = sheet_print(&sheet);
    type(widget, "a");
    sheet = sheet_draw(widget, 200, 28, 1);
    CU_ASSERT(sheet_print(&sheet) != empty);
    sheet_draw_all(widget);
}

static const Test tests[] = {
    {"what is typed is there and told", what_is_typed_is_there_and_told},
    {"the caret steps over whole characters", the_caret_steps_over_whole_characters},
    {"words are stepped over and deleted with Control",
     words_are_stepped_over_and_deleted_with_control},
    {"what is selected is replaced", what_is_selected_is_replaced},
    {"setting selects all and tells nobody", setting_selects_all_and_tells_nobody},
    {"no more is taken than there is room for",
     no_more_is_taken_than_there_is_room_for},
    {"the clipboard is the window's", the_clipboard_is_the_windows},
    {"Enter and Escape end it if anybody wants to know",
     enter_and_escape_end_it_if_anybody_wants_to_know},
    {"losing the focus ends it once", losing_the_focus_ends_it_once},
    {"the pointer places the caret and selects",
     the_pointer_places_the_caret_and_selects},
    {"the caret is kept in sight", the_caret_is_kept_in_sight},
    {"it is drawn at all sizes and differs by what is in it",
     it_is_drawn_at_all_sizes_and_differs_by_what_is_in_it},
    {NULL, NULL}};

const Suite entry_suite = {"entry", tests};
