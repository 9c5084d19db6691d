/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/hosts/stress.h"

#include <string.h>
#include <unistd.h>

static bool put(Queue *queue, uint32_t size, const void *data)
{
    const unsigned written = atomic_load(&queue->written);
    if (size > MESSAGE_BYTES || written - atomic_load(&queue->read) == QUEUE_LENGTH)
        return false;
    queue->list[written % QUEUE_LENGTH].size = size;
    memcpy(queue->list[written % QUEUE_LENGTH].bytes, data, size);
    atomic_store(&queue->written, written + 1);
    return true;
}

/* Into memory that is aligned to nothing. */
static const void *take(Queue *queue, uint8_t space[MESSAGE_BYTES + 1], uint32_t *size)
{
    const unsigned read = atomic_load(&queue->read);
    if (read == atomic_load(&queue->written))
        return NULL;
    *size = queue->list[read % QUEUE_LENGTH].size;
    memcpy(space + 1, queue->list[read % QUEUE_LENGTH].bytes, *size);
    atomic_store(&queue->read, read + 1);
    return space + 1;
}

static LV2_Worker_Status respond(LV2_Worker_Respond_Handle handle, uint32_t size,
                                 const void *data)
{
    Worker *worker = handle;
    return put(&worker->responses, size, data) ? LV2_WORKER_SUCCESS
                                               : LV2_WORKER_ERR_NO_SPACE;
}

static void do_work(Worker *worker, uint32_t size, const void *data)
{
    count(ACT_work);
    worker->interface->work(worker->instance, respond, worker, size, data);
}

/* What is asked for before there is an instance waits too. */
static LV2_Worker_Status schedule(LV2_Worker_Schedule_Handle handle, uint32_t size,
                                  const void *data)
{
    Worker *worker = handle;
    if (worker->kind == WORKS_FULL && !one_in(&worker->audio_random, 4)) {
        count(ACT_work_refused);
        return LV2_WORKER_ERR_NO_SPACE;
    }
    if (worker->kind != WORKS_AT_ONCE || !worker->instance)
        return put(&worker->work, size, data) ? LV2_WORKER_SUCCESS
                                              : LV2_WORKER_ERR_NO_SPACE;
    const bool was_in_audio = in_audio();
    if (was_in_audio)
        pause_audio();
    do_work(worker, size, data);
    if (was_in_audio)
        resume_audio();
    return LV2_WORKER_SUCCESS;
}

static bool work_next(Worker *worker)
{
    uint8_t space[MESSAGE_BYTES + 1];
    uint32_t size;
    const void *data = take(&worker->work, space, &size);
    if (data)
        do_work(worker, size, data);
    return data != NULL;
}

static void *work_on(void *handle)
{
    Worker *worker = handle;
    while (!atomic_load(&worker->ends))
        if (one_in(&worker->random, 3) || !work_next(worker))
            usleep(below(&worker->random, 20) ? 300 : 50000);
    return NULL;
}

void worker_prepare(Worker *worker, WorkerKind kind, uint64_t seed)
{
    memset(worker, 0, sizeof *worker);
    worker->kind = kind;
    worker->random.state = seed + 1;
    worker->audio_random.state = seed + 2;
    worker->schedule = (LV2_Worker_Schedule){worker, schedule};
}

void worker_start(Worker *worker, const LV2_Descriptor *descriptor, LV2_Handle instance)
{
    worker->interface = descriptor->extension_data
                            ? descriptor->extension_data(LV2_WORKER__interface)
                            : NULL;
    if (worker->kind != WORKS_NEVER && !worker->interface)
        worker->kind = WORKS_NEVER;
    worker->instance = instance;
    if (worker->kind == WORKS_AT_ONCE)
        while (work_next(worker))
            ;
    else if (worker->kind != WORKS_NEVER &&
             pthread_create(&worker->thread, NULL, work_on, worker) != 0)
        fail("cannot start a thread for the worker");
}

void worker_respond(Worker *worker)
{
    uint8_t space[MESSAGE_BYTES + 1];
    uint32_t size;
    const void *data;
    if (worker->kind == WORKS_NEVER)
        return;
    while ((data = take(&worker->responses, space, &size))) {
        count(ACT_responses);
        enter_audio();
        if (worker->interface->work_response)
            worker->interface->work_response(worker->instance, size, data);
        leave_audio();
    }
    enter_audio();
    if (worker->interface->end_run)
        worker->interface->end_run(worker->instance);
    leave_audio();
}

void worker_stop(Worker *worker)
{
    if (worker->kind == WORKS_NEVER || worker->kind == WORKS_AT_ONCE)
        return;
    atomic_store(&worker->ends, true);
    pthread_join(worker->thread, NULL);
}
