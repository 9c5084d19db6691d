/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/report_page_html.h"

#include "file/utf8.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

/* Bytes of the character that begins here; 0 where none does. */
static size_t character(const char *text)
{
    for (size_t size = 1; size <= 4; ++size)
        if (memchr(text, '\0', size))
            return 0;
        else if (unfold_utf8_valid(text, size))
            return size;
    return 0;
}

static bool is_control(char c)
{
    return ((unsigned char)c < ' ' && c != '\n' && c != '\t') || c == 0x7f;
}

void html_put_text(FILE *file, const char *text)
{
    while (*text) {
        const size_t size = character(text);
        if (!size || is_control(*text))
            fputs("\xef\xbf\xbd", file);
        else if (*text == '<')
            fputs("&lt;", file);
        else if (*text == '>')
            fputs("&gt;", file);
        else if (*text == '&')
            fputs("&amp;", file);
        else if (*text == '"')
            fputs("&quot;", file);
        else if (*text == '\'')
            fputs("&#39;", file);
        else
            fwrite(text, 1, size, file);
        text += size ? size : 1;
    }
}

void html_put(FILE *file, const char *format, ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    html_put_text(file, text);
}

/* A text within tags. */
static void put_in(FILE *file, const char *open, const char *text, const char *close)
{
    fputs(open, file);
    html_put_text(file, text);
    fputs(close, file);
}

void html_put_head(FILE *file, const char *text)
{
    put_in(file, "<tr><th scope=\"row\">", text, "</th>");
}

void html_put_cell(FILE *file, const char *text)
{
    put_in(file, "<td>", text, "</td>");
}

void html_put_number(FILE *file, const char *format, double value)
{
    char text[64] = "\xe2\x80\x93"; /* an en dash: no such number */
    if (isfinite(value))
        snprintf(text, sizeof text, format, value);
    html_put_cell(file, text);
}

void html_put_item(FILE *file, const char *text)
{
    put_in(file, "<li>", text, "</li>\n");
}

void html_put_figure(FILE *file, const char *name, const char *value)
{
    put_in(file, "<div><dt>", name, "</dt>");
    put_in(file, "<dd>", value, "</dd></div>\n");
}

void html_hide_unless(FILE *file, bool there)
{
    fputs(there ? "" : "hidden", file);
}

static const HtmlSlot *find_slot(const HtmlSlot *slots, const char *name, size_t length)
{
    for (; slots->name; ++slots)
        if (strlen(slots->name) == length && !memcmp(slots->name, name, length))
            return slots;
    return NULL;
}

void html_put_template(FILE *file, const char *text, size_t size, const HtmlSlot *slots,
                       const void *context)
{
    const char *const end = text + size;
    while (text < end) {
        const char *open = memmem(text, (size_t)(end - text), "{{", 2);
        const char *close = open ? memmem(open, (size_t)(end - open), "}}", 2) : NULL;
        if (!close) {
            fwrite(text, 1, (size_t)(end - text), file);
            return;
        }
        const HtmlSlot *slot = find_slot(slots, open + 2, (size_t)(close - open - 2));
        const char *next = slot ? close + 2 : open + 2;
        fwrite(text, 1, (size_t)((slot ? open : next) - text), file);
        if (slot)
            slot->put(file, context);
        text = next;
    }
}
