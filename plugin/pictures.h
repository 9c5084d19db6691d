/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_PICTURES_H
#define UNFOLD_PLUGIN_PICTURES_H

/* What a window shows of the sound as it passes. It asks by an object of type
   UNFOLD_WATCH_URI, which says for how many seconds from now pictures are wanted
   (UNFOLD_SECONDS_URI, a number of any type, 0 to 10; 0: no more), and asks again while
   it is visible: so that nothing is sent for long to one that is closed, hidden or
   dead. Several windows may ask; the longest wish counts.

   The plugin answers on its notify port with objects of type UNFOLD_PICTURE_URI, about
   30 a second, if there is room beside what else it tells. Their keys:

   The effect
     UNFOLD_CLOUD_URI   Vector of Float: pairs of what the model heard and what it
                        answered, one after the other, at most UNFOLD_CLOUD of them,
                        evenly spaced in time since the last picture; as late as each
                        other, of the first channel
     UNFOLD_UNITS_URI   Int: units of a column
     UNFOLD_STATES_URI  Vector of Float: columns of the hidden state h of the last
   layer, oldest first, evenly spaced in time, UNFOLD_COLUMNS at most; of networks with
   more than UNFOLD_UNITS units every second, third,
                        .. one. -1 to 1.
   The plugin that listens
     UNFOLD_ROWS_URI    Int: features of a column, at most UNFOLD_ROWS of them: mel
   bands or what else there is, but no slopes UNFOLD_ANSWERS_URI Int: answers of a
   column: probabilities of the labels, or one value or error UNFOLD_HOP_URI     Float:
   seconds from column to column UNFOLD_FRAMES_URI  Vector of Float: columns, oldest
   first: the rows, normalised, then the answers. Frames that find no room are left out.
 */

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

#define UNFOLD_CLOUD 64
#define UNFOLD_COLUMNS 4
#define UNFOLD_UNITS 64
#define UNFOLD_ROWS 64

#endif
