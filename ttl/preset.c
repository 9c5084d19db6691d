/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "ttl/preset.h"

#include "plugin/listen_ports.h"

#include <string.h>

/* Defaults stay as the list has them, so that no locale touches them. */
typedef struct {
    const char *symbol, *normal;
} Port;

#define PORT(id, symbol, name, kind, minimum, maximum, normal, ...) {symbol, #normal},
static const Port ports[] = {UNFOLD_PORTS(PORT)};
static const Port listen_ports[] = {UNFOLD_LISTEN_PORTS(PORT)};
#undef PORT

static const char *const effects[] = {
#define EFFECT(uri) uri,
    UNFOLD_EFFECTS(EFFECT)
#undef EFFECT
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* A string literal, its quotes included. */
static void write_text(FILE *file, const char *text)
{
    fputc('"', file);
    for (; *text; ++text) {
        const unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\')
            fprintf(file, "\\%c", c);
        else if (c == '\n')
            fputs("\\n", file);
        else if (c < 0x20 || c == 0x7f)
            fprintf(file, "\\u%04X", (unsigned)c);
        else
            fputc(c, file);
    }
    fputc('"', file);
}

/* Any text as a part of a URI (RFC 3986). */
static void write_encoded(FILE *file, const char *text)
{
    for (; *text; ++text) {
        const unsigned char c = (unsigned char)*text;
        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
            (c >= 'a' && c <= 'z') || strchr("-._~", c))
            fputc(c, file);
        else
            fprintf(file, "%%%02X", (unsigned)c);
    }
}

/* A name of its own, not the place of its file: sessions remember it, and bundles are
   moved. The plugin's own have no second colon, so that no other has the same. */
static void write_uri(FILE *file, const UnfoldPreset *preset)
{
    fputs("<urn:unfold:preset:", file);
    if (preset->bundle) {
        write_encoded(file, preset->bundle);
        fputc(':', file);
    }
    write_encoded(file, preset->name);
    fputc('>', file);
}

static void write_bank_uri(FILE *file, const char *bank)
{
    fputs("<urn:unfold:bank:", file);
    write_encoded(file, bank);
    fputc('>', file);
}

static void write_banks(FILE *file, const UnfoldPreset *presets, size_t count)
{
    for (size_t k = 0; k < count; ++k) {
        const char *bank = presets[k].bank;
        bool written = false;
        for (size_t n = 0; bank && n < k; ++n)
            written = written || (presets[n].bank && !strcmp(presets[n].bank, bank));
        if (!bank || written)
            continue;
        fputc('\n', file);
        write_bank_uri(file, bank);
        fputs("\n\ta pset:Bank ;\n\trdfs:label ", file);
        write_text(file, bank);
        fputs(" .\n", file);
    }
}

/* What both files say of a preset. */
static void write_preset(FILE *file, const UnfoldPreset *preset)
{
    fputc('\n', file);
    write_uri(file, preset);
    fputs("\n\ta pset:Preset ;\n\tlv2:appliesTo ", file);
    for (size_t k = 0; k < COUNT(effects) && !preset->listens; ++k)
        fprintf(file, "%s<%s>", k ? " , " : "", effects[k]);
    if (preset->listens)
        fputs("<" UNFOLD_LISTEN_URI ">", file);
    fputs(" ;\n", file);
    if (preset->bank) {
        fputs("\tpset:bank ", file);
        write_bank_uri(file, preset->bank);
        fputs(" ;\n", file);
    }
    fputs("\trdfs:label ", file);
    write_text(file, preset->label);
    fputs(" ;\n", file);
}

void unfold_preset_manifest(FILE *file, const UnfoldPreset *presets, size_t count)
{
    write_banks(file, presets, count);
    for (size_t k = 0; k < count; ++k) {
        write_preset(file, &presets[k]);
        fputs("\trdfs:seeAlso <presets.ttl> .\n", file);
    }
}

static void write_value(FILE *file, const Port *port, bool is_first)
{
    fprintf(file, "%s[\n\t\tlv2:symbol \"%s\" ;\n\t\tpset:value %s\n\t]",
            is_first ? "" : " , ", port->symbol, port->normal);
}

/* A preset leaves alone whether the plugin is on, and what belongs to the session and
   the machine: levels, oversampling, rates, notes. */
static void write_values(FILE *file, bool listens)
{
    static const UnfoldPort set[] = {
        UNFOLD_PORT_INPUT,  UNFOLD_PORT_OUTPUT, UNFOLD_PORT_MIX,   UNFOLD_PORT_KNOB_1,
        UNFOLD_PORT_KNOB_2, UNFOLD_PORT_KNOB_3, UNFOLD_PORT_KNOB_4};
    for (size_t k = 0; k < COUNT(set) && !listens; ++k)
        write_value(file, &ports[set[k]], k == 0);
    if (listens)
        write_value(file, &listen_ports[UNFOLD_LISTEN_PORT_THRESHOLD], true);
}

void unfold_preset_states(FILE *file, const UnfoldPreset *presets, size_t count)
{
    for (size_t k = 0; k < count; ++k) {
        write_preset(file, &presets[k]);
        if (presets[k].comment) {
            fputs("\trdfs:comment ", file);
            write_text(file, presets[k].comment);
            fputs(" ;\n", file);
        }
        fprintf(file, "\tstate:state [\n\t\t<%s> <%s>\n\t] ;\n\tlv2:port ",
                UNFOLD_MODEL_URI, presets[k].model);
        write_values(file, presets[k].listens);
        fputs(" .\n", file);
    }
}
