/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/x11_picture.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/ipc.h>
#include <sys/shm.h>

bool unfold_picture_open(UnfoldScreenPicture *picture, UnfoldGuard *guard)
{
    Display *display = guard->display;
    const int screen = DefaultScreen(display);
    XVisualInfo found;
    *picture = (UnfoldScreenPicture){.guard = guard,
                                     .visual = DefaultVisual(display, screen),
                                     .depth = DefaultDepth(display, screen),
                                     .colours = DefaultColormap(display, screen)};
    if (picture->visual->class == TrueColor)
        return true;
    if (!XMatchVisualInfo(display, screen, 24, TrueColor, &found))
        return false;
    picture->visual = found.visual;
    picture->depth = found.depth;
    picture->colours =
        XCreateColormap(display, RootWindow(display, screen), found.visual, AllocNone);
    picture->own_colours = true;
    return true;
}

void unfold_picture_close(UnfoldScreenPicture *picture)
{
    unfold_picture_drop(picture);
    if (picture->gc)
        XFreeGC(picture->guard->display, picture->gc);
    if (picture->own_colours)
        XFreeColormap(picture->guard->display, picture->colours);
}

static int byte_order(void)
{
    const uint16_t one = 1;
    return *(const uint8_t *)&one ? LSBFirst : MSBFirst;
}

/* Whether the server's pixels are those that cairo draws. */
static bool is_same(const XImage *image)
{
    return image->bits_per_pixel == 32 && image->red_mask == 0xff0000 &&
           image->green_mask == 0xff00 && image->blue_mask == 0xff;
}

/* The server says only later that it cannot, as from another machine. */
static bool attach(UnfoldScreenPicture *picture)
{
    UnfoldGuard *guard = picture->guard;
    const bool failed = guard->failed;
    guard->failed = false;
    const bool asked = XShmAttach(guard->display, &picture->shared);
    XSync(guard->display, False);
    const bool done = asked && !guard->failed && !guard->broken;
    guard->failed = failed;
    return done;
}

/* Memory that the server has too, which goes with the last of the two. */
static bool share(UnfoldScreenPicture *picture)
{
    XShmSegmentInfo *shared = &picture->shared;
    const XImage *image = picture->image;
    const size_t size = (size_t)image->bytes_per_line * (size_t)image->height;
    shared->shmid = shmget(IPC_PRIVATE, size, IPC_CREAT | 0600);
    if (shared->shmid < 0)
        return false;
    void *memory = shmat(shared->shmid, NULL, 0);
    const bool has = memory != (void *)-1; /* NOLINT(performance-no-int-to-ptr) */
    shared->shmaddr = has ? memory : NULL;
    const bool done = has && attach(picture);
    shmctl(shared->shmid, IPC_RMID, NULL);
    if (has && !done)
        shmdt(memory);
    if (!done)
        shared->shmaddr = NULL;
    return done;
}

static bool make_shared(UnfoldScreenPicture *picture, int width, int height)
{
    Display *display = picture->guard->display;
    if (!XShmQueryExtension(display))
        return false;
    picture->image =
        XShmCreateImage(display, picture->visual, (unsigned)picture->depth, ZPixmap,
                        NULL, &picture->shared, (unsigned)width, (unsigned)height);
    if (!picture->image || !is_same(picture->image) ||
        picture->image->byte_order != byte_order() || !share(picture)) {
        unfold_picture_drop(picture);
        return false;
    }
    picture->image->data = picture->shared.shmaddr;
    picture->surface = cairo_image_surface_create_for_data(
        (unsigned char *)picture->shared.shmaddr, CAIRO_FORMAT_RGB24, width, height,
        picture->image->bytes_per_line);
    return true;
}

/* Xlib swaps bytes where they are to be. */
static bool make_sent(UnfoldScreenPicture *picture, int width, int height)
{
    picture->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    if (cairo_surface_status(picture->surface) != CAIRO_STATUS_SUCCESS)
        return false;
    XImage *image =
        XCreateImage(picture->guard->display, picture->visual, (unsigned)picture->depth,
                     ZPixmap, 0, NULL, (unsigned)width, (unsigned)height, 32, 0);
    picture->image = image;
    if (!image)
        return false;
    if (is_same(image)) {
        image->data = (char *)cairo_image_surface_get_data(picture->surface);
        image->bytes_per_line = cairo_image_surface_get_stride(picture->surface);
        image->byte_order = byte_order();
    } else {
        image->data = malloc((size_t)image->bytes_per_line * (size_t)height);
    }
    return image->data != NULL;
}

bool unfold_picture_make(UnfoldScreenPicture *picture, int width, int height)
{
    unfold_picture_drop(picture);
    if ((make_shared(picture, width, height) || make_sent(picture, width, height)) &&
        cairo_surface_status(picture->surface) == CAIRO_STATUS_SUCCESS)
        return true;
    unfold_picture_drop(picture);
    return false;
}

void unfold_picture_drop(UnfoldScreenPicture *picture)
{
    XImage *image = picture->image;
    if (picture->surface)
        cairo_surface_destroy(picture->surface);
    if (image && is_same(image))
        image->data = NULL; /* the surface's, or shared */
    if (image)
        XDestroyImage(image);
    if (picture->shared.shmaddr) {
        XShmDetach(picture->guard->display, &picture->shared);
        shmdt(picture->shared.shmaddr);
    }
    picture->image = NULL;
    picture->surface = NULL;
    picture->shared.shmaddr = NULL;
    picture->busy = false;
}

/* A part of 255 in the bits of a mask. */
static unsigned long in_mask(uint32_t value, unsigned long mask)
{
    if (!mask)
        return 0;
    const unsigned long lowest = mask & (~mask + 1), most = mask / lowest;
    return (value * most + 127) / 255 * lowest;
}

static void convert(const UnfoldScreenPicture *picture, const XRectangle *box)
{
    const unsigned char *data = cairo_image_surface_get_data(picture->surface);
    const int stride = cairo_image_surface_get_stride(picture->surface);
    XImage *image = picture->image;
    for (int y = box->y; y < box->y + box->height; ++y) {
        const uint32_t *pixels = (const uint32_t *)(const void *)(data + y * stride);
        for (int x = box->x; x < box->x + box->width; ++x)
            XPutPixel(image, x, y,
                      in_mask(pixels[x] >> 16 & 0xff, image->red_mask) |
                          in_mask(pixels[x] >> 8 & 0xff, image->green_mask) |
                          in_mask(pixels[x] & 0xff, image->blue_mask));
    }
}

void unfold_picture_show(UnfoldScreenPicture *picture, Window window,
                         const XRectangle *boxes, int count)
{
    Display *display = picture->guard->display;
    XImage *image = picture->image;
    if (!picture->gc)
        picture->gc = XCreateGC(display, window, 0, NULL);
    if (!picture->gc)
        return;
    cairo_surface_flush(picture->surface);
    for (int k = 0; k < count; ++k) {
        const int x = boxes[k].x, y = boxes[k].y;
        const unsigned width = boxes[k].width, height = boxes[k].height;
        if (!is_same(image))
            convert(picture, &boxes[k]);
        if (picture->shared.shmaddr)
            XShmPutImage(display, window, picture->gc, image, x, y, x, y, width, height,
                         k == count - 1);
        else
            XPutImage(display, window, picture->gc, image, x, y, x, y, width, height);
    }
    picture->busy = picture->shared.shmaddr && count > 0;
}

bool unfold_picture_hear(UnfoldScreenPicture *picture, const XEvent *event)
{
    if (!picture->shared.shmaddr ||
        event->type != XShmGetEventBase(picture->guard->display) + ShmCompletion)
        return false;
    picture->busy = false;
    return true;
}
