/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/facts_json.h"
#include "file/model_keys.h"
#include "file/model_write.h"
#include "net/stream.h"
#include "tool/info_listening.h"
#include "tool/load.h"
#include "tool/options.h"
#include "tool/play.h"
#include "tool/report.h"
#include "tool/tool.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* How it would be played at some rate; rate 0: not asked. */
typedef struct {
    UnfoldRatePlan plan;
    uint32_t latency;
} Playing;

/* What a model costs. */
typedef struct {
    size_t parameters, multiply_adds, model_bytes, stream_bytes;
} Cost;

static bool find_cost(const UnfoldModel *model, Cost *cost)
{
    const UnfoldShape *shape = unfold_model_shape(model);
    UnfoldStream *stream = unfold_stream_new(model, 1);
    if (!stream)
        return false;
    cost->parameters = unfold_shape_weights(shape);
    cost->multiply_adds = unfold_shape_multiply_adds(shape);
    cost->model_bytes = unfold_model_bytes(model);
    cost->stream_bytes = unfold_stream_bytes(stream);
    unfold_stream_free(stream);
    return true;
}

static void print_fact(void *context, const char *key, const char *text)
{
    (void)context;
    char line[512];
    snprintf(line, sizeof line, "  %-20s %s", key, text);
    for (char *c = line; *c; ++c)
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            *c = '?'; /* a file must not steer the terminal */
    puts(line);
}

static void print_section(const UnfoldFacts *facts, const char *section)
{
    if (json_object_size(unfold_facts_section(facts, section)) == 0)
        return;
    printf("%s\n", section);
    unfold_facts_visit(facts, section, print_fact, NULL);
}

static void print_knobs(const UnfoldKnobs *knobs)
{
    if (knobs->count)
        puts("knobs");
    for (size_t k = 0; k < knobs->count; ++k) {
        char text[64];
        snprintf(text, sizeof text, "default %g", knobs->list[k].value);
        print_fact(NULL, knobs->list[k].name, text);
    }
}

/* What stands between the top layer and the outputs, and around it all. */
static void print_dense(const UnfoldShape *shape, const UnfoldReal *weights)
{
    const UnfoldGains gains = unfold_gains_in(shape, weights);
    for (uint32_t k = 0; k < shape->dense_count; ++k)
        printf("%-22s %u %s\n", k ? "" : "dense layers", shape->dense[k].units,
               unfold_activation_name(shape->dense[k].activation));
    if (shape->gains)
        printf("gains                  input %g (%.2f dB), output %g (%.2f dB)\n",
               gains.input, 20 * log10(fabs(gains.input)), gains.output,
               20 * log10(fabs(gains.output)));
}

/* Lists, empty where there are none; NULL for lack of memory. */
static json_t *dense_json(const UnfoldShape *shape)
{
    json_t *list = json_array();
    for (uint32_t k = 0; list && k < shape->dense_count; ++k)
        if (json_array_append_new(
                list, json_pack("{s:I, s:s}", "units",
                                (json_int_t)shape->dense[k].units, "activation",
                                unfold_activation_name(shape->dense[k].activation)))) {
            json_decref(list);
            list = NULL;
        }
    return list;
}

static int find_playing(const char *path, const UnfoldModelFile *file, double rate,
                        const PlayOptions *options, Playing *playing)
{
    UnfoldPlayer *player;
    const UnfoldRateWish wish = play_wish(options, rate);
    UnfoldError error;
    if (file->listening && unfold_effect_check(file, &error))
        return tool_error(path, "%s", error.text);
    if (unfold_player_new(file->model, 1, &wish, &player, &error))
        return tool_error(path, "%s", error.text);
    *playing = (Playing){*unfold_player_plan(player), unfold_player_latency(player)};
    unfold_player_free(player);
    return TOOL_OK;
}

static void print_playing(const Playing *playing)
{
    char text[160];
    if (playing->plan.rate <= 0)
        return;
    unfold_rate_plan_text(&playing->plan, text, sizeof text);
    printf("played at %-12g %s; %u samples late (%.2f ms)\n", playing->plan.rate, text,
           playing->latency, 1000 * playing->latency / playing->plan.rate);
}

static json_t *playing_json(const Playing *playing)
{
    const UnfoldRatePlan *plan = &playing->plan;
    if (plan->rate <= 0)
        return json_null();
    return json_pack("{s:f, s:I, s:b, s:f, s:f, s:I, s:o, s:I}", "rate", plan->rate,
                     "oversampling", (json_int_t)plan->oversampling, "resampled",
                     plan->resampled, "inner_rate", plan->inner, "delay", plan->delay,
                     "interpolation_order", (json_int_t)plan->order,
                     "interpolation_esr", tool_json_number(plan->esr),
                     "latency_samples", (json_int_t)playing->latency);
}

static json_t *gains_json(const UnfoldShape *shape, const UnfoldReal *weights)
{
    const UnfoldGains gains = unfold_gains_in(shape, weights);
    return shape->gains ? json_pack("[f, f]", gains.input, gains.output) : json_array();
}

/* A second; 0 where it is not known. */
static double steps_of(const UnfoldModelFile *file)
{
    const UnfoldListening *listening = file->listening;
    return listening ? listening->features.rate / listening->features.hop
                     : unfold_model_sample_rate(file->model);
}

static int print_text(const UnfoldModelFile *file, const Cost *cost,
                      const Playing *playing)
{
    const UnfoldShape *shape = unfold_model_shape(file->model);
    const double rate = unfold_model_sample_rate(file->model);
    const double steps = steps_of(file);
    printf("format                 %s\n", unfold_format_name(file->format));
    printf("cell                   %s, %u layer%s of %u hidden units\n",
           unfold_cell_name(shape->cell), shape->layers, shape->layers == 1 ? "" : "s",
           shape->hidden);
    printf("inputs and outputs     %u in, %u out (%s), %s, skip %u\n", shape->inputs,
           shape->outputs, unfold_output_at_name(shape->output_at),
           unfold_activation_name(shape->output), shape->skip);
    print_dense(shape, unfold_model_weights(file->model));
    printf("initial state          %s\n", shape->stored_state ? "stored" : "zero");
    if (rate > 0)
        printf("sample rate            %g Hz\n", rate);
    else if (!file->listening)
        printf("sample rate            none: its steps are no samples\n");
    printf("parameters             %zu\n", cost->parameters);
    printf("multiply-adds          %zu per step", cost->multiply_adds);
    if (steps > 0)
        printf(", %.1f million per second", 1e-6 * steps * (double)cost->multiply_adds);
    printf("\nmemory                 %zu bytes, and %zu per channel\n",
           cost->model_bytes, cost->stream_bytes);
    info_print_listening(file->listening);
    print_playing(playing);
    print_knobs(&file->knobs);
    print_section(file->facts, UNFOLD_METADATA);
    print_section(file->facts, UNFOLD_TRAINING);
    return TOOL_OK;
}

static int print_json(const UnfoldModelFile *file, const Cost *cost,
                      const Playing *playing)
{
    const UnfoldShape *shape = unfold_model_shape(file->model);
    const double rate = unfold_model_sample_rate(file->model);
    return tool_print_json(json_pack(
        "{s:s, s:s, s:I, s:I, s:I, s:I, s:s, s:s, s:I, s:o, s:o, s:s, s:o, s:I, s:I, "
        "s:I, s:I, s:o, s:o, s:o, s:o, s:O, s:O}",
        "format", unfold_format_name(file->format), "cell",
        unfold_cell_name(shape->cell), "inputs", (json_int_t)shape->inputs, "hidden",
        (json_int_t)shape->hidden, "layers", (json_int_t)shape->layers, "outputs",
        (json_int_t)shape->outputs, "output", unfold_activation_name(shape->output),
        "output_at", unfold_output_at_name(shape->output_at), "skip",
        (json_int_t)shape->skip, "dense", dense_json(shape), "gains",
        gains_json(shape, unfold_model_weights(file->model)), "initial_state",
        shape->stored_state ? "stored" : "zero", "sample_rate",
        rate > 0 ? json_real(rate) : json_null(), "parameters",
        (json_int_t)cost->parameters, "multiply_adds", (json_int_t)cost->multiply_adds,
        "model_bytes", (json_int_t)cost->model_bytes, "stream_bytes",
        (json_int_t)cost->stream_bytes, "knobs", unfold_knobs_list(&file->knobs),
        UNFOLD_FEATURES, info_features_json(file->listening), UNFOLD_LISTENING,
        info_listening_json(file->listening), "playing", playing_json(playing),
        UNFOLD_METADATA, unfold_facts_section(file->facts, UNFOLD_METADATA),
        UNFOLD_TRAINING, unfold_facts_section(file->facts, UNFOLD_TRAINING)));
}

int tool_info(int argc, char **argv)
{
    bool json = false;
    double rate = 0;
    PlayOptions play = PLAY_DEFAULTS;
    const Option options[] = {{.name = "rate",
                               .kind = OPTION_NUMBER,
                               .value = &rate,
                               .operand = "HZ",
                               .help = "tell how it is played at this sample rate",
                               .min = UNFOLD_MIN_PLAYED,
                               .max = UNFOLD_MAX_PLAYED},
                              OPTION_MODEL_RATE(&play.model_rate),
                              OPTION_OVERSAMPLING(&play),
                              OPTION_RATES(&play),
                              OPTION_JSON(&json),
                              {0}};
    const OptionsCommand command = {
        .operands = "MODEL",
        .about = "Show what is in a model file: its shape, what it costs to play, who\n"
                 "made it of what, and how it was trained.\n",
        .options = options,
        .min_operands = 1,
        .max_operands = 1};
    const char *path;
    int status;
    if (!options_parse(&command, argc, argv, &path, &status))
        return status;
    UnfoldModelFile file;
    Cost cost = {0};
    Playing playing = {0};
    status = load_model(path, play.model_rate, &file);
    if (status)
        return status;
    if (!find_cost(file.model, &cost))
        status = tool_no_memory();
    else
        status = rate > 0 ? find_playing(path, &file, rate, &play, &playing) : TOOL_OK;
    if (!status)
        status = json ? print_json(&file, &cost, &playing)
                      : print_text(&file, &cost, &playing);
    unfold_model_file_clear(&file);
    return status;
}
