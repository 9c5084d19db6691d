/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/ui_options.h"

#include <lv2/atom/atom.h>
#include <lv2/core/lv2_util.h>
#include <lv2/options/options.h>
#include <stdint.h>

static LV2_URID map(const UnfoldUiOptions *options, const char *uri)
{
    return options->map->map(options->map->handle, uri);
}

/* The value of an option if it is of this type and size. */
static const void *find(const UnfoldUiOptions *options, const LV2_Options_Option *list,
                        const char *key, const char *type, uint32_t size)
{
    const LV2_URID wanted = map(options, key), its_type = map(options, type);
    for (; list && (list->key || list->value); ++list)
        if (list->key == wanted)
            return list->type == its_type && list->value &&
                           (!size || list->size == size)
                       ? list->value
                       : NULL;
    return NULL;
}

static double read_float(const UnfoldUiOptions *options, const LV2_Options_Option *list,
                         const char *key)
{
    const float *value = find(options, list, key, LV2_ATOM__Float, sizeof *value);
    return value && *value > 0 ? (double)*value : 0;
}

/* 0xRRGGBBAA. */
static bool read_colour(const UnfoldUiOptions *options, const LV2_Options_Option *list,
                        const char *key, UnfoldColour *colour)
{
    const uint32_t *value = find(options, list, key, LV2_ATOM__Int, sizeof *value);
    if (!value)
        return false;
    *colour = (UnfoldColour){(*value >> 24) / 255.0, (*value >> 16 & 255) / 255.0,
                             (*value >> 8 & 255) / 255.0};
    return true;
}

static UnfoldTheme read_theme(const UnfoldUiOptions *options,
                              const LV2_Options_Option *list)
{
    UnfoldColour background, foreground;
    if (!read_colour(options, list, LV2_UI__backgroundColor, &background))
        return unfold_theme(true);
    if (!read_colour(options, list, LV2_UI__foregroundColor, &foreground)) {
        const UnfoldColour white = {1, 1, 1}, black = {0, 0, 0};
        foreground =
            unfold_contrast(background, white) > unfold_contrast(background, black)
                ? white
                : black;
    }
    return unfold_theme_around(background, foreground);
}

bool unfold_ui_options_read(UnfoldUiOptions *options,
                            const LV2_Feature *const *features)
{
    *options =
        (UnfoldUiOptions){.map = lv2_features_data(features, LV2_URID__map),
                          .touch = lv2_features_data(features, LV2_UI__touch),
                          .resize = lv2_features_data(features, LV2_UI__resize),
                          .request = lv2_features_data(features, LV2_UI__requestValue),
                          .parent = (unsigned long)(uintptr_t)lv2_features_data(
                              features, LV2_UI__parent)};
    if (!options->map)
        return false;
    const LV2_Options_Option *list = lv2_features_data(features, LV2_OPTIONS__options);
    options->scale = read_float(options, list, LV2_UI__scaleFactor);
    options->rate = read_float(options, list, LV2_UI__updateRate);
    options->title = find(options, list, LV2_UI__windowTitle, LV2_ATOM__String, 0);
    options->theme = read_theme(options, list);
    return true;
}
