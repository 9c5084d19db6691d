# SPDX-License-Identifier: ISC
# Copyright 2026 the Unfold authors
#
# Sounds for Unfold Listen, and whether the notes that came are those that are right: for
# listen.sh and listen_window.sh.

# Hits: three of tones and one of noise, again and again.
ffmpeg -nostdin -v error -y -f lavfi -i "aevalsrc='exp(-25*mod(t,0.5))*\
if(lt(mod(t,2),1.5),sin(2*PI*(60+80*floor(2*mod(t,2)))*mod(t,0.5)),2*random(0)-1)/2':s=48000:d=6" \
    -c:a pcm_f32le "$dir/hits.wav" || exit 1

# same_times COLUMN: as many notes as sounds, and as late but for a hop and a block.
same_times() {
    tail -n +2 "$dir/told" | cut -d , -f "$1" | awk '
        NR == FNR { at[FNR] = $1; told = FNR; next }
        { apart[FNR] = $1 - at[FNR]; sum += apart[FNR]; heard = FNR }
        END {
            for (k = 1; k <= heard; ++k) {
                off = apart[k] - sum / heard
                if (off < 0) off = -off
                if (off > worst) worst = off
            }
            printf "%d notes for %d sounds, up to %.1f ms off\n", heard, told, 1000 * worst
            exit !(heard == told && told > 0 && worst < 0.02)
        }' - "$dir/notes"
}

# notes_follow MODEL THRESHOLD: those that came while hits.wav was played.
notes_follow() {
    "$unfold" label --threshold "$2" "$bundle/$1" "$dir/hits.wav" >"$dir/told" || return 1
    same_times 2 || same_times 3
}
# The sound that was heard is that of the hits, to the bit.
passed_through() {
    "$tools/compare" "$dir/hits.wav" "$dir/heard.wav" 0
}
