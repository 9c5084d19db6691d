/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/wishes.h"

#include <string.h>

void unfold_wishes_init(UnfoldWishes *wishes)
{
    atomic_init(&wishes->rates, 1);
    atomic_init(&wishes->model_rate, 0);
    for (size_t k = 0; k < UNFOLD_KNOB_PORTS; ++k)
        atomic_init(&wishes->knobs[k], 0.5f);
}

bool unfold_wishes_set_rates(UnfoldWishes *wishes, uint32_t oversampling,
                             UnfoldRateMethod method)
{
    const unsigned rates = oversampling + 256u * (unsigned)method;
    return atomic_exchange(&wishes->rates, rates) != rates;
}

bool unfold_wishes_set_model_rate(UnfoldWishes *wishes, float rate)
{
    const bool played = rate >= UNFOLD_MIN_PLAYED && rate <= UNFOLD_MAX_PLAYED;
    const float taken = played ? rate : 0;
    return atomic_exchange(&wishes->model_rate, taken) != taken;
}

float unfold_wishes_model_rate(UnfoldWishes *wishes)
{
    return atomic_load(&wishes->model_rate);
}

void unfold_wishes_turn(UnfoldWishes *wishes, const float knobs[UNFOLD_KNOB_PORTS])
{
    for (size_t k = 0; k < UNFOLD_KNOB_PORTS; ++k)
        atomic_store(&wishes->knobs[k], knobs[k]);
}

uint64_t unfold_wishes_number(UnfoldWishes *wishes)
{
    const float model_rate = unfold_wishes_model_rate(wishes);
    uint32_t bits;
    memcpy(&bits, &model_rate, sizeof bits);
    return (uint64_t)bits << 32 | atomic_load(&wishes->rates);
}

UnfoldVoiceWish unfold_wishes_of(UnfoldWishes *wishes, uint64_t number, double rate,
                                 uint32_t channels)
{
    const uint32_t bits = (uint32_t)(number >> 32), rates = (uint32_t)number;
    UnfoldVoiceWish wish = {
        .rates = {rate, rates % 256, (UnfoldRateMethod)(rates / 256)},
        .channels = channels,
    };
    memcpy(&wish.model_rate, &bits, sizeof bits);
    for (size_t k = 0; k < UNFOLD_KNOB_PORTS; ++k)
        wish.knobs[k] = atomic_load(&wishes->knobs[k]);
    return wish;
}
