/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */

/* Fills a template, with the ports of the mono or stereo effect (1, 2) or those of the
   plugin that listens (listen), with windows or without (1, 0):
   generate TEMPLATE VERSION PORTS WINDOWS > OUTPUT. Runs on the build machine. */
#include "plugin/listen_ports.h"
#include "presets/presets.h"
#include "ttl/preset.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Numbers stay as the list has them, so that no locale touches them. */
typedef struct {
    const char *symbol, *name;
    UnfoldPortKind kind;
    const char *minimum, *maximum, *normal, *unit, *more, *comment;
} Port;

#define PORT(id, symbol, name, kind, minimum, maximum, normal, unit, more, comment)    \
    {symbol, name, UNFOLD_##kind, #minimum, #maximum, #normal, unit, more, comment},
static const Port ports[] = {UNFOLD_PORTS(PORT)};
static const Port listen_ports[] = {UNFOLD_LISTEN_PORTS(PORT)};
#undef PORT

static const UnfoldPreset presets[] = {
#define PRESET(file, name, label, bank, comment)                                       \
    {NULL, name, label, bank, comment, file, false},
#define LISTEN_PRESET(file, name, label, bank, comment)                                \
    {NULL, name, label, bank, comment, file, true},
    UNFOLD_PRESETS(PRESET) UNFOLD_LISTEN_PRESETS(LISTEN_PRESET)
#undef LISTEN_PRESET
#undef PRESET
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *version;
static unsigned channels; /* 0: the plugin that listens */
static bool has_windows;

static void print_kind(const Port *port)
{
    switch (port->kind) {
    case UNFOLD_MESSAGES_IN:
    case UNFOLD_MESSAGES_OUT:
    case UNFOLD_MIDI_OUT:
        printf("\t\ta lv2:%sPort , atom:AtomPort ;\n"
               "\t\tatom:bufferType atom:Sequence ;\n"
               "\t\tatom:supports %s ;\n"
               "\t\trsz:minimumSize %s ;\n",
               port->kind == UNFOLD_MESSAGES_IN ? "Input" : "Output",
               port->kind == UNFOLD_MIDI_OUT ? "midi:MidiEvent" : "patch:Message",
               port->minimum);
        return;
    case UNFOLD_AUDIO_IN:
    case UNFOLD_RIGHT_IN:
        printf("\t\ta lv2:InputPort , lv2:AudioPort ;\n");
        return;
    case UNFOLD_AUDIO_OUT:
    case UNFOLD_RIGHT_OUT:
        printf("\t\ta lv2:OutputPort , lv2:AudioPort ;\n");
        return;
    case UNFOLD_VALUE_OUT:
        printf("\t\ta lv2:OutputPort , lv2:ControlPort ;\n"
               "\t\tlv2:minimum %s ;\n\t\tlv2:maximum %s ;\n",
               port->minimum, port->maximum);
        return;
    case UNFOLD_VALUE_IN:
        printf("\t\ta lv2:InputPort , lv2:ControlPort ;\n"
               "\t\tlv2:minimum %s ;\n\t\tlv2:maximum %s ;\n\t\tlv2:default %s ;\n",
               port->minimum, port->maximum, port->normal);
        return;
    }
}

static void print_port(const Port *port, unsigned index)
{
    printf("%s[\n", index ? " , " : "");
    print_kind(port);
    if (port->unit[0])
        printf("\t\tunits:unit %s ;\n", port->unit);
    if (port->more[0])
        printf("\t\t%s ;\n", port->more);
    printf("\t\tlv2:index %u ;\n\t\tlv2:symbol \"%s\" ;\n\t\tlv2:name \"%s\" ;\n"
           "\t\trdfs:comment \"%s\"\n\t]",
           index, port->symbol, port->name, port->comment);
}

static void print_ports(void)
{
    for (unsigned k = 0; k < COUNT(ports) && channels > 0; ++k)
        if (unfold_port_is_there((UnfoldPort)k, channels))
            print_port(&ports[k], unfold_port_index((UnfoldPort)k, channels));
    for (unsigned k = 0; k < COUNT(listen_ports) && channels == 0; ++k)
        print_port(&listen_ports[k], k);
}

static void print_manifest_presets(void)
{
    unfold_preset_manifest(stdout, presets, COUNT(presets));
}

static void print_presets(void)
{
    unfold_preset_states(stdout, presets, COUNT(presets));
}

static const char *uri(void)
{
    return channels > 1   ? UNFOLD_STEREO_URI
           : channels > 0 ? UNFOLD_EFFECT_URI
                          : UNFOLD_LISTEN_URI;
}

static void print_uri(void)
{
    printf("%s", uri());
}

static void print_name(void)
{
    printf("%s", channels > 1 ? "Unfold Stereo" : "Unfold");
}

/* LV2 has no major version: 0.MINOR.MICRO. */
static void print_version(int part)
{
    int numbers[3] = {0, 0, 0};
    sscanf(version, "%d.%d.%d", &numbers[0], &numbers[1], &numbers[2]);
    printf("%d", numbers[part]);
}

static void print_minor_version(void)
{
    print_version(1);
}

static void print_micro_version(void)
{
    print_version(2);
}

#define UI "http://lv2plug.in/ns/extensions/ui#"
#define ATOM "http://lv2plug.in/ns/ext/atom#"
#define OPTIONS "http://lv2plug.in/ns/ext/options#"

/* The plugins that have windows of their own: X(its URI, where it is described). */
#define WINDOWS(X)                                                                     \
    X(UNFOLD_EFFECT_URI, "effect.ttl")                                                 \
    X(UNFOLD_STEREO_URI, "effect-stereo.ttl") X(UNFOLD_LISTEN_URI, "listen.ttl")

static void print_manifest_uis(void)
{
#define PRINT(plugin, file)                                                            \
    printf("\n<" plugin "-ui>\n\ta <" UI "X11UI> ;\n\t<" UI                            \
           "binary> <unfold-ui.so> ;\n\trdfs:seeAlso <" file "> .\n");
    if (has_windows) {
        WINDOWS(PRINT)
    }
#undef PRINT
}

static void print_ui(void)
{
    if (has_windows)
        printf(";\n\t<" UI "ui> <%s-ui> ", uri());
}

/* What the window is told: messages, and the values of meters. */
static void print_notifications(const Port *list, size_t count, const char *plugin)
{
    const char *between = "";
    for (size_t k = 0; k < count; ++k) {
        const bool tells = list[k].kind == UNFOLD_MESSAGES_OUT;
        if (!tells && list[k].kind != UNFOLD_VALUE_OUT)
            continue;
        printf("%s[\n\t\t<" UI "plugin> <%s> ;\n\t\tlv2:symbol \"%s\" ;\n\t\t<" UI
               "protocol> <%s>\n\t]",
               between, plugin, list[k].symbol,
               tells ? ATOM "eventTransfer" : UI "floatProtocol");
        between = " , ";
    }
}

static void print_ui_details(void)
{
    const char *plugin = uri();
    if (!has_windows)
        return;
    printf("\n<%s-ui>\n\tlv2:requiredFeature urid:map , <" UI "idleInterface> ;\n"
           "\tlv2:optionalFeature <" UI "parent> , <" UI "resize> , <" UI
           "touch> , <" UI "requestValue> ,\n\t\t<" OPTIONS "options> ;\n"
           "\tlv2:extensionData <" UI "idleInterface> , <" UI "resize> ;\n"
           "\t<" OPTIONS "supportedOption> <" UI "scaleFactor> , <" UI
           "updateRate> , <" UI "windowTitle> ,\n\t\t<" UI "backgroundColor> , <" UI
           "foregroundColor> ;\n\t<" UI "portNotification> ",
           plugin);
    if (channels > 0)
        print_notifications(ports, COUNT(ports), plugin);
    else
        print_notifications(listen_ports, COUNT(listen_ports), plugin);
    printf(" .\n");
}

/* What a mark stands for: a text or what prints it. */
static const struct {
    const char *name;
    void (*print)(void);
    const char *text;
} marks[] = {
    {"@PORTS@", print_ports, NULL},
    {"@PRESETS@", print_presets, NULL},
    {"@MANIFEST_PRESETS@", print_manifest_presets, NULL},
    {"@MANIFEST_UIS@", print_manifest_uis, NULL},
    {"@UI@", print_ui, NULL},
    {"@UI_DETAILS@", print_ui_details, NULL},
    {"@EFFECT@", print_uri, NULL},
    {"@NAME@", print_name, NULL},
    {"@MINOR_VERSION@", print_minor_version, NULL},
    {"@MICRO_VERSION@", print_micro_version, NULL},
    {"@STEREO@", NULL, UNFOLD_STEREO_URI},
    {"@LISTEN@", NULL, UNFOLD_LISTEN_URI},
    {"@MODEL@", NULL, UNFOLD_MODEL_URI},
    {"@MODEL_RATE@", NULL, UNFOLD_MODEL_RATE_URI},
    {"@EMBED@", NULL, UNFOLD_EMBED_URI},
    {"@NAME_PROPERTY@", NULL, UNFOLD_NAME_URI},
    {"@KNOBS@", NULL, UNFOLD_KNOBS_URI},
    {"@PROBLEM@", NULL, UNFOLD_PROBLEM_URI},
    {"@LABELS@", NULL, UNFOLD_LABELS_URI},
    {"@LABEL@", NULL, UNFOLD_LABEL_URI},
    {"@GEAR@", NULL, UNFOLD_GEAR_URI},
    {"@ESR@", NULL, UNFOLD_ESR_URI},
    {"@ACCURACY@", NULL, UNFOLD_ACCURACY_URI},
    {"@TASK@", NULL, UNFOLD_TASK_URI},
    {"@THRESHOLD@", NULL, UNFOLD_THRESHOLD_URI},
};

/* Print the mark that `text` starts with and return its length, 0 if there is none. */
static size_t print_mark(const char *text)
{
    for (size_t k = 0; k < COUNT(marks); ++k) {
        const size_t length = strlen(marks[k].name);
        if (!strncmp(text, marks[k].name, length)) {
            if (marks[k].print)
                marks[k].print();
            else
                printf("%s", marks[k].text);
            return length;
        }
    }
    return 0;
}

int main(int argc, char **argv)
{
    FILE *template = argc == 5 ? fopen(argv[1], "r") : NULL;
    if (!template) {
        fprintf(stderr, "usage: generate TEMPLATE VERSION PORTS WINDOWS\n");
        return 2;
    }
    version = argv[2];
    channels = (unsigned)strtoul(argv[3], NULL, 10);
    has_windows = strcmp(argv[4], "0") != 0;
    char line[4096];
    while (fgets(line, sizeof line, template)) {
        for (const char *at = line; *at;) {
            const size_t length = print_mark(at);
            if (!length)
                putchar(*at);
            at += length ? length : 1;
        }
    }
    fclose(template);
    return fflush(stdout) || ferror(stdout);
}
