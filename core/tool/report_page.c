/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/report_page.h"

#include "file/replace.h"
#include "tool/report.h"

#include <stdlib.h>

static void put_asset(FILE *file, Asset asset)
{
    if (asset.size)
        fwrite(asset.bytes, 1, asset.size, file);
}

/* A page being written. */
typedef struct {
    const ReportPage *page;
    char *data; /* JSON */
} Writing;

#define SLOT_TEXT(name)                                                                \
    HTML_SLOT(name)                                                                    \
    {                                                                                  \
        const ReportPage *const page = ((const Writing *)context)->page;               \
        html_put_text(file, page->name ? page->name : "");                             \
    }
#define SLOT_ASSET(name, asset)                                                        \
    HTML_SLOT(name)                                                                    \
    {                                                                                  \
        const ReportPage *const page = ((const Writing *)context)->page;               \
        (void)page;                                                                    \
        put_asset(file, asset);                                                        \
    }
SLOT_TEXT(kind)
SLOT_TEXT(title)
SLOT_TEXT(subtitle)
SLOT_TEXT(note)
SLOT_TEXT(measure)
SLOT_TEXT(score)
SLOT_TEXT(verdict)
SLOT_ASSET(style, page->style)
SLOT_ASSET(script, page->script)
SLOT_ASSET(common_style, asset_style())
SLOT_ASSET(common_script, asset_script())
SLOT_ASSET(library, asset_library())
SLOT_ASSET(library_style, asset_library_style())

HTML_SLOT(grade)
{
    const ReportPage *const page = ((const Writing *)context)->page;
    fprintf(file, "grade-%u", page->grade);
}

HTML_SLOT(words)
{
    const ReportPage *const page = ((const Writing *)context)->page;
    for (size_t k = 0; k < page->words.count; ++k)
        html_put_item(file, page->words.lines[k]);
}

HTML_SLOT(figures)
{
    const ReportPage *const page = ((const Writing *)context)->page;
    page->figures(file, page->context);
}

HTML_SLOT(no_settings)
{
    const ReportPage *const page = ((const Writing *)context)->page;
    html_hide_unless(file, page->setting_count);
}

HTML_SLOT(settings)
{
    const ReportPage *const page = ((const Writing *)context)->page;
    report_put_settings(file, page->settings, page->setting_count);
}

HTML_SLOT(body)
{
    const ReportPage *const page = ((const Writing *)context)->page;
    html_put_template(file, page->body.bytes, page->body.size, page->slots,
                      page->context);
}

HTML_SLOT(data)
{
    const Writing *const writing = context;
    /* Only texts have a '<': none of them ends the script element. */
    for (const char *c = writing->data; *c; ++c)
        if (*c == '<')
            fputs("\\u003c", file);
        else
            fputc(*c, file);
}

static const HtmlSlot slots[] = {
    HTML_ENTRY(kind),          HTML_ENTRY(title),         HTML_ENTRY(subtitle),
    HTML_ENTRY(note),          HTML_ENTRY(style),         HTML_ENTRY(script),
    HTML_ENTRY(common_style),  HTML_ENTRY(common_script), HTML_ENTRY(library),
    HTML_ENTRY(library_style), HTML_ENTRY(body),          HTML_ENTRY(data),
    HTML_ENTRY(grade),         HTML_ENTRY(measure),       HTML_ENTRY(score),
    HTML_ENTRY(verdict),       HTML_ENTRY(words),         HTML_ENTRY(figures),
    HTML_ENTRY(no_settings),   HTML_ENTRY(settings),      {NULL, NULL}};

/* As json_dumps, which leaves out keys for which there is no memory (jansson 2.14). */
static char *json_text(const json_t *data)
{
    const size_t flags = JSON_COMPACT | JSON_REAL_PRECISION(5);
    const size_t size = data ? json_dumpb(data, NULL, 0, flags) : 0;
    char *text = size ? malloc(size + 1) : NULL;
    if (text && json_dumpb(data, text, size, flags) != size) {
        free(text);
        text = NULL;
    }
    if (text)
        text[size] = '\0';
    return text;
}

static int put_page(const char *path, const Writing *writing)
{
    UnfoldReplace replace;
    UnfoldError error;
    if (unfold_replace_begin(path, &replace, &error))
        return tool_error(path, "%s", error.text);
    const Asset frame = asset_page();
    html_put_template(replace.file, frame.bytes, frame.size, slots, writing);
    if (unfold_replace_commit(&replace, &error))
        return tool_error(path, "%s", error.text);
    return TOOL_OK;
}

int report_page_write(const char *path, const ReportPage *page)
{
    const Writing writing = {page, json_text(page->data)};
    const int status = writing.data ? put_page(path, &writing) : tool_no_memory();
    free(writing.data);
    return status;
}
