/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/exchange.h"

void unfold_exchange_init(UnfoldExchange *exchange, void (*free)(UnfoldLoaded *))
{
    atomic_init(&exchange->incoming, NULL);
    atomic_init(&exchange->retired, NULL);
    exchange->free = free;
    exchange->litter = false;
}

void unfold_exchange_clear(UnfoldExchange *exchange)
{
    unfold_exchange_collect(exchange);
    exchange->free(atomic_exchange(&exchange->incoming, NULL));
}

void unfold_exchange_offer(UnfoldExchange *exchange, UnfoldLoaded *loaded)
{
    exchange->free(atomic_exchange(&exchange->incoming, loaded));
    unfold_exchange_collect(exchange);
}

void unfold_exchange_collect(UnfoldExchange *exchange)
{
    UnfoldLoaded *loaded = atomic_exchange(&exchange->retired, NULL);
    while (loaded) {
        UnfoldLoaded *older = loaded->older;
        exchange->free(loaded);
        loaded = older;
    }
}

UnfoldLoaded *unfold_exchange_take(UnfoldExchange *exchange)
{
    return atomic_exchange(&exchange->incoming, NULL);
}

/* Only this thread puts anything in, and others take the whole list at once: the
   exchange fails once at most for each time they do. */
void unfold_exchange_retire(UnfoldExchange *exchange, UnfoldLoaded *loaded)
{
    if (!loaded)
        return;
    loaded->older = atomic_load(&exchange->retired);
    while (!atomic_compare_exchange_weak(&exchange->retired, &loaded->older, loaded))
        ;
    exchange->litter = true;
}
