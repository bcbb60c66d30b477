/* CPUFeatures of the processor that is compiled for; the builder's classes fix what is in it. */
#ifndef LIBHELLO_CPU_FEATURES_H
#define LIBHELLO_CPU_FEATURES_H
#ifdef __aarch64__
#include "aarch64cpufeatures.h"
#else
#include "amd64cpufeatures.h"
#endif

void determineCPUFeatures(CPUFeatures *features);
#endif
