/* Reads limits and usage out of cgroup directories. A limit that an ancestor sets holds as well,
 * so limits are the least over the path from the process's cgroup up to the mount point. */
#define _GNU_SOURCE
#include "cgroup.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static FILE *open_in(const char *directory, const char *file) {
  char path[PATH_MAX];
  if (snprintf(path, sizeof path, "%s/%s", directory, file) >= (int)sizeof path) return NULL;
  return fopen(path, "re");
}

bool cgroup_read_line(const char *directory, const char *file, char *line, int size) {
  FILE *in = open_in(directory, file);
  if (!in) return false;
  bool read = fgets(line, size, in) != NULL;
  fclose(in);
  return read;
}

static int64_t number(const char *text) {
  if (strncmp(text, "max", 3) == 0) return CGROUP_UNLIMITED;
  char *end;
  errno = 0;
  unsigned long long value = strtoull(text, &end, 10);
  if (end == text) return CGROUP_MISSING;
  /* "-1" comes out of strtoull as the largest number */
  if (errno == ERANGE || value > INT64_MAX) return CGROUP_UNLIMITED;
  return (int64_t)value;
}

int64_t cgroup_number(const char *directory, const char *file) {
  char line[64];
  return cgroup_read_line(directory, file, line, sizeof line) ? number(line) : CGROUP_MISSING;
}

int64_t cgroup_stat(const char *directory, const char *file, const char *key) {
  FILE *in = open_in(directory, file);
  if (!in) return CGROUP_MISSING;
  char *line = NULL;
  size_t size = 0, length = strlen(key);
  int64_t value = CGROUP_MISSING;
  while (value == CGROUP_MISSING && getline(&line, &size, in) > 0) {
    if (strncmp(line, key, length) == 0 && line[length] == ' ') value = number(line + length + 1);
  }
  free(line);
  fclose(in);
  return value;
}

static void take_least(int64_t *least, int64_t value) {
  if (value >= 0 && (*least < 0 || value < *least)) *least = value;
}

static int64_t least_on_path(const cgroup_controller *controller, const char *file) {
  char directory[PATH_MAX];
  strcpy(directory, controller->leaf);
  int64_t least = CGROUP_MISSING;
  do {
    int64_t value = cgroup_number(directory, file);
    if (value == CGROUP_UNLIMITED && least == CGROUP_MISSING) least = CGROUP_UNLIMITED;
    take_least(&least, value);
  } while (cgroup_parent(controller, directory));
  return least;
}

/* Version 1 writes "no limit" as a huge number; more than the machine has is no limit either. */
static int64_t limit_within(int64_t limit, int64_t available) {
  return limit >= available ? CGROUP_UNLIMITED : limit;
}

int64_t cgroup_memory_limit(const cgroup_controller *memory, const cgroup_host *host) {
  if (memory->version == 0) return CGROUP_MISSING;
  if (memory->version == 2) return limit_within(least_on_path(memory, "memory.max"), host->memory);
  int64_t limit = least_on_path(memory, "memory.limit_in_bytes");
  /* the kernel's own view of the ancestors, which a container may not see as directories */
  take_least(&limit, cgroup_stat(memory->leaf, "memory.stat", "hierarchical_memory_limit"));
  return limit_within(limit, host->memory);
}

int64_t cgroup_memory_and_swap_limit(const cgroup_controller *memory, const cgroup_host *host) {
  int64_t limit = cgroup_memory_limit(memory, host);
  if (memory->version == 2) {
    int64_t swap = least_on_path(memory, "memory.swap.max");
    if (limit < 0 || swap == CGROUP_MISSING) return limit;
    /* the kernel takes any swap limit up to 2^63 bytes */
    return swap == CGROUP_UNLIMITED || swap > INT64_MAX - limit ? CGROUP_UNLIMITED : limit + swap;
  }
  if (memory->version == 0) return CGROUP_MISSING;
  int64_t both = least_on_path(memory, "memory.memsw.limit_in_bytes");
  take_least(&both, cgroup_stat(memory->leaf, "memory.stat", "hierarchical_memsw_limit"));
  /* no swap accounting, or no swapping: then memory is all there is */
  if (both == CGROUP_MISSING || cgroup_number(memory->leaf, "memory.swappiness") == 0) return limit;
  return limit_within(both, host->memory + host->swap);
}

int64_t cgroup_memory_soft_limit(const cgroup_controller *memory, const cgroup_host *host) {
  return limit_within(cgroup_memory_value(memory, "memory.soft_limit_in_bytes", "memory.low"), host->memory);
}

int64_t cgroup_memory_value(const cgroup_controller *memory, const char *v1, const char *v2) {
  if (memory->version == 0) return CGROUP_MISSING;
  return cgroup_number(memory->leaf, memory->version == 1 ? v1 : v2);
}

int64_t cgroup_memory_stat(const cgroup_controller *memory, const char *v1, const char *v2) {
  if (memory->version == 0) return CGROUP_MISSING;
  return cgroup_stat(memory->leaf, "memory.stat", memory->version == 1 ? v1 : v2);
}

/* The CPU bandwidth of one cgroup in whole processors, rounded up; unlimited if it sets none. */
static int64_t processors_of(const cgroup_controller *cpu, const char *directory) {
  int64_t quota, period;
  if (cpu->version == 2) {
    char line[64];
    if (!cgroup_read_line(directory, "cpu.max", line, sizeof line)) return CGROUP_MISSING;
    quota = number(line);
    char *second = strchr(line, ' ');
    period = second ? number(second + 1) : 100000;
  } else {
    quota = cgroup_number(directory, "cpu.cfs_quota_us");
    period = cgroup_number(directory, "cpu.cfs_period_us");
  }
  if (quota <= 0 || period <= 0) return CGROUP_UNLIMITED;
  return quota / period + (quota % period != 0);
}

int cgroup_processors(const cgroup_controller *cpu, const cgroup_host *host) {
  int64_t least = host->processors;
  if (cpu->version == 0) return host->processors;
  char directory[PATH_MAX];
  strcpy(directory, cpu->leaf);
  do {
    take_least(&least, processors_of(cpu, directory));
  } while (cgroup_parent(cpu, directory));
  return (int)least;
}
