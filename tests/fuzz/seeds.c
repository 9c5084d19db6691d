/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/uris.h"
#include "tests/fuzz/checkpoint.h"
#include "tests/fuzz/plugin.h"

#include <lv2/atom/atom.h>
#include <math.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Writes the seeds that are no text: `make fuzz-seeds`. */

#define FOLDER "tests/fuzz/corpus/"
#define FRAMES 60

/* Numbers of the URIs, as fuzz_plugin has them mapped. */
enum {
    NONE,
#define NUMBER(member, uri) URI_##member,
    UNFOLD_URIS(NUMBER)
#undef NUMBER
};

static FILE *create(const char *path)
{
    FILE *file = fopen(path, "wb");
    if (!file) {
        perror(path);
        exit(1);
    }
    return file;
}

/* A short tone. */
static void write_sound(const char *name, int format)
{
    char path[256];
    float samples[FRAMES];
    SF_INFO info = {.samplerate = 8000, .channels = 1, .format = format};
    for (int t = 0; t < FRAMES; ++t)
        samples[t] = 0.5f * sinf(0.3f * (float)t);
    snprintf(path, sizeof path, FOLDER "audio/%s", name);
    SNDFILE *file = sf_open(path, SFM_WRITE, &info);
    if (!file) {
        fprintf(stderr, "%s: %s\n", path, sf_strerror(NULL));
        exit(1);
    }
    sf_writef_float(file, samples, FRAMES);
    sf_close(file);
}

static void write_sounds(void)
{
    static const struct {
        const char *name;
        int format;
    } sounds[] = {
        {"pcm.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16},
        {"float.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT},
        {"big-endian.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_24 | SF_ENDIAN_BIG},
        {"ima.wav", SF_FORMAT_WAV | SF_FORMAT_IMA_ADPCM},
        {"ms.wav", SF_FORMAT_WAV | SF_FORMAT_MS_ADPCM},
        {"gsm.wav", SF_FORMAT_WAV | SF_FORMAT_GSM610},
        {"extended.wav", SF_FORMAT_WAVEX | SF_FORMAT_PCM_16},
        {"long.rf64", SF_FORMAT_RF64 | SF_FORMAT_PCM_16},
        {"pcm.w64", SF_FORMAT_W64 | SF_FORMAT_PCM_16},
        {"pcm.aiff", SF_FORMAT_AIFF | SF_FORMAT_PCM_16},
        {"dwvw.aiff", SF_FORMAT_AIFF | SF_FORMAT_DWVW_12},
        {"pcm.caf", SF_FORMAT_CAF | SF_FORMAT_PCM_16},
        {"alac.caf", SF_FORMAT_CAF | SF_FORMAT_ALAC_16},
        {"pcm.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16},
        {"vorbis.ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS},
        {"opus.ogg", SF_FORMAT_OGG | SF_FORMAT_OPUS},
        {"layer-3.mp3", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III},
        {"pcm.au", SF_FORMAT_AU | SF_FORMAT_PCM_16},
        {"g723.au", SF_FORMAT_AU | SF_FORMAT_G723_24},
        {"pcm.voc", SF_FORMAT_VOC | SF_FORMAT_PCM_16},
        {"pcm.paf", SF_FORMAT_PAF | SF_FORMAT_PCM_24},
        {"pcm.svx", SF_FORMAT_SVX | SF_FORMAT_PCM_16},
        {"pcm.nist", SF_FORMAT_NIST | SF_FORMAT_PCM_16},
        {"pcm.sf", SF_FORMAT_IRCAM | SF_FORMAT_PCM_16},
        {"pcm.mat4", SF_FORMAT_MAT4 | SF_FORMAT_PCM_16},
        {"pcm.mat5", SF_FORMAT_MAT5 | SF_FORMAT_PCM_16},
        {"pcm.pvf", SF_FORMAT_PVF | SF_FORMAT_PCM_16},
        {"dpcm.xi", SF_FORMAT_XI | SF_FORMAT_DPCM_8},
        {"pcm.htk", SF_FORMAT_HTK | SF_FORMAT_PCM_16},
        {"pcm.avr", SF_FORMAT_AVR | SF_FORMAT_PCM_16},
        {"pcm.mpc", SF_FORMAT_MPC2K | SF_FORMAT_PCM_16},
    };
    for (size_t k = 0; k < sizeof sounds / sizeof *sounds; ++k)
        write_sound(sounds[k].name, sounds[k].format);
}

/* Appends to bytes, padded to 8. */
static void add(uint8_t *bytes, size_t *used, const void *part, size_t size)
{
    memcpy(bytes + *used, part, size);
    *used += (size + 7) & ~(size_t)7;
}

static void add_property(uint8_t *bytes, size_t *used, uint32_t key, uint32_t type,
                         const void *value, uint32_t size)
{
    const LV2_Atom_Property_Body head = {.key = key, .value = {size, type}};
    add(bytes, used, &head, sizeof head);
    add(bytes, used, value, size);
}

/* An event that holds a patch message, about `property` or, if it is 0, in general. */
static void add_patch(uint8_t *bytes, size_t *used, uint32_t kind, uint32_t property,
                      uint32_t type, const void *value, uint32_t size)
{
    const size_t at = *used;
    LV2_Atom_Event event = {.body.type = URI_atom_object};
    const LV2_Atom_Object_Body body = {.otype = kind};
    add(bytes, used, &event, sizeof event);
    add(bytes, used, &body, sizeof body);
    if (property) {
        add_property(bytes, used, URI_patch_property, URI_atom_urid, &property, 4);
        add_property(bytes, used, URI_patch_value, type, value, size);
    }
    event.body.size = (uint32_t)(*used - at - sizeof event);
    memcpy(bytes + at, &event, sizeof event);
}

static void put(const char *name, FuzzPluginHead head, const void *bytes, size_t size)
{
    char path[256];
    snprintf(path, sizeof path, FOLDER "plugin/%s", name);
    FILE *file = create(path);
    fwrite(&head, sizeof head, 1, file);
    fwrite(bytes, 1, size, file);
    fclose(file);
}

static const char model[] = FOLDER "unfold/rnn.json", gone[] = "/gone/it.json";
static const float rate = 44100;

static void write_messages(void)
{
    static const double other = 96000;
    static const int32_t whole = 0;
    static uint8_t bytes[1024]; /* all zero where nothing is added */
    size_t size = 8;            /* the sequence's unit */
    const FuzzPluginHead head = {0, 0, 4096, URI_atom_sequence};
    add_patch(bytes, &size, URI_patch_get, 0, 0, NULL, 0);
    put("get", head, bytes, size);
    add_patch(bytes, &size, URI_patch_set, URI_model, URI_atom_path, model,
              sizeof model);
    put("set", head, bytes, size);
    add_patch(bytes, &size, URI_patch_set, URI_model, URI_atom_string, gone,
              sizeof gone);
    put("several", head, bytes, size);
    put("listen", (FuzzPluginHead){FUZZ_LISTEN, 0, 4096, URI_atom_sequence}, bytes,
        size);
    put("no-worker", (FuzzPluginHead){FUZZ_NO_WORK, 0, 64, URI_atom_sequence}, bytes,
        size);
    size = 8;
    add_patch(bytes, &size, URI_patch_set, URI_model_rate, URI_atom_float, &rate, 4);
    add_patch(bytes, &size, URI_patch_set, URI_model_rate, URI_atom_double, &other, 8);
    add_patch(bytes, &size, URI_patch_set, URI_model_rate, URI_atom_int, &whole, 4);
    put("rates", head, bytes, size);
}

/* A window's wish for pictures, as a number and as nothing that is one. */
static void add_watch(uint8_t *bytes, size_t *used, uint32_t type, const void *value,
                      uint32_t size)
{
    const size_t at = *used;
    LV2_Atom_Event event = {.body.type = URI_atom_object};
    const LV2_Atom_Object_Body body = {.otype = URI_watch};
    add(bytes, used, &event, sizeof event);
    add(bytes, used, &body, sizeof body);
    add_property(bytes, used, URI_seconds, type, value, size);
    event.body.size = (uint32_t)(*used - at - sizeof event);
    memcpy(bytes + at, &event, sizeof event);
}

static void write_wishes(void)
{
    static const float seconds = 2;
    static const int64_t whole = 9;
    static uint8_t bytes[1024];
    size_t size = 8;
    add_watch(bytes, &size, URI_atom_float, &seconds, sizeof seconds);
    add_watch(bytes, &size, URI_atom_long, &whole, sizeof whole);
    add_watch(bytes, &size, URI_atom_string, gone, sizeof gone);
    put("watch", (FuzzPluginHead){0, 0, 4096, URI_atom_sequence}, bytes, size);
    put("watch-listen", (FuzzPluginHead){FUZZ_LISTEN, 0, 1024, URI_atom_sequence},
        bytes, size);
}

static void write_states(void)
{
    static const char bundled[] = "/gone/overdrive-sd1-lstm16.json";
    put("state", (FuzzPluginHead){FUZZ_STATE, 0, 4096, URI_atom_path}, model,
        sizeof model);
    put("state-without-nul", (FuzzPluginHead){FUZZ_STATE, 0, 4096, URI_atom_string},
        model, sizeof model - 1);
    put("state-gone",
        (FuzzPluginHead){FUZZ_STATE | FUZZ_MAPPED, 0, 4096, URI_atom_path}, gone,
        sizeof gone);
    put("state-bundled", (FuzzPluginHead){FUZZ_STATE, 0, 4096, URI_atom_path}, bundled,
        sizeof bundled);
    put("state-rate", (FuzzPluginHead){FUZZ_STATE | FUZZ_RATE, 0, 4096, URI_atom_float},
        &rate, sizeof rate);
    put("listen-state-gone",
        (FuzzPluginHead){FUZZ_LISTEN | FUZZ_STATE, 0, 4096, URI_atom_path}, gone,
        sizeof gone);
    char bytes[4096];
    FILE *file = fopen(model, "rb");
    const size_t size = file ? fread(bytes, 1, sizeof bytes, file) : 0;
    if (file)
        fclose(file);
    put("state-embedded",
        (FuzzPluginHead){FUZZ_STATE | FUZZ_EMBEDDED, 0, 4096, URI_atom_chunk}, bytes,
        size);
}

int main(void)
{
    write_sounds();
    write_messages();
    write_wishes();
    write_states();
    fuzz_checkpoint_seed(FOLDER "checkpoint/three-epochs", false);
    fuzz_checkpoint_seed(FOLDER "checkpoint/two-starts", true);
    fuzz_learning_seed(FOLDER "learning/three-epochs");
    return 0;
}
