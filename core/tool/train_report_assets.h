/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_TRAIN_REPORT_ASSETS_H
#define UNFOLD_TOOL_TRAIN_REPORT_ASSETS_H

#include <stddef.h>

/** A file that was put into the program when it was built. */
typedef struct {
    const char *bytes;
    size_t size;
} Asset;

Asset asset_page(void);    /**< train_report_page.html, a template */
Asset asset_style(void);   /**< train_report_page.css */
Asset asset_script(void);  /**< train_report_page.js */
Asset asset_library(void); /**< dygraphs, which draws the charts; and its style */
Asset asset_library_style(void);

#endif
