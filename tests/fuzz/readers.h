/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TESTS_FUZZ_READERS_H
#define UNFOLD_TESTS_FUZZ_READERS_H

#include <stddef.h>
#include <stdint.h>

/* Every reader of bytes that come from elsewhere, as libFuzzer wants it: whatever
   `data` [size] holds, it comes back, leaks nothing, and breaks no assertion. What was
   read is used as well: played, written, read again. */
typedef int FuzzReader(const uint8_t *data, size_t size);

/** A model file of any format that unfold_model_parse knows. */
FuzzReader fuzz_model;
/** The file that names many trainings. */
FuzzReader fuzz_manifest;
/** A training's checkpoint, whose checksum and fingerprint are put right first. */
FuzzReader fuzz_checkpoint;
/** That of a learning from labelled recordings, likewise. */
FuzzReader fuzz_learning;
/** A recording. */
FuzzReader fuzz_audio;
/** What stands behind --knobs and --loss. */
FuzzReader fuzz_texts;
/** A table of labelled recordings, a label track, values over time. */
FuzzReader fuzz_labelled;
/** What a host hands to the plugin; see plugin.c for the first 8 bytes. */
FuzzReader fuzz_plugin;

/** One run of a reader: from these seeds, on inputs of at most so many bytes. Several
    formats that share a reader have a run each. X(name, reader, bytes): the seeds are
    tests/fuzz/corpus/NAME, its words tests/fuzz/NAME.dict. */
#define FUZZ_RUNS(X)                                                                   \
    X(unfold, fuzz_model, 65536)                                                       \
    X(nam, fuzz_model, 65536)                                                          \
    X(aidax, fuzz_model, 65536)                                                        \
    X(proteus, fuzz_model, 65536)                                                      \
    X(manifest, fuzz_manifest, 32768)                                                  \
    X(checkpoint, fuzz_checkpoint, 16384)                                              \
    X(learning, fuzz_learning, 16384)                                                  \
    X(audio, fuzz_audio, 65536)                                                        \
    X(texts, fuzz_texts, 512)                                                          \
    X(labelled, fuzz_labelled, 16384)                                                  \
    X(plugin, fuzz_plugin, 8192)

/** No reader may allocate more at once for an input below 1 MiB. */
#define FUZZ_MOST_ALLOCATED ((size_t)64 << 20)

/** The path of a file in memory that holds these bytes until the next call. */
const char *fuzz_file(const uint8_t *data, size_t size);

/** Let nobody hear what the tool has to say. */
void fuzz_hush(void);

#endif
