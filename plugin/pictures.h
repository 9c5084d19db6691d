/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_PICTURES_H
#define UNFOLD_PLUGIN_PICTURES_H

/* What a window shows of the sound as it passes. It asks by an object of type
   UNFOLD_WATCH_URI, which says for how many seconds from now pictures are wanted
   (UNFOLD_SECONDS_URI, a number of any type, 0 to 10, what is beyond being 10; 0 and
   less: no more), and asks again while it is visible: so that nothing is sent for long
   to one that is closed, hidden or dead. Several windows may ask; the longest wish
   counts. 0 ends the wishes of all, as they cannot be told apart: who is still there
   asks again.

   The plugin answers on its notify port with objects of type UNFOLD_PICTURE_URI, about
   30 a second and one in a cycle at most, the first one at once, if there is room
   beside what else it tells. One that finds no room is not sent later. Their keys:

   The effect, while it is on and has a model

     UNFOLD_CLOUD_URI   Vector of Float: pairs of what the model heard (the input times
                        the input gain) and what it answered (ahead of the output gain),
                        one after the other, at most UNFOLD_CLOUD of them, evenly spaced
                        in time since the last picture; as late as each other, of the
                        first channel

     UNFOLD_UNITS_URI   Int: units of a column

     UNFOLD_STATES_URI  Vector of Float: columns of the hidden state h of the last
                        layer, oldest first, UNFOLD_COLUMN_RATE of them in a second of
                        sound but for the frames that are computed at a time
                        (UNFOLD_CHUNK); no more than UNFOLD_COLUMNS, as long cycles
                        have: later ones are left out. The key itself is left out where
                        there is none. Of networks with more than UNFOLD_UNITS units
                        every second, third, .. one. -1 to 1.

   The plugin that listens, while it is on and has a model

     UNFOLD_ROWS_URI    Int: features of a column, at most UNFOLD_ROWS of them: mel
                        bands, where there are none what else there is, but no slopes.
                        Of more than UNFOLD_ROWS every second, third, .. one.

     UNFOLD_ANSWERS_URI Int: answers of a column: probabilities of all labels (of a
                        sound so far, 0 between sounds), or one value or error

     UNFOLD_HOP_URI     Float: seconds from column to column

     UNFOLD_FRAMES_URI  Vector of Float: columns, oldest first: the rows, normalised,
                        then the answers. The newest UNFOLD_QUEUE since the last picture
                        at most, and as many of these as there is room for; the older
                        ones are left out. */

#define UNFOLD_WATCH_URI "urn:unfold:Watch"
#define UNFOLD_SECONDS_URI "urn:unfold:seconds"
#define UNFOLD_PICTURE_URI "urn:unfold:Picture"
#define UNFOLD_CLOUD_URI "urn:unfold:cloud"
#define UNFOLD_UNITS_URI "urn:unfold:units"
#define UNFOLD_STATES_URI "urn:unfold:states"
#define UNFOLD_ROWS_URI "urn:unfold:rows"
#define UNFOLD_ANSWERS_URI "urn:unfold:answers"
#define UNFOLD_HOP_URI "urn:unfold:hop"
#define UNFOLD_FRAMES_URI "urn:unfold:frames"

#define UNFOLD_PICTURES 30  /* a second */
#define UNFOLD_MAX_WATCH 10 /* seconds */
#define UNFOLD_CLOUD 64
#define UNFOLD_COLUMN_RATE 120 /* a second, UNFOLD_PICTURES times a whole number */
#define UNFOLD_COLUMNS 24
#define UNFOLD_UNITS 64
#define UNFOLD_ROWS 64
#define UNFOLD_QUEUE 64

#endif
