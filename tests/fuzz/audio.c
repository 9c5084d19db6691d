/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/audio.h"
#include "tests/fuzz/readers.h"
#include "tests/support/suite.h"

#include <math.h>

int fuzz_audio(const uint8_t *data, size_t size)
{
    UnfoldAudio audio;
    UnfoldError error = {""};
    if (unfold_audio_read(fuzz_file(data, size), &audio, &error)) {
        CU_ASSERT_PTR_NULL(audio.samples);
        CU_ASSERT_NOT_EQUAL(error.text[0], '\0');
        return 0;
    }
    CU_ASSERT(audio.frames > 0 && audio.channels > 0 && audio.rate >= 1);
    size_t wrong = 0;
    for (size_t k = 0; k < audio.frames * audio.channels; ++k)
        wrong += !isfinite(audio.samples[k]);
    CU_ASSERT_EQUAL(wrong, 0);
    unfold_audio_clear(&audio);
    return 0;
}
