/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_ALIGNED_H
#define UNFOLD_TOOL_ALIGNED_H

#include "capture/check.h"
#include "tool/recording.h"

/** Read a pair and bring wet to dry: later or earlier by the whole samples that the
   gear takes to answer, and upright. Only the first `share` of it is looked at for
   that, so that a test part stays unseen. `like` (may be NULL) is the alignment of
   another pair of the same gear, which is taken where this one's delay is the same
   within two samples, or where nothing clear is found. `alignment` receives what was
   found and done; says so on stderr. Returns the exit status, errors are printed. */
int aligned_read(const char *dry_path, const char *wet_path, uint32_t channel,
                 double share, const UnfoldAlignment *like, RecordingPair *pair,
                 UnfoldAlignment *alignment, UnfoldFindings *findings);

/** Say on stderr what was done, and what is worth knowing (`findings` may be NULL). */
void aligned_say(const char *wet_path, const UnfoldAlignment *alignment,
                 const UnfoldFindings *findings);

#endif
