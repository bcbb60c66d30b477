#ifndef LIBHELLO_CGROUP_H
#define LIBHELLO_CGROUP_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

enum { CGROUP_UNLIMITED = -1, CGROUP_MISSING = -2 };

/* Where one controller's files are for this process. */
typedef struct {
  int version; /* 1 or 2, or 0 if there is no such controller */
  bool read_only;
  char mount[PATH_MAX];
  char leaf[PATH_MAX]; /* the mount point or a directory below it */
} cgroup_controller;

/* What the machine has, whatever the cgroups say. */
typedef struct {
  int64_t memory;
  int64_t swap;
  int processors;
} cgroup_host;

/* cgroup_mounts.c */
void cgroup_find(const char *name, cgroup_controller *found);
bool cgroup_parent(const cgroup_controller *controller, char *directory);

/* cgroup_limits.c */
bool cgroup_read_line(const char *directory, const char *file, char *line, int size);
int64_t cgroup_number(const char *directory, const char *file);
int64_t cgroup_stat(const char *directory, const char *file, const char *key);
int64_t cgroup_memory_limit(const cgroup_controller *memory, const cgroup_host *host);
int64_t cgroup_memory_and_swap_limit(const cgroup_controller *memory, const cgroup_host *host);
int64_t cgroup_memory_soft_limit(const cgroup_controller *memory, const cgroup_host *host);
int64_t cgroup_memory_value(const cgroup_controller *memory, const char *v1, const char *v2);
int64_t cgroup_memory_stat(const cgroup_controller *memory, const char *v1, const char *v2);
int cgroup_processors(const cgroup_controller *cpu, const cgroup_host *host);

/* Tests put a made-up file system below a prefix; an image always reads the real one. */
#ifdef CGROUP_TEST
extern const char *cgroup_root;
#else
#define cgroup_root ""
#endif

#endif
