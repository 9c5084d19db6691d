/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_REQUESTS_H
#define UNFOLD_PLUGIN_REQUESTS_H

#include "plugin/loader.h"

/* What the audio thread asks of the loader, through the worker. All but the last is the
   audio thread's, and real-time safe. */

/** Have `path` (`size` bytes, with or without its NUL) loaded as soon as the worker
    can; a later one replaces it. False if it is no path, or too long, or there is no
    worker. */
bool unfold_loader_request(UnfoldLoader *loader, const char *path, uint32_t size);

/** The same for a model by its place on the shelf (plugin/shelf.h), or by steps from
   the one that plays or was asked for last, around its ends and past what is no model.
 */
void unfold_loader_request_index(UnfoldLoader *loader, int index);
void unfold_loader_request_step(UnfoldLoader *loader, int steps);

/** Have what was loaded last loaded again, if it is not as is now wanted, unless
    something else waits, which is loaded so anyhow. Without a worker it is left until
    activate(). */
void unfold_loader_request_again(UnfoldLoader *loader);

/** Wake the worker if a model waits or there is something to free; what its queue
   refuses is tried again next time. */
void unfold_loader_ask(UnfoldLoader *loader);

/** Whether a requested load failed since the last call. */
bool unfold_loader_failed(UnfoldLoader *loader);

/** What is wrong with the model that was asked for last, as a sentence; empty if
    nothing, NULL if that is not new. It lasts until unfold_loader_problem_told. */
const char *unfold_loader_problem(UnfoldLoader *loader);
void unfold_loader_problem_told(UnfoldLoader *loader);

/** What the worker does: load what was handed over, free what is to be freed. */
void unfold_loader_work(UnfoldLoader *loader);

#endif
