/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */

/* jack_play IN OUT TO FROM [MIDI]: play a mono file into the JACK port TO, and record
   as long, and half a second more, from the port FROM; print the notes that come from
   the port MIDI meanwhile: seconds, key and velocity. */
#include "file/audio.h"

#include <jack/jack.h>
#include <jack/midiport.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST_NOTES 10000

typedef struct {
    size_t time; /* frames */
    unsigned char key, velocity;
} Note;

typedef struct {
    jack_port_t *in, *out, *midi;
    Note notes[MOST_NOTES];
    size_t note_count;
    UnfoldAudio played, heard;
    size_t at;
    atomic_bool running, done;
} Player;

static void take_notes(Player *player, jack_nframes_t frames)
{
    void *buffer = jack_port_get_buffer(player->midi, frames);
    jack_midi_event_t event;
    for (uint32_t k = 0; !jack_midi_event_get(&event, buffer, k); ++k)
        if (event.size == 3 && (event.buffer[0] & 0xf0) == 0x90 &&
            player->note_count < MOST_NOTES)
            player->notes[player->note_count++] =
                (Note){player->at + event.time, event.buffer[1], event.buffer[2]};
}

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
    if (player->midi)
        take_notes(player, frames);
    player->at += frames;
    if (player->at >= player->heard.frames)
        atomic_store(&player->done, true);
    return 0;
}

int main(int argc, char **argv)
{
    static Player player;
    UnfoldError error;
    if (argc < 5 || argc > 6 || unfold_audio_read(argv[1], &player.played, &error)) {
        fprintf(stderr, "usage: jack_play IN OUT TO FROM [MIDI]\n");
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
    if (argc == 6)
        player.midi = jack_port_register(client, "midi", JACK_DEFAULT_MIDI_TYPE,
                                         JackPortIsInput, 0);
    jack_activate(client);
    if (jack_connect(client, "player:out", argv[3]) ||
        jack_connect(client, argv[4], "player:in") ||
        (argc == 6 && jack_connect(client, argv[5], "player:midi"))) {
        fprintf(stderr, "jack_play: cannot connect %s, %s, %s\n", argv[3], argv[4],
                argc == 6 ? argv[5] : "");
        return 1;
    }
    usleep(300000);
    atomic_store(&player.running, true);
    while (!atomic_load(&player.done))
        usleep(20000);
    jack_client_close(client);
    for (size_t k = 0; k < player.note_count; ++k)
        printf("%.4f %d %d\n", (double)player.notes[k].time / player.played.rate,
               player.notes[k].key, player.notes[k].velocity);
    if (unfold_audio_write(argv[2], &player.heard, &error)) {
        fprintf(stderr, "%s\n", error.text);
        return 1;
    }
    unfold_audio_clear(&player.played);
    unfold_audio_clear(&player.heard);
    return 0;
}
