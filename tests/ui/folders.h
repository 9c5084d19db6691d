/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TESTS_UI_FOLDERS_H
#define UNFOLD_TESTS_UI_FOLDERS_H

/** In test_folder(): an empty file there, and a folder; those above must be there. The
    paths, as realpath has them, valid until the next 64 calls. */
const char *made_file(const char *name);
const char *made_folder(const char *name);

#endif
