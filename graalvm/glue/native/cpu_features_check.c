/* libchelper: whether an image may run on this machine's processor. */
#include "cpu_features.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* 'needed' holds, per feature, all ones less the bit if the image was compiled for the feature. */
int checkCPUFeatures(uint8_t *needed) {
  CPUFeatures features;
  determineCPUFeatures(&features);
  const uint8_t *have = (const uint8_t *)&features;
  for (size_t i = 0; i < sizeof features; i++) {
    if ((uint8_t)(needed[i] | have[i]) != 0xff) return 1;
  }
  return 0;
}

int checkCPUFeaturesOrExit(uint8_t *needed, const char *message) {
  if (checkCPUFeatures(needed)) {
    fputs(message, stderr);
    exit(1);
  }
  return 0;
}
