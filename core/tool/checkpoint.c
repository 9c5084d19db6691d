/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/checkpoint.h"

#include "file/read.h"
#include "file/replace.h"
#include "tool/report.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_BYTES ((size_t)2 << 30)
#define BYTE_ORDER_MARK 0x0102030405060708u

static void count(void *context, void *bytes, size_t size)
{
    (void)bytes;
    *(size_t *)context += size;
}

static void copy_out(void *context, void *bytes, size_t size)
{
    unsigned char **to = context;
    memcpy(*to, bytes, size);
    *to += size;
}

static void copy_in(void *context, void *bytes, size_t size)
{
    const unsigned char **from = context;
    memcpy(bytes, *from, size);
    *from += size;
}

static size_t size_of_state(CheckpointVisit *visit, void *owner)
{
    size_t size = 0;
    visit(owner, count, &size);
    return size;
}

bool checkpoint_take(CheckpointPart *part, CheckpointVisit *visit, void *owner)
{
    if (!part->bytes) {
        part->size = size_of_state(visit, owner);
        part->bytes = malloc(part->size);
        if (!part->bytes)
            return false;
    }
    unsigned char *to = part->bytes;
    visit(owner, copy_out, &to);
    return true;
}

bool checkpoint_fits(const CheckpointPart *part, CheckpointVisit *visit, void *owner)
{
    return part->size == size_of_state(visit, owner);
}

void checkpoint_put_back(const CheckpointPart *part, CheckpointVisit *visit,
                         void *owner)
{
    const unsigned char *from = part->bytes;
    visit(owner, copy_in, &from);
}

void checkpoint_part_clear(CheckpointPart *part)
{
    free(part->bytes);
    *part = (CheckpointPart){0};
}

/* Eight bytes at a time where there are so many. */
uint64_t checkpoint_hash(uint64_t sum, const void *bytes, size_t size)
{
    const unsigned char *byte = bytes;
    for (; size >= 8; size -= 8, byte += 8) {
        uint64_t word;
        memcpy(&word, byte, 8);
        sum = (sum ^ word) * 0x100000001b3u;
        sum ^= sum >> 32;
    }
    for (; size; --size)
        sum = (sum ^ *byte++) * 0x100000001b3u;
    return sum;
}

bool checkpoint_path(const char *model, char **path)
{
    const size_t room = strlen(model) + sizeof ".checkpoint";
    *path = malloc(room);
    if (*path)
        snprintf(*path, room, "%s.checkpoint", model);
    return *path != NULL;
}

int checkpoint_guard(const char *path, bool resume, bool restart)
{
    if (resume || restart || access(path, F_OK) != 0)
        return TOOL_OK;
    return tool_error(path, "holds a training that was stopped: --resume goes on with "
                            "it, --restart begins anew");
}

typedef struct {
    char magic[24]; /* no gaps between the members: their sum is taken */
    uint64_t byte_order, fingerprint, sum;
    uint64_t sizes[CHECKPOINT_MOST_PARTS];
} Head;

static uint64_t sum_of(Head head, const CheckpointPart *parts)
{
    head.sum = 0;
    uint64_t sum = checkpoint_hash(0, &head, sizeof head);
    for (size_t k = 0; k < CHECKPOINT_MOST_PARTS; ++k)
        if (head.sizes[k])
            sum = checkpoint_hash(sum, parts[k].bytes, parts[k].size);
    return sum;
}

int checkpoint_write(const char *path, const CheckpointKind *kind,
                     const CheckpointPart *parts)
{
    Head head = {.byte_order = BYTE_ORDER_MARK, .fingerprint = kind->fingerprint};
    UnfoldReplace replace;
    UnfoldError error;
    snprintf(head.magic, sizeof head.magic, "%s", kind->magic);
    for (size_t k = 0; k < kind->parts; ++k)
        head.sizes[k] = parts[k].size;
    head.sum = sum_of(head, parts);
    if (unfold_replace_begin(path, &replace, &error))
        return tool_error(path, "%s", error.text);
    fwrite(&head, sizeof head, 1, replace.file);
    for (size_t k = 0; k < kind->parts; ++k)
        if (parts[k].size)
            fwrite(parts[k].bytes, 1, parts[k].size, replace.file);
    if (unfold_replace_commit(&replace, &error))
        return tool_error(path, "%s", error.text);
    return TOOL_OK;
}

/* All parts into memory of their own; what was read before a failure stays there. */
static bool unpack(const char *bytes, size_t size, const CheckpointKind *kind,
                   Head *head, CheckpointPart *parts)
{
    char magic[sizeof head->magic] = "";
    if (size < sizeof *head)
        return false;
    memcpy(head, bytes, sizeof *head);
    snprintf(magic, sizeof magic, "%s", kind->magic);
    if (memcmp(head->magic, magic, sizeof magic) || head->byte_order != BYTE_ORDER_MARK)
        return false;
    size_t at = sizeof *head;
    for (size_t k = 0; k < CHECKPOINT_MOST_PARTS; ++k) {
        if (head->sizes[k] > size - at || (head->sizes[k] && k >= kind->parts))
            return false;
        if (!head->sizes[k])
            continue;
        parts[k] = (CheckpointPart){malloc(head->sizes[k]), head->sizes[k]};
        if (!parts[k].bytes)
            return false;
        memcpy(parts[k].bytes, bytes + at, parts[k].size);
        at += parts[k].size;
    }
    return at == size && head->sum == sum_of(*head, parts);
}

int checkpoint_read(const char *path, const CheckpointKind *kind, CheckpointPart *parts,
                    bool *found)
{
    char *bytes;
    size_t size;
    UnfoldError error;
    Head head;
    memset(parts, 0, kind->parts * sizeof *parts);
    *found = access(path, F_OK) == 0;
    if (!*found) {
        tool_warn(path, "is not there: training begins anew");
        return TOOL_OK;
    }
    if (unfold_read_bytes(path, MAX_BYTES, &bytes, &size, &error))
        return tool_error(path, "%s", error.text);
    const bool whole = unpack(bytes, size, kind, &head, parts);
    const bool same = whole && head.fingerprint == kind->fingerprint;
    free(bytes);
    if (same)
        return TOOL_OK;
    for (size_t k = 0; k < kind->parts; ++k)
        checkpoint_part_clear(&parts[k]);
    return tool_error(path, "%s",
                      whole ? "belongs to a training from other recordings or with "
                              "other options; --restart begins anew"
                            : "is no whole checkpoint of this version and machine");
}
