/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_LISTEN_LISTENER_H
#define UNFOLD_LISTEN_LISTENER_H

#include "file/model_file.h"

/** A model that listens to one channel: resampled, told in frames, heard by the
   network, decided. The same for a file and for a live input: any split gives the same
   bytes. */
typedef struct UnfoldListener UnfoldListener;

/** What was heard with one frame. Times are in seconds of the input. */
typedef struct {
    size_t frame; /**< from 0 */
    double time;  /**< at which the frame ends */
    size_t due;  /**< samples of the input that must have come for this to be known, the
                      same for every split: not before the call's first one */
    float level; /**< of the newest hop, dB of full scale */
    bool sounding; /**< clips: a sound is under way, or ends here */
    /** Clips: a sound ended, and all below is of it. Else: always. */
    bool decided;
    double begin, end; /**< of the sound, or of the hop */
    float peak;        /**< dB: highest level of the sound, or that of the hop */
    int label;         /**< clips and frames: the likeliest */
    float confidence;  /**< its probability */
    float value;       /**< of UNFOLD_TASK_VALUE; of UNFOLD_TASK_NEXT, the error: mean
                            square of what came less what was predicted, in deviations */
    /** [Y] of the network at this frame (of a sound that ended: its probabilities),
        valid until the next call. */
    const UnfoldReal *outputs;
    const float *features; /**< [X] normalised, likewise */
} UnfoldHearing;

/** For sound of `rate` Hz, at most 256 times the model's or the other way round. The
    file must outlive it. NULL for lack of memory. Not real-time safe. */
UnfoldListener *unfold_listener_new(const UnfoldModelFile *file, double rate);
void unfold_listener_free(UnfoldListener *listener);

/** Forget what was heard. Real-time safe, as is the next. */
void unfold_listener_reset(UnfoldListener *listener);

/** Take samples from x [n] until there is a frame, and move both on by what was taken.
    False: all was taken and there is none. */
bool unfold_listener_next(UnfoldListener *listener, const float **x, size_t *n,
                          UnfoldHearing *hearing);

/** Seconds that a decision is late: after the moment when a sound has ended (clips that
    wait for a pause), or begun (clips that are as long as they may be), or after the
    middle of a frame; resampling included. */
double unfold_listener_latency(const UnfoldListener *listener);

#endif
