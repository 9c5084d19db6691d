/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_FILE_FORMAT_H
#define UNFOLD_FILE_FORMAT_H

#include <stdbool.h>

/** The kinds of model files that are read and written. */
typedef enum {
    UNFOLD_FORMAT_OWN,    /**< ours, README.md */
    UNFOLD_FORMAT_NAM,    /**< Neural Amp Modeler's .nam, architecture "LSTM" */
    UNFOLD_FORMAT_AIDAX,  /**< the keras-style JSON of AIDA-X and RTNeural */
    UNFOLD_FORMAT_PROTEUS /**< the PyTorch state of GuitarML's Proteus and of
                               Automated-GuitarAmpModelling */
} UnfoldFormat;

/** "unfold", "nam", "aidax", "proteus": as written on the command line. */
const char *unfold_format_name(UnfoldFormat format);

/** The reverse; false if `name` is none of them. */
bool unfold_format_from_name(const char *name, UnfoldFormat *format);

#endif
