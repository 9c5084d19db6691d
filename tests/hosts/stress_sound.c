/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/hosts/stress.h"

#include <math.h>
#include <string.h>

static float any_float(Random *random)
{
    const uint32_t bits = (uint32_t)random_bits(random);
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

void fill_sound(Random *random, Sound sound, float *block, uint32_t frames)
{
    const float level = 2 * unit(random) - 1, step = 3 * unit(random);
    for (uint32_t k = 0; k < frames; ++k) {
        float x = 0;
        switch (sound) {
        case SOUND_SILENCE:
        case SOUND_COUNT:
            break;
        case SOUND_NOISE:
            x = 2 * unit(random) - 1;
            break;
        case SOUND_SINE:
            x = sinf(step * (float)k);
            break;
        case SOUND_IMPULSES:
            x = one_in(random, 50) ? level : 0;
            break;
        case SOUND_CONSTANT:
            x = level;
            break;
        case SOUND_DENORMALS:
            x = 1e-40f * level;
            break;
        case SOUND_HUGE:
            x = 3e38f * (2 * unit(random) - 1);
            break;
        case SOUND_NAN:
            x = one_in(random, 3) ? NAN : level;
            break;
        case SOUND_INFINITE:
            x = copysignf(INFINITY, unit(random) - 0.5f);
            break;
        case SOUND_BITS:
            x = any_float(random);
            break;
        }
        block[k] = x;
    }
}

static float in_range(Random *random, const Port *port)
{
    const float low = isnan(port->minimum) ? -1 : port->minimum;
    const float high = isnan(port->maximum) ? 1 : port->maximum;
    const float x = low + (high - low) * unit(random);
    return one_in(random, 2) ? x : roundf(x);
}

static float out_of_range(Random *random, const Port *port)
{
    count(ACT_wild_control);
    switch (below(random, 8)) {
    case 0:
        return NAN;
    case 1:
        return INFINITY;
    case 2:
        return -INFINITY;
    case 3:
        return port->maximum + 1e3f * unit(random);
    case 4:
        return port->minimum - 1e3f * unit(random);
    case 5:
        return 3e38f * (2 * unit(random) - 1);
    case 6:
        return 1e-40f * (2 * unit(random) - 1);
    default:
        return any_float(random);
    }
}

float any_control(Random *random, const Port *port)
{
    count(ACT_turned);
    switch (below(random, 8)) {
    case 0:
        return port->minimum;
    case 1:
        return port->maximum;
    case 2:
        return port->normal;
    case 3:
        return out_of_range(random, port);
    default:
        return in_range(random, port);
    }
}
