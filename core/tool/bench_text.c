/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/bench_report.h"

#include <math.h>
#include <stdio.h>

/* Tables of up to 100 columns. */

static void print_network(const BenchNetwork *network)
{
    printf("%-4s %5u", unfold_cell_name(network->shape.cell), network->shape.hidden);
}

static const char *mark(bool quiet)
{
    return quiet ? "" : "*";
}

/* A number in `width` columns, with fewer decimals where it is large. */
static void put(int width, int decimals, double number)
{
    char text[32];
    while (snprintf(text, sizeof text, "%*.*f", width, decimals, number) > width &&
           decimals)
        --decimals;
    printf(" %s", text);
}

static void print_row(BenchPlaying *playing, BenchRow *row)
{
    const BenchCost one = bench_playing_cost(playing, row, 1);
    const BenchCost two = bench_playing_cost(playing, row, 2);
    print_network(row->network);
    printf(" %-7s", playing->peaks[row->kernel].kernel);
    put(8, 1, one.ns);
    printf("%-1s", mark(one.quiet));
    put(7, 1, one.ns_median);
    put(6, 2, one.multiply_adds);
    put(3, 0, 100 * one.share_of_peak);
    putchar('%');
    put(6, 3, one.percent);
    put(7, 1, one.median / 1e3);
    put(6, 1, one.p99 / 1e3);
    put(6, 1, one.p999 / 1e3);
    put(7, 1, one.most / 1e3);
    if (isnan(one.ratio))
        printf("      - ");
    else {
        put(6, 3, one.ratio);
        printf("%-1s", mark(one.reference_quiet));
    }
    put(5, 2, two.second_share);
    puts(mark(two.quiet));
}

static void print_playing(BenchPlaying *playing)
{
    puts("Playing\n"
         "                    ns per sample  multiply-adds  % of  us per block of 64 "
         "samples   ratio  2nd\n"
         "cell units kernel     least  median per ns  peak   core  median   99 % 99.9 %"
         "    most to ref. chan.");
    for (size_t k = 0; k < playing->count; ++k)
        print_row(playing, &playing->rows[k]);
    for (size_t k = 0; k < playing->kernels; ++k)
        printf("%s%s %.1f",
               k ? ", " : "Peaks, multiply-adds per ns: ", playing->peaks[k].kernel,
               1 / bench_times_at(&playing->peaks[k].times, 0));
    puts("\n% of core: at 48 kHz. ratio to ref.: of ns per sample to the reference "
         "loops'. "
         "2nd chan.: what\na second channel costs, if the first costs 1.");
}

static void print_steady(const BenchReport *report)
{
    puts(
        "\nHow steady: the slowest of a second's blocks to the median one, calls of 16 "
        "samples to calls\nof 1024, signals to noise\n"
        "cell units kernel    block  16/1024  silence   1e-40     NaN     inf    1e30");
    for (size_t k = 0; k < report->steady_count; ++k) {
        const BenchSteadiness *steady = &report->steady[k];
        print_network(steady->network);
        printf(" %-7s %7.3f  %7.3f  %7.3f %7.3f %7.3f %7.3f %7.3f%s\n", report->kernel,
               steady->slowest_block, steady->small_calls, steady->silence,
               steady->denormal, steady->nan, steady->infinity, steady->huge,
               mark(steady->quiet));
    }
}

void bench_print_training(const BenchReport *report)
{
    puts("Training\ncell units  batch  steps threads  million samples/s  % of peak");
    for (size_t k = 0; k < report->training_count; ++k) {
        const BenchTraining *training = &report->training[k];
        const BenchUpdate *update = &training->update;
        print_network(training->network);
        printf(" %6u %6u %7u %18.3f%-1s %8.0f%%\n", update->batch, update->steps,
               update->threads, training->samples_per_second / 1e6,
               mark(training->quiet), 100 * training->share_of_peak);
    }
}

void bench_print_text(BenchReport *report)
{
    print_playing(&report->playing);
    print_steady(report);
    putchar('\n');
    bench_print_training(report);
}
