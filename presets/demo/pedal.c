/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors

   A circuit simulation that makes the demo's wet recording: the clipping stage of the
   best-known green overdrive pedal and a simple tone control. 32-bit float mono samples
   of 1 V full scale from stdin to stdout, at the rate given (take 384000: the clipping
   makes overtones far beyond the audible).

             u  --------|+\
                        |  >---+--- out = u + vd
             +----------|-/    |
             |                 |
             +----+--R2--------+     R2  51 k + drive
             |    +--C2--------+     C2  51 pF
             |    +--|<|--|>|--+     two diodes, one each way
             R1  4.7 k
             C1  47 nF
             ground

   The ideal op-amp holds both inputs at u, so R1 and C1 carry i = (u - vc) / R1, which
   flows on through the feedback:
       C1 dvc/dt = i
       C2 dvd/dt = i - vd / R2 - 2 Is sinh(vd / (n Vt))
   Both by the trapezoidal rule; the second, nonlinear in vd, by Newton's method. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define R1 4.7e3
#define C1 47e-9
#define R2 (51e3 + 150e3)
#define C2 51e-12
#define IS 2.52e-9              /* diode 1N914 */
#define N_VT (1.752 * 25.85e-3) /* V */
#define TONE_HZ 3200.0
#define LEVEL 0.7
#define STEPS 50
#define TOLERANCE 1e-9 /* V */

typedef struct {
    double dt;
    double vc, ic;     /* of C1: voltage and current */
    double vd, id;     /* of C2 */
    double tone;       /* last output of the tone control */
    double tone_input; /* and its input */
} Pedal;

/* What R2 and the diodes carry at vd, and its slope. */
static double feedback(double vd, double *slope)
{
    const double x = vd / N_VT;
    *slope = 1 / R2 + 2 * IS * cosh(x) / N_VT;
    return vd / R2 + 2 * IS * sinh(x);
}

/* C2 (v - vd) / dt = (id + i - feedback(v)) / 2 solved for v, from the last voltage on.
   The slope only grows with |v|, so a step that overshoots is limited. */
static double solve(const Pedal *pedal, double i)
{
    double v = pedal->vd;
    for (int k = 0; k < STEPS; ++k) {
        double slope;
        const double f = feedback(v, &slope);
        const double error =
            C2 * (v - pedal->vd) / pedal->dt - 0.5 * (pedal->id + i - f);
        double step = error / (C2 / pedal->dt + 0.5 * slope);
        step = step > 0.1 ? 0.1 : step < -0.1 ? -0.1 : step;
        v -= step;
        if (fabs(step) < TOLERANCE)
            break;
    }
    return v;
}

static double process(Pedal *pedal, double u)
{
    /* C1: vc' = vc + dt (ic + i) / (2 C1) and i = (u - vc') / R1. */
    const double a = pedal->dt / (2 * C1);
    const double i = (u - pedal->vc - a * pedal->ic) / (R1 + a);
    pedal->vc += a * (pedal->ic + i);
    pedal->ic = i;
    double slope;
    pedal->vd = solve(pedal, i);
    pedal->id = i - feedback(pedal->vd, &slope);
    /* One-pole low-pass, bilinear. */
    const double out = u + pedal->vd, w = tan(3.14159265358979 * TONE_HZ * pedal->dt);
    pedal->tone = (w * (out + pedal->tone_input) + (1 - w) * pedal->tone) / (1 + w);
    pedal->tone_input = out;
    return LEVEL * pedal->tone;
}

int main(int argc, char **argv)
{
    const double rate = argc == 2 ? atof(argv[1]) : 0;
    if (rate < 8000) {
        fprintf(stderr, "usage: pedal RATE <dry.f32 >wet.f32\n");
        return 2;
    }
    Pedal pedal = {.dt = 1 / rate};
    float block[4096];
    for (size_t n; (n = fread(block, sizeof *block, 4096, stdin)) > 0;) {
        for (size_t t = 0; t < n; ++t)
            block[t] = (float)process(&pedal, block[t]);
        if (fwrite(block, sizeof *block, n, stdout) != n) {
            perror("pedal");
            return 1;
        }
    }
    return 0;
}
