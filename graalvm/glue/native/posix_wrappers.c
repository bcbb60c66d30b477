/* libchelper: functions that Java code cannot call as they are, being variadic, macros or bare
 * system calls. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

extern char **environ;

char **getEnviron(void) { return environ; }

int getThreadId(void) { return (int)syscall(SYS_gettid); }

int fprintfSD(FILE *file, const char *format, char *text, int number) {
  return fprintf(file, format, text, number);
}

int openSII(const char *path, int flags, int mode) { return open(path, flags, mode); }

int openatISII(int directory, const char *path, int flags, int mode) {
  return openat(directory, path, flags, mode);
}

void *mremapP(void *old, size_t old_size, size_t new_size, int flags, void *new) {
  return mremap(old, old_size, new_size, flags, new);
}

void codeSynchronization_clearCache(char *begin, char *end) { __builtin___clear_cache(begin, end); }

/* In nanoseconds; "slow" because the kernel's clock interface has no user time of other threads. */
int64_t getThreadUserTimeSlow(int thread) {
  char path[64], status[2048];
  snprintf(path, sizeof path, "/proc/self/task/%d/stat", thread);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return -1;
  ssize_t length = read(file, status, sizeof status - 1);
  close(file);
  if (length <= 0) return -1;
  status[length] = 0;
  char *after_name = strrchr(status, ')'); /* the name itself may hold blanks and parentheses */
  unsigned long ticks;
  if (!after_name) return -1;
  if (sscanf(after_name + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu", &ticks) != 1) return -1;
  return (int64_t)ticks * (1000000000LL / sysconf(_SC_CLK_TCK));
}
