/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_EXCHANGE_H
#define UNFOLD_PLUGIN_EXCHANGE_H

#include "plugin/loaded.h"

#include <stdatomic.h>

/** The way of what is loaded to the audio thread and back, without a lock: whoever
    loaded it offers it; the audio thread takes it, and gives back what it no longer
    plays, to be freed elsewhere. */
typedef struct {
    _Atomic(UnfoldLoaded *) incoming; /**< offered, not yet taken; the last one wins */
    _Atomic(UnfoldLoaded *) retired;  /**< a list, to be freed off the audio thread */
    void (*free)(UnfoldLoaded *);     /**< NULL is fine to it */
    bool litter; /**< there is more to collect than its reader has seen; the audio
                    thread's alone */
} UnfoldExchange;

void unfold_exchange_init(UnfoldExchange *exchange, void (*free)(UnfoldLoaded *));

/** Free all that is under way. */
void unfold_exchange_clear(UnfoldExchange *exchange);

/** Give away to be played; displaces what was offered before and not taken. Frees what
    is retired. Any thread but the audio thread. */
void unfold_exchange_offer(UnfoldExchange *exchange, UnfoldLoaded *loaded);

/** Free what is retired. Any thread but the audio thread. */
void unfold_exchange_collect(UnfoldExchange *exchange);

/** What is offered; NULL if nothing is. The audio thread's; real-time safe, as is the
    next. */
UnfoldLoaded *unfold_exchange_take(UnfoldExchange *exchange);

/** Give back to be freed; NULL is fine. */
void unfold_exchange_retire(UnfoldExchange *exchange, UnfoldLoaded *loaded);

#endif
