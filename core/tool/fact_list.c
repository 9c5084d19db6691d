/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/fact_list.h"

#include "tool/report.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

int tool_set_texts(const TextFact *texts, size_t count, UnfoldFacts *facts)
{
    for (size_t k = 0; k < count; ++k) {
        if (!texts[k].text)
            continue;
        const UnfoldStatus status =
            unfold_facts_set_text(facts, texts[k].section, texts[k].key, texts[k].text);
        if (status == UNFOLD_NO_MEMORY)
            return tool_no_memory();
        if (status)
            return tool_error(NULL, "the %s is not UTF-8", texts[k].key);
    }
    return TOOL_OK;
}

int tool_set_numbers(const NumberFact *numbers, size_t count, UnfoldFacts *facts)
{
    for (size_t k = 0; k < count; ++k)
        if (unfold_facts_set_number(facts, numbers[k].section, numbers[k].key,
                                    numbers[k].value) == UNFOLD_NO_MEMORY)
            return tool_no_memory();
    return TOOL_OK;
}

const char *tool_date_text(char text[16])
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    const time_t now = epoch ? (time_t)strtoll(epoch, NULL, 10) : time(NULL);
    struct tm day;
    strftime(text, 16, "%Y-%m-%d", gmtime_r(&now, &day));
    return text;
}
