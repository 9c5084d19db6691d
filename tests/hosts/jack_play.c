/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */

/* jack_play IN OUT TO FROM: play a mono file into the JACK port TO, and record as long,
   and half a second more, from the port FROM. */
#include "file/audio.h"

#include <jack/jack.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    jack_port_t *in, *out;
    UnfoldAudio played, heard;
    size_t at;
    atomic_bool running, done;
} Player;

static int process(jack_nframes_t frames, void *context)
{
    Player *player = context;
    float *out = jack_port_get_buffer(player->out, frames);
    const float *in = jack_port_get_buffer(player->in, frames);
    memset(out, 0, frames * sizeof *out);
    if (!atomic_load(&player->running))
        return 0;
    for (jack_nframes_t k = 0; k < frames; ++k) {
        const size_t t = player->at + k;
        if (t < player->played.frames)
            out[k] = player->played.samples[t];
        if (t < player->heard.frames)
            player->heard.samples[t] = in[k];
    }
    player->at += frames;
    if (player->at >= player->heard.frames)
        atomic_store(&player->done, true);
    return 0;
}

int main(int argc, char **argv)
{
    static Player player;
    UnfoldError error;
    if (argc != 5 || unfold_audio_read(argv[1], &player.played, &error)) {
        fprintf(stderr, "usage: jack_play IN OUT TO FROM\n");
        return 2;
    }
    player.heard = player.played;
    player.heard.frames += (size_t)(player.played.rate / 2);
    player.heard.samples = calloc(player.heard.frames, sizeof(float));
    jack_client_t *client = jack_client_open("player", JackNoStartServer, NULL);
    if (!client || !player.heard.samples) {
        fprintf(stderr, "jack_play: no server\n");
        return 1;
    }
    jack_set_process_callback(client, process, &player);
    player.in =
        jack_port_register(client, "in", JACK_DEFAULT_AUDIO_TYPE, JackPortIsInput, 0);
    player.out =
        jack_port_register(client, "out", JACK_DEFAULT_AUDIO_TYPE, JackPortIsOutput, 0);
    jack_activate(client);
    if (jack_connect(client, "player:out", argv[3]) ||
        jack_connect(client, argv[4], "player:in")) {
        fprintf(stderr, "jack_play: cannot connect %s, %s\n", argv[3], argv[4]);
        return 1;
    }
    usleep(300000);
    atomic_store(&player.running, true);
    while (!atomic_load(&player.done))
        usleep(20000);
    jack_client_close(client);
    if (unfold_audio_write(argv[2], &player.heard, &error)) {
        fprintf(stderr, "%s\n", error.text);
        return 1;
    }
    unfold_audio_clear(&player.played);
    unfold_audio_clear(&player.heard);
    return 0;
}
