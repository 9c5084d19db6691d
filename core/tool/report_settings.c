/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/report_settings.h"

#include "tool/report_page_html.h"

#include <ctype.h>
#include <stdarg.h>

void report_settings_add(ReportSettings *settings, const char *name, const char *format,
                         ...)
{
    if (settings->count == REPORT_MOST_SETTINGS)
        return;
    char *text = settings->texts[settings->count];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof settings->texts[0], format, arguments);
    va_end(arguments);
    settings->rows[settings->count++] = (ReportSetting){name, text};
}

void report_put_settings(FILE *file, const ReportSetting *settings, size_t count)
{
    for (size_t k = 0; k < count; ++k) {
        html_put_head(file, settings[k].name ? settings[k].name : "");
        html_put_cell(file, settings[k].value ? settings[k].value : "");
        fputs("</tr>\n", file);
    }
}

void report_network_text(const UnfoldShape *shape, char *text, size_t room)
{
    char cell[8];
    snprintf(cell, sizeof cell, "%s", unfold_cell_name(shape->cell));
    for (char *c = cell; *c; ++c)
        *c = (char)toupper((unsigned char)*c);
    if (shape->layers > 1)
        snprintf(text, room, "%s, %u layers of %u units", cell, shape->layers,
                 shape->hidden);
    else
        snprintf(text, room, "%s, %u units", cell, shape->hidden);
}
