#ifndef LIBHELLO_PROCESSORS_H
#define LIBHELLO_PROCESSORS_H

#ifndef _GNU_SOURCE
#error "sched_getaffinity needs _GNU_SOURCE before the first header"
#endif
#include <sched.h>
#include <unistd.h>

/* How many processors the scheduler may run this process on. */
static inline int processors_of_process(void) {
  /* the fixed-size cpu_set_t is too small for machines of more than 1,024 processors */
  for (int possible = 1024; possible <= 65536; possible *= 2) {
    cpu_set_t *set = CPU_ALLOC(possible);
    if (!set) break;
    size_t size = CPU_ALLOC_SIZE(possible);
    int count = sched_getaffinity(0, size, set) == 0 ? CPU_COUNT_S(size, set) : 0;
    CPU_FREE(set);
    if (count > 0) return count;
  }
  long online = sysconf(_SC_NPROCESSORS_ONLN);
  return online > 0 ? (int)online : 1;
}

#endif
