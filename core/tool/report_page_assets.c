/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/report_page_assets.h"

/* The assembler includes the files as they are; the Makefile says where they are. */
#define ASSET(name, path)                                                              \
    __asm__(".pushsection .rodata\n"                                                   \
            ".globl asset_" #name "_begin\n.hidden asset_" #name "_begin\n"            \
            ".globl asset_" #name "_end\n.hidden asset_" #name "_end\n"                \
            "asset_" #name "_begin:\n.incbin \"" path "\"\n"                           \
            "asset_" #name "_end:\n.byte 0\n.popsection\n");                           \
    extern const char asset_##name##_begin[], asset_##name##_end[];                    \
    Asset asset_##name(void)                                                           \
    {                                                                                  \
        return (Asset){asset_##name##_begin,                                           \
                       (size_t)(asset_##name##_end - asset_##name##_begin)};           \
    }

ASSET(page, "core/tool/report_page.html")
ASSET(style, "core/tool/report_page.css")
ASSET(script, "core/tool/report_page.js")
ASSET(library, UNFOLD_CHARTS_JS)
ASSET(library_style, UNFOLD_CHARTS_CSS)
ASSET(train_body, "core/tool/train_report_page.html")
ASSET(train_script, "core/tool/train_report_page.js")
ASSET(learn_body, "core/tool/learn_report_page.html")
ASSET(learn_style, "core/tool/learn_report_page.css")
ASSET(learn_script, "core/tool/learn_report_page.js")
