/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "capture/findings.h"

#include <stdarg.h>
#include <stdio.h>

const char *unfold_severity_name(UnfoldSeverity severity)
{
    switch (severity) {
    case UNFOLD_FINDING_NOTE:
        return "note";
    case UNFOLD_FINDING_WARNING:
        return "warning";
    case UNFOLD_FINDING_ERROR:
        return "error";
    }
    return "unknown";
}

void unfold_findings_add(UnfoldFindings *findings, UnfoldSeverity severity,
                         const char *topic, const char *format, ...)
{
    if (findings->count == UNFOLD_MAX_FINDINGS)
        return;
    UnfoldFinding *finding = &findings->list[findings->count++];
    finding->severity = severity;
    finding->topic = topic;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(finding->text, sizeof finding->text, format, arguments);
    va_end(arguments);
}

UnfoldSeverity unfold_findings_worst(const UnfoldFindings *findings)
{
    UnfoldSeverity worst = UNFOLD_FINDING_NOTE;
    for (size_t k = 0; k < findings->count; ++k)
        if (findings->list[k].severity > worst)
            worst = findings->list[k].severity;
    return worst;
}
