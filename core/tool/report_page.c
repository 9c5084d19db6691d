/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/report_page.h"

#include "file/replace.h"
#include "tool/report.h"

static void put_asset(FILE *file, Asset asset)
{
    if (asset.size)
        fwrite(asset.bytes, 1, asset.size, file);
}

#define SLOT(name) static void put_##name(FILE *file, const void *context)
#define SLOT_TEXT(name)                                                                \
    SLOT(name)                                                                         \
    {                                                                                  \
        const ReportPage *const page = context;                                        \
        html_put_text(file, page->name ? page->name : "");                             \
    }
#define SLOT_ASSET(name, asset)                                                        \
    SLOT(name)                                                                         \
    {                                                                                  \
        const ReportPage *const page = context;                                        \
        (void)page;                                                                    \
        put_asset(file, asset);                                                        \
    }
SLOT_TEXT(kind)
SLOT_TEXT(title)
SLOT_TEXT(subtitle)
SLOT_TEXT(note)
SLOT_ASSET(style, page->style)
SLOT_ASSET(script, page->script)
SLOT_ASSET(common_style, asset_style())
SLOT_ASSET(common_script, asset_script())
SLOT_ASSET(library, asset_library())
SLOT_ASSET(library_style, asset_library_style())

SLOT(body)
{
    const ReportPage *const page = context;
    html_put_template(file, page->body.bytes, page->body.size, page->slots,
                      page->context);
}

SLOT(data)
{
    const ReportPage *const page = context;
    /* Only texts have a '<': none of them ends the script element. */
    for (const char *c = page->data; *c; ++c)
        if (*c == '<')
            fputs("\\u003c", file);
        else
            fputc(*c, file);
}

#define ENTRY(name)                                                                    \
    {                                                                                  \
#name, put_##name                                                              \
    }
static const HtmlSlot slots[] = {
    ENTRY(kind),    ENTRY(title),         ENTRY(subtitle),     ENTRY(note),
    ENTRY(style),   ENTRY(script),        ENTRY(common_style), ENTRY(common_script),
    ENTRY(library), ENTRY(library_style), ENTRY(body),         ENTRY(data),
    {NULL, NULL}};

int report_page_write(const char *path, const ReportPage *page)
{
    UnfoldReplace replace;
    UnfoldError error;
    if (unfold_replace_begin(path, &replace, &error))
        return tool_error(path, "%s", error.text);
    const Asset frame = asset_page();
    html_put_template(replace.file, frame.bytes, frame.size, slots, page);
    if (unfold_replace_commit(&replace, &error))
        return tool_error(path, "%s", error.text);
    return TOOL_OK;
}
