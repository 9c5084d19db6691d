/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_FILE_GRADE_H
#define UNFOLD_FILE_GRADE_H

/** How good an ESR is by the bounds that users of neural amp models go by: 0 (below
    0.01), 1 (0.035), 2 (0.1), 3 (0.3) or 4; one that is not finite is 4. */
int unfold_esr_grade(double esr);

/** The grade in words, e.g. "great: hard to tell from the original". */
const char *unfold_esr_verdict(double esr);

#endif
