/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_NET_ISA_H
#define UNFOLD_NET_ISA_H

/* Kernel sources are compiled once for each instruction set, UNFOLD_ISA, with the flags
   that the Makefile keeps for it; KERNEL gives what they export different names. */
#define UNFOLD_JOIN2(name, isa) name##_##isa
#define UNFOLD_JOIN(name, isa) UNFOLD_JOIN2(name, isa)
#define KERNEL(name) UNFOLD_JOIN(name, UNFOLD_ISA)
#define UNFOLD_TEXT2(isa) #isa
#define UNFOLD_TEXT(isa) UNFOLD_TEXT2(isa)
#define UNFOLD_ISA_NAME UNFOLD_TEXT(UNFOLD_ISA)

/** All of this machine's family, from the plainest: "generic" is C alone. */
#if defined(__x86_64__)
#define UNFOLD_EACH_ISA(X) X(generic) X(sse2) X(avx2) X(avx512)
#elif defined(__aarch64__)
#define UNFOLD_EACH_ISA(X) X(generic) X(neon)
#else
#define UNFOLD_EACH_ISA(X) X(generic)
#endif

#endif
