/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_FILE_MODEL_KEYS_H
#define UNFOLD_FILE_MODEL_KEYS_H

/* Words and limits that the readers and the writers share, of our format first. */

#define UNFOLD_FORMAT_NAME "unfold"

/** A model whose steps are samples, one whose steps are frames of features, and one
   whose steps are something else. */
#define UNFOLD_KIND_EFFECT "effect"
#define UNFOLD_KIND_LISTEN "listen"
#define UNFOLD_KIND_SEQUENCE "sequence"

#define UNFOLD_STATE_ZERO "zero"
#define UNFOLD_STATE_STORED "stored"

/** A list of {"name", "default"}; what version 2 has and version 1 has not. */
#define UNFOLD_KNOBS "knobs"
#define UNFOLD_KNOBS_VERSION 2

/** Lists of {"units", "activation"} between the top layer and the head, and factors
    among the weights: what version 3 has. */
#define UNFOLD_DENSE_LAYERS "dense"
#define UNFOLD_GAINS_TENSOR "gains"
#define UNFOLD_DENSE_VERSION 3

/** What a model that listens has besides: file/listening_json.h. */
#define UNFOLD_FEATURES "features"
#define UNFOLD_LISTENING "listening"
#define UNFOLD_LISTENING_VERSION 4

/** What GuitarML takes a file without a rate for; Hz. */
#define UNFOLD_PROTEUS_RATE 44100

/** The layout of .nam files is the same up to 0.7; some players take anything above
   this for another family. */
#define UNFOLD_NAM_VERSION "0.5.4"

/** Gains of AIDA-X files: at or below the first they are 0; dB. */
#define UNFOLD_AIDAX_NO_GAIN (-90)
#define UNFOLD_AIDAX_MAX_GAIN 200

/** Hz */
#define UNFOLD_MIN_RATE 1
#define UNFOLD_MAX_RATE 1000000

#endif
