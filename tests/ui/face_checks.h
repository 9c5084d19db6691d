/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TESTS_UI_FACE_CHECKS_H
#define UNFOLD_TESTS_UI_FACE_CHECKS_H

#include "plugin/ui/face.h"

/* What holds for the faces of all plugins. */

/** All that is shown lies in the window, is large enough to be used, and lies over
    nothing else. Prints what does not. */
bool is_laid_out_at_every_size(UnfoldPanel *panel, const UnfoldFaceKind *kind,
                               void *face);

/** Asserts that it is drawn without an error, and once. */
void draw_face_at_all_scales(UnfoldPanel *panel, const UnfoldFaceKind *kind,
                             void *face);

/** Whether Tab comes to each widget that can be used. */
bool keyboard_reaches_all(UnfoldPanel *panel);

/** Whether nothing is drawn any more where nothing is heard. */
bool comes_to_rest(UnfoldPanel *panel, const UnfoldFaceKind *kind, void *face);

#endif
