/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_REPORT_PAGE_ASSETS_H
#define UNFOLD_TOOL_REPORT_PAGE_ASSETS_H

#include <stddef.h>

/** A file that was put into the program when it was built. */
typedef struct {
    const char *bytes;
    size_t size;
} Asset;

Asset asset_page(void);    /**< report_page.html, a template */
Asset asset_style(void);   /**< report_page.css */
Asset asset_script(void);  /**< report_page.js */
Asset asset_library(void); /**< dygraphs, which draws the charts; and its style */
Asset asset_library_style(void);

Asset asset_train_body(void); /**< train_report_page.html, and its script */
Asset asset_train_script(void);

Asset asset_learn_body(void); /**< learn_report_page.html, its style and its script */
Asset asset_learn_style(void);
Asset asset_learn_script(void);

#endif
