/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/browser.h"
#include "tests/support/allocations.h"
#include "tests/support/suite.h"
#include "tests/ui/folders.h"
#include "tests/ui/sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static UnfoldBrowser browser;
static UnfoldWidget *const widget = &browser.widget;
static char loaded[PATH_MAX];

static const UnfoldOwnModel own[] = {{"o1.json", "Overdrive", "Pedals"},
                                     {"o2.json", "Valve", "Amps"},
                                     {NULL, NULL, NULL}};

static void load(UnfoldBrowser *from, const char *path)
{
    CU_ASSERT_PTR_EQUAL(from, &browser);
    snprintf(loaded, sizeof loaded, "%s", path);
}

/* A folder of 30 models and one folder with one more; the third plays. */
static const char *begin(void)
{
    static char playing[PATH_MAX];
    const char *bundle = made_folder("bundle");
    made_file("bundle/o1.json");
    made_file("bundle/o2.json");
    made_folder("models");
    made_folder("models/more");
    made_file("models/more/Lead.nam");
    for (int k = 1; k <= 30; ++k) {
        char name[64];
        snprintf(name, sizeof name, "models/amp %d.nam", k);
        made_file(name);
    }
    snprintf(playing, sizeof playing, "%s", made_file("models/amp 3.nam"));
    unfold_browser_init(&browser, own, bundle);
    browser.load = load;
    widget->focused = true;
    widget->box = (UnfoldBox){0, 0, 300, 300};
    loaded[0] = '\0';
    unfold_browser_playing(&browser, playing);
    pass_time(widget, 0.2);
    return playing;
}

static const char *selected(void)
{
    return browser.selected ? browser.selected->shown : "";
}

static bool shows(const char *name)
{
    for (uint32_t k = 0; k < browser.count; ++k)
        if (!strcmp(browser.shown[k]->shown, name))
            return true;
    return false;
}

static void search(const char *text)
{
    for (; *text; ++text)
        type(widget, (const char[]){*text, '\0'});
    pass_time(widget, 0.5);
}

static double middle_of(const char *name)
{
    for (uint32_t k = 0; k < browser.count; ++k)
        if (!strcmp(browser.shown[k]->shown, name))
            return unfold_browser_places(&browser).list.y + (k + 0.5) * 24 -
                   browser.scroll;
    CU_FAIL("it is not shown");
    return 0;
}

static void the_model_that_plays_is_marked_and_its_folder_listed(void)
{
    begin();
    CU_ASSERT_STRING_EQUAL(selected(), "amp 3.nam");
    CU_ASSERT(unfold_browser_plays(&browser, browser.selected));
    CU_ASSERT(shows("Overdrive") && shows("more") && shows("..") &&
              shows("amp 30.nam"));
    CU_ASSERT_FALSE(shows("Lead.nam"));
    CU_ASSERT_FALSE(shows("o1.json"));
    unfold_browser_free(&browser);
}

static void the_arrows_choose_and_enter_loads(void)
{
    begin();
    press_key(widget, UNFOLD_KEY_DOWN);
    CU_ASSERT_STRING_EQUAL(selected(), "amp 4.nam");
    press_key(widget, UNFOLD_KEY_UP);
    press_key(widget, UNFOLD_KEY_UP);
    CU_ASSERT_STRING_EQUAL(selected(), "amp 2.nam");
    press_key(widget, UNFOLD_KEY_ENTER);
    CU_ASSERT_STRING_EQUAL(loaded, made_file("models/amp 2.nam"));
    press_key(widget, UNFOLD_KEY_HOME);
    CU_ASSERT_STRING_EQUAL(selected(), "Overdrive");
    press_key(widget, UNFOLD_KEY_UP);
    CU_ASSERT_STRING_EQUAL(selected(), "Overdrive");
    press_key(widget, UNFOLD_KEY_END);
    CU_ASSERT_STRING_EQUAL(selected(), "amp 30.nam");
    pass_time(widget, 1);
    CU_ASSERT_DOUBLE_EQUAL(browser.scroll, unfold_browser_places(&browser).most, 0.01);
    press_key(widget, UNFOLD_KEY_PAGE_UP);
    CU_ASSERT_STRING_EQUAL(selected(), "amp 21.nam");
    press_key(widget, UNFOLD_KEY_PAGE_DOWN);
    CU_ASSERT_STRING_EQUAL(selected(), "amp 30.nam");
    unfold_browser_free(&browser);
}

static void a_row_that_is_chosen_can_be_seen(void)
{
    begin();
    for (int k = 0; k < 40; ++k) {
        press_key(widget, k < 28 ? UNFOLD_KEY_DOWN : UNFOLD_KEY_UP);
        pass_time(widget, 1);
        const double y = middle_of(selected());
        const UnfoldBrowserPlaces places = unfold_browser_places(&browser);
        CU_ASSERT(unfold_box_has(&places.list, 10, y));
    }
    unfold_browser_free(&browser);
}

static void folders_are_entered_and_left(void)
{
    begin();
    press_at(widget, 20, middle_of("more"), 1);
    press_key(widget, UNFOLD_KEY_ENTER);
    pass_time(widget, 0.2);
    CU_ASSERT(shows("Lead.nam"));
    CU_ASSERT_FALSE(shows("amp 3.nam"));
    CU_ASSERT_STRING_EQUAL(selected(), "..");
    press_key(widget, UNFOLD_KEY_BACKSPACE);
    pass_time(widget, 0.2);
    CU_ASSERT(shows("amp 3.nam"));
    CU_ASSERT_STRING_EQUAL(selected(), "more"); /* where we come from */
    CU_ASSERT_STRING_EQUAL(loaded, "");
    unfold_browser_free(&browser);
}

static void what_is_typed_is_searched_everywhere(void)
{
    begin();
    search("LEAD");
    CU_ASSERT(shows("Lead.nam"));
    CU_ASSERT_STRING_EQUAL(selected(), "Lead.nam");
    CU_ASSERT_FALSE(shows("..") || shows("Overdrive") || shows("amp 3.nam"));
    CU_ASSERT_TRUE(press_key(widget, UNFOLD_KEY_ESCAPE));
    CU_ASSERT(shows("Overdrive") && shows("amp 3.nam"));
    CU_ASSERT_FALSE(press_key(widget, UNFOLD_KEY_ESCAPE));
    search("pedals over");
    CU_ASSERT_STRING_EQUAL(selected(), "Overdrive");
    press_key(widget, UNFOLD_KEY_ENTER);
    CU_ASSERT_STRING_EQUAL(loaded, made_file("bundle/o1.json"));
    search("q");
    CU_ASSERT(shows("nothing is called so"));
    press_key(widget, UNFOLD_KEY_BACKSPACE); /* a letter, not a folder */
    CU_ASSERT_STRING_EQUAL(selected(), "Overdrive");
    unfold_browser_free(&browser);
}

static void one_click_selects_and_two_load(void)
{
    begin();
    press_at(widget, 50, middle_of("amp 4.nam"), 1);
    CU_ASSERT_STRING_EQUAL(selected(), "amp 4.nam");
    CU_ASSERT_STRING_EQUAL(loaded, "");
    press_at(widget, 50, middle_of("amp 2.nam"), 2);
    CU_ASSERT_STRING_EQUAL(loaded, made_file("models/amp 2.nam"));
    press_at(widget, 50, middle_of("models"), 2); /* a heading */
    CU_ASSERT_STRING_EQUAL(selected(), "amp 2.nam");
    unfold_browser_free(&browser);
}

static void the_wheel_scrolls_smoothly(void)
{
    begin();
    browser.scroll = browser.aim = 0;
    const UnfoldPointer down = {.event = UNFOLD_WHEEL, .x = 9, .y = 99, .wheel = -1};
    widget->kind->pointer(widget, &down);
    pass_time(widget, 0.05);
    CU_ASSERT(browser.scroll > 0 && browser.scroll < 72);
    pass_time(widget, 2);
    CU_ASSERT_EQUAL(browser.scroll, 72);
    widget->dirty = false;
    pass_time(widget, 0.2);
    CU_ASSERT_FALSE(widget->dirty);
    for (int k = 0; k < 50; ++k)
        widget->kind->pointer(widget, &down);
    CU_ASSERT_EQUAL(browser.aim, unfold_browser_places(&browser).most);
    unfold_browser_free(&browser);
}

static void the_bar_can_be_dragged(void)
{
    begin();
    browser.scroll = browser.aim = 0;
    const UnfoldBrowserPlaces places = unfold_browser_places(&browser);
    CU_ASSERT(places.bar.width > 0 && places.most > 0);
    const double x = places.bar.x + 4, y = places.bar.y + 5;
    drag(widget, x, y, x, y + 40);
    CU_ASSERT(browser.scroll > 0 && browser.scroll < places.most);
    drag(widget, x, unfold_browser_places(&browser).bar.y + 5, x - 99, 9999);
    CU_ASSERT_EQUAL(browser.scroll, places.most);
    unfold_browser_free(&browser);
}

static void another_model_is_followed_unless_people_are_elsewhere(void)
{
    begin();
    made_folder("other");
    const char *other = made_file("other/x.nam");
    unfold_browser_playing(&browser, other);
    pass_time(widget, 0.2);
    CU_ASSERT_STRING_EQUAL(selected(), "x.nam");
    unfold_browser_playing(&browser, made_file("bundle/o2.json"));
    pass_time(widget, 0.2);
    CU_ASSERT(shows("x.nam"));
    unfold_browser_open(&browser, made_folder("models"));
    unfold_browser_playing(&browser, other);
    pass_time(widget, 0.2);
    CU_ASSERT(shows("amp 3.nam") && !shows("x.nam"));
    unfold_browser_free(&browser);
}

static void with_one_of_its_own_it_begins_at_home(void)
{
    const char *home = getenv("HOME");
    char kept[PATH_MAX];
    snprintf(kept, sizeof kept, "%s", home ? home : "");
    setenv("HOME", made_folder("home"), 1);
    made_file("home/mine.nam");
    unfold_browser_init(&browser, own, made_folder("bundle"));
    unfold_browser_playing(&browser, made_file("bundle/o2.json"));
    pass_time(widget, 0.2);
    CU_ASSERT_STRING_EQUAL(selected(), "Valve");
    CU_ASSERT(unfold_browser_plays(&browser, browser.selected));
    CU_ASSERT(shows("mine.nam"));
    setenv("HOME", kept, 1);
    unfold_browser_free(&browser);
}

static void a_folder_that_cannot_be_read_says_so_quietly(void)
{
    begin();
    unfold_browser_open(&browser, "/no/such/folder");
    pass_time(widget, 0.2);
    CU_ASSERT(shows("this folder cannot be read: No such file or directory"));
    press_key(widget, UNFOLD_KEY_END);
    CU_ASSERT_STRING_EQUAL(selected(), "..");
    unfold_browser_free(&browser);
}

static void names_that_are_no_utf8_are_shown_and_load(void)
{
    begin();
    const char *path = made_file("models/gr\xfcn.nam");
    unfold_browser_open(&browser, made_folder("models"));
    pass_time(widget, 0.2);
    search("gr n");
    CU_ASSERT_STRING_EQUAL(selected(), "gr\xef\xbf\xbdn.nam");
    sheet_draw(widget, 300, 300, 1);
    press_key(widget, UNFOLD_KEY_ENTER);
    CU_ASSERT_STRING_EQUAL(loaded, path);
    unlink(path);
    unfold_browser_free(&browser);
}

static void it_is_drawn_at_all_sizes_and_rests(void)
{
    begin();
    sheet_draw_all(widget);
    Sheet sheet = sheet_draw(widget, 300, 300, 1);
    const uint64_t first = sheet_print(&sheet);
    pass_time(widget, 1);
    sheet = sheet_draw(widget, 300, 300, 1);
    pass_time(widget, 1);
    CU_ASSERT_FALSE(widget->dirty);
    press_key(widget, UNFOLD_KEY_DOWN);
    CU_ASSERT(widget->dirty);
    sheet = sheet_draw(widget, 300, 300, 1);
    CU_ASSERT(sheet_print(&sheet) != first);
    unfold_browser_free(&browser);
}

static void without_memory_it_shows_less_and_goes_on(void)
{
    for (size_t n = 0; n < 60; n += 3) {
        begin();
        unfold_browser_free(&browser);
        allocations_reset();
        allocations_fail_at(n, 1);
        begin();
        search("amp");
        press_key(widget, UNFOLD_KEY_DOWN);
        press_key(widget, UNFOLD_KEY_ENTER);
        sheet_draw(widget, 300, 300, 1);
        unfold_browser_free(&browser);
    }
    allocations_reset();
}

static const Test tests[] = {
    {"the model that plays is marked, and its folder listed",
     the_model_that_plays_is_marked_and_its_folder_listed},
    {"the arrows choose, and Enter loads", the_arrows_choose_and_enter_loads},
    {"a row that is chosen can be seen", a_row_that_is_chosen_can_be_seen},
    {"folders are entered and left", folders_are_entered_and_left},
    {"what is typed is searched everywhere", what_is_typed_is_searched_everywhere},
    {"one click selects and two load", one_click_selects_and_two_load},
    {"the wheel scrolls smoothly", the_wheel_scrolls_smoothly},
    {"the bar can be dragged", the_bar_can_be_dragged},
    {"another model is followed, unless people are elsewhere",
     another_model_is_followed_unless_people_are_elsewhere},
    {"with one of its own it begins at home", with_one_of_its_own_it_begins_at_home},
    {"a folder that cannot be read says so, quietly",
     a_folder_that_cannot_be_read_says_so_quietly},
    {"names that are no UTF-8 are shown, and load",
     names_that_are_no_utf8_are_shown_and_load},
    {"it is drawn at all sizes, and rests", it_is_drawn_at_all_sizes_and_rests},
    {"without memory it shows less, and goes on",
     without_memory_it_shows_less_and_goes_on},
    {NULL, NULL}};

const Suite browser_suite = {"browser", tests};
